"""Programs that bear a name of a part of the system, or of nothing, and do not lie where such parts lie."""

import re
from collections.abc import Iterator

from safecheck.command_lines import is_whole, name_of, program_of, spelled
from safecheck.known_desktop import FOLDERS_OF_PARTS, LINUX_PARTS, MACOS_PARTS, WINDOWS_PARTS
from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ThisComputer
from safecheck.model.host import Running, System

_PARTS = {System.WINDOWS: WINDOWS_PARTS, System.MACOS: MACOS_PARTS, System.LINUX: LINUX_PARTS}
# Threads of Linux's kernel: they have neither a program nor arguments, whatever calls itself so and has is none.
_KERNEL = re.compile(
    r"\[?(?:kworker.*|(?:ksoftirqd|migration|irq|cpuhp|jbd2)/.*|kthreadd|kswapd\d*|khugepaged|rcu_\w+|scsi_eh_\d+)\]?"
)
# In memory alone, or taken away from a place for passing things while it runs: nobody can look at its file.
_NOWHERE = re.compile(
    r"(?:/memfd:(?!runc_cloned|runc-dmz|crun|libcrun|lxc).*|(?:/tmp|/var/tmp|/dev/shm)/.*\(deleted\))"
)
_MOUNTED = "/tmp/.mount_"  # noqa: S108 - where AppImages show what is in them while they run
_FIRST = frozenset({"/init"})  # what Windows starts a Linux with, and containers their programs


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each path, of programs that run and of those that start by themselves."""
    system = computer.system
    found: dict[str, tuple[str, str]] = {}
    for program in computer.running:
        for kind, name, place in _of_running(program, system):
            found.setdefault(place, (kind, name))
    for starter in computer.starters:
        path = program_of(starter.command)
        if starter.enabled and not starter.packaged and _borrows(name_of(path), path, system):
            found.setdefault(path, (_BORROWED, name_of(path)))
    for path, (kind, name) in sorted(found.items()):
        yield Sign(
            kind=kind,
            subject=name,
            users=(),
            severity=Severity.ASK,
            confidence=Confidence.LIKELY,
            advice=("computer-startup",),
            evidence=path,
            blanks={"path": path},
        )


_BORROWED, _NO_FILE = "computer-borrowed-name", "computer-no-file"


def _of_running(program: Running, system: System) -> Iterator[tuple[str, str, str]]:
    """Say of a running program if its name is borrowed: a program may call itself what it wants."""
    first = "".join(program.arguments[:1])
    path = program.path or first
    names = dict.fromkeys((name_of(path), program.name) if system is System.LINUX else (name_of(path),))
    yield from ((_BORROWED, name, path) for name in names if _borrows(name, path, system))
    if system is System.LINUX:
        kernel = next((name for name in (program.name, first) if _KERNEL.fullmatch(name)), "")
        if kernel and path:
            yield _BORROWED, kernel, path
        if _NOWHERE.fullmatch(path) and not path.startswith(_MOUNTED):
            yield _NO_FILE, program.name or name_of(path), path


def _borrows(name: str, path: str, system: System) -> bool:
    place = spelled(path, system)
    parts = name.casefold() in _PARTS[system] and not place.startswith(FOLDERS_OF_PARTS[system])
    return parts and is_whole(place) and place not in _FIRST


CHECK = Check(
    id="computer-borrowed-name",
    needs=("computer-processes", "computer-startup"),
    kinds=(_BORROWED, _NO_FILE),
    advice=("computer-startup",),
    per_user=False,
    run=_signs,
    blanks=("path",),
    part=Part.COMPUTER,
)
