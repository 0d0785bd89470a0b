"""Who used the accounts, as their downloads tell: was this you?"""

from collections.abc import Iterator

from safecheck.exported import SEEN_BLANKS, SEEN_PHRASES, seen_kinds, seen_sign, seen_signs
from safecheck.model import Accounts, Check, ExportFact, Part, SeenKind, Severity, Sign, Signatures, User

_BARE = "export-session-bare"


def _signs(accounts: Accounts, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - of no phone
    """A question for each device and place; a note of entries of which nobody can say if they were them."""
    yield from seen_signs(accounts, SeenKind.SESSION, "account-sessions")
    for export in accounts.exports:
        if export.bare:
            yield seen_sign(_BARE, Severity.NOTE, export.bare, ())


CHECK = Check(
    id="export-sessions",
    needs=(ExportFact.FILES, ExportFact.SESSIONS),
    kinds=(*seen_kinds(SeenKind.SESSION), _BARE),
    advice=("account-sessions",),
    blanks=SEEN_BLANKS,
    phrases=SEEN_PHRASES,
    per_user=False,
    run=_signs,
    part=Part.EXPORTS,
)
