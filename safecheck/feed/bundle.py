"""One file that holds a signed list and all that vouches for it: kept here, exported, and carried on a stick.

A ZIP whose members are stored, not packed, with fixed names; it is read in memory, never unpacked into a folder.
"""

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

from safecheck.feed import state
from safecheck.feed.refusal import Reason, Refused

LIST = "signatures-1.json"  # the name holds the form: a feed may serve two forms side by side
LARGEST_LIST = 4 * 1024 * 1024  # bytes
LARGEST = 2 * LARGEST_LIST  # bytes of a whole bundle
_MOST = 64  # members: each change of keys adds one
_NAME = re.compile(rf"(?:[1-9]\d{{0,6}}\.root|timestamp|snapshot|targets)\.json|{re.escape(LIST)}", re.ASCII)
_MOMENT = (2026, 1, 1, 0, 0, 0)  # of every member, so that the same content gives the same bytes


def encode(members: Mapping[str, bytes]) -> bytes:
    """Write a bundle."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), members[name])
    return whole.getvalue()


def decode(data: bytes) -> dict[str, bytes]:
    """Read a bundle; raises Refused for anything that `encode` would not write."""
    if len(data) > LARGEST:
        raise Refused(Reason.LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if not _is_plain(entries):
                raise Refused(Reason.FORM)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        raise Refused(Reason.FORM) from error
    except (struct.error, OverflowError) as error:
        raise Refused(Reason.FORM) from error


def _is_plain(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether all members have known names, each once, and are as large as they are stored."""
    return (
        len(entries) <= _MOST
        and len({entry.filename for entry in entries}) == len(entries)
        and sum(entry.file_size for entry in entries) <= LARGEST
        and all(
            _NAME.fullmatch(entry.filename)
            and entry.compress_type == zipfile.ZIP_STORED
            and entry.compress_size == entry.file_size
            and not entry.flag_bits & 1  # encrypted
            for entry in entries
        )
    )


def brought(file: Path) -> dict[str, bytes]:
    """Read a bundle that somebody named, also from a pipe; raises as `read` does."""
    with file.open("rb") as opened:
        return decode(opened.read(LARGEST + 1))


def read(file: Path) -> dict[str, bytes]:
    """Read a bundle that is kept; raises Refused, or OSError where it cannot be opened."""
    return decode(state.read(file, LARGEST + 1))
