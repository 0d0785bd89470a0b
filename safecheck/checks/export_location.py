"""Devices that tell Google where they are, and whether it keeps that: are these yours, and did you switch it on?"""

from collections.abc import Iterator

from safecheck.exported import SEEN_BLANKS, SEEN_PHRASES, day, seen_kinds, seen_signs, sign
from safecheck.model import Accounts, Check, ExportFact, Part, SeenKind, Severity, Sign, Signatures, User

_ON = "export-location-history"


def _signs(accounts: Accounts, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - of no phone
    """A question for each device that reports; a note that places are kept, and since when."""
    yield from seen_signs(accounts, SeenKind.REPORTER, "location-sharing")
    for export in accounts.exports:
        history = export.location_history
        if history and history.on:
            told = {"first": day(history.changed)}
            evidence = f"{export.service}: location history is on, changed {history.changed}"
            blanks = {"service": export.service.capitalize()}
            yield sign(_ON, f"export.{export.service}.location", Severity.NOTE, (), evidence, told, blanks, {})


CHECK = Check(
    id="export-location",
    needs=(ExportFact.FILES, ExportFact.LOCATION),
    kinds=(*seen_kinds(SeenKind.REPORTER), _ON),
    advice=("location-sharing",),
    blanks=SEEN_BLANKS,
    phrases=SEEN_PHRASES,
    per_user=False,
    run=_signs,
    part=Part.GOOGLE_EXPORTS,
)
