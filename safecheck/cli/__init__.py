"""The command line: the only place where the parts are put together.

Everything heavy is imported inside the commands, so that `--help` and the guide feel instant.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from safecheck import __version__
from safecheck.cli.accounts import accounts
from safecheck.cli.doctor import doctor
from safecheck.cli.explain import explain
from safecheck.cli.feed import feed
from safecheck.cli.listing import listing
from safecheck.cli.scan import scan
from safecheck.cli.talk import drop_stdout, label, say, trouble
from safecheck.cli.update import update
from safecheck.errors import ExitCode, SafecheckError


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Find out how someone may be watching you through technology, and what to do in which order.

    Nothing is sent anywhere, and nothing is saved unless you ask for it.
    """
    if context.invoked_subcommand is None:
        click.echo(label("guide").strip())


main.add_command(scan)
main.add_command(accounts)
main.add_command(doctor)
main.add_command(explain)
main.add_command(listing)
main.add_command(update)
main.add_command(feed)


def run() -> NoReturn:
    """Run the command line and end the process with its exit code; never a traceback."""
    _prepare_streams()
    try:
        code = main(prog_name="safecheck", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except SafecheckError as error:
        code = trouble(error)
    except (KeyboardInterrupt, click.Abort):
        say("")
        code = trouble(SafecheckError("stopped"))
    except BrokenPipeError:  # the reader went away (`| head`): nothing is left to say to it
        drop_stdout()
        code = ExitCode.NOT_CHECKED
    except Exception as error:  # the person must never see a traceback; makers set the variable
        if os.environ.get("SAFECHECK_TRACEBACK"):
            raise
        code = trouble(SafecheckError("unexpected", why=f"{type(error).__name__}: {error}"))
    sys.exit(int(code or 0))


def _prepare_streams() -> None:
    """Let no stream be a reason to end: one that is closed leads to nowhere, a letter that one cannot show is "?"."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started this: no file may take its number
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - for all of the run
            setattr(sys, name, stream)
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
