"""Accounts that are signed in on the phone: are these all yours? Names are masked."""

from collections.abc import Iterator

from safecheck.known import ACCOUNT_KINDS
from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User

# An account of one of these kinds can locate the phone, keep copies of it, or set up apps.
_POWERFUL = ("com.google", "com.osp.app.signin", "com.xiaomi", "com.heytap.account", "com.huawei.hwid")


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """A note, also for several of a kind: most phones have two, so it is the person who must tell."""
    if user is None:
        return
    powerful = [account for account in phone.accounts.get(user.number, ()) if account.kind in _POWERFUL]
    if not powerful:
        return
    kinds = [account.kind for account in powerful]
    several = len(kinds) > len(set(kinds))
    names = ", ".join(f"{account.name} ({ACCOUNT_KINDS.get(account.kind, account.kind)})" for account in powerful)
    listed = ", ".join(f"{account.name} ({account.kind})" for account in powerful)
    yield Sign(
        kind="accounts-several" if several else "accounts-there",
        subject="accounts",
        users=(user.number,),
        severity=Severity.NOTE,
        confidence=Confidence.CERTAIN,
        advice=("accounts",) if several else (),
        evidence=f"dumpsys account (user {user.number}): {listed}",
        blanks={"names": names},
    )


CHECK = Check(
    id="accounts",
    needs=("users", "accounts"),
    kinds=("accounts-several", "accounts-there"),
    advice=("accounts",),
    blanks=("names",),
    per_user=True,
    run=_signs,
)
