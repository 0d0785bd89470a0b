"""Ask about risk before anything is looked at: one yes leads to people who help first. No answer is kept anywhere."""

import sys

from safecheck import helplines
from safecheck.cli.talk import ask, label, leave, say
from safecheck.errors import SafecheckError

QUESTIONS = ("risk-close", "risk-violence", "risk-repeated")  # after the first yes, the others are not asked


def ask_about_risk(country: str | None) -> None:
    """Ask; after a yes say who helps (in `country`, or one that is asked for), and raise SafecheckError to stop."""
    say(label("risk-intro"))
    if not any(ask(label(key), skippable=True) for key in QUESTIONS):
        return
    say(label("risk-help"))
    code = country or _country()
    if code:
        _say_who_helps(code)
    if not ask(label("risk-go-on")):
        raise SafecheckError("help-first")


def _country() -> str:
    """Ask for a country until it is one whose helplines ship; empty where the person names none."""
    known = helplines.countries()
    while True:
        say(label("risk-country", countries=", ".join(known)))
        code = sys.stdin.readline().strip().lower()
        if code in {"q", "quit"}:
            leave()
        if not code or code in known:
            return code


def _say_who_helps(code: str) -> None:
    """Print the emergency number, then the helplines of a country."""
    from safecheck.catalogue import load_country

    country = load_country(code)
    say(label("help-emergency", number=country.emergency))
    for line in country.lines:
        say("* " + helplines.in_one_line(line))
    say(label("help-phone"))
