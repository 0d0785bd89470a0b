"""Read a phone, live or recorded, and say on the way how far it is."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from safecheck.cli.talk import label, say
from safecheck.cli.this_computer import PHONE, prove, with_computer, without_phone
from safecheck.model import Signatures, Snapshot
from safecheck.model.computer import of_computer
from safecheck.phone import recording
from safecheck.phone.read import read_phone

if TYPE_CHECKING:
    from safecheck.phone.adb import AdbPhone  # which loads all of adbutils


def read_recording(recorded: Path | None, taken: datetime | None, signatures: Signatures) -> Snapshot:
    """Read what was recorded, phone and computer (None: the made-up phone)."""
    phone = recording.demo() if recorded is None else recording.load(recorded)
    taken, computer = taken or phone.taken, of_computer(phone.answers)
    if computer:
        prove(signatures)
    facts = {answer.question.fact for answer in phone.answers} - {answer.question.fact for answer in computer}
    there = bool(facts - {PHONE})
    snapshot = read_phone(phone, taken, deep=phone.deep) if there else without_phone(taken, wanted=PHONE in facts)
    return with_computer(snapshot, computer, signatures)


def read_live(phone: "AdbPhone", serial: str, taken: datetime | None, *, deep: bool = False) -> Snapshot:
    """Read a connected phone; the first Ctrl-C ends the questions and not the program."""
    say(label("reading", serial=serial))
    with _stopped_by_interrupt(phone):
        moment = taken or datetime.now().astimezone().replace(microsecond=0)
        return read_phone(phone, moment, _progress(), deep=deep)


@contextlib.contextmanager
def _stopped_by_interrupt(phone: "AdbPhone") -> Iterator[None]:
    """Let the first Ctrl-C end the questions, so that what was read is reported; the second ends the program."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        say("\n" + label("reading-stopped"))
        phone.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _progress() -> Callable[[int, int], None]:
    """Count the answers on one line of a terminal; say nothing elsewhere."""

    def show(count: int, expected: int) -> None:
        end = "\n" if count == expected else ""
        click.echo("\r" + label("reading-count", count=count, expected=expected), nl=False, err=True)
        click.echo(end, nl=False, err=True)

    return show if sys.stderr.isatty() else lambda *_: None
