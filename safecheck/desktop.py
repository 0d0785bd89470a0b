"""What the list says of computers, and which of its products a computer shows.

A strong mark names a product by itself. Marks of medium strength name it where they are of two kinds; one alone makes
it possible. A weak mark (the name of a file) only ever adds to others.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from safecheck.command_lines import name_of, program_of, spelled
from safecheck.model import Confidence, Family, Mark, MarkKind, Signatures, Strength, ThisComputer
from safecheck.model.host import System

# Kinds of marks that are asked for as paths, and how a path of the list is written out on each system.
_PATHS = frozenset({MarkKind.FILE, MarkKind.FOLDER, MarkKind.FOLDER_START})
_STARTS = {MarkKind.SERVICE_START: MarkKind.SERVICE, MarkKind.LAUNCHD_START: MarkKind.LAUNCHD_LABEL}
_KIND_OF_STARTER = {
    "service": MarkKind.SERVICE,
    "agent": MarkKind.LAUNCHD_LABEL,
    "daemon": MarkKind.LAUNCHD_LABEL,
    "unit": MarkKind.SYSTEMD_UNIT,
    "user-unit": MarkKind.SYSTEMD_UNIT,
}
_PLACES: dict[System, dict[str, tuple[str, ...]]] = {
    System.WINDOWS: {
        "{program_files}": (r"C:\Program Files", r"C:\Program Files (x86)"),
        "{program_data}": (r"C:\ProgramData",),
        "{windows}": (r"C:\Windows",),
        "{system}": (r"C:\Windows\System32", r"C:\Windows\SysWOW64"),
        "{roaming}": (r"~\AppData\Roaming",),
        "{local}": (r"~\AppData\Local",),
        "{home}": ("~",),
    },
    System.LINUX: {"{home}": ("~",)},
    System.MACOS: {"{home}": ("~",)},
}


class Wanted(NamedTuple):
    """What the list asks for on one system: marks as they stand there, and where to look for each."""

    paths: Mapping[str, tuple[str, ...]] = {}  # "*" stands for a part of one name
    keys: Mapping[str, tuple[str, ...]] = {}


class Match(NamedTuple):
    """A product that a computer shows."""

    family: Family
    confidence: Confidence
    marks: tuple[str, ...]  # "kind: value", as they stand in the list
    running: bool
    starts: bool  # by itself


def marks_of(family: Family) -> tuple[Mark, ...]:
    """Give the marks that a product leaves on computers, from all of its sources."""
    return tuple(dict.fromkeys(mark for facts in family.facts for mark in facts.computer))


def wanted(signatures: Signatures, system: System) -> Wanted:
    """Choose the marks that must be asked for by name; the others show in what is read anyway."""
    paths: dict[str, tuple[str, ...]] = {}
    keys: dict[str, tuple[str, ...]] = {}
    for mark in (mark for family in signatures.families for mark in marks_of(family)):
        if mark.system.value == system.value and mark.kind in _PATHS:
            paths[_id(mark)] = tuple(_spelled(mark, system))
        elif mark.system.value == system.value and mark.kind is MarkKind.REGISTRY_KEY:
            keys[_id(mark)] = tuple(_keys(mark.value))
    return Wanted(paths, keys)


def _id(mark: Mark) -> str:
    return f"{mark.kind}: {mark.value}"


def _spelled(mark: Mark, system: System) -> Iterator[str]:
    """Write a path out as the system does, in every place that it can mean."""
    path = mark.value.rstrip("/") + ("*" if mark.kind is MarkKind.FOLDER_START else "")
    name, sign, rest = path.partition("/")
    for place in _PLACES[system].get(name, (name,)):
        whole = place + sign + rest
        yield whole.replace("/", "\\") if system is System.WINDOWS else whole


def _keys(value: str) -> Iterator[str]:
    """Write a key out as the registry does, in its part for older programs too."""
    key = value.replace("/", "\\")
    yield key
    hive, _, rest = key.partition("\\")
    head, _, tail = rest.partition("\\")
    if head.lower() == "software":
        yield f"{hive}\\{head}\\WOW6432Node\\{tail}"


def matched(computer: ThisComputer, signatures: Signatures) -> Iterator[Match]:
    """Give every product of the list that this computer shows, in the list's order."""
    seen = _Seen(computer)
    for family in signatures.families:
        marks = [mark for mark in marks_of(family) if seen.shows(mark)]
        confidence = _confidence(marks)
        if confidence is not None:
            running, starts = seen.works(marks)
            yield Match(family, confidence, tuple(map(_id, marks)), running, starts)


