"""Judge a snapshot, make the plan, make the report. Pure: the same input gives the same report."""

from collections.abc import Iterable, Sequence

from safecheck import __version__
from safecheck.catalogue import LoadedList, Words, fill
from safecheck.clean import clean
from safecheck.errors import ExitCode
from safecheck.model import (
    Advice,
    Check,
    Clear,
    Country,
    Finding,
    Found,
    Gap,
    GapReason,
    Judgement,
    LedgerLine,
    ListInfo,
    Missing,
    NotChecked,
    Outcome,
_DIGITS = 12  # of a digest that a person can compare
