"""Apps that someone put on the phone without a store, with their story in one sentence."""

from collections.abc import Iterator

from safecheck import known
from safecheck.apps import OUTSIDE, Story, added, first_installed, install_evidence, story
from safecheck.model import Check, Confidence, Package, Phone, Severity, Sign, Signatures, User

_EACH = 3  # so many apps with the same story are told one by one; more are told together
_GROUPED = OUTSIDE - {Story.FORGED}  # a forged story is never one of many
_ADVICE = "unknown-app"


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """A store's own app is a note: it has to be set up from a file, and people choose it."""
    if user is None:
        return
    told: dict[Story, list[Package]] = {}
    brought: dict[str, list[Package]] = {}
    for app in added(phone, user):
        came = story(phone, app.name)
        if came is Story.ADDED_STORE:
            brought.setdefault(app.installer, []).append(app)
        elif app.name in known.ADDED_STORES and came in OUTSIDE:
            yield _one(app, came, user, Severity.NOTE)
        elif came in OUTSIDE:
            told.setdefault(came, []).append(app)
    for came, apps in told.items():
        if came in _GROUPED and len(apps) > _EACH:
            yield _several(f"outside-store-several-{came.value}", came, apps, user)
        else:
            yield from (_one(app, came, user, Severity.ASK) for app in apps)
    for apps in brought.values():
        yield _several("outside-store-added-store", Story.ADDED_STORE, apps, user)


def _one(app: Package, came: Story, user: User, severity: Severity) -> Sign:
    """Tell the story of one app."""
    return Sign(
        kind=f"outside-store-{came.value}",
        subject=app.name,
        one_app=True,
        users=(user.number,),
        severity=severity,
        confidence=_confidence(came),
        advice=(_ADVICE,) if severity is Severity.ASK else (),
        evidence=install_evidence(app),
        blanks={
            "first": first_installed(app, user) or "?",
            "installer": app.installer or "?",
            "initiating": app.initiating or "?",
        },
    )


def _several(kind: str, came: Story, apps: list[Package], user: User) -> Sign:
    """Tell of all apps with the same story at once, the newest first; each is named, to be asked about."""
    severity = Severity.NOTE if came is Story.ADDED_STORE else Severity.ASK
    dated = sorted(((first_installed(app, user)[:10], app.name) for app in apps), reverse=True)
    return Sign(
        kind=kind,
        subject=dated[0][1],
        users=(user.number,),
        severity=severity,
        confidence=_confidence(came),
        advice=(_ADVICE,) if severity is Severity.ASK else (),
        evidence="; ".join(map(install_evidence, apps)),
        blanks={
            "count": str(len(apps)),
            "names": ", ".join(f"{name} ({first or '?'})" for first, name in dated),
            "installer": apps[0].installer or "?",
        },
    )


def _confidence(came: Story) -> Confidence:
    """How sure the story is: a phone that names nobody may only have forgotten."""
    return Confidence.LIKELY if came is Story.NOT_SAID else Confidence.CERTAIN


CHECK = Check(
    id="outside-store",
    needs=("users", "packages", "package-names", "system-names"),
    kinds=tuple(
        sorted(
            (
                *(f"outside-store-{came.value}" for came in OUTSIDE | {Story.ADDED_STORE}),
                *(f"outside-store-several-{came.value}" for came in _GROUPED),
            )
        )
    ),
    advice=(_ADVICE,),
    blanks=("first", "installer", "initiating", "count", "names"),
    per_user=True,
    run=_signs,
)
