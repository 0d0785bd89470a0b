"""`safecheck accounts`: a guided look at accounts, location sharing, doorbells and cameras."""

import contextlib
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safecheck import services
from safecheck.cli.asking import Terminal
from safecheck.cli.reporting import Wanted, publish, report_options
from safecheck.errors import ExitCode, SafecheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from click._termui_impl import ProgressBar

    from safecheck.accounts.agenda import Agenda
    from safecheck.accounts.conversation import Opening, Talked
    from safecheck.model import Gap, Item, Question, Reply, Signatures, Snapshot, Topic
    from safecheck.phone.adb import AdbPhone


@click.command(short_help="Go through accounts, location sharing, doorbells and cameras, question by question.")
@click.argument("names", nargs=-1, metavar="[SERVICE]...")
@report_options
@click.option("--list", "listed", is_flag=True, help="Name every service, or the questions of those that are named.")
@click.option(
    "--answers",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take answers from FILE, ask only for the others, and write all of them there at the end.",
)
@click.option(
    "--export",
    "downloads",
    type=click.Path(path_type=Path),
    metavar="PATH",
    multiple=True,
    help="Read what a service sent you: a zip, a file or a folder, and ask about it. "
    "Besides, only services that you name are asked about.",
)
@click.option("--no-ask", is_flag=True, help="Ask nothing: the answers in FILE are all there are.")
@click.option(
    "--from",
    "recorded",
    type=click.Path(path_type=Path),
    metavar="RECORDING",
    help="Begin with the services whose apps are on a phone that was saved with scan --record, and report on all.",
)
@click.option("--phone", is_flag=True, help="The same with the connected phone; screens can then be opened on it.")
@click.option("-s", "--serial", metavar="NAME", help="The same, and which phone, if several are connected.")
@click.option("--plain", is_flag=True, help="For screen readers: nothing stands out, and no line is broken.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask the questions first.")
def accounts(  # noqa: PLR0913 - one per option
    names: tuple[str, ...],
    wanted: Wanted,
    file: Path | None,
    downloads: tuple[Path, ...],
    recorded: Path | None,
    serial: str | None,
    *,
    listed: bool,
    no_ask: bool,
    phone: bool,
    plain: bool,
    yes: bool,
) -> ExitCode:
    """Go through accounts, location sharing, doorbells and cameras, question by question, and print a report.

    With SERVICE, such as ring or google-maps, only those are asked about. safecheck never signs in to anything. Answers
    are kept nowhere, unless you name a FILE. q leaves at once. The exit codes are those of scan.
    """
    live = phone or serial is not None
    if recorded is not None and live:
        raise click.UsageError("--from and a phone (--phone, -s) do not go together: choose one.")
    for name in names:
        if name not in services.names():
            raise SafecheckError("no-such-service", ExitCode.USAGE, name=name)
    if listed:
        return _list(names)
    with _left_at_interrupt():
        return _run(names, wanted, file, downloads, recorded, serial, live=live, no_ask=no_ask, plain=plain, yes=yes)


