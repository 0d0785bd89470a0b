"""Apps that are set up in another profile only: they do not show on the main screen."""

from collections.abc import Iterator

from safecheck.apps import UNVOUCHED, added, is_there, story
from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User

_NAMED = 5  # apps that are named; the number of all is said too


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """One sign for a profile, not one for each app in it; apps from outside a store make it a question."""
    main = next((other for other in phone.users if other.number == 0), None)
    for other in phone.users:
        only = [app for app in added(phone, other) if main is None or not is_there(app, main)]
        if other.number != 0 and only:
            yield _sign(phone, other, [app.name for app in only])


def _sign(phone: Phone, user: User, only: list[str]) -> Sign:
    """Name the apps that are only in one profile; where some are from outside a store, those."""
    outside = sorted(name for name in only if story(phone, name) in UNVOUCHED)
    names = outside or sorted(only)
    return Sign(
        kind="elsewhere-outside" if outside else "elsewhere-store",
        subject=names[0],
        users=(user.number,),
        severity=Severity.ASK if outside else Severity.NOTE,
        confidence=Confidence.CERTAIN,
        advice=("second-profile",) if outside else (),
        evidence=f"dumpsys package: installed for user {user.number} and not for user 0: {' '.join(names[:_NAMED])}",
        blanks={"count": str(len(names)), "names": ", ".join(names[:_NAMED])},
    )


CHECK = Check(
    id="elsewhere",
    needs=("users", "packages", "package-names", "system-names"),
    kinds=("elsewhere-outside", "elsewhere-store"),
    advice=("second-profile",),
    blanks=("count", "names"),
    per_user=False,
    run=_signs,
)
