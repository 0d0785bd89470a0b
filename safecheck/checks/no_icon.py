"""Apps from outside a store that show no icon: most parts of a phone have none, an app that someone chose has one."""

from collections.abc import Iterator

from safecheck.apps import UNVOUCHED, added, install_evidence, story
from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User

_OFF = (2, 3, 4)  # `enabled=`: switched off, by an app, by the person, or until it is used
_KINDS = ("no-icon", "no-icon-any-more")


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """Ask only where the phone told who shows an icon; an app that is switched off shows none, and does nothing."""
    if user is None or user.number not in phone.launcher:
        return
    for app in added(phone, user):
        state = app.states.get(user.number)
        off = state is not None and state.enabled in _OFF
        if story(phone, app.name) in UNVOUCHED and app.name not in phone.launcher[user.number] and not off:
            hidden = state is not None and bool(state.disabled_components)
            yield Sign(
                kind="no-icon-any-more" if hidden else "no-icon",
                subject=app.name,
                one_app=True,
                users=(user.number,),
                severity=Severity.ASK,
                confidence=Confidence.LIKELY,
                advice=("unknown-app",),
                evidence=f"not in query-activities MAIN/LAUNCHER of user {user.number}; {install_evidence(app)}",
            )


CHECK = Check(
    id="no-icon",
    needs=("users", "packages", "package-names", "system-names", "launcher"),
    kinds=_KINDS,
    advice=("unknown-app",),
    per_user=True,
    run=_signs,
)