def _run(  # noqa: PLR0913 - one per option
    names: tuple[str, ...],
    wanted: Wanted,
    file: Path | None,
    downloads: tuple[Path, ...],
    recorded: Path | None,
    serial: str | None,
    *,
    live: bool,
    no_ask: bool,
    plain: bool,
    yes: bool,
) -> ExitCode:
    """Ask, judge, report."""
    import msgspec

    from safecheck import canary, catalogue, engine
    from safecheck.accounts.agenda import only, whole, with_answered
    from safecheck.accounts.downloads import left_alone, topics
    from safecheck.accounts.exports.read import check_there
    from safecheck.checks import load_checks
    from safecheck.feed.load import load_list
    from safecheck.model import Part
    from safecheck.writing import check_apart, check_new, check_writable

    if file is not None and not no_ask:  # otherwise the answers are only read
        check_writable(file)
        check_apart(file, (*downloads, recorded, wanted.own))
    if wanted.output is not None:
        check_apart(wanted.output, (file, *downloads, recorded, wanted.own))
        check_new(wanted.output)
    check_there(downloads)
    checks, loaded = load_checks(), load_list(with_samples=live or recorded is not None)
    advice, words = catalogue.load_advice(), catalogue.load_words()
    canary.prove(checks, loaded.signatures, words)
    canary.prove_told(checks, loaded.signatures, words)
    if downloads:
        canary.prove_downloads(checks, loaded.signatures, words)
    loaded = wanted.with_own_list(loaded, words)
    before = _read_answers(file, must_be_there=no_ask)
    person = Terminal(plain=plain)
    if not no_ask:
        _begin(person, wanted.country_code, yes=yes, live=live)
    with _phone(recorded, serial, wanted, loaded.signatures, live=live) as (snapshot, device):
        read = _with_downloads(snapshot, downloads, before, plain=plain)
        agenda = only(dict.fromkeys(names)) if names or downloads else whole(snapshot.phone)
        of_downloads = [check for check in checks if check.part in {Part.EXPORTS, Part.GOOGLE_EXPORTS}]
        told = engine.judge(read, of_downloads, loaded.signatures, words)
        agenda = msgspec.structs.replace(agenda, downloads=topics(told, words))
        talked = _talk(agenda, before, _openings(snapshot, device), None if no_ask else person)
        saved = file is None or no_ask or _write_answers(file, talked.answers)
    report = engine.make_report(
        _with_answers(read, with_answered(agenda, before), talked, left_alone(before, told)),
        checks,
        loaded,
        advice,
        words,
        country=wanted.country(),
    )
    return publish(report, wanted, words, saved=saved)


@contextlib.contextmanager
def _left_at_interrupt() -> "Iterator[None]":
    """Let Ctrl-C be what q is, wherever it is pressed."""
    from safecheck.cli.talk import leave

    try:
        yield
    except KeyboardInterrupt:
        leave()


def _list(names: tuple[str, ...]) -> ExitCode:
    """Name every service, or every question of some, for the answers file."""
    from safecheck.accounts.agenda import only, use, whole

    for topic in only(names).first if names else [topic for group in whole(None).groups.values() for topic in group]:
        click.echo(f"{topic.id}: {topic.name}")
        if names:
            if not topic.everyone:
                click.echo(f"  {use(topic)}")
            for item in topic.items:
                click.echo(f"  {item.id}: {item.text}")
    return ExitCode.NOTHING_FOUND


def _begin(person: Terminal, country: str | None, *, yes: bool, live: bool) -> None:
    """Say when to stop and what happens, before anything is touched; raise SafecheckError where the person stops."""
    from safecheck.cli.gate import OF_A_PHONE, gate
    from safecheck.cli.risk import ask_about_risk
    from safecheck.cli.talk import label

    person.say(label("accounts-stop"))
    person.say()
    if yes:
        person.say(label("risk-skipped"))
    else:
        gate(person, OF_A_PHONE if live else ("gate-moment",))  # the other question is about a phone
        ask_about_risk(person, country)
    person.say(label("accounts-intro"))
    person.say()


@contextlib.contextmanager
def _phone(
    recorded: Path | None, serial: str | None, wanted: Wanted, signatures: "Signatures", *, live: bool
) -> "Iterator[tuple[Snapshot, AdbPhone | None]]":
    """Read what was chosen, and hold on to a connected phone; where nothing was, the snapshot is empty."""
    from datetime import datetime

    from safecheck.model import Snapshot

    if live:
        from safecheck.cli.connecting import connected
        from safecheck.cli.reading import read_live
        from safecheck.phone.adb import AdbPhone

        with connected(serial) as (phone, device):
            yield read_live(AdbPhone(device), phone.serial, wanted.taken), AdbPhone(device)
    elif recorded is not None:
        from safecheck.cli.reading import read_recording

        yield read_recording(recorded, wanted.taken, signatures), None
    else:
        yield (
            Snapshot(taken=wanted.taken or datetime.now().astimezone().replace(microsecond=0), phone=None, gaps=()),
            None,
        )


