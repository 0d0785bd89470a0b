"""Apps that may lock or wipe the phone or resist removal (device admins), and who owns the phone or a profile."""

from collections.abc import Iterator

from safecheck.apps import Origin, kinds_of_power, origin, signs_of_power
from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User

_POWER = "device-admin"
_DEVICE_OWNER, _MAIN_OWNER, _PROFILE_OWNER = "device-owner", "profile-owner-main", "profile-owner"


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """Owners first; an owner is an admin too, and is named once."""
    if user is None:
        return
    profile_owner = phone.profile_owners.get(user.number, "")
    device_owner = phone.device_owner if user.number == 0 else ""
    if device_owner:
        yield _owner(_DEVICE_OWNER, Severity.ASK, device_owner, user)
    if profile_owner and user.number == 0:
        yield _owner(_MAIN_OWNER, Severity.ASK, profile_owner, user)
    elif profile_owner:
        came = origin(phone, profile_owner.partition("/")[0]) is Origin.CAME_WITH_PHONE
        yield _owner(_PROFILE_OWNER, Severity.NOTE if came else Severity.ASK, profile_owner, user)
    admins = (a for a in phone.admins.get(user.number, ()) if a not in {device_owner, profile_owner})
    yield from signs_of_power(
        _POWER, admins, phone, user, f"dumpsys device_policy: Enabled Device Admins (User {user.number})"
    )


def _owner(kind: str, severity: Severity, component: str, user: User) -> Sign:
    """The sign of an owner."""
    return Sign(
        kind=kind,
        subject=component.partition("/")[0],
        users=(user.number,),
        severity=severity,
        confidence=Confidence.CERTAIN,
        advice=() if severity is Severity.NOTE else ("managed-phone",),
        evidence=f"dumpsys device_policy: {kind} (User {user.number}): {component}",
    )


CHECK = Check(
    id="device-admin",
    needs=("users", "packages", "device-policy"),
    kinds=(_DEVICE_OWNER, _MAIN_OWNER, _PROFILE_OWNER, *kinds_of_power(_POWER)),
    advice=("managed-phone", _POWER),
    per_user=True,
    run=_signs,
)
