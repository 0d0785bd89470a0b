"""Products of the list that this computer shows."""

from collections.abc import Iterator

from safecheck.desktop import Match, matched
from safecheck.model import Check, Confidence, FamilyClass, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ThisComputer

_REMOTE = "computer-known-remote"
_KINDS = {
    FamilyClass.SPYWARE_TARGETED: ("computer-known-watching", Severity.ACT),
    FamilyClass.STALKERWARE: ("computer-known-watching", Severity.ACT),
    FamilyClass.KEYLOGGER: ("computer-known-watching", Severity.ACT),
    FamilyClass.REMOTE_ACCESS: (_REMOTE, Severity.ASK),
    FamilyClass.EMPLOYEE_MONITOR: ("computer-known-work", Severity.ASK),
    FamilyClass.MANAGED: ("computer-known-work", Severity.ASK),
    FamilyClass.WATCHWARE: ("computer-known-tracking", Severity.ASK),
    FamilyClass.DUAL_USE: ("computer-known-tracking", Severity.ASK),
}


def _advice(kind: str) -> str:
    """Name the step for a kind of finding; the one for remote access is older than this check."""
    return "computer-remote" if kind == _REMOTE else kind


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole computer
    """One sign for each product, and what it does right now."""
    for match in matched(computer, signatures):
        kind, severity = _KINDS[match.family.kind]
        if match.confidence is Confidence.POSSIBLE:  # a single mark of medium strength can be anybody's
            severity = min(severity, Severity.ASK)
        yield Sign(
            kind=kind,
            subject=match.family.name,
            users=(),
            severity=severity,
            confidence=match.confidence,
            advice=(_advice(kind),),
            evidence="; ".join(match.marks),
            phrases={"state": tuple(_state(match))},
        )


def _state(match: Match) -> Iterator[str]:
    if match.running:
        yield "program-running"
    if match.starts:
        yield "program-starts"
    if not match.running and not match.starts:
        yield "program-there"


CHECK = Check(
    id="computer-known",
    needs=(
        "computer-marks",
        "computer-processes",
        "computer-startup",
        "computer-programs",
        "computer-browsers",
        "computer-firefox",
        "computer-policies",
        "computer-taps",
        "computer-privacy",
    ),
    kinds=tuple(dict.fromkeys(kind for kind, _ in _KINDS.values())),
    advice=tuple(dict.fromkeys(_advice(kind) for kind, _ in _KINDS.values())),
    per_user=False,
    run=_signs,
    phrases={"state": ("program-running", "program-starts", "program-there")},
    part=Part.COMPUTER,
)
