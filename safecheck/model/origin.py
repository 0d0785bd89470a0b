"""Where a list came from, so that every report can say it."""

from datetime import date
from enum import StrEnum

from safecheck.model.base import Frozen


class ListKind(StrEnum):
    """How a list reached this computer."""

    BASELINE = "baseline"  # it came with safecheck
    FEED = "feed"  # fetched from an organisation's feed, signed
    IMPORTED = "imported"  # the same, brought as a file
    COMMUNITY = "community"  # the shipped list, with the facts of one public source as they are now, unsigned


class Origin(Frozen, frozen=True):
    """Where a list came from, and why no other was taken."""

    kind: ListKind = ListKind.BASELINE
    host: str = ""  # of the feed or the public source
    confirmed: date | None = None  # when its publisher last vouched for it; for an unsigned one, when it was fetched
    notes: tuple[str, ...] = ()  # whole sentences: what was passed over, and why
