"""Addresses and numbers that belong to the accounts: are these yours? Some of them can set a new password."""

from collections.abc import Iterator

from safecheck.exported import EACH, more, open_and_denied, sign
from safecheck.model import Accounts, Check, Contact, ContactKind, ExportFact, Part, Severity, Sign, Signatures, User

_ASK, _NO, _MORE = "export-contact-ask", "export-contact-no", "export-contact-more"
_ADVICE = ("recovery-addresses",)


def _signs(accounts: Accounts, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - of no phone
    """A question for each address or number."""
    for export in accounts.exports:
        unanswered, denied = open_and_denied(accounts, export.contacts)
        yield from (_sign(_NO, Severity.ACT, contact) for contact in denied)
        yield from (_sign(_ASK, Severity.ASK, contact) for contact in unanswered[:EACH])
        yield from more(_MORE, unanswered[EACH:], _ADVICE[0], lambda contact: contact.hint)


def _sign(kind: str, severity: Severity, contact: Contact) -> Sign:
    blanks = {"service": contact.service.capitalize(), "hint": contact.hint}
    evidence = f"{contact.service}: {contact.kind}: {contact.hint}"
    return sign(kind, contact.id, severity, _ADVICE, evidence, {}, blanks, {"use": (f"contact-{contact.kind}",)})


CHECK = Check(
    id="export-contacts",
    needs=(ExportFact.FILES, ExportFact.CONTACTS),
    kinds=(_ASK, _NO, _MORE),
    advice=_ADVICE,
    blanks=("service", "hint", "count", "names"),
    phrases={"use": tuple(f"contact-{kind}" for kind in ContactKind)},
    per_user=False,
    run=_signs,
    part=Part.EXPORTS,
)
