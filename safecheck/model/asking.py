"""Asking a device: questions, answers, and the one interface to a phone, live or recorded."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Protocol

from safecheck.model.base import Frozen


class Question(Frozen, frozen=True):
    """One fixed, read-only command for a device."""

    fact: str  # what the answer tells, e.g. "packages"
    command: str  # a shell command line
    limit: int  # seconds that the command may take
    user: int | None = None  # the phone's user number, or None for the whole phone
    app: str = ""  # the one app that it is about
    part: tuple[int, int] | None = None  # offset and length in the app's file, in bytes


class End(StrEnum):
    """How an answer ended; only WHOLE proves that nothing is missing."""

    WHOLE = "whole"
    CUT = "cut"  # the connection broke off
    TIMEOUT = "timeout"  # the command did not end in time
    TOO_BIG = "too-big"  # more came than any real phone says
    STOPPED = "stopped"  # the person stopped the scan
    NOT_ASKED = "not-asked"  # the connection was gone before


class Answer(Frozen, frozen=True):
    """What a device said to one question, as bytes, and whether that was all of it."""

    question: Question
    output: bytes
    exit: int | None  # None: the command's end was not seen
    end: End
    seconds: float


def unanswered(question: Question, end: End = End.NOT_ASKED) -> Answer:
    """Give the answer of a question that nothing was said to."""
    return Answer(question=question, output=b"", exit=None, end=end, seconds=0.0)


class Device(Protocol):
    """A phone on a cable or a recorded one: the whole of what may be done with it."""

    def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """Yield one answer per question, in order, as they arrive; never raises for a lost phone."""

    def stop(self) -> None:
        """End every question under way (called from another thread)."""
