"""What starts by itself on a Mac: launch agents and daemons, with hidden names too, and cron.

What apps add by themselves (background items) is not read here: nobody may without full disk access. `sfltool` is
never run: it asks for an administrator's password.
"""

import re
import shlex
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import items, word
from safecheck.computer.look import Look
from safecheck.computer.macos import launchd, lists
from safecheck.model import GapReason
from safecheck.model.computer import Starter

_OWN = "/System/Library/LaunchDaemons"
_KEPT = lists.only("Label", "Program", "BundleProgram", "ProgramArguments", "Disabled")
_CRONTABS = "/private/var/at/tabs"
_CRON = re.compile(r"(?:@\w+|(?:\S+\s+){4}\S+)\s+(.+)")
_LONGEST = 300


def read(look: Look) -> Iterator[Starter]:
    """Tell of each; a Mac without daemons of its own is none."""
    if not look.there(_OWN):
        look.problem(_OWN)
    switched = launchd.switched(look)
    for listed in launchd.lists(look):
        told = lists.read(look, listed.place, _KEPT)
        label = word(told.get("Label")) or listed.name
        arguments = [word(text) for text in items(told.get("ProgramArguments"))]
        program = word(told.get("Program")) or word(told.get("BundleProgram"))
        command = shlex.join([program, *arguments[1:]] if program else arguments)
        # Which agents a person switched off or on again is not known: each counts as on.
        on = listed.kind == "agent" or switched.get(label, told.get("Disabled") is not True)
        yield _starter(listed.kind, label, command, listed.place, own=listed.own, enabled=on)
    yield from _cron(look)


def _cron(look: Look) -> Iterator[Starter]:
    """Tell what cron starts; only an administrator may look."""
    places = {f"{_CRONTABS}/{entry.name}": entry.name for entry in look.folder(_CRONTABS) or ()}
    if not places and not look.about.admin:
        look.problem(_CRONTABS, GapReason.DENIED)
    for place, person in places.items():
        for line in (look.text(place) or "").splitlines():
            if line[:1] not in {"#", ""} and (match := _CRON.match(line.strip())):
                own = person == look.about.user
                yield _starter("cron", match.group(1)[:60], match.group(1), place, own=own, enabled=True)


def _starter(kind: str, name: str, command: str, place: str, *, own: bool, enabled: bool) -> Starter:  # noqa: PLR0913 - what a starter is made of
    return Starter(
        kind, clean(name), clean(command, _LONGEST), clean(place, _LONGEST), own=own, packaged=False, enabled=enabled
    )
