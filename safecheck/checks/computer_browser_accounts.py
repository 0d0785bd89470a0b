"""Accounts that are signed in to browsers: are these all yours? Names are masked."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ThisComputer


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """A note: only the person can tell whose they are."""
    accounts = computer.browser_accounts
    if accounts:
        names = ", ".join(f"{one.account} ({one.browser}, {one.profile})" for one in accounts)
        yield Sign(
            kind="computer-browser-account",
            subject="browsers",
            users=(),
            severity=Severity.NOTE,
            confidence=Confidence.CERTAIN,
            advice=("computer-browser-account",),
            evidence=f"{len(accounts)} accounts",
            blanks={"names": names},
        )


CHECK = Check(
    id="computer-browser-accounts",
    needs=("computer-browsers", "computer-firefox"),
    kinds=("computer-browser-account",),
    advice=("computer-browser-account",),
    per_user=False,
    run=_signs,
    blanks=("names",),
    part=Part.COMPUTER,
)
