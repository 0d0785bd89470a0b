"""Further users and profiles of the phone: apps in them are not seen from the main one."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User, UserKind


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """A profile that merely exists is a note; what could not be read of it is a gap, not a sign."""
    for other in phone.users:
        if other.number != 0:
            yield Sign(
                kind="profile-open" if other.running else "profile-closed",
                subject=other.name or str(other.number),
                users=(other.number,),
                severity=Severity.NOTE,
                confidence=Confidence.CERTAIN,
                advice=("second-profile",),
                phrases={"kind": (f"profile-{other.kind.value}",)},
                evidence=f"pm list users: {other.number}:{other.name}:{other.flags:x}",
            )


CHECK = Check(
    id="profiles",
    needs=("users", "user-details"),
    kinds=("profile-open", "profile-closed"),
    advice=("second-profile",),
    phrases={"kind": tuple(f"profile-{kind.value}" for kind in UserKind)},
    per_user=False,
    run=_signs,
)
