"""Somebody connected to this computer from elsewhere, as remote-access tools wrote down themselves."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ThisComputer, Visit

_SHOWN = 5  # the latest visits that a helper sees


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each tool; that nobody here had to agree is said first."""
    tools: dict[str, list[Visit]] = {}
    for visit in computer.visits:
        tools.setdefault(visit.tool, []).append(visit)
    for tool, visits in tools.items():
        alone = [visit for visit in visits if visit.alone]
        told = alone or visits
        yield Sign(
            kind="computer-visit-alone" if alone else "computer-visit",
            subject=tool,
            users=(),
            severity=Severity.ASK,
            confidence=Confidence.CERTAIN,
            advice=("computer-remote",),
            evidence="; ".join(f"{visit.time} {visit.who} {visit.place}" for visit in told[-_SHOWN:]),
            blanks={"count": str(len(told)), "last": told[-1].time},
        )


CHECK = Check(
    id="computer-visits",
    needs=("computer-visits",),
    kinds=("computer-visit-alone", "computer-visit"),
    advice=("computer-remote",),
    per_user=False,
    run=_signs,
    blanks=("count", "last"),
    part=Part.COMPUTER,
)
