"""Browsers that keep copies of the account's passwords and pages: are these yours?"""

from collections.abc import Iterator

from safecheck.exported import SEEN_BLANKS, SEEN_PHRASES, seen_kinds, seen_signs
from safecheck.model import Accounts, Check, ExportFact, Part, SeenKind, Sign, Signatures, User


def _signs(accounts: Accounts, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - of no phone
    """A question for each browser."""
    yield from seen_signs(accounts, SeenKind.BROWSER, "browser-sync")


CHECK = Check(
    id="export-browsers",
    needs=(ExportFact.FILES, ExportFact.BROWSERS),
    kinds=seen_kinds(SeenKind.BROWSER),
    advice=("browser-sync",),
    blanks=SEEN_BLANKS,
    phrases=SEEN_PHRASES,
    per_user=False,
    run=_signs,
    part=Part.GOOGLE_EXPORTS,
)
