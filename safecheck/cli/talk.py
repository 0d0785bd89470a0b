"""Talk with the person, on stderr; stdout is for the report alone."""

import os
import sys
import textwrap
from typing import NoReturn, TextIO

import click

from safecheck.errors import ExitCode, SafecheckError, UpdateCode

_WIDEST = 78
_CLEAR = "\033[2J\033[3J\033[H"  # screen, scroll-back, cursor home


def label(key: str, **blanks: object) -> str:
    """Give a sentence of words/labels.toml."""
    from safecheck.catalogue import fill, load_words

    return fill(load_words().labels[key], blanks)


def wrap(text: str) -> str:
    """Break a text into lines that fit on the terminal; a name that is longer stays whole."""
    lines, width = text.strip("\n").split("\n"), fitting(sys.stderr)
    return "\n".join(
        textwrap.fill(
            line,
            width,
            subsequent_indent="  " if line.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in lines
    )


def fitting(stream: TextIO) -> int:
    """Give how many characters a line there may have."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):  # no terminal, or none with a number
        columns = 0
    return min(_WIDEST, columns - 1) if columns > 1 else _WIDEST


def say(text: str) -> None:
    """Print a text on stderr, wrapped."""
    click.echo(wrap(text), err=True)


def trouble(error: SafecheckError, *, ends: bool = True) -> ExitCode | UpdateCode:
    """Print an error's three parts and give its exit code; where it is not the end, what it means is left out."""
    from safecheck.catalogue import fill, load_words
    from safecheck.clean import clean

    try:
        words = load_words().errors[error.id]
    except SafecheckError as broken:  # the words themselves cannot be read: say it without them
        click.echo(f"{broken.id}: {broken.blanks}", err=True)
        return error.exit_code
    blanks = {name: clean(value, 400) for name, value in error.blanks.items()}
    for part in (words.happened, *((words.means,) if ends else ()), words.do):
        say(fill(part, blanks))
    return error.exit_code


def drop_stdout() -> None:
    """Lead stdout to nowhere, so that what it could not take is not tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_terminal() -> bool:
    """Whether a person can read questions and answer them."""
    return sys.stdin.isatty() and sys.stderr.isatty()


class LeftError(click.exceptions.Exit):
    """The person left at once: nothing more may be said."""


def leave() -> NoReturn:
    """Leave at once: clear the screen and what can be scrolled back to, and end with a word that says nothing."""
    if sys.stderr.isatty():
        if sys.platform == "win32":  # older consoles do not know the sequence for what can be scrolled back to
            import subprocess

            subprocess.run(["cmd", "/c", "cls"], stdout=sys.stderr, check=False)  # noqa: S607 - Windows' own
        click.echo(_CLEAR, err=True, nl=False)
    click.echo(label("left"), err=True)
    raise LeftError(ExitCode.NOT_CHECKED)
