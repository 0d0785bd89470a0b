"""Write a file whole or not at all, readable by its owner only."""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from safecheck.errors import ExitCode, SafecheckError


def check_writable(path: Path) -> None:
    """Raise SafecheckError where `path` surely cannot be written: better before a scan than after it."""
    why = ""
    if path.is_dir():
        why = "it is a folder"
    elif not path.parent.is_dir():
        why = "its folder does not exist"
    elif not os.access(path if path.exists() and not path.is_file() else path.parent, os.W_OK):
        why = "you may not write there"
    if why:
        raise SafecheckError("file-not-writable", ExitCode.USAGE, file=path, why=why)


def check_new(path: Path) -> None:
    """Raise SafecheckError where `path` cannot be written, or is there already: it may be proof."""
    check_writable(path)
    if path.is_file():
        raise SafecheckError("file-exists", ExitCode.USAGE, file=path)


def check_apart(path: Path, others: Iterable[Path | None]) -> None:
    """Raise SafecheckError where `path` would be written over one of the files that are also read or written."""
    for other in others:
        if other is not None and _same(path, other):
            raise SafecheckError("file-named-twice", ExitCode.USAGE, file=path)


def _same(one: Path, other: Path) -> bool:
    """Whether two names are, or would be, one file; by its own number where both are there."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)  # Path.resolve() raises on links in a circle


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` by one rename; on failure an older file is untouched and no part is left.

    What is no regular file (a terminal, /dev/null) is written to directly.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # made with mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise SafecheckError("write-failed", file=path, why=error.strerror or error) from error
