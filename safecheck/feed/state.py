"""What is set up and which lists are kept: one small file, replaced by one rename, beside the lists themselves."""

import contextlib
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from safecheck.errors import SafecheckError, UpdateCode
from safecheck.model import Frozen, ListKind
from safecheck.writing import write_whole

SCHEMA = 1
_KEPT = 3  # lists
_FILE, _LOCK, _LISTS, WORK = "state.json", "lock", "lists", ".work-"
_LARGEST = 1024 * 1024  # bytes of the state


class Feed(Frozen, frozen=True, forbid_unknown_fields=True):
    """A feed that the person trusts."""

    url: str  # ends in "/"
    hosts: tuple[str, ...]  # where its files may come from
    root: str  # the root file that the person was given, as it is


class Kept(Frozen, frozen=True, forbid_unknown_fields=True):
    """A list that was taken."""

    file: str  # below lists/
    kind: ListKind
    version: int
    digest: str  # SHA-256 of the list, or of the unsigned facts, hex
    confirmed: datetime  # signed time; for an unsigned one, when it was fetched
    accepted: datetime


class State(Frozen, frozen=True, forbid_unknown_fields=True):
    """All that is known from one update to the next."""

    schema: int = SCHEMA
    feed: Feed | None = None
    lists: tuple[Kept, ...] = ()  # the newest first
    active: int = 0  # which of them is used: more than 0 after going back

    @property
    def candidates(self) -> tuple[Kept, ...]:
        """The list that is used, then those to fall back to."""
        return self.lists[self.active :]


def load(folder: Path) -> State:
    """Read the state; nothing there is a state too. Raises SafecheckError where it cannot be read."""
    file = folder / _FILE
    try:
        with file.open("rb") as opened:
            state = msgspec.json.decode(opened.read(_LARGEST), type=State)
    except (FileNotFoundError, NotADirectoryError):
        return State()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise SafecheckError("state-broken", UpdateCode.NOT_DONE, folder=folder) from error
    if state.schema != SCHEMA:
        raise SafecheckError("state-broken", UpdateCode.NOT_DONE, folder=folder)
    return state


def required(state: State) -> Feed:
    """Give the feed; raises SafecheckError where none is set up."""
    if state.feed is None:
        raise SafecheckError("no-feed", UpdateCode.NOT_DONE)
    return state.feed


def path(folder: Path, kept: Kept) -> Path:
    """Say where a list lies; only its last name counts."""
    return folder / _LISTS / Path(kept.file).name


def take(folder: Path, state: State, kept: Kept, data: bytes) -> State:
    """Put a list before the others and use it from now on.

    The newest list again, vouched for anew, only takes its own place: who went back from it stays there.
    """
    others = tuple(old for old in state.lists if old.digest != kept.digest)
    again = bool(state.lists) and state.lists[0].digest == kept.digest
    (folder / _LISTS).mkdir(exist_ok=True)
    write_whole(path(folder, kept), data)
    lists = (kept, *others)[:_KEPT]
    return switch(folder, msgspec.structs.replace(state, lists=lists, active=state.active if again else 0))


def switch(folder: Path, state: State) -> State:
    """Make `state` what holds, by one rename, then remove lists that nothing names any more."""
    write_whole(folder / _FILE, msgspec.json.encode(state))
    named = {path(folder, kept) for kept in state.lists}
    with contextlib.suppress(OSError):  # a list too many does no harm
        for file in (folder / _LISTS).iterdir():
            if file not in named:
                file.unlink()
    return state


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[Path]:
    """Give the folder, and be the only one who changes it; raises SafecheckError where that cannot be.

    Where nothing is set up or kept afterwards, no trace is left.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=0):
            _sweep(folder)
            yield folder
    except Timeout as error:
        raise SafecheckError("update-running", UpdateCode.NOT_DONE) from error
    except OSError as error:
        raise SafecheckError(
            "list-not-saved", UpdateCode.NOT_DONE, folder=folder, why=error.strerror or error
        ) from error
    except SafecheckError as error:
        if error.id != "write-failed":
            raise
        raise SafecheckError("list-not-saved", UpdateCode.NOT_DONE, folder=folder, why=error.blanks["why"]) from error
    finally:
        if not (folder / _FILE).exists():
            with contextlib.suppress(OSError):
                (folder / _LOCK).unlink(missing_ok=True)
                folder.rmdir()


def _sweep(folder: Path) -> None:
    """Remove what an update that was ended in the middle left behind."""
    for left in (*folder.glob(f"{WORK}*"), *folder.glob(".*.part"), *(folder / _LISTS).glob(".*.part")):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Remove the feed, every list that was fetched, and the folder if nothing else is in it."""
    if folder.is_dir():
        with alone(folder):
            (folder / _FILE).unlink(missing_ok=True)
            shutil.rmtree(folder / _LISTS, ignore_errors=True)
