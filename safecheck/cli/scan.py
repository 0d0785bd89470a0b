"""`safecheck scan`: look at a phone and at this computer, and print one report."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from safecheck.cli.reporting import Wanted, publish, report_options
from safecheck.errors import ExitCode, SafecheckError

if TYPE_CHECKING:
    from datetime import datetime

    from safecheck.model import Signatures, Snapshot


@click.command(short_help="Look at an Android phone and this computer, and print a report with a plan.")
@report_options
@click.option("-s", "--serial", metavar="NAME", help="Which phone, if several are connected.")
@click.option("--demo", is_flag=True, help="Look at a made-up phone instead.")
@click.option("--record", type=click.Path(path_type=Path), metavar="FILE", help="Save all answers in FILE.")
@click.option(
    "--from",
    "recorded",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Look at answers that were saved with --record.",
)
@click.option("--deep", is_flag=True, help="Also take the hash of each added app's file. This can take minutes.")
@click.option("--no-phone", is_flag=True, help="Look at this computer only.")
@click.option("--no-computer", is_flag=True, help="Look at the phone only.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask the questions first.")
def scan(  # noqa: PLR0913 - one per option
    wanted: Wanted,
    serial: str | None,
    record: Path | None,
    recorded: Path | None,
    *,
    demo: bool,
    deep: bool,
    no_phone: bool,
    no_computer: bool,
    yes: bool,
) -> ExitCode:
    """Look at a connected Android phone and at this computer, and print a report with a plan. Nothing is changed.

    \b
    Exit codes:
       0  every check ran, and nothing was found that you should ask about
       1  no check was performed
       2  the command line was wrong
       3  some checks could not run, and nothing was found that you should ask about
      10  something was found that you should ask about or act on
    """  # noqa: D301 - \b is click's sign for "do not wrap"
    live = any((serial is not None, record is not None, deep, no_phone, no_computer))
    if sum((demo, recorded is not None, live)) > 1:
        raise click.UsageError("--demo, --from and real things (-s, --record, --deep, --no-…) do not go together.")
    if no_phone and (no_computer or deep or serial is not None):
        raise click.UsageError("With --no-phone only this computer is left to look at.")
    from safecheck import canary, catalogue, engine
    from safecheck.checks import load_checks
    from safecheck.cli.reading import read_recording
    from safecheck.feed.load import load_list

    _check_files(wanted.output, record, (recorded, wanted.own))
    checks, loaded = load_checks(), load_list(with_samples=True)
    advice, words = catalogue.load_advice(), catalogue.load_words()
    canary.prove(checks, loaded.signatures, words)
    loaded = wanted.with_own_list(loaded, words)
    if demo or recorded is not None:
        snapshot = read_recording(recorded, wanted.taken, loaded.signatures)
    else:
        computer = _ask_first(wanted.country_code, yes=yes, phone=not no_phone, computer=not no_computer)
        chosen = {"phone": not no_phone, "computer": computer, "deep": deep}
        snapshot = _look(serial, wanted.taken, loaded.signatures, **chosen)
    saved = record is None or _save(record, snapshot, deep=deep)
    report = engine.make_report(snapshot, checks, loaded, advice, words, demonstration=demo, country=wanted.country())
    return publish(report, wanted, words, saved=saved)


def _check_files(output: Path | None, record: Path | None, read: tuple[Path | None, ...]) -> None:
    """Refuse names that cannot be written, or of which something is there, before anything is looked at."""
    from safecheck.writing import check_apart, check_new

    if output is not None:
        check_apart(output, (record, *read))
    for path in (output, record):
        if path is not None:
            check_new(path)


def _ask_first(country: str | None, *, yes: bool, phone: bool, computer: bool) -> bool:
    """Ask the questions that come before anything is touched, or say that they were not asked.

    Gives whether the computer is looked at: one that is somebody else's does not keep a phone from being looked at.
    """
    from safecheck.cli.asking import Terminal
    from safecheck.cli.gate import gate
    from safecheck.cli.risk import ask_about_risk
    from safecheck.cli.talk import is_terminal, label, say

    if yes or not is_terminal():
        say(label("risk-skipped"))
        return computer
    person = Terminal()
    if phone and computer:
        person.say(label("gate-computer"))
    person.say(label("gate-intro" if phone else "gate-intro-computer"))
    gate(person, ("gate-moment", "gate-owner" if phone else "gate-owner-computer"))
    if phone and computer and not person.ask(label("gate-owner-computer")):
        person.say(label("gate-computer-left-out"))
        computer = False
    ask_about_risk(person, country)
    return computer


def _look(  # noqa: PLR0913 - what was chosen
    serial: str | None, taken: "datetime | None", signatures: "Signatures", *, phone: bool, computer: bool, deep: bool
) -> "Snapshot":
    """Ask this computer, then the phone; a phone that is not ready does not keep the computer's result."""
    from datetime import datetime

    from safecheck.cli.this_computer import ask_this_computer, cannot_be_looked_at, with_computer, without_phone

    moment = taken or datetime.now().astimezone().replace(microsecond=0)
    answers = ask_this_computer(signatures) if computer else ()
    if not phone and not answers:
        raise SafecheckError("nothing-to-look-at")
    snapshot = _read_live(serial, moment, deep=deep, needed=not answers) if phone else None
    if computer and not answers:
        answers = cannot_be_looked_at()
    return with_computer(snapshot or without_phone(moment, wanted=phone), answers, signatures)


def _read_live(serial: str | None, taken: "datetime", *, deep: bool, needed: bool) -> "Snapshot | None":
    """Ask the phone on the cable; give None for one that is not ready, if it is not `needed`."""
    from safecheck.cli.connecting import connected
    from safecheck.cli.reading import read_live
    from safecheck.cli.talk import label, say, trouble
    from safecheck.phone.adb import AdbPhone

    try:
        with connected(serial) as (listed, device):
            return read_live(AdbPhone(device), listed.serial, taken, deep=deep)
    except SafecheckError as error:
        if needed:
            raise
        trouble(error, ends=False)
        say(label("computer-only"))
        return None


def _save(record: Path, snapshot: "Snapshot", *, deep: bool) -> bool:
    """Save all answers; where that fails, say so and go on, so that the report is still printed."""
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
