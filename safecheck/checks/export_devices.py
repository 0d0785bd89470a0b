"""Devices that the accounts' downloads list: are these yours, and do you know the things of the home?"""

from collections.abc import Iterator

from safecheck.exported import SEEN_BLANKS, SEEN_PHRASES, named, seen_kinds, seen_signs, sign
from safecheck.model import Accounts, Check, ExportFact, Part, SeenKind, Severity, Sign, Signatures, User

_HOME = "export-home-things"


def _signs(accounts: Accounts, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - of no phone
    """A question for each device; a note of the things of the home, of which nobody tells who may use them."""
    yield from seen_signs(accounts, SeenKind.DEVICE, "account-sessions")
    for export in accounts.exports:
        if export.home:
            blanks = {
                "service": export.service.capitalize(),
                "count": str(len(export.home)),
                "names": named(export.home),
            }
            evidence = f"{export.service}: {named(export.home)}"
            yield sign(_HOME, f"export.{export.service}.home", Severity.NOTE, (), evidence, {}, blanks, {})


CHECK = Check(
    id="export-devices",
    needs=(ExportFact.FILES, ExportFact.DEVICES),
    kinds=(*seen_kinds(SeenKind.DEVICE), _HOME),
    advice=("account-sessions",),
    blanks=SEEN_BLANKS,
    phrases=SEEN_PHRASES,
    per_user=False,
    run=_signs,
    part=Part.EXPORTS,
)
