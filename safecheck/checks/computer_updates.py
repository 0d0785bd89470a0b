"""How current the system is, and whether its anti-virus program works."""

from collections.abc import Iterator
from datetime import timedelta

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ThisComputer

_OLD = timedelta(days=90)
_ALMOST_NEVER = timedelta(days=3650)  # a clock that is wrong, not a system that is old
_VIRUS_OLD = timedelta(days=14)


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """A switched-off anti-virus program is asked about; what is old is a note."""
    for machine in computer.machine:
        if machine.updated and _OLD < computer.taken - machine.updated < _ALMOST_NEVER:
            yield _sign("computer-updates-old", Severity.NOTE, machine.name, f"{machine.updated:%Y-%m-%d}")
    for one in computer.protections:
        if one.on is False:
            yield _sign("computer-protection-off", Severity.ASK, one.name, "")
        elif one.updated and _VIRUS_OLD < computer.taken - one.updated < _ALMOST_NEVER:
            yield _sign("computer-protection-old", Severity.NOTE, one.name, f"{one.updated:%Y-%m-%d}")


def _sign(kind: str, severity: Severity, subject: str, day: str) -> Sign:
    return Sign(
        kind=kind,
        subject=subject,
        users=(),
        severity=severity,
        confidence=Confidence.CERTAIN,
        advice=("computer-protection",) if severity is Severity.ASK else (),
        evidence=f"{subject} {day}".strip(),
        blanks={"day": day},
    )


CHECK = Check(
    id="computer-updates",
    needs=("computer-system", "computer-protection", "computer-exclusions"),
    kinds=("computer-updates-old", "computer-protection-off", "computer-protection-old"),
    advice=("computer-protection",),
    per_user=False,
    run=_signs,
    blanks=("day",),
    part=Part.COMPUTER,
)
