"""Settings that put foreign code into every program, or let it run before the desktop."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import ThisComputer


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each setting: on most computers there is none."""
    for preload in computer.preloads:
        yield Sign(
            kind="computer-preload",
            subject=preload.kind,
            users=(),
            severity=Severity.ASK,
            confidence=Confidence.CERTAIN,
            advice=("computer-startup",),
            evidence=f"{preload.place}: {preload.value}",
            blanks={"path": preload.value},
        )


CHECK = Check(
    id="computer-preload",
    needs=("computer-preload",),
    kinds=("computer-preload",),
    advice=("computer-startup",),
    per_user=False,
    run=_signs,
    blanks=("path",),
    part=Part.COMPUTER,
)
