"""Programs with the name of a part of the system that do not lie where the system's own parts lie."""

from collections.abc import Iterator

from safecheck.command_lines import is_whole, name_of, program_of, spelled
from safecheck.known_desktop import FOLDERS_OF_PARTS, LINUX_PARTS, MACOS_PARTS, WINDOWS_PARTS
from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ThisComputer
from safecheck.model.host import System

_PARTS = {System.WINDOWS: WINDOWS_PARTS, System.MACOS: MACOS_PARTS, System.LINUX: LINUX_PARTS}


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each path, of programs that run and of those that start by themselves."""
    system = computer.system
    paths = {program.path or "".join(program.arguments[:1]) for program in computer.running}
    paths |= {program_of(starter.command) for starter in computer.starters if starter.enabled and not starter.packaged}
    for path in sorted(paths):
        place, name = spelled(path, system), name_of(path)
        if is_whole(place) and name.casefold() in _PARTS[system] and not place.startswith(FOLDERS_OF_PARTS[system]):
            yield Sign(
                kind="computer-borrowed-name",
                subject=name,
                users=(),
                severity=Severity.ASK,
                confidence=Confidence.LIKELY,
                advice=("computer-startup",),
                evidence=path,
                blanks={"path": path},
            )


CHECK = Check(
    id="computer-borrowed-name",
    needs=("computer-processes", "computer-startup"),
    kinds=("computer-borrowed-name",),
    advice=("computer-startup",),
    per_user=False,
    run=_signs,
    blanks=("path",),
    part=Part.COMPUTER,
)
