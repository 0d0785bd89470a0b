"""Apps that may read the screen and press buttons (accessibility services) and did not come with the phone."""

from collections.abc import Iterator

from safecheck.apps import kinds_of_power, signs_of_power
from safecheck.model import Check, Phone, Sign, Signatures, User

_POWER = "accessibility"


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """What counts is what is switched on, whether it runs at the moment or not."""
    if user is not None:
        services = phone.accessibility.get(user.number, ())
        yield from signs_of_power(_POWER, services, phone, user, "accessibility services that are switched on")


CHECK = Check(
    id="accessibility",
    needs=("users", "packages", "settings-secure", "accessibility"),
    kinds=kinds_of_power(_POWER),
    advice=(_POWER,),
    per_user=True,
    run=_signs,
)
