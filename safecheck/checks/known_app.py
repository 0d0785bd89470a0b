"""Apps that the list knows: by name, by the certificate that signed them, by their exact file, by a part in them.

A name alone makes a match likely, not certain: names can be copied, and they are changed every few weeks. A
certificate or a file makes it certain, whatever the app is called. An app that came with the phone and shares a listed
name is the maker's own far more often than not, so it is never called found.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from safecheck.apps import Story, install_evidence, story
from safecheck.model import (
    Check,
    Confidence,
    Family,
    FamilyClass,
    Package,
    Phone,
    Severity,
    Sign,
    Signatures,
    Standing,
    User,
)

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
_PREINSTALLED, _GONE, _FAULTY = "known-app-preinstalled", "known-app-gone", "known-app-faulty"
_ALL_KINDS = (*dict.fromkeys(kind for kind, _ in _KINDS.values()), _PREINSTALLED, _GONE)
_NAME, _PART, _MAKER, _FILE = "known-name", "known-part", "known-maker", "known-file"  # what of an app fits
_PROOFS = {_MAKER, _FILE}
_CERTAIN, _DOUBT = "known-certain", "known-doubt"
_MOST_UNRELATED = 3  # apps that one mark may fit besides those that its families list by name


@dataclass
class _Match:
    """What the list says of one app."""

    families: dict[str, Family] = field(default_factory=dict)
    fits: dict[str, None] = field(default_factory=dict)  # in the order of _fits
    marks: list[str] = field(default_factory=list)  # the marks themselves, for the evidence


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """One sign for each listed app, wherever on the phone it is, and one for each mark that cannot be right."""
    parts = _running_parts(phone)
    fits = {app.name: tuple(_fits(app, parts.get(app.name, ()), signatures)) for app in phone.packages.values()}
    faulty = _faulty(fits)
    for name, found in fits.items():
        match = _Match()
        for fit, mark, families in found:
            if mark not in faulty:
                match.families |= {family.id: family for family in families}
                match.fits[fit] = None
                match.marks.append(mark)
        if match.families:
            yield _sign(phone.packages[name], match, phone)
    for mark, names in faulty.items():
        yield _faulty_sign(mark, names)


_Fit = tuple[str, str, tuple[Family, ...]]  # what fits, the mark, and the families that list it


def _fits(app: Package, parts: tuple[str, ...], signatures: Signatures) -> Iterator[_Fit]:
    """Look up all that is known of one app; exact lookups only."""
    if families := signatures.families_of(app.name):
        yield _NAME, app.name, families
    for signer in app.signers or ():
        if signer.standing is not Standing.ASIDE:  # a signature that the phone does not look at can be anyone's
            for digest in (signer.sha1, signer.sha256):
                if families := signatures.families_of_certificate(digest):
                    yield _MAKER, digest, families
    if app.apk_sha256 and (families := signatures.families_of_apk(app.apk_sha256)):
        yield _FILE, app.apk_sha256, families
    for part in parts:
        if families := signatures.families_of_component(part):
            yield _PART, part, families


def _running_parts(phone: Phone) -> Mapping[str, tuple[str, ...]]:
    """Give the classes of each app that hold a power, or that were switched off: the phone tells no others."""
    found: dict[str, dict[str, None]] = {}
    for lists in (phone.accessibility, phone.listeners, phone.admins, phone.trust_agents):
        for components in lists.values():
            for component in components:
                package, _, name = component.partition("/")
                found.setdefault(package, {})[package + name if name.startswith(".") else name] = None
    for app in phone.packages.values():
        for state in app.states.values():
            for name in state.disabled_components:
                found.setdefault(app.name, {})[app.name + name if name.startswith(".") else name] = None
    return {package: tuple(names) for package, names in found.items()}


def _faulty(fits: Mapping[str, tuple[_Fit, ...]]) -> dict[str, list[str]]:
    """Give the marks that fit too many apps which their families do not list by name, with those apps."""
    unrelated: dict[str, list[str]] = {}
    for name, found in fits.items():
        listed = {family.id for fit, _, families in found if fit == _NAME for family in families}
        for fit, mark, families in found:
            if fit != _NAME and not listed.intersection(family.id for family in families):
                unrelated.setdefault(mark, []).append(name)
    return {mark: names for mark, names in unrelated.items() if len(names) > _MOST_UNRELATED}


def _sign(app: Package, match: _Match, phone: Phone) -> Sign:
    """Say what a listed app is, by its gravest family, by what of it fits, and by whether it is (still) there."""
    classes = {family.kind for family in match.families.values()}
    kind, severity = next(value for family_class, value in _KINDS.items() if family_class in classes)
    certain = bool(_PROOFS & match.fits.keys())
    confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
    advice: tuple[str, ...] = (kind, "reset") if severity is Severity.ACT else (kind,)
    here = tuple(sorted(number for number, installed in app.installed.items() if installed))
    if story(phone, app.name) is Story.CAME_WITH_PHONE and not certain:
        kind, severity, confidence = _PREINSTALLED, Severity.ASK, Confidence.POSSIBLE
        advice = (kind,)
    elif app.installed and not here:
        kind, severity = _GONE, Severity.ASK
        advice = (kind,)
    return Sign(
        kind=kind,
        subject=app.name,
        one_app=True,
        users=here,
        severity=severity,
        confidence=confidence,
        advice=advice,
        evidence=f"{install_evidence(app)}; on the list: {', '.join(match.marks)}",
        blanks={"family": " / ".join(dict.fromkeys(family.name for family in match.families.values()))},
        phrases={"fits": tuple(match.fits), "doubt": (_CERTAIN if certain else _DOUBT,)},
    )


def _faulty_sign(mark: str, names: list[str]) -> Sign:
    """Say that an entry of the list was not used, and name the apps: it is never silent about them."""
    return Sign(
        kind=_FAULTY,
        subject=mark,
        users=(),
        severity=Severity.ASK,
        confidence=Confidence.LIKELY,
        advice=("unknown-app",),
        evidence=f"the mark {mark} fits {' '.join(names)}",
        blanks={"count": str(len(names)), "names": ", ".join(names)},
    )


CHECK = Check(
    id="known-app",
    needs=("packages", "package-names", "system-names", "signers"),
    kinds=(*_ALL_KINDS, _FAULTY),
    advice=(*_ALL_KINDS, "reset", "unknown-app"),
    blanks=("family", "count", "names"),
    phrases={"fits": (_NAME, _PART, _MAKER, _FILE), "doubt": (_CERTAIN, _DOUBT)},
    per_user=False,
    run=_signs,
)
