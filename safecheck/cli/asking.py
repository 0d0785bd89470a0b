"""The person at the terminal: shows what the conversation says, and hears what is typed."""

import os
import sys

import click

from safecheck.cli.talk import label, leave, wrap
from safecheck.errors import SafecheckError

_LONGEST = 4096  # characters of one line; terminals give no longer ones


class Terminal:
    """Shows on stderr and hears on stdin; plain for screen readers: no line is broken, and nothing stands out."""

    def __init__(self, *, plain: bool = False) -> None:
        """Find out what the screen may show."""
        self._plain = plain
        self._styled = not plain and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def say(self, text: str = "", *, strong: bool = False) -> None:
        """Show a text."""
        text = text.strip("\n") if self._plain else wrap(text)
        click.echo(click.style(text, bold=True) if strong and self._styled else text, err=True)

    def hear(self, prompt: str = "") -> str:
        """Give the next line that is typed; `q` and the end of all input leave at once."""
        click.echo(f"{prompt} " if prompt else "", nl=False, err=True)
        typed = sys.stdin.readline(_LONGEST)
        if not (typed.endswith("\n") and sys.stdin.isatty()):
            click.echo(err=True)
        if not typed and not sys.stdin.isatty():
            raise SafecheckError("nobody-answers")
        if not typed or typed.strip().lower() in {"q", "quit"}:
            leave()
        return typed

    def ask(self, question: str, *, skippable: bool = False) -> bool:
        """Ask a question until it is answered with yes or no; to skip it means no."""
        while True:
            self.say(question, strong=True)
            match self.hear(label("answers-or-skip" if skippable else "answers")).strip().lower():
                case "y" | "yes":
                    answer = True
                case "n" | "no":
                    answer = False
                case "" if skippable:
                    answer = False
                case _:
                    self.say(label("gate-again"))
                    continue
            self.say()
            return answer
