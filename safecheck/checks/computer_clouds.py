"""Whose clouds this computer is kept in step with. Accounts are masked."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ThisComputer


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """A note: only the person can tell whose they are."""
    names = [f"{one.service} ({one.account})" if one.account else one.service for one in computer.clouds]
    if names:
        yield Sign(
            kind="computer-clouds",
            subject="clouds",
            users=(),
            severity=Severity.NOTE,
            confidence=Confidence.CERTAIN,
            advice=(),
            evidence=", ".join(names),
            blanks={"names": ", ".join(names)},
        )


CHECK = Check(
    id="computer-clouds",
    needs=("computer-clouds",),
    kinds=("computer-clouds",),
    advice=(),
    per_user=False,
    run=_signs,
    blanks=("names",),
    part=Part.COMPUTER,
)
