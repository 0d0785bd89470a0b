"""Collect a computer's answers: every reader runs in a thread of its own and is cut off after its time.

What the readers make of the answers is thrown away here: it is made again, from what was kept (understand.py). So what
is judged can never differ from what a recording holds.
"""

import re
import threading
import time
from collections.abc import Sequence

import msgspec

from safecheck.computer.look import Look
from safecheck.computer.readers import ABOUT, Reader
from safecheck.model import Answer, End, Frozen, Question
from safecheck.model.host import About, Ask, AskKind, Host, Said, Told

_SHORTEST = 4  # characters of a home: "/" alone is everybody's
_MOST = 64_000_000  # bytes of one reader's answers


class Kept(Frozen, frozen=True, omit_defaults=True):
    """One answer as it is kept; bytes that are no UTF-8 stand in base64."""

    kind: AskKind
    of: str
    told: Told
    text: str = ""
    base64: bytes = b""


class Late(Exception):  # noqa: N818 - it is news ("time is up"), not an accident
    """The reader's time is up, or it asked for far too much."""


class _Keeper:
    """A host that keeps what it was asked and said, without what nobody needs."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._lock = threading.Lock()
        self._kept: list[bytes] = []
        self._said: dict[tuple[AskKind, str], Said] = {}
        self._size = 0
        self._closed = False

    @property
    def about(self) -> About:
        return self._host.about

    @property
    def home(self) -> str:
        return self._host.home

    def ask(self, question: Ask) -> Said:
        """Ask the host, take out what is not needed, and keep the rest."""
        asked = question.kind, question.of
        if asked in self._said:  # what was kept of it the first time is all that is left of it
            return self._said[asked]
        said = self._host.ask(question)
        if said.told is Told.SEEN:
            try:
                said = Said(Told.SEEN, self._without_home(question.keep(said.data) if question.keep else said.data))
            except Exception:  # noqa: BLE001 - whatever it is: what cannot be reduced is not kept
                said = Said(Told.UNREADABLE)
        line = msgspec.json.encode(_kept(question, said))
        with self._lock:
            self._size += len(line)
            if self._closed or self._size > _MOST:
                raise Late
            self._kept.append(line)
            self._said[asked] = said
        return said

    def _without_home(self, data: bytes) -> bytes:
        """Put "~" for the home, which bears the person's name; JSON writes a backslash twice."""
        home = self._host.home.encode()
        if len(home) < _SHORTEST:
            return data
        for form in {home.replace(b"\\", b"\\\\"), home}:
            data = re.sub(re.escape(form) + rb"(?=[/\\\"\s]|$)", b"~", data)
        return data

    def close(self) -> bytes:
        """Keep nothing more, and give what was kept: JSON, one answer a line."""
        with self._lock:
            self._closed = True
            return b"[\n" + b",\n".join(self._kept) + b"\n]\n"


def _kept(question: Ask, said: Said) -> Kept:
    try:
        return Kept(kind=question.kind, of=question.of, told=said.told, text=said.data.decode())
    except UnicodeDecodeError:
        return Kept(kind=question.kind, of=question.of, told=said.told, base64=said.data)


class _Run:
    """One reader at work."""

    def __init__(self, reader: Reader, host: Host) -> None:
        self._reader = reader
        self._keeper = _Keeper(host)
        self._started = time.monotonic()
        self._seconds: float | None = None
        self._broken = False
        self._thread = threading.Thread(target=self._work, daemon=True, name=reader.fact)
        self._thread.start()

    def _work(self) -> None:
        try:
            for _ in self._reader.read(Look(self._keeper, self._reader.fact)):
                pass
        except Exception:  # noqa: BLE001 - it fails again when it is understood, and is a gap there
            self._broken = True
        self._seconds = time.monotonic() - self._started

    def answer(self) -> Answer:
        """Wait until it is done or its time is up."""
        self._thread.join(max(0.0, self._started + self._reader.limit - time.monotonic()))
        seconds, output = self._seconds, self._keeper.close()
        return Answer(
            question=Question(fact=self._reader.fact, command=self._reader.places, limit=self._reader.limit),
            output=output,
            exit=None if seconds is None else int(self._broken),
            end=End.TIMEOUT if seconds is None else End.WHOLE,
            seconds=round(float(self._reader.limit) if seconds is None else seconds, 3),
        )


def collect(host: Host, readers: Sequence[Reader]) -> tuple[Answer, ...]:
    """Ask everything, side by side; the first answer says which computer it is."""
    about = Answer(
        question=Question(fact=ABOUT, command="", limit=0),
        output=msgspec.json.encode(host.about) + b"\n",
        exit=0,
        end=End.WHOLE,
        seconds=0.0,
    )
    runs = [_Run(reader, host) for reader in readers]
    return (about, *(run.answer() for run in runs))
