"""Why a list was not taken: one word for the program, one sentence for the person."""

from enum import StrEnum

from safecheck.catalogue import fill, load_words
from safecheck.errors import UpdateCode


class Reason(StrEnum):
    """Why; the sentences stand in words/labels.toml as `refused-...`."""

    OFFLINE = "offline"
    SLOW = "slow"
    MISSING = "missing"  # the host has no such file
    CUT = "cut"

    INSPECTED = "inspected"  # the certificate of the connection is not the host's own
    ELSEWHERE = "elsewhere"  # led to a host that is not set up
    PACKED = "packed"  # sent in an encoding that was not asked for
    LARGE = "large"
    FORM = "form"  # not what it should be at all: a log-in page, a damaged file
    UNSIGNED = "unsigned"
    OLDER = "older"
    EXPIRED = "expired"
    CHANGED = "changed"  # not the bytes that were signed
    NEWER_FORM = "newer-form"  # for a newer safecheck
    CONTENT = "content"  # a gate refused it
    VERSION = "version"
    SHRUNK = "shrunk"
    FAMILIES = "families"
    EMPTIED = "emptied"
    BELOW_BASELINE = "below-baseline"
    FLOODED = "flooded"
    GONE = "gone"  # from the folder where it was kept
    UNPROVEN = "unproven"  # a scan with it would not pass its test of itself


_NOTHING_CAME = frozenset({Reason.OFFLINE, Reason.SLOW, Reason.MISSING, Reason.CUT})


class Refused(Exception):  # noqa: N818 - a refusal is no error of the program
    """A list, or a part of what vouches for it, was not taken."""

    def __init__(self, reason: Reason, **blanks: object) -> None:
        """Name the reason and fill the blanks of its sentence."""
        super().__init__(reason.value)
        self.reason = reason
        self.blanks = blanks

    @property
    def why(self) -> str:
        """The sentence for the person."""
        return fill(load_words().labels[f"refused-{self.reason}"], self.blanks)

    @property
    def code(self) -> UpdateCode:
        """How an update ends with it."""
        return UpdateCode.KEPT if self.reason in _NOTHING_CAME else UpdateCode.REFUSED
