"""Whose the main account is, who gets its codes, and who reads its mail."""

from safecheck.model import TopicKind
from safecheck.told import check

CHECK = check(TopicKind.MAIN, advice=("account-sessions", "mail-forwarding", "recovery-addresses"))
