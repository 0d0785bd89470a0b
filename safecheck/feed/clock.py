"""What time it is, for one whose clock may be wrong, or may have been put wrong by somebody."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from safecheck.feed.state import Kept
from safecheck.model import ListKind, SignatureList

TOLERANCE = timedelta(days=2)  # a clock that is a day behind is not worth a word


def effective(now: datetime, baseline: SignatureList, lists: Iterable[Kept]) -> datetime:
    """Give the latest of the clock, the day on which the shipped list was made, and the time signed last.

    Only the newest list counts: what a stolen key signed for a time to come is forgotten with that key.
    """
    made = datetime.combine(baseline.issued, datetime.min.time(), UTC)
    signed = [kept.confirmed for kept in lists if kept.kind is not ListKind.COMMUNITY]
    return max(now, made, *signed[:1])
