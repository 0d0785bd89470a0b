"""`safecheck update`: get a newer list. The only command that talks to the network."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safecheck.errors import SafecheckError, UpdateCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safecheck.feed.state import State
    from safecheck.feed.update import Result
    from safecheck.model import Signatures


@click.command(short_help="Get a newer list of known apps over the internet.")
@click.option(
    "--source",
    type=click.Choice(["feed", "community"]),
    default="feed",
    help="From the feed that was set up, or from a public list that nobody signs.",
)
@click.option("--proxy", default="", metavar="URL", help="Go through this proxy, such as socks5h://127.0.0.1:9050.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before the first update.")
def update(source: str, proxy: str, *, yes: bool) -> UpdateCode:
    """Get a newer list of known apps over the internet. No other command does this.

    \b
    Exit codes:
       0  a newer list is in use
      20  there is nothing newer
      21  nothing could be reached: the list that was here stays in use
      22  what came was refused: the list that was here stays in use
      23  nothing was done: see what is said
    """  # noqa: D301 - \b is click's sign for "do not wrap"
    from datetime import UTC, datetime

    from safecheck.feed import place, state

    folder = place.folder()
    known = state.load(folder)
    hosts, run = _community(known) if source == "community" else _feed(known)
    if all(kept.kind.value != source for kept in known.lists):  # none came over the internet from there yet
        _say_who_may_notice(hosts[0], yes=yes)

    def fetched() -> "Result":
        from safecheck.feed.fetch import Line

        return run(folder, Line(hosts, proxy), datetime.now(UTC))

    return settle(fetched, hosts[0], folder)


def _feed(known: "State") -> "tuple[tuple[str, ...], Callable[..., Result]]":
    """Say where the feed is, and how to ask it."""
    from safecheck.feed.state import required

    feed = required(known)
    from safecheck.feed.update import from_feed

    return feed.hosts, lambda folder, line, now: from_feed(folder, line, now, prove, _progress)


def _community(known: "State") -> "tuple[tuple[str, ...], Callable[..., Result]]":
    """Say where the public source is, and how to ask it; a feed that was set up comes first."""
    from urllib.parse import urlsplit

    from safecheck.feed import community
    from safecheck.feed.update import from_community

    if known.feed is not None:
        raise SafecheckError("feed-comes-first", UpdateCode.NOT_DONE)
    host = urlsplit(community.BASE).hostname or ""
    return (host,), lambda folder, line, now: from_community(folder, line, community.BASE, now, prove)


def _say_who_may_notice(host: str, *, yes: bool) -> None:
    """Say it before anything is sent, and go on only after a yes."""
    from safecheck.cli.asking import Terminal
    from safecheck.cli.talk import is_terminal, label, say

    notice = label("update-notice", host=host)
    if yes:
        say(notice)
        return
    if not is_terminal():
        raise SafecheckError("update-not-asked", UpdateCode.NOT_DONE)
    if not Terminal().ask(f"{notice} {label('update-ask')}"):
        raise SafecheckError("update-declined", UpdateCode.NOT_DONE)


def settle(run: "Callable[[], Result]", source: object, folder: Path) -> UpdateCode:
    """Take a list, say how that ended, and which list is in use from now on."""
    from safecheck.cli.list_in_use import say_list
    from safecheck.cli.talk import trouble

    try:
        with refusing(source):
            result = run()
    except SafecheckError as error:
        if error.exit_code not in {UpdateCode.KEPT, UpdateCode.REFUSED}:
            raise
        code = UpdateCode(trouble(error))
    else:
        code = result.code
        _tell(result, folder)
    say_list()
    return code


@contextlib.contextmanager
def refusing(source: object) -> "Iterator[None]":
    """Say of a refusal what it was that was refused."""
    from safecheck.feed.refusal import Refused

    try:
        yield
    except Refused as refused:
        if isinstance(source, Path) and not source.is_dir():
            raise SafecheckError("bundle-refused", refused.code, source=source, why=refused.why) from refused
        kept = refused.code is UpdateCode.KEPT
        raise SafecheckError(
            "feed-unreachable" if kept else "feed-refused", refused.code, source=source, why=refused.why
        ) from refused


def _tell(result: "Result", folder: Path) -> None:
    """Say what came of it, and what is kept where."""
    from datetime import UTC, datetime

    from safecheck.cli.talk import label, say

    say(label("update-done" if result.code is UpdateCode.UPDATED else "update-current"))
    if result.expires is not None and result.expires < datetime.now(UTC):
        say(label("update-expired", expires=result.expires.date()))
    if result.merged is not None:
        merged = result.merged
        say(
            label(
                "update-community",
                added=merged.added,
                passed_over=merged.passed_over,
                withdrawn=merged.withdrawn,
            )
        )
    say(label("update-kept", folder=folder))


def prove(signatures: "Signatures") -> None:
    """Refuse a list with which a scan would not pass its test of itself."""
    from safecheck import canary, canary_computer
    from safecheck.catalogue import load_words
    from safecheck.checks import load_checks
    from safecheck.feed.refusal import Reason, Refused

    checks, words = load_checks(), load_words()
    try:
        canary.prove(checks, signatures, words)
        canary_computer.prove(checks, signatures, words)
    except SafecheckError as error:
        raise Refused(Reason.UNPROVEN) from error


@contextlib.contextmanager
def _progress(length: int) -> "Iterator[Callable[[int], None]]":
    """Show on a terminal how much of the list is here; its length is signed, so no host can make it wrong."""
    import sys

    from safecheck.cli.talk import label

    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    with click.progressbar(length=length, label=label("update-progress"), file=sys.stderr) as bar:
        yield bar.update
