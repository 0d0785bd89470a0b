"""Keys with which somebody may sign in to this computer from elsewhere, without a password."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import Key, ThisComputer


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each account that keys open."""
    people: dict[str, list[Key]] = {}
    for key in computer.keys:
        people.setdefault(key.person, []).append(key)
    for person, keys in people.items():
        yield Sign(
            kind="computer-key",
            subject=person or "?",
            users=(),
            severity=Severity.ASK,
            confidence=Confidence.CERTAIN,
            advice=("computer-doors",),
            evidence="; ".join(f"{key.place}: {key.name}" for key in keys),
            blanks={"count": str(len(keys)), "names": ", ".join(key.name for key in keys)},
        )


CHECK = Check(
    id="computer-keys",
    needs=("computer-keys",),
    kinds=("computer-key",),
    advice=("computer-doors",),
    per_user=False,
    run=_signs,
    blanks=("count", "names"),
    part=Part.COMPUTER,
)
