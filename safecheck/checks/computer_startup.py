"""What starts by itself: from a place where no system puts programs, for this person alone, or added by hand."""

import re
from collections.abc import Iterator

from safecheck.command_lines import paths_of
from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import Starter, ThisComputer
from safecheck.model.host import System

# Places that anybody who uses this computer may write to, and where programs are seldom kept.
_ODD = {
    System.LINUX: re.compile(r"(?:~|/home/[^/]+|/root|/tmp|/var/tmp|/dev/shm|/run/user)/"),
    System.MACOS: re.compile(
        r"(?:~/(?!applications/)|/users/(?:[^/]+/(?!applications/)|shared/)|/tmp/|/private/tmp/|/var/tmp/)"
    ),
    System.WINDOWS: re.compile(
        r"(?:~|[a-z]:\\users\\[^\\]+)\\(?!appdata\\local\\(?:programs|microsoft)\\)"
        r"|c:\\programdata\\(?!microsoft\\)|[a-z]:\\(?:windows\\)?temp\\|c:\\(?:perflogs|recycler|\$recycle\.bin)\\"
    ),
}
_HIDDEN = re.compile(r"/\.[^/.]")
_HIDDEN_IS_ODD = frozenset({System.LINUX, System.MACOS})
_NAMED = 10
_MOST = 2  # that are asked about one by one: many people have four or five good ones


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each in an odd place, or one for many; of the others, one for this person's, one for added ones."""
    odd: list[tuple[Starter, str]] = []
    own: list[Starter] = []
    added: list[Starter] = []
    for starter in computer.starters:
        if not starter.enabled:
            continue
        if place := _odd(starter, computer.system):
            odd.append((starter, place))
        elif starter.packaged:
            continue
        elif starter.own:
            own.append(starter)
        elif starter.kind != "service":  # Windows brings dozens of those
            added.append(starter)
    if len(odd) > _MOST:
        yield _together("computer-startup-several", [starter for starter, _ in odd], Severity.ASK)
    else:
        yield from (_sign(starter, place) for starter, place in odd)
    for kind, starters in (("computer-startup-own", own), ("computer-startup-added", added)):
        if starters:
            yield _together(kind, starters)


def _odd(starter: Starter, system: System) -> str:
    """Give the path of a starter that lies in an odd place, or ""."""
    for path in paths_of(starter.command, system):
        if _ODD[system].match(path) or (system in _HIDDEN_IS_ODD and _HIDDEN.search(path)):
            return path
    return ""


def _sign(starter: Starter, place: str) -> Sign:
    return Sign(
        kind="computer-startup-odd",
        subject=starter.name,
        users=(),
        severity=Severity.ASK,
        confidence=Confidence.CERTAIN,
        advice=("computer-startup",),
        evidence=f"{starter.kind} {starter.place}: {starter.command}",
        blanks={"path": place, "count": "1", "names": starter.name},
    )


def _together(kind: str, starters: list[Starter], severity: Severity = Severity.NOTE) -> Sign:
    names = list(dict.fromkeys(starter.name for starter in starters))
    return Sign(
        kind=kind,
        subject="startup",
        users=(),
        severity=severity,
        confidence=Confidence.CERTAIN,
        advice=("computer-startup",) if severity is Severity.ASK else (),
        evidence="; ".join(f"{starter.kind} {starter.place}: {starter.command}" for starter in starters[:_NAMED]),
        blanks={"path": "", "count": str(len(names)), "names": ", ".join(names[:_NAMED])},
    )


CHECK = Check(
    id="computer-startup",
    needs=("computer-startup", "computer-wmi", "computer-hidden-services", "computer-background-items"),
    kinds=("computer-startup-odd", "computer-startup-several", "computer-startup-own", "computer-startup-added"),
    advice=("computer-startup",),
    per_user=False,
    run=_signs,
    blanks=("path", "count", "names"),
    part=Part.COMPUTER,
)
