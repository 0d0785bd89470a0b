"""From when to when the downloads tell anything, and what is uncertain about them: always said."""

from collections.abc import Iterator

from safecheck.exported import day, not_told, sign
from safecheck.model import Accounts, Check, Export, ExportFact, Part, Severity, Sign, Signatures, User

_SPAN, _DOUBT = "export-span", "export-doubt"

_DOUBTS = (  # what a reader of downloads can be uncertain of
    "doubt-by-name",
    "doubt-google-devices",
    "doubt-home",
    "doubt-labels",
    "doubt-no-place",
    "doubt-play",
    "doubt-subscriber-labels",
)


def _signs(accounts: Accounts, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - of no phone
    """Notes: nothing outside of these days was seen, and who uses an account can be missing even from such a list."""
    for export in accounts.exports:
        if _tells(export):
            yield _span(export)
        if export.doubts:
            evidence = f"{export.service}: {' '.join(export.doubts)}"
            blanks = {"service": export.service.capitalize()}
            id_ = f"export.{export.service}.doubt"
            yield sign(_DOUBT, id_, Severity.NOTE, (), evidence, {}, blanks, {"doubts": export.doubts})


def _tells(export: Export) -> bool:
    """Whether any entry was read: without one this may not pass for something that was looked at."""
    return any(span.entries for span in export.spans.values())


def _span(export: Export) -> Sign:
    """Tell the span of the list of sign-ins; where there is none, of all lists."""
    sessions = export.spans.get(ExportFact.SESSIONS)
    spans = [sessions] if sessions else list(export.spans.values())
    times = sorted(time for span in spans for time in (span.first, span.last) if time)
    told = {"first": day(times[0]), "last": day(times[-1])} if times else {"first": "", "last": ""}
    blanks = {"service": export.service.capitalize(), "count": str(sum(span.entries for span in spans))}
    evidence = "; ".join(
        f"{fact}: {span.entries} entries from {span.first} to {span.last}" for fact, span in export.spans.items()
    )
    id_, told_of = f"export.{export.service}.span", "list-sessions" if sessions else "list-all"
    return sign(_SPAN, id_, Severity.NOTE, (), f"{export.service}: {evidence}", told, blanks, {"list": (told_of,)})


CHECK = Check(
    id="export-span",
    needs=(ExportFact.FILES,),
    kinds=(_SPAN, _DOUBT),
    advice=(),
    blanks=("service", "first", "last", "count"),
    phrases={"list": ("list-sessions", "list-all"), **not_told("first", "last"), "doubts": _DOUBTS},
    per_user=False,
    run=_signs,
    part=Part.EXPORTS,
    here=lambda accounts: any(_tells(export) or export.doubts for export in accounts.exports),
)
