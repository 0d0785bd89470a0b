"""Who manages the phone or a profile: a company, a parent, the maker, or someone who set it up like one of them."""

from collections.abc import Iterator

from safecheck import known
from safecheck.apps import Story, story
from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User

_KINDS = ("managed-device", "managed-supervised", "managed-main", "managed-maker", "managed-company", "managed-profile")
_ADVICE = {"managed-supervised": "supervised"}  # the others have one step together


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """Name each owner once, and who it usually is."""
    if user is None:
        return
    profile_owner = phone.profile_owners.get(user.number, "")
    device_owner = phone.device_owner if user.number == 0 else ""
    if device_owner:
        yield _sign("managed-device", Severity.ASK, device_owner, user)
    if profile_owner:
        yield _sign(*_profile(phone, user, profile_owner.partition("/")[0]), profile_owner, user)


def _profile(phone: Phone, user: User, package: str) -> tuple[str, Severity]:
    """Say what kind of owner a profile has; only one from outside a store, or of the main profile, is asked about."""
    trusted = story(phone, package) in {Story.CAME_WITH_PHONE, Story.STORE}
    if package in known.SUPERVISION:
        return "managed-supervised", Severity.ASK
    if package in known.MAKERS_OWNERS and trusted:
        return "managed-maker", Severity.NOTE
    if user.number == 0:
        return "managed-main", Severity.ASK
    if package in known.EMPLOYERS and trusted:
        return "managed-company", Severity.NOTE
    return "managed-profile", Severity.ASK


def _sign(kind: str, severity: Severity, component: str, user: User) -> Sign:
    """The sign of an owner."""
    return Sign(
        kind=kind,
        subject=component.partition("/")[0],
        users=(user.number,),
        severity=severity,
        confidence=Confidence.CERTAIN,
        advice=() if severity is Severity.NOTE else (_ADVICE.get(kind, "managed-phone"),),
        evidence=f"dumpsys device_policy: owner (user {user.number}): {component}",
    )


CHECK = Check(
    id="managed",
    needs=("users", "packages", "device-policy"),
    kinds=_KINDS,
    advice=("managed-phone", "supervised"),
    per_user=True,
    run=_signs,
)
