"""What a reader looks with: every question goes through it, and what could not be seen becomes a gap."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from safecheck.clean import clean
from safecheck.computer.forms import text_of
from safecheck.model import Gap, GapReason
from safecheck.model.host import About, Ask, AskKind, Entry, Host, Keep, Key, Running, Said, Told

T = TypeVar("T")

FILE = 5_000_000  # bytes; what is longer is not what it should be
_LISTS = 50_000_000
_LONGEST = 300  # characters of a path in a gap


class Look:
    """One reader's look at a computer: what it asked for, and what it could not see."""

    def __init__(self, host: Host, fact: str) -> None:
        """Look at `host` for one fact."""
        self._host = host
        self._fact = fact
        self._open: dict[GapReason, list[str]] = {}

    @property
    def about(self) -> About:
        """Which system it is, and who asks."""
        return self._host.about

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be seen: one gap for each reason, naming the first place."""
        return tuple(
            Gap(fact=self._fact, reason=reason, detail=clean(_several(places), _LONGEST))
            for reason, places in self._open.items()
        )

    def problem(self, why: str, reason: GapReason = GapReason.UNREADABLE) -> None:
        """Say that something could not be seen."""
        self._open.setdefault(reason, []).append(why)

    def data(self, path: str, keep: Keep | None = None, limit: int = FILE) -> bytes | None:
        """Give a file's bytes, or None: it is not there, or it could not be read and is a gap."""
        return self._answer(Ask(AskKind.FILE, path, limit, keep))

    def text(self, path: str, keep: Keep | None = None, limit: int = FILE) -> str | None:
        """Give a file's text, or None."""
        data = self.data(path, keep, limit)
        return None if data is None else text_of(data)

    def folder(self, path: str, keep: Keep | None = None) -> tuple[Entry, ...] | None:
        """Give what is in a folder, sorted by name, or None."""
        return self._typed(Ask(AskKind.FOLDER, path, _LISTS, keep), tuple[Entry, ...])

    def key(self, path: str, keep: Keep | None = None) -> Key | None:
        """Give a key of the registry, or None."""
        return self._typed(Ask(AskKind.KEY, path, _LISTS, keep), Key)

    def processes(self) -> tuple[Running, ...] | None:
        """Give all running programs, or None."""
        from safecheck.computer.processes import kept

        return self._typed(Ask(AskKind.PROCESSES, "", _LISTS, kept), tuple[Running, ...])

    def command(self, command: str, keep: Keep | None = None) -> str | None:
        """Give what a command of commands.py printed, or None."""
        data = self._answer(Ask(AskKind.COMMAND, command, FILE, keep))
        return None if data is None else text_of(data)

    def there(self, path: str) -> bool:
        """Say if there is such a file or folder."""
        return bool(self.fitting(path))

    def fitting(self, pattern: str) -> tuple[str, ...]:
        """Give the paths that fit a pattern: "*" stands for a part of the last name."""
        return self._typed(Ask(AskKind.PLACE, pattern, _LISTS), tuple[str, ...]) or ()

    def _answer(self, ask: Ask) -> bytes | None:
        said = self._host.ask(ask)
        if said.told in {Told.SEEN, Told.ABSENT}:
            return said.data if said.told is Told.SEEN else None
        self.problem(ask.of or ask.kind, GapReason(said.told))
        return None

    def _typed(self, ask: Ask, kind: type[T]) -> T | None:
        data = self._answer(ask)
        if data is None:
            return None
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            self.problem(ask.of or ask.kind)
            return None


def _several(places: list[str]) -> str:
    return places[0] if len(places) == 1 else f"{places[0]} (and {len(places) - 1} more)"


def only(data: bytes, fits: Callable[[Entry], bool]) -> bytes:
    """Keep of what is in a folder the entries that are looked for."""
    return msgspec.json.encode([entry for entry in msgspec.json.decode(data, type=list[Entry]) if fits(entry)])


def encoded(value: Any) -> Said:  # noqa: ANN401 - a value of model/host.py
    """Write what a folder, a key or the processes said."""
    return Said(Told.SEEN, msgspec.json.encode(value))
