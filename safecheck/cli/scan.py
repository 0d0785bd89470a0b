"""`safecheck scan`: look at a phone and print one report."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safecheck import formats, helplines
from safecheck.errors import ExitCode, SafecheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from types import FrameType

    from safecheck.model import Snapshot
    from safecheck.phone.adb import AdbPhone
    from safecheck.phone.recording import Recording


@click.command(short_help="Look at a connected Android phone and print a report with a plan.")
@click.option(
    "-f", "--format", "form", type=click.Choice(formats.names()), default="text", help="How the report is written."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to FILE.")
@click.option("-s", "--serial", metavar="NAME", help="Which phone, if several are connected.")
@click.option("--demo", is_flag=True, help="Look at a made-up phone instead.")
@click.option("--record", type=click.Path(path_type=Path), metavar="FILE", help="Save the phone's answers in FILE.")
@click.option(
    "--from",
    "recorded",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Look at answers that were saved with --record.",
)
@click.option(
    "--detail",
    type=click.Choice([reader.value for reader in formats.Reader]),
    default=formats.Reader.PERSON.value,
    help="For whom: a helper sees weaker signs, the phone's own lines, and all that was asked.",
)
@click.option("--deep", is_flag=True, help="Also take the hash of each added app's file. This can take minutes.")
@click.option("--country", type=click.Choice(helplines.countries()), help="Show who helps in this country.")
@click.option(
    "--signatures",
    "own",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Look for the products of your organisation's own list as well.",
)
@click.option("--now", metavar="TIME", help="Take this as the time of the scan, such as 2026-11-21T14:30:00+01:00.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask the questions first.")
def scan(  # noqa: PLR0913 - one per option
    form: str,
    detail: str,
    country: str | None,
    output: Path | None,
    serial: str | None,
    record: Path | None,
    recorded: Path | None,
    own: Path | None,
    now: str | None,
    *,
    demo: bool,
    deep: bool,
    yes: bool,
) -> ExitCode:
    """Look at a connected Android phone and print a report with a plan. Nothing on the phone is changed.

    \b
    Exit codes:
       0  every check ran, and nothing was found that you should ask about
       1  no check was performed
       2  the command line was wrong
       3  some checks could not run, and nothing was found that you should ask about
      10  something was found that you should ask about or act on
    """  # noqa: D301 - \b is click's sign for "do not wrap"
    if sum((demo, recorded is not None, serial is not None or record is not None or deep)) > 1:
        raise click.UsageError("--demo, --from and a phone (-s, --record, --deep) do not go together: choose one.")
    from safecheck import canary, catalogue, engine
    from safecheck.checks import load_checks

    taken = _time(now)
    _check_files(output, record)
    checks, loaded = load_checks(), catalogue.load_signatures(with_samples=True)
    advice, words = catalogue.load_advice(), catalogue.load_words()
    canary.prove(checks, loaded.signatures, words)
    if own is not None:
        from safecheck import own_list

        loaded = own_list.add(loaded, own, words.labels["own-family"])
    if demo or recorded is not None:
        snapshot = _read_recording(recorded, taken)
    else:
        _ask_first(country, yes=yes)
        snapshot = _read_live(serial, taken, deep=deep)
    saved = record is None or _save(record, snapshot, deep=deep)
    place = catalogue.load_country(country) if country else None
    report = engine.make_report(snapshot, checks, loaded, advice, words, demonstration=demo, country=place)
    saved = _show(output, formats.renderer(form)(report, words, formats.Reader(detail))) and saved
    code = ExitCode(report.exit_code)
    return ExitCode.INCOMPLETE if code is ExitCode.NOTHING_FOUND and not saved else code


def _time(now: str | None) -> "datetime | None":
    """Read --now; a time without a zone is this computer's."""
    from datetime import datetime

    if now is None:
        return None
    try:
        return datetime.fromisoformat(now).astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise SafecheckError("bad-time", ExitCode.USAGE, value=now) from error


def _check_files(output: Path | None, record: Path | None) -> None:
    """Refuse names that cannot be written before anything is looked at."""
    from safecheck.writing import check_writable

    for path in (output, record):
        if path is not None:
            check_writable(path)
    if record is not None and record.exists():
        raise SafecheckError("file-exists", ExitCode.USAGE, file=record)


def _read_recording(recorded: Path | None, taken: "datetime | None") -> "Snapshot":
    """Read a recorded phone: FILE, or the made-up one for None."""
    from safecheck.phone import recording
    from safecheck.phone.read import read_phone

    phone: Recording = recording.demo() if recorded is None else recording.load(recorded)
    return read_phone(phone, taken or phone.taken, deep=phone.deep)


def _ask_first(country: str | None, *, yes: bool) -> None:
    """Ask the questions that come before anything is touched, or say that they were not asked."""
    from safecheck.cli.risk import ask_about_risk
    from safecheck.cli.talk import gate, is_terminal, label, say

    if yes or not is_terminal():
        say(label("risk-skipped"))
        return
    gate()
    ask_about_risk(country)


def _read_live(serial: str | None, taken: "datetime | None", *, deep: bool) -> "Snapshot":
    """Ask the phone on the cable."""
    from datetime import datetime

    from safecheck.cli.connecting import connected
    from safecheck.cli.talk import label, say
    from safecheck.phone.adb import AdbPhone
    from safecheck.phone.read import read_phone

    with connected(serial) as (listed, device):
        phone = AdbPhone(device)
        say(label("reading", serial=listed.serial))
        with _stopped_by_interrupt(phone):
            moment = taken or datetime.now().astimezone().replace(microsecond=0)
            return read_phone(phone, moment, _progress(), deep=deep)


@contextlib.contextmanager
def _stopped_by_interrupt(phone: "AdbPhone") -> "Iterator[None]":
    """Let the first Ctrl-C end the questions, so that what was read is reported; the second ends the program."""
    import signal

    from safecheck.cli.talk import label, say

    def stop(_number: int, _frame: "FrameType | None") -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        say("\n" + label("reading-stopped"))
        phone.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _progress() -> "Callable[[int, int], None]":
    """Count the answers on one line of a terminal; say nothing elsewhere."""
    import sys

    from safecheck.cli.talk import label

    def show(count: int, expected: int) -> None:
        end = "\n" if count == expected else ""
        click.echo("\r" + label("reading-count", count=count, expected=expected), nl=False, err=True)
        click.echo(end, nl=False, err=True)

    return show if sys.stderr.isatty() else lambda *_: None


def _save(record: Path, snapshot: "Snapshot", *, deep: bool) -> bool:
    """Save the phone's answers; where that fails, say so and go on, so that the report is still printed."""
    from safecheck import __version__
    from safecheck.cli.talk import label, say, trouble
    from safecheck.phone.recording import Recording
    from safecheck.writing import write_whole

    try:
        write_whole(record, Recording(snapshot.taken, snapshot.answers, __version__, deep=deep).encode())
    except SafecheckError as error:
        trouble(error)
        return False
    say(label("recorded", file=record))
    return True


def _show(output: Path | None, text: str) -> bool:
    """Print the report, or write it to a file; where that fails, say so and print it, so that it is not lost."""
    from safecheck.cli.talk import label, say, trouble
    from safecheck.writing import write_whole

    if output is not None:
        try:
            write_whole(output, text.encode())
        except SafecheckError as error:
            trouble(error)
        else:
            say(label("written", file=output))
            return True
    click.echo(text, nl=False)
    return output is None
