"""Apps that may read every notification and did not come with the phone."""

from collections.abc import Iterator

from safecheck.apps import kinds_of_power, signs_of_power
from safecheck.model import Check, Phone, Sign, Signatures, User

_POWER = "notification-access"


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """What counts is the setting: since Android 7 it is the authority."""
    if user is not None:
        listeners = phone.listeners.get(user.number, ())
        yield from signs_of_power(_POWER, listeners, phone, user, "settings secure enabled_notification_listeners")


CHECK = Check(
    id="notification-access",
    needs=("users", "packages", "settings-secure"),
    kinds=kinds_of_power(_POWER),
    advice=(_POWER,),
    per_user=True,
    run=_signs,
)
