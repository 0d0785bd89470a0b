"""A person who types from a list (synthetic), and what stood on the screen meanwhile."""

from collections.abc import Iterable, Mapping

from safecheck import catalogue, engine
from safecheck.accounts.agenda import Agenda, asked, only, open_points
from safecheck.accounts.conversation import Talked, converse
from safecheck.checks import load_checks
from safecheck.formats import Reader, renderer
from safecheck.model import Accounts, Reply, Report, Snapshot
from tests.scripted import TAKEN
from tests.small_list import SMALL


class HungUpError(Exception):
    """Nothing more is typed."""


class Typist:
    """Types what it was given, and keeps everything that it is told."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.screen: list[str] = []

    def say(self, text: str = "", *, strong: bool = False) -> None:
        """Keep a text; a strong one in asterisks."""
        self.screen.append(f"*{text}*" if strong else text.strip("\n"))

    def hear(self, prompt: str) -> str:
        """Type the next line."""
        line = next(self._lines, None)
        if line is None:
            raise HungUpError
        self.screen.append(f"{prompt} {line}")
        return line + "\n"

    def transcript(self) -> str:
        """Give the whole screen."""
        return "\n".join(self.screen) + "\n"


def talk(agenda: Agenda, lines: Iterable[str], before: Mapping[str, Reply] | None = None) -> tuple[Talked, Typist]:
    """Have a conversation to its end."""
    person = Typist(lines)
    return converse(agenda, before or {}, catalogue.load_words(), person), person


def report(agenda: Agenda, talked: Talked) -> Report:
    """Judge a conversation as the command line does."""
    words = catalogue.load_words()
    snapshot = Snapshot(
        taken=TAKEN,
        phone=None,
        gaps=open_points(agenda, talked.answers, words, stopped=talked.stopped),
        accounts=Accounts(answers=talked.answers, topics=asked(agenda, talked.answers)),
    )
    return engine.make_report(snapshot, load_checks(), SMALL, catalogue.load_advice(), words)


def told(names: Iterable[str], answers: Mapping[str, str], *, stopped: bool = False) -> Report:
    """Judge answers on some services without a conversation."""
    return report(only(names), Talked({id_: Reply(said) for id_, said in answers.items()}, stopped))


def text(told_report: Report, reader: Reader = Reader.PERSON) -> str:
    """Write a report."""
    return renderer("text")(told_report, catalogue.load_words(), reader)
