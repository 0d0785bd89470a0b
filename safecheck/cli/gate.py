"""The questions that come before anything is touched: is this a good moment, and whose phone is it?"""

from collections.abc import Iterable

from safecheck.cli.asking import Terminal
from safecheck.cli.talk import label
from safecheck.errors import SafecheckError

REFUSALS = {  # question, and the error that a no is
    "gate-moment": "not-now",
    "gate-owner": "not-yours",
    "gate-owner-computer": "not-your-computer",
}
OF_A_PHONE = ("gate-moment", "gate-owner")


def gate(person: Terminal, keys: Iterable[str] = OF_A_PHONE) -> None:
    """Ask the questions `keys`; raise SafecheckError on a no."""
    for key in keys:
        if not person.ask(label(key)):
            raise SafecheckError(REFUSALS[key])
