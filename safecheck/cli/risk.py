"""Ask about risk before anything is looked at: one yes leads to people who help first. No answer is kept anywhere."""

from safecheck import helplines
from safecheck.cli.asking import Terminal
from safecheck.cli.talk import label
from safecheck.errors import SafecheckError

QUESTIONS = ("risk-close", "risk-violence", "risk-repeated")  # after the first yes, the others are not asked


def ask_about_risk(person: Terminal, country: str | None) -> None:
    """Ask; after a yes say who helps (in `country`, or one that is asked for), and raise SafecheckError to stop."""
    person.say(label("risk-intro"))
    if not any(person.ask(label(key), skippable=True) for key in QUESTIONS):
        return
    person.say(label("risk-help"))
    code = country or _country(person)
    if code:
        _say_who_helps(person, code)
    if not person.ask(label("risk-go-on")):
        raise SafecheckError("help-first")


def _country(person: Terminal) -> str:
    """Ask for a country until it is one whose helplines ship; empty where the person names none."""
    known = helplines.countries()
    while True:
        person.say(label("risk-country", countries=", ".join(known)))
        code = person.hear().strip().lower()
        if not code or code in known:
            return code


def _say_who_helps(person: Terminal, code: str) -> None:
    """Print the emergency number, then the helplines of a country."""
    from safecheck.catalogue import load_country

    country = load_country(code)
    person.say(label("help-emergency", number=country.emergency))
    for line in country.lines:
        person.say("* " + helplines.in_one_line(line))
    person.say(label("help-phone"))
