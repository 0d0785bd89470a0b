"""`safecheck scan`: look at a phone and print one report."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from safecheck.cli.reporting import Wanted, publish, report_options
from safecheck.errors import ExitCode, SafecheckError

if TYPE_CHECKING:
    from datetime import datetime

    from safecheck.model import Snapshot


@click.command(short_help="Look at a connected Android phone and print a report with a plan.")
@report_options
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
@click.option("--deep", is_flag=True, help="Also take the hash of each added app's file. This can take minutes.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask the questions first.")
def scan(  # noqa: PLR0913 - one per option
    wanted: Wanted,
    serial: str | None,
    record: Path | None,
    recorded: Path | None,
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
    from safecheck.cli.reading import read_recording
    from safecheck.feed.load import load_list

    _check_files(wanted.output, record)
    checks, loaded = load_checks(), load_list(with_samples=True)
    advice, words = catalogue.load_advice(), catalogue.load_words()
    canary.prove(checks, loaded.signatures, words)
    loaded = wanted.with_own_list(loaded, words)
    if demo or recorded is not None:
        snapshot = read_recording(recorded, wanted.taken)
    else:
        _ask_first(wanted.country_code, yes=yes)
        snapshot = _read_live(serial, wanted.taken, deep=deep)
    saved = record is None or _save(record, snapshot, deep=deep)
    report = engine.make_report(snapshot, checks, loaded, advice, words, demonstration=demo, country=wanted.country())
    return publish(report, wanted, words, saved=saved)


def _check_files(output: Path | None, record: Path | None) -> None:
    """Refuse names that cannot be written before anything is looked at."""
    from safecheck.writing import check_writable

    for path in (output, record):
        if path is not None:
            check_writable(path)
    if record is not None and record.exists():
        raise SafecheckError("file-exists", ExitCode.USAGE, file=record)


def _ask_first(country: str | None, *, yes: bool) -> None:
    """Ask the questions that come before anything is touched, or say that they were not asked."""
    from safecheck.cli.asking import Terminal
    from safecheck.cli.gate import gate
    from safecheck.cli.risk import ask_about_risk
    from safecheck.cli.talk import is_terminal, label, say

    if yes or not is_terminal():
        say(label("risk-skipped"))
        return
    person = Terminal()
    person.say(label("gate-intro"))
    gate(person)
    ask_about_risk(person, country)


def _read_live(serial: str | None, taken: "datetime | None", *, deep: bool) -> "Snapshot":
    """Ask the phone on the cable."""
    from safecheck.cli.connecting import connected
    from safecheck.cli.reading import read_live
    from safecheck.phone.adb import AdbPhone

    with connected(serial) as (listed, device):
        return read_live(AdbPhone(device), listed.serial, taken, deep=deep)


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