def _confidence(marks: list[Mark]) -> Confidence | None:
    """Weigh the marks of one product; None for none, and for weak ones alone."""
    strong = any(mark.strength is Strength.STRONG for mark in marks)
    kinds = {mark.kind for mark in marks if mark.strength is Strength.MEDIUM}
    if strong:
        more = sum(mark.strength is not Strength.WEAK for mark in marks) > 1
        return Confidence.CERTAIN if more else Confidence.LIKELY
    if kinds:
        return Confidence.LIKELY if len(kinds) > 1 else Confidence.POSSIBLE
    return None


class _Seen:
    """What a computer shows, by kind of mark, in the spelling in which it is compared."""

    def __init__(self, computer: ThisComputer) -> None:
        self._system = computer.system
        fold = self._fold
        self._marks = {mark.value for mark in computer.marks}
        self._running = {fold(name_of(text)) for program in computer.running for text in (program.name, program.path)}
        self._running |= {fold(name_of(text)) for program in computer.running for text in program.arguments[:1]}
        paths = {text for program in computer.running for text in (program.path, *program.arguments[:1]) if text}
        self._paths = [spelled(path.removesuffix(" (deleted)"), computer.system) for path in paths]
        starters = [starter for starter in computer.starters if starter.enabled]
        programs = {program_of(starter.command) for starter in starters}
        self._files = {fold(name_of(program)) for program in programs}
        self._programs = [spelled(program, computer.system) for program in programs]
        self._starts: dict[MarkKind, set[str]] = {kind: set() for kind in _KIND_OF_STARTER.values()}
        for starter in starters:
            if starter.kind in _KIND_OF_STARTER:
                self._starts[_KIND_OF_STARTER[starter.kind]] |= {fold(starter.name), fold(starter.shown)} - {""}
        idents = {fold(program.ident) for program in computer.programs}
        self._names = {
            **self._starts,
            MarkKind.FILE_NAME: self._running | self._files,
            MarkKind.BUNDLE_ID: idents,
        }
        self._extensions = {extension.id for extension in computer.extensions} | {one.id for one in computer.forced}

    def _fold(self, text: str) -> str:
        return text if self._system is System.LINUX else text.casefold()

    def shows(self, mark: Mark) -> bool:
        """Whether a mark of the list is there; a kind that is not known here is not."""
        if mark.kind is MarkKind.EXTENSION_ID:
            return mark.value in self._extensions
        if mark.system.value != self._system.value:
            return False
        if mark.kind in _PATHS or mark.kind is MarkKind.REGISTRY_KEY:
            return _id(mark) in self._marks
        value = self._fold(mark.value)
        if mark.kind in _STARTS:
            names = self._starts[_STARTS[mark.kind]]
            return any(name.startswith(value) for name in names)
        return value in self._names.get(mark.kind, ())

    def works(self, marks: list[Mark]) -> tuple[bool, bool]:
        """Whether a product with these marks runs now, and whether it starts by itself.

        Of a file or folder of the list its whole path counts: a name such as "run" may be anybody's.
        """
        names = {self._fold(mark.value) for mark in marks if mark.kind is MarkKind.FILE_NAME}
        places = [
            (spelled(place.rstrip("*"), self._system), mark.kind)
            for mark in marks
            if mark.kind in _PATHS
            for place in _spelled(mark, self._system)
        ]
        running = bool(names & self._running) or any(_lies(path, places) for path in self._paths)
        starts = bool(names & self._files) or any(_lies(path, places) for path in self._programs)
        return running, starts or any(mark.kind in {*_STARTS, *self._starts} for mark in marks)


def _lies(path: str, places: list[tuple[str, MarkKind]]) -> bool:
    """Whether a program is one of these files, or lies in one of these folders."""
    for place, kind in places:
        if path.startswith(place):
            rest = path[len(place) :]
            if kind is MarkKind.FOLDER_START or not rest or (kind is MarkKind.FOLDER and rest[0] in "/\\"):
                return True
    return False
