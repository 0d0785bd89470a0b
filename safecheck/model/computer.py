"""What was read from this computer. What is missing has a Gap in the Snapshot, with a fact that begins "computer-"."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from safecheck.model.asking import Answer
from safecheck.model.base import Frozen
from safecheck.model.host import Running, System


class Machine(NamedTuple):
    """Which system this is, and how current."""

    name: str
    version: str
    updated: datetime | None  # of its programs; None: not told


class ManagerKind(StrEnum):
    """Who usually manages a computer in this way."""

    WORK = "work"  # an employer or a school
    CHILD = "child"  # a parent
    BROWSER = "browser"  # somebody who may write rules for a browser
    TOOL = "tool"  # a program with which many computers are run


class Manager(NamedTuple):
    """Something that manages this computer or a part of it."""

    kind: ManagerKind
    name: str
    place: str


class Origin(StrEnum):
    """How an extension came into a browser."""

    STORE = "store"
    HAND = "hand"  # loaded from a folder or a file
    POLICY = "policy"  # a rule forces it
    PROGRAM = "program"  # another program brought it
    SYSTEM = "system"  # it belongs to the browser or to the system's packages
    UNKNOWN = "unknown"


class Extension(NamedTuple):
    """An extension of a browser."""

    browser: str
    profile: str
    id: str
    name: str
    origin: Origin
    enabled: bool
    every_page: bool  # it may read or change all pages
    powers: tuple[str, ...]  # permissions that stand out, as the browser names them
    place: str


class Forced(NamedTuple):
    """An extension that a rule puts into a browser, there or not yet."""

    browser: str
    id: str
    place: str


class BrowserAccount(NamedTuple):
    """An account that is signed in to a browser, masked."""

    browser: str
    profile: str
    account: str


class Program(NamedTuple):
    """An installed program."""

    name: str  # what it calls itself
    ident: str  # what the system calls it: a package, a key, a bundle
    publisher: str
    place: str  # a folder; "" not told


class Starter(NamedTuple):
    """Something that starts by itself."""

    kind: str  # autostart, unit, user-unit, cron, service, run, task, agent, daemon, …
    name: str
    command: str  # "" not told
    place: str
    own: bool  # set up for this person, not for the whole computer
    packaged: bool  # it lies where only the system's packages put things
    enabled: bool = True
    shown: str = ""  # another name that the system shows


class Preload(NamedTuple):
    """A setting that puts foreign code into every program, or before the desktop."""

    kind: str
    value: str
    place: str


class Mark(NamedTuple):
    """A path or key of the list that is there."""

    value: str  # as it stands in the list


class Visit(NamedTuple):
    """Somebody connected to this computer, as a remote-access tool wrote down."""

    tool: str
    time: str  # as the tool writes it
    alone: bool | None  # without anybody at this computer saying yes; None: not told
    who: str  # masked
    place: str


class Certificate(NamedTuple):
    """A certificate authority that was added."""

    store: str
    subject: str  # "" not readable
    sha1: str  # hex, upper case
    place: str


class Route(NamedTuple):
    """Something that decides which way the traffic goes."""

    kind: str  # proxy, pac, dns, hosts
    value: str
    place: str


class Person(NamedTuple):
    """A user of this computer."""

    name: str
    me: bool
    admin: bool | None  # None: not told
    hidden: bool  # not shown where people sign in
    keyboard: bool = False  # its programs may read every key


class Key(NamedTuple):
    """A key with which somebody may sign in from afar."""

    person: str
    name: str  # what it calls itself, usually user@computer
    place: str


class Door(NamedTuple):
    """A way in from afar that belongs to the system."""

    kind: str  # login, screen, screen-silent, assist
    name: str
    place: str


class PhoneData(NamedTuple):
    """A phone's data on this computer."""

    kind: str  # backup, mirror, messages
    name: str
    when: datetime | None


class Cloud(NamedTuple):
    """A cloud that this computer is kept in step with."""

    service: str
    account: str  # masked; "" not told


class Keyboard(NamedTuple):
    """A keyboard."""

    name: str
    outside: bool  # on a cable or by radio


class Protection(NamedTuple):
    """An anti-virus program."""

    name: str
    on: bool | None  # None: not told
    updated: datetime | None


class SensorUse(NamedTuple):
    """A program that used the microphone, the camera, the position or the picture on the screen."""

    sensor: str
    program: str
    last: datetime | None


class ThisComputer(Frozen, frozen=True):
    """All that was read from this computer."""

    taken: datetime
    system: System
    admin: bool  # it was read with the rights of an administrator
    machine: tuple[Machine, ...] = ()  # one, or none where it could not be read
    managers: tuple[Manager, ...] = ()
    extensions: tuple[Extension, ...] = ()
    forced: tuple[Forced, ...] = ()
    browser_accounts: tuple[BrowserAccount, ...] = ()
    programs: tuple[Program, ...] = ()
    running: tuple[Running, ...] = ()
    starters: tuple[Starter, ...] = ()
    preloads: tuple[Preload, ...] = ()
    marks: tuple[Mark, ...] = ()
    visits: tuple[Visit, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    routes: tuple[Route, ...] = ()
    people: tuple[Person, ...] = ()
    keys: tuple[Key, ...] = ()
    doors: tuple[Door, ...] = ()
    phone_data: tuple[PhoneData, ...] = ()
    clouds: tuple[Cloud, ...] = ()
    keyboards: tuple[Keyboard, ...] = ()
    protections: tuple[Protection, ...] = ()
    sensors: tuple[SensorUse, ...] = ()

    @property
    def run_by(self) -> tuple[Person, ...]:
        """The administrators of a computer on which the person who asks is none: whoever set it up is among them."""
        if not any(one.me and one.admin is False for one in self.people):
            return ()
        return tuple(one for one in self.people if one.admin and not one.hidden and not one.me)


def of_computer(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Choose the answers of a computer among those of a recording."""
    return tuple(answer for answer in answers if answer.question.fact.startswith("computer-"))
