"""Watches, headphones and other devices that belong to the phone: are these all yours?"""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User

_NAMED = 8  # devices that are named; the number of all is said too


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """A note: nearly everybody has some, and a paired watch can show messages."""
    names = [association.name or association.package for association in phone.companions]
    names += [device.name or device.address for device in phone.paired]
    names = list(dict.fromkeys(names))
    if names:
        yield Sign(
            kind="devices-there",
            subject="devices",
            users=(),
            severity=Severity.NOTE,
            confidence=Confidence.CERTAIN,
            advice=(),
            evidence=f"dumpsys companiondevice, bluetooth_manager: {len(names)} devices",
            blanks={"count": str(len(names)), "names": ", ".join(names[:_NAMED])},
        )


CHECK = Check(
    id="devices",
    needs=("companions", "bluetooth"),
    kinds=("devices-there",),
    advice=(),
    blanks=("count", "names"),
    per_user=False,
    run=_signs,
)
