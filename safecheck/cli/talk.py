"""Talk with the person, on stderr; stdout is for the report alone."""

import sys
import textwrap
from typing import NoReturn

import click

from safecheck.errors import ExitCode, SafecheckError

_WIDTH = 78
REFUSALS = {"gate-moment": "not-now", "gate-owner": "not-yours"}  # question, and the error that a no is
_CLEAR = "\033[2J\033[3J\033[H"  # screen, scroll-back, cursor home


def label(key: str, **blanks: object) -> str:
    """Give a sentence of words/labels.toml."""
    from safecheck.catalogue import fill, load_words

    return fill(load_words().labels[key], blanks)


def say(text: str) -> None:
    """Print a text on stderr, wrapped."""
    for line in text.strip("\n").split("\n"):
        click.echo(
            textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) if line else "", err=True
        )


def trouble(error: SafecheckError) -> ExitCode:
    """Print an error's three parts and give its exit code."""
    from safecheck.catalogue import fill, load_words
    from safecheck.clean import clean

    try:
        words = load_words().errors[error.id]
    except SafecheckError as broken:  # the words themselves cannot be read: say it without them
        click.echo(f"{broken.id}: {broken.blanks}", err=True)
        return error.exit_code
    blanks = {name: clean(value, 400) for name, value in error.blanks.items()}
    for part in (words.happened, words.means, words.do):
        say(fill(part, blanks))
    return error.exit_code


def is_terminal() -> bool:
    """Whether a person can read questions and answer them."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, *, skippable: bool = False) -> bool:
    """Ask a question until it is answered with yes or no; `q` leaves at once, no more input (or a skip) means no."""
    answers = label("answers-or-skip" if skippable else "answers")
    while True:
        say(f"{question} {answers}")
        answer = sys.stdin.readline()
        match answer.strip().lower():
            case "y" | "yes":
                return True
            case "n" | "no":
                return False
            case "q" | "quit":
                leave()
            case "" if skippable or not answer:
                return False
        say(label("gate-again"))


def leave() -> NoReturn:
    """Leave at once: clear the screen and what can be scrolled back to, and end with a word that says nothing."""
    if sys.stderr.isatty():
        click.echo(_CLEAR, err=True, nl=False)
    click.echo(label("left"), err=True)
    raise click.exceptions.Exit(ExitCode.NOT_CHECKED)


def gate() -> None:
    """Ask the two questions that come before anything is touched; raise SafecheckError on a no."""
    say(label("gate-intro"))
    for key, refusal in REFUSALS.items():
        if not ask(label(key)):
            raise SafecheckError(refusal)