def _talk(
    agenda: "Agenda",
    before: "Mapping[str, Reply]",
    openings: "Callable[[Topic, Item], Opening | None]",
    person: Terminal | None,
) -> "Talked":
    """Have the conversation; without a person, the answers of the file are all there are."""
    from safecheck.accounts.conversation import Talked, converse
    from safecheck.catalogue import load_words

    if person is None:
        return Talked(before, stopped=False)
    return converse(agenda, before, load_words(), person, openings)


def _openings(snapshot: "Snapshot", device: "AdbPhone | None") -> "Callable[[Topic, Item], Opening | None]":
    """Say what can be opened on the connected phone: a settings screen that a card names, or the service's app."""
    from safecheck.accounts.conversation import Opening
    from safecheck.phone import opening

    def find(topic: "Topic", item: "Item") -> "Opening | None":
        if device is None:
            return None
        for place in item.places:
            if place.opens:
                return Opening(place.path[0], partial(_open, device, opening.screen(place.opens)))
        if not item.screen:
            return None
        for package in topic.packages:
            if command := opening.app(package, snapshot.answers):
                return Opening(topic.name, partial(_open, device, command))
        return None

    return find


def _open(device: "AdbPhone", command: "Question") -> bool:
    """Open something on the phone; whether that worked."""
    from safecheck.phone.opening import worked

    return all(worked(answer) for answer in device.ask([command]))


def _read_answers(file: Path | None, *, must_be_there: bool) -> "Mapping[str, Reply]":
    """Read the answers of an earlier conversation, or of a form."""
    from safecheck.accounts.agenda import question_ids
    from safecheck.accounts.answers import load

    if file is None or not (must_be_there or file.exists()):
        return {}
    return load(file, question_ids())


def _write_answers(file: Path, answers: "Mapping[str, Reply]") -> bool:
    """Write all answers, and say how to remove them; where that fails, say so and go on, so that there is a report."""
    from safecheck.accounts.answers import encode
    from safecheck.cli.talk import label, say, trouble
    from safecheck.writing import write_whole

    try:
        write_whole(file, encode(answers))
    except SafecheckError as error:
        trouble(error)
        return False
    say(label("answers-written", file=file))
    return True


def _with_downloads(
    snapshot: "Snapshot", downloads: tuple[Path, ...], before: "Mapping[str, Reply]", *, plain: bool
) -> "Snapshot":
    """Read downloads of accounts beside it all, with a bar on a terminal; `before` was answered already."""
    import msgspec

    from safecheck.accounts.exports.read import read_exports
    from safecheck.cli.talk import label, say
    from safecheck.model import Accounts

    if not downloads:
        return msgspec.structs.replace(snapshot, accounts=Accounts(answers=before))
    said = label("downloads-reading")
    if plain:
        say(said)
    with click.progressbar(length=1000, label=said, width=0, file=sys.stderr, hidden=plain) as bar:
        read = read_exports(downloads, partial(_advance, bar))
        bar.update(1000 - bar.pos)
    return msgspec.structs.replace(
        snapshot, accounts=Accounts(answers=before, exports=read.exports), gaps=snapshot.gaps + read.gaps
    )


def _advance(bar: "ProgressBar[int]", _file: str, done: int, total: int) -> None:
    """Move the bar to where the reading is: bytes done of all."""
    bar.update(1000 * done // max(total, 1) - bar.pos)


def _with_answers(snapshot: "Snapshot", agenda: "Agenda", talked: "Talked", alone: "tuple[Gap, ...]") -> "Snapshot":
    """Put what was told, and what stayed open or stands `alone`, beside what the phone and downloads told."""
    import msgspec

    from safecheck.accounts.agenda import asked, open_points
    from safecheck.catalogue import load_words
    from safecheck.model import Accounts

    exports = snapshot.accounts.exports if snapshot.accounts else ()
    return msgspec.structs.replace(
        snapshot,
        accounts=Accounts(answers=talked.answers, topics=asked(agenda, talked.answers), exports=exports),
        gaps=snapshot.gaps + open_points(agenda, talked.answers, load_words(), stopped=talked.stopped) + alone,
    )
