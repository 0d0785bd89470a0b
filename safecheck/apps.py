"""Questions about apps that several checks ask."""

from collections.abc import Iterable, Iterator
from enum import Enum

from safecheck.model import Confidence, Phone, Severity, Sign, User


class Origin(Enum):
    """How an app came onto the phone, as far as the phone tells."""

    CAME_WITH_PHONE = "came-with-phone"
    ADDED = "added"
    NOT_KNOWN = "not-known"  # it is there, but where it comes from was not read
    NOT_THERE = "not-there"  # the phone lists apps, and this is none of them


def origin(phone: Phone, package: str) -> Origin:
    """Say how the app `package` came onto the phone."""
    app = phone.packages.get(package)
    if app is None:
        return Origin.NOT_THERE if phone.packages else Origin.NOT_KNOWN
    if app.system is None:
        return Origin.NOT_KNOWN
    return Origin.CAME_WITH_PHONE if app.system else Origin.ADDED


def signs_of_power(power: str, components: Iterable[str], phone: Phone, user: User, evidence: str) -> Iterator[Sign]:
    """Give a sign for each app that did not come with the phone and holds `power` for `user`.

    `power` begins the kinds (`POWER-added`, `POWER-not-known`, `POWER-left-over`) and is the id of the advice;
    `evidence` says where the phone told it. Several components of one app are one sign.
    """
    by_package: dict[str, list[str]] = {}
    for component in components:
        by_package.setdefault(component.partition("/")[0], []).append(component)
    for package, held in by_package.items():
        match origin(phone, package):
            case Origin.CAME_WITH_PHONE:
                continue
            case Origin.ADDED:
                kind, severity, confidence = "added", Severity.ASK, Confidence.CERTAIN
            case Origin.NOT_KNOWN:
                kind, severity, confidence = "not-known", Severity.ASK, Confidence.POSSIBLE
            case Origin.NOT_THERE:
                kind, severity, confidence = "left-over", Severity.NOTE, Confidence.POSSIBLE
        yield Sign(
            kind=f"{power}-{kind}",
            subject=package,
            users=(user.number,),
            severity=severity,
            confidence=confidence,
            advice=() if severity is Severity.NOTE else (power,),
            evidence=f"{evidence}: {' '.join(held)}",
        )


def kinds_of_power(power: str) -> tuple[str, ...]:
    """Name every kind of sign that `signs_of_power` gives."""
    return (f"{power}-added", f"{power}-not-known", f"{power}-left-over")
