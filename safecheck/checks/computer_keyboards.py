"""Keyboards on a cable or by radio: is each one that is listed really a keyboard of yours?"""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ThisComputer


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """A note from two on: a device that records keys looks like a keyboard, or like nothing at all."""
    names = [one.name or "?" for one in computer.keyboards if one.outside]
    if len(names) > 1:
        yield Sign(
            kind="computer-keyboards",
            subject="keyboards",
            users=(),
            severity=Severity.NOTE,
            confidence=Confidence.CERTAIN,
            advice=(),
            evidence=", ".join(names),
            blanks={"count": str(len(names)), "names": ", ".join(names)},
        )


CHECK = Check(
    id="computer-keyboards",
    needs=("computer-keyboards",),
    kinds=("computer-keyboards",),
    advice=(),
    per_user=False,
    run=_signs,
    blanks=("count", "names"),
    part=Part.COMPUTER,
)
