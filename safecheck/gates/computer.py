"""The gate for what a family leaves on a computer: exact, of a kind that its system has, and never a bare name."""

import re
from collections.abc import Iterator

from safecheck import protected
from safecheck.gates.refusal import Refusal, text
from safecheck.model import Facts, Family, Grade, Mark, MarkKind, Strength, System

_ROOTS = {
    System.WINDOWS: re.compile(r"\{(program_files|program_data|windows|system|roaming|local)\}/"),
    System.MACOS: re.compile(r"(?:\{home\})?/()"),
    System.LINUX: re.compile(r"(?:\{home\})?/()"),
}
_PATHS = {MarkKind.FILE, MarkKind.FOLDER, MarkKind.FOLDER_START}
_PART = re.compile(r"[^/\\:*?\"<>|\x00-\x1f]+")  # of a path: no wildcard, and nothing that Windows does not allow
_SHORTEST_START = 8  # characters of a name of which only the start is known
_SERVICE = r"\w[\w .()®+-]"
_LABEL = r"(?!com\.apple\.)\w+(?:[.-]\w+){2,}"
_FORMS = {
    MarkKind.FILE_NAME: (System.WINDOWS, r"(?i)\w[\w .()+-]*\.(?:exe|dll)"),
    MarkKind.SERVICE: (System.WINDOWS, _SERVICE + "{2,79}"),
    MarkKind.SERVICE_START: (System.WINDOWS, _SERVICE + f"{{{_SHORTEST_START - 1},79}}"),
    MarkKind.REGISTRY_KEY: (System.WINDOWS, r"(?:HKLM|HKCU|HKCR)(?:/[^/\\*?]{2,80})+"),
    MarkKind.SIGNER: (System.WINDOWS, r"[^*?]{3,100}"),
    MarkKind.LAUNCHD_LABEL: (System.MACOS, _LABEL),
    MarkKind.LAUNCHD_START: (System.MACOS, rf"(?!com\.apple\.)(?=.{{{_SHORTEST_START}}})\w+(?:[.-]\w*)+"),
    MarkKind.BUNDLE_ID: (System.MACOS, _LABEL),
    MarkKind.SYSTEMD_UNIT: (System.LINUX, r"[\w@.-]{3,60}\.(?:service|timer|path|socket)"),
    MarkKind.EXTENSION_ID: (System.BROWSER, r"[a-p]{32}|[\w.-]{3,40}@[\w.-]{3,40}|\{[0-9a-f-]{36}\}"),
}
_PERSON = re.compile(r"Open Source Developer\b|IP [A-Z]")  # certificates that bear somebody's own name


def refusals(facts: Facts) -> Iterator[Refusal]:
    """Give every reason to refuse the marks that one source documents."""
    for mark in facts.computer:
        if mark.kind is not MarkKind.EXTENSION_ID:  # some of those look like mail addresses
            yield from text(mark.value)
        if mark.strength is Strength.STRONG and facts.grade is Grade.SINGLE:
            yield Refusal(mark.value, f"a single artefact (grade C) is never strong: {mark.value}")
        yield from _path(mark) if mark.kind in _PATHS else _name(mark)


def _name(mark: Mark) -> Iterator[Refusal]:
    """What is no path: its form, and what it may not be."""
    system, form = _FORMS[mark.kind]
    if mark.system is not system or not re.fullmatch(form, mark.value):
        yield Refusal(mark.value, f"no {mark.kind} on {mark.system}: {mark.value}")
    if mark.kind is MarkKind.SIGNER:
        if mark.value in protected.SIGNERS or _PERSON.match(mark.value):
            yield Refusal(mark.value, f"this signs for others, or is a person: {mark.value}")
        if mark.strength is Strength.STRONG:
            yield Refusal(mark.value, f"a maker signs more than one product: {mark.value}")
    if mark.kind is MarkKind.FILE_NAME and (
        mark.strength is not Strength.WEAK or mark.value.lower() in protected.PROGRAMS
    ):
        yield Refusal(mark.value, f"a bare file name is weak, and never a common one: {mark.value}")


def _path(mark: Mark) -> Iterator[Refusal]:
    """A path is exact, starts at a known root, and lies below what every computer has."""
    root = _ROOTS[mark.system].match(mark.value) if mark.system in _ROOTS else None
    if root is None:
        yield Refusal(mark.value, f"no path on {mark.system}: {mark.value}")
        return
    parts = mark.value[root.end() :].split("/")
    if not all(_PART.fullmatch(part) and part not in {".", ".."} for part in parts):
        yield Refusal(mark.value, f"no exact path: {mark.value}")
    if mark.value in protected.FOLDERS:
        yield Refusal(mark.value, f"every computer has this: {mark.value}")
    if mark.kind is MarkKind.FOLDER_START and len(parts[-1]) < _SHORTEST_START:
        yield Refusal(mark.value, f"too short a start: {mark.value}")
    if root.group(1) in {"windows", "system"} and len(parts) == 1 and parts[0].lower() in protected.PROGRAMS:
        yield Refusal(mark.value, f"a part of Windows: {mark.value}")


def enough(family: Family) -> Iterator[Refusal]:
    """What is weak never stands alone."""
    strengths = {mark.strength for facts in family.facts for mark in facts.computer}
    if strengths == {Strength.WEAK}:
        yield Refusal(family.id, f"{family.id} has only weak marks on computers")
