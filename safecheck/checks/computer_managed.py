"""Who manages this computer: an employer or a school, a parent, or somebody who set it up like one of them."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ManagerKind, ThisComputer

_KINDS = {
    ManagerKind.WORK: ("computer-managed-work", Severity.ASK),
    ManagerKind.CHILD: ("computer-managed-child", Severity.ASK),
    ManagerKind.TOOL: ("computer-managed-tool", Severity.ASK),
    ManagerKind.BROWSER: ("computer-managed-browser", Severity.NOTE),  # what the rules do is told by other checks
}


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each kind of manager."""
    for manager, (kind, severity) in _KINDS.items():
        found = [one for one in computer.managers if one.kind is manager]
        if found:
            names = ", ".join(dict.fromkeys(one.name for one in found))
            yield Sign(
                kind=kind,
                subject=names,
                users=(),
                severity=severity,
                confidence=Confidence.CERTAIN,
                advice=("computer-managed",) if severity is Severity.ASK else (),
                evidence="; ".join(f"{one.name}: {one.place}" for one in found),
            )


CHECK = Check(
    id="computer-managed",
    needs=("computer-managed", "computer-policies", "computer-profiles"),
    kinds=tuple(kind for kind, _ in _KINDS.values()),
    advice=("computer-managed",),
    per_user=False,
    run=_signs,
    part=Part.COMPUTER,
)
