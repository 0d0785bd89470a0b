"""Whether someone else may learn of a step."""

from enum import StrEnum


class Notice(StrEnum):
    """May the other person notice this step? UNKNOWN is planned as if YES."""

    YES = "yes"
    PROBABLY = "probably"
    NO = "no"
    UNKNOWN = "unknown"
