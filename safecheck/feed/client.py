"""Ask a feed for what is newer, the way The Update Framework says: every rule of it is python-tuf's own."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import TargetFile
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from safecheck.feed.bundle import LARGEST_LIST, LIST
from safecheck.feed.fetch import Absent, Line
from safecheck.feed.refusal import Reason, Refused
from safecheck.feed.state import WORK

_ROLES = ("timestamp", "snapshot", "targets")
_LIMITS = UpdaterConfig(
    max_root_rotations=60,
    max_delegations=0,  # the list is named by the feed's own targets, or not at all
    root_max_length=64_000,
    timestamp_max_length=16_000,
    snapshot_max_length=16_000,
    targets_max_length=64_000,
)
_NOT_FOUND = 404

# Called with how many bytes will come; inside, each number is of bytes that came.
Progress = Callable[[int], AbstractContextManager[Callable[[int], None]]]


@contextlib.contextmanager
def silent(_length: int) -> Iterator[Callable[[int], None]]:
    """Show no progress."""
    yield lambda _count: None


class Https(FetcherInterface):
    """A feed on a web host."""

    def __init__(self, line: Line) -> None:
        """Fetch over `line`."""
        self._line = line
        self.came: Callable[[int], None] = lambda _count: None

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            for piece in self._line.stream(url):
                self.came(len(piece))
                yield piece
        except Absent as error:
            raise DownloadHTTPError(url, _NOT_FOUND) from error


class Bundle(FetcherInterface):
    """A feed in one file."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        """Answer with `members`; all but roots lie there without the number or hash that a host puts before them."""
        self._members = members

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = url.rpartition("/")[2]
        data = self._members.get(name, self._members.get(name.partition(".")[2]))
        if data is None:
            raise DownloadHTTPError(url, _NOT_FOUND)
        yield data


def newest(  # noqa: PLR0913 - what an update depends on
    folder: Path,
    anchor: bytes,
    known: Mapping[str, bytes],
    fetcher: Https | Bundle,
    base: str,
    now: datetime | None,
    progress: Progress = silent,
) -> dict[str, bytes]:
    """Give the members of the newest bundle, where it is not older than `known`, the last one that was taken.

    `anchor` is the root that the person trusts. With `now` as None, what has run out is taken too: only for a file
    that somebody brought, and only because all else is still asked for. Raises Refused.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=WORK) as work, _named():
        _lay_out(Path(work), known)
        updater = Updater(
            work, base + "metadata/", work, base + "targets/", fetcher=fetcher, config=_LIMITS, bootstrap=anchor
        )
        # The one place where the clock comes in; python-tuf takes it from the computer.
        updater._trusted_set.reference_time = now or datetime.min.replace(tzinfo=UTC)  # noqa: SLF001 - it has no other way
        updater.refresh()
        target = updater.get_targetinfo(LIST)
        if target is None:
            raise Refused(Reason.NEWER_FORM)
        return _members(Path(work)) | {LIST: _listed(updater, target, known.get(LIST, b""), fetcher, progress)}


def _lay_out(work: Path, known: Mapping[str, bytes]) -> None:
    """Write what is known already where the updater looks for it."""
    (work / "root_history").mkdir()
    for name, data in known.items():
        if name != LIST:
            (work / ("root_history" if name.endswith(".root.json") else "") / name).write_bytes(data)


def _members(work: Path) -> dict[str, bytes]:
    """Collect what the updater left."""
    roots = {file.name: file.read_bytes() for file in (work / "root_history").iterdir()}
    return roots | {f"{role}.json": (work / f"{role}.json").read_bytes() for role in _ROLES}


def _listed(updater: Updater, target: TargetFile, known: bytes, fetcher: Https | Bundle, progress: Progress) -> bytes:
    """Give the list itself, fetched only where it is another one."""
    with contextlib.suppress(LengthOrHashMismatchError):
        target.verify_length_and_hashes(known)
        return known
    if target.length > LARGEST_LIST:
        raise Refused(Reason.LARGE)
    with progress(target.length) as came:
        if isinstance(fetcher, Https):
            fetcher.came = came
        return Path(updater.download_target(target)).read_bytes()


@contextlib.contextmanager
def _named() -> Iterator[None]:
    """Say in our own words what python-tuf refuses."""
    try:
        yield
    except DownloadHTTPError as error:
        raise Refused(Reason.MISSING, status=error.status_code) from error
    except DownloadLengthMismatchError as error:
        raise Refused(Reason.LARGE) from error
    except DownloadError as error:
        raise Refused(Reason.OFFLINE) from error
    except UnsignedMetadataError as error:
        raise Refused(Reason.UNSIGNED) from error
    except BadVersionNumberError as error:
        raise Refused(Reason.OLDER) from error
    except ExpiredMetadataError as error:
        raise Refused(Reason.EXPIRED) from error
    except LengthOrHashMismatchError as error:
        raise Refused(Reason.CHANGED) from error
    except RepositoryError as error:
        raise Refused(Reason.FORM) from error
