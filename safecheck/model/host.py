"""Asking a computer: questions, what it said, and the one interface to it, live or recorded."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple, Protocol

from safecheck.model.base import Frozen

Keep = Callable[[bytes], bytes]  # gives the part of an answer that is needed; the same for its own result


class System(StrEnum):
    """The kinds of computers that can be read."""

    LINUX = "linux"
    WINDOWS = "windows"
    MACOS = "macos"


class AskKind(StrEnum):
    """What may be asked of a computer: all of it only reads."""

    FILE = "file"  # its bytes
    FOLDER = "folder"  # what is in it: JSON, a list of Entry
    PLACE = "place"  # which paths fit: JSON, a list of texts; "*" stands for a part of the last name
    KEY = "key"  # of the registry: JSON, one Key
    PROCESSES = "processes"  # JSON, a list of Running
    COMMAND = "command"  # one of computer/commands.py: what it printed


class Ask(NamedTuple):
    """One question."""

    kind: AskKind
    of: str  # a path ("~/" is the person's home), a key, or a command; "" for processes
    limit: int  # bytes that the answer may have
    keep: Keep | None = None  # applied before anything is kept


class Told(StrEnum):
    """What became of a question; ABSENT is an answer too, everything but SEEN and ABSENT is none."""

    SEEN = "seen"
    ABSENT = "absent"  # there is no such thing
    DENIED = "denied"
    TIMEOUT = "timeout"
    FAILED = "failed"
    TOO_BIG = "too-big"
    UNREADABLE = "unreadable"
    MISSING = "missing"  # it was not asked when this was recorded


class Said(NamedTuple):
    """What a computer said to one question."""

    told: Told
    data: bytes = b""


class About(Frozen, frozen=True):
    """What must be known before anything is asked."""

    system: System
    user: str  # who runs this
    admin: bool  # with the rights of an administrator


class Host(Protocol):
    """A computer: the whole of what may be done with it."""

    @property
    def about(self) -> About:
        """Which system it is, and who asks."""

    @property
    def home(self) -> str:
        """The person's home as the system writes it, so that it can be taken out; "" not known."""

    def ask(self, question: Ask) -> Said:
        """Answer one question; never raises for what the computer does."""


class Entry(NamedTuple):
    """Something in a folder."""

    name: str
    kind: str  # "file", "folder", "link", "other"
    changed: int  # seconds since 1970
    target: str = ""  # of a link


class Value(Frozen, frozen=True, omit_defaults=True):
    """One value of the registry: text, texts, a number, or bytes."""

    text: str = ""
    texts: tuple[str, ...] = ()
    number: int | None = None
    data: bytes = b""


class Key(Frozen, frozen=True):
    """One key of the registry."""

    keys: tuple[str, ...] = ()
    values: Mapping[str, Value] = {}


class Running(NamedTuple):
    """One running program; "" where it may not be seen."""

    name: str
    path: str
    arguments: tuple[str, ...]  # only those that tell how it was set up, see computer/processes.py
    user: str
    this: bool = False  # it is safecheck itself
