"""Apps that someone put on the phone without a store, with their story in one sentence."""

from collections.abc import Iterator

from safecheck import known
from safecheck.apps import OUTSIDE, Story, added, install_evidence, story
from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """A store's own app is a note: it has to be set up from a file, and people choose it."""
    if user is None:
        return
    for app in added(phone, user):
        told = story(phone, app.name)
        if told not in OUTSIDE:
            continue
        is_store = app.name in known.STORES
        state = app.states.get(user.number)
        yield Sign(
            kind=f"outside-store-{told.value}",
            subject=app.name,
            users=(user.number,),
            severity=Severity.NOTE if is_store else Severity.ASK,
            confidence=Confidence.LIKELY if told is Story.NOT_SAID else Confidence.CERTAIN,
            advice=() if is_store else ("outside-store",),
            evidence=install_evidence(app),
            blanks={
                "first": (state.first_installed if state else "") or app.first_installed or "?",
                "installer": app.installer or "?",
                "initiating": app.initiating or "?",
            },
        )


CHECK = Check(
    id="outside-store",
    needs=("users", "packages", "package-names", "system-names"),
    kinds=tuple(sorted(f"outside-store-{told.value}" for told in OUTSIDE)),
    advice=("outside-store",),
    blanks=("first", "installer", "initiating"),
    per_user=True,
    run=_signs,
)
