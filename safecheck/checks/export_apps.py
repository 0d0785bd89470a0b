"""Apps of our list that were once set up with a Google account, there still or not.

The download names apps by their titles, which are no exact names: only a title that is a product's name, or begins with
it and a dash or colon, is taken for it. Android apps of a Chromebook have exact names.
"""

import re
from collections.abc import Iterator

from safecheck.exported import day, not_told, sign
from safecheck.model import (
    AccountApp,
    Accounts,
    Check,
    Export,
    ExportFact,
    Family,
    Part,
    Severity,
    Sign,
    Signatures,
    User,
)

_KIND = "export-app-listed"
_SHORTEST = 4  # letters: a shorter name is anyone's
_NAME_ENDS = re.compile(r"\s*(?:[:|(\u2013\u2014]|\s-\s)")


def _signs(accounts: Accounts, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - of no phone
    """A question for each listed product, once for all devices."""
    listed = signatures.listed.families
    by_title = {name.casefold(): family for family in listed for name in (family.name, *family.aliases)}
    for export in accounts.exports:
        told: set[str] = set()
        for app in export.apps:
            families = signatures.families_of(app.package) or _by_title(app, by_title)
            if families and families[0].id not in told:
                told.add(families[0].id)
                yield _sign(export, app, families)


def _by_title(app: AccountApp, by_title: dict[str, Family]) -> tuple[Family, ...]:
    for name in (app.title, _NAME_ENDS.split(app.title, maxsplit=1)[0]):
        family = by_title.get(name.strip().casefold())
        if family and len(name.strip()) >= _SHORTEST:
            return (family,)
    return ()


def _sign(export: Export, app: AccountApp, families: tuple[Family, ...]) -> Sign:
    told = {"first": day(app.first), "model": app.device}
    family = " / ".join(dict.fromkeys(family.name for family in families))
    blanks = {"service": export.service.capitalize(), "app": app.title, "family": family}
    evidence = f"{export.service}: {app.title} {app.package} on {app.device} since {app.first}"
    id_ = f"export.{export.service}.app.{families[0].id}"
    return sign(_KIND, id_, Severity.ASK, ("export-app",), evidence, told, blanks, {})


CHECK = Check(
    id="export-apps",
    needs=(ExportFact.FILES, ExportFact.APPS),
    kinds=(_KIND,),
    advice=("export-app",),
    blanks=("service", "app", "family", "first", "model"),
    phrases=not_told("first", "model"),
    per_user=False,
    run=_signs,
    part=Part.GOOGLE_EXPORTS,
)
