"""Changes of the accounts: passwords, addresses, numbers, the second step, and copies of everything. Was it you?"""

import hashlib
from collections.abc import Iterator

from safecheck.exported import NO, YES, day, named, not_told, sign
from safecheck.model import (
    Accounts,
    Change,
    ChangeKind,
    Check,
    Export,
    ExportFact,
    Part,
    Severity,
    Sign,
    Signatures,
    User,
)

_ASK, _NO, _NOTE = "export-change-ask", "export-change-no", "export-change-note"
_ASKED = {  # the others are only good to know
    ChangeKind.PASSWORD: "account-sessions",
    ChangeKind.SECOND_STEP: "account-sessions",
    ChangeKind.DOWNLOAD: "account-sessions",
    ChangeKind.EMAIL: "recovery-addresses",
    ChangeKind.PHONE: "recovery-addresses",
}


def _signs(accounts: Accounts, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - of no phone
    """A question for each kind of change, with the days on which it happened."""
    for export in accounts.exports:
        for kind in ChangeKind:
            changes = [change for change in export.changes if change.kind is kind]
            id_ = _identity(export, kind, changes)
            answer = accounts.answers.get(id_, "")
            if not changes or answer == YES:
                continue
            if kind not in _ASKED:
                yield _sign(_NOTE, Severity.NOTE, id_, changes)
            elif answer == NO:
                yield _sign(_NO, Severity.ACT, id_, changes)
            else:
                yield _sign(_ASK, Severity.ASK, id_, changes)


def _identity(export: Export, kind: ChangeKind, changes: list[Change]) -> str:
    """Name these changes: one more of them is a new question, and no old answer stands for it."""
    told = "\0".join(f"{change.time} {change.detail}" for change in changes)
    return f"export.{export.service}.{kind}.{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def _sign(kind: str, severity: Severity, id_: str, changes: list[Change]) -> Sign:
    first = changes[0]
    advice = () if severity is Severity.NOTE else (_ASKED[first.kind],)
    days = [" ".join(part for part in (day(change.time), _detail(change)) if part) for change in changes]
    blanks = {"service": first.service.capitalize(), "count": str(len(changes))}
    evidence = f"{first.service}: " + "; ".join(f"{change.time} {change.kind} {change.detail}" for change in changes)
    told = {"days": named([text for text in days if text])}
    return sign(kind, id_, severity, advice, evidence, told, blanks, {"change": (f"change-{first.kind}",)})


def _detail(change: Change) -> str:
    return f"({change.detail})" if change.detail else ""


CHECK = Check(
    id="export-changes",
    needs=(ExportFact.FILES, ExportFact.CHANGES),
    kinds=(_ASK, _NO, _NOTE),
    advice=("account-sessions", "recovery-addresses"),
    blanks=("service", "count", "days"),
    phrases={"change": tuple(f"change-{kind}" for kind in ChangeKind), **not_told("days")},
    per_user=False,
    run=_signs,
    part=Part.EXPORTS,
)
