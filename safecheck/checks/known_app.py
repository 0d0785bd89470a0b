"""Apps whose exact name is on the list.

A name alone makes a match likely, not certain: names can be copied. An app that came with the phone and shares a
listed name is the maker's own far more often than not, so it is never called found.
"""

from collections.abc import Iterator

from safecheck.apps import Story, install_evidence, story
from safecheck.model import Check, Confidence, Family, FamilyClass, Package, Phone, Severity, Sign, Signatures, User

# From the gravest: the first class that fits decides how an app with several families is spoken of.
_KINDS = {
    FamilyClass.SPYWARE_TARGETED: ("known-app-watching", Severity.ACT),
    FamilyClass.STALKERWARE: ("known-app-watching", Severity.ACT),
    FamilyClass.KEYLOGGER: ("known-app-watching", Severity.ACT),
    FamilyClass.REMOTE_ACCESS: ("known-app-remote", Severity.ASK),
    FamilyClass.EMPLOYEE_MONITOR: ("known-app-work", Severity.ASK),
    FamilyClass.MANAGED: ("known-app-work", Severity.ASK),
    FamilyClass.WATCHWARE: ("known-app-tracking", Severity.ASK),
    FamilyClass.DUAL_USE: ("known-app-tracking", Severity.ASK),
}
_PREINSTALLED, _GONE = "known-app-preinstalled", "known-app-gone"
_ALL_KINDS = (*dict.fromkeys(kind for kind, _ in _KINDS.values()), _PREINSTALLED, _GONE)


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """One sign for each listed app, wherever on the phone it is."""
    for name, package in phone.packages.items():
        families = signatures.families_of(name)
        if families:
            yield _sign(package, families, phone)


def _sign(package: Package, families: tuple[Family, ...], phone: Phone) -> Sign:
    """Say what a listed app is, by its gravest family and by whether it is (still) there."""
    classes = {family.kind for family in families}
    kind, severity = next(value for family_class, value in _KINDS.items() if family_class in classes)
    confidence = Confidence.LIKELY
    advice: tuple[str, ...] = (kind, "reset") if severity is Severity.ACT else (kind,)
    here = tuple(sorted(number for number, installed in package.installed.items() if installed))
    if story(phone, package.name) is Story.CAME_WITH_PHONE:
        kind, severity, confidence = _PREINSTALLED, Severity.ASK, Confidence.POSSIBLE
        advice = (kind,)
    elif package.installed and not here:
        kind, severity = _GONE, Severity.ASK
        advice = (kind,)
    return Sign(
        kind=kind,
        subject=package.name,
        one_app=True,
        users=here,
        severity=severity,
        confidence=confidence,
        advice=advice,
        evidence=install_evidence(package),
        blanks={"family": " / ".join(dict.fromkeys(family.name for family in families))},
    )


CHECK = Check(
    id="known-app",
    needs=("packages", "package-names", "system-names"),
    kinds=_ALL_KINDS,
    advice=(*_ALL_KINDS, "reset"),
    blanks=("family",),
    per_user=False,
    run=_signs,
)
