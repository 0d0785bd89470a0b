"""What is set up and which lists are kept: one small file, replaced by one rename, beside the lists themselves."""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from safecheck.errors import SafecheckError, UpdateCode
from safecheck.model import Frozen, ListKind
from safecheck.writing import write_whole

SCHEMA = 1
HIGHEST = 2**53  # number of a list or of a stamp: what every reader of JSON holds exactly
_KEPT = 3  # lists
_FILE, _LOCK, _LISTS, WORK = "state.json", "lock", "lists", ".work-"
_PART = ".????????.part"  # as safecheck.writing names it
_LARGEST = 1024 * 1024  # bytes of the state
_LIST_NAME = re.compile(r"[0-9]{1,20}-[0-9a-f]{8}(?:-[0-9]{1,20})?\.(?:zip|json)", re.ASCII)

_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Feed(Frozen, frozen=True, forbid_unknown_fields=True):
    """A feed that the person trusts."""

    url: str  # ends in "/"
    hosts: tuple[str, ...]  # where its files may come from
    root: str  # the root file that the person was given, as it is


class Kept(Frozen, frozen=True, forbid_unknown_fields=True):
    """A list that was taken."""

    file: Annotated[str, msgspec.Meta(pattern=rf"^{_LIST_NAME.pattern}\Z")]  # below lists/
    kind: ListKind
    version: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST)]
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]  # SHA-256 of the list, or of the unsigned facts
    confirmed: _Moment  # signed time; for an unsigned one, when it was fetched
    accepted: _Moment


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
    try:
        state = msgspec.json.decode(read(folder / _FILE, _LARGEST), type=State)
    except (FileNotFoundError, NotADirectoryError):
        return State()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise SafecheckError("state-broken", UpdateCode.NOT_DONE, folder=folder) from error
    if state.schema != SCHEMA or not 0 <= state.active < max(1, len(state.lists)):
        raise SafecheckError("state-broken", UpdateCode.NOT_DONE, folder=folder)
    return state


def read(file: Path, most: int) -> bytes:
    """Give at most `most` bytes of a file that is kept; raises OSError. A pipe in its place holds no scan up."""
    with open(file, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as opened:
        return opened.read(most)


def required(state: State) -> Feed:
    """Give the feed; raises SafecheckError where none is set up."""
    if state.feed is None:
        raise SafecheckError("no-feed", UpdateCode.NOT_DONE)
    return state.feed


def path(folder: Path, kept: Kept) -> Path:
    """Say where a list lies."""
    return folder / _LISTS / kept.file


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
    _keep_only(folder, {kept.file for kept in state.lists})
    return state


def _keep_only(folder: Path, names: set[str]) -> None:
    """Remove our other lists; what is not ours stays, whatever folder somebody chose."""
    with contextlib.suppress(OSError):  # a list too many does no harm
        for file in (folder / _LISTS).iterdir():
            if _LIST_NAME.fullmatch(file.name) and file.name not in names:
                file.unlink()


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[Path]:
    """Give the folder, and be the only one who changes it; raises SafecheckError where that cannot be.

    Where nothing is set up or kept afterwards, no trace is left.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=0), _without_trace(folder):
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
                folder.rmdir()


@contextlib.contextmanager
def _without_trace(folder: Path) -> Iterator[None]:
    """Remove the lock where nothing is set up, while it is still ours: after that it may be somebody else's."""
    try:
        yield
    finally:
        if not (folder / _FILE).exists():
            with contextlib.suppress(OSError):  # Windows removes it by itself, when it is let go
                (folder / _LOCK).unlink()


def _sweep(folder: Path) -> None:
    """Remove what an update that was ended in the middle left behind."""
    parts = (*folder.glob(_PART), *(folder / _LISTS).glob(_PART))
    for left in (*folder.glob(f"{WORK}????????"), *parts):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Remove the feed, every list that was fetched, and the folder if nothing else is in it."""
    if folder.is_dir():
        with alone(folder):
            (folder / _FILE).unlink(missing_ok=True)
            _keep_only(folder, set())
            with contextlib.suppress(OSError):
                (folder / _LISTS).rmdir()
