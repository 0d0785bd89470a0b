"""What every command with a report shares: its options, and how the report is shown or written."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from safecheck import formats, helplines
from safecheck.errors import ExitCode, SafecheckError

if TYPE_CHECKING:
    from datetime import datetime

    from safecheck.catalogue import LoadedList, Words
    from safecheck.model import Country, Report


class Wanted(NamedTuple):
    """How the person wants the report."""

    form: str
    output: Path | None
    reader: str
    country_code: str | None
    own: Path | None  # an organisation's own list
    taken: "datetime | None"  # the time that the report speaks of; None: now, or the recording's

    def country(self) -> "Country | None":
        """Read who helps in the country that was chosen."""
        from safecheck.catalogue import load_country

        return load_country(self.country_code) if self.country_code else None

    def with_own_list(self, loaded: "LoadedList", words: "Words") -> "LoadedList":
        """Add the organisation's own list to the shipped one, where one was named."""
        if self.own is None:
            return loaded
        from safecheck import own_list

        return own_list.add(loaded, self.own, words.labels["own-family"])


def report_options(command: Callable[..., ExitCode]) -> Callable[..., ExitCode]:
    """Add the options of a report to a command; it gets them as `wanted`."""

    @click.option(
        "-f", "--format", "form", type=click.Choice(formats.names()), default="text", help="How the report is written."
    )
    @click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to FILE.")
    @click.option(
        "--detail",
        type=click.Choice([reader.value for reader in formats.Reader]),
        default=formats.Reader.PERSON.value,
        help="For whom: a helper sees weaker signs, the phone's own lines, and all that was asked.",
    )
    @click.option(
        "--country",
        type=click.Choice(helplines.countries(), case_sensitive=False),
        help="Show who helps in this country.",
    )
    @click.option(
        "--signatures",
        "own",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Look for the products of your organisation's own list as well.",
    )
    @click.option(
        "--now", metavar="TIME", help="Take this as the time of the report, such as 2026-11-21T14:30:00+01:00."
    )
    @functools.wraps(command)
    def run(  # noqa: PLR0913 - one per option
        *,
        form: str,
        output: Path | None,
        detail: str,
        country: str | None,
        own: Path | None,
        now: str | None,
        **rest: Any,  # noqa: ANN401 - the command's own options
    ) -> ExitCode:
        return command(wanted=Wanted(form, output, detail, country, own, _time(now)), **rest)

    return run


def publish(report: "Report", wanted: Wanted, words: "Words", *, saved: bool) -> ExitCode:
    """Show the report, and give the exit code; `saved`: whatever else was to be written was written."""
    from safecheck.cli.talk import fitting

    render = formats.renderer(wanted.form)
    if wanted.form == "text" and wanted.output is None:
        render = functools.partial(render, width=fitting(sys.stdout))
    text = render(report, words, formats.Reader(wanted.reader))
    saved = _show(wanted.output, text, exact=wanted.form != "text") and saved
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


def _show(output: Path | None, text: str, *, exact: bool) -> bool:
    """Print the report, or write it to a file; where that fails, say so and print it, so that it is not lost.

    What is not for a terminal is `exact`: UTF-8, whatever the terminal shows.
    """
    from safecheck.cli.talk import drop_stdout, label, say, trouble
    from safecheck.writing import write_whole

    if output is not None:
        try:
            write_whole(output, text.encode())
        except SafecheckError as error:
            trouble(error)
        else:
            say(label("written", file=output))
            return True
    try:
        click.echo(text.encode() if exact else text, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_stdout()
        trouble(SafecheckError("not-printed", why=error.strerror or error))
        return False
    return output is None
