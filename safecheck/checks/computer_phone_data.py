"""Phones' data on this computer: whoever uses the computer may read it."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import PhoneData, ThisComputer

_KINDS = {"backup": "computer-phone-backup", "messages": "computer-phone-messages", "mirror": "computer-phone-mirror"}


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """Notes: many people have chosen this."""
    for what, kind in _KINDS.items():
        names = [_name(one) for one in computer.phone_data if one.kind == what]
        if names:
            yield Sign(
                kind=kind,
                subject="phone data",
                users=(),
                severity=Severity.NOTE,
                confidence=Confidence.CERTAIN,
                advice=(),
                evidence=", ".join(names),
                blanks={"names": ", ".join(names)},
            )


def _name(one: PhoneData) -> str:
    return f"{one.name} ({one.when:%Y-%m-%d})" if one.when else one.name


CHECK = Check(
    id="computer-phone-data",
    needs=("computer-phone-data",),
    kinds=tuple(_KINDS.values()),
    advice=(),
    per_user=False,
    run=_signs,
    blanks=("names",),
    part=Part.COMPUTER,
)
