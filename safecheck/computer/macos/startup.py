"""What starts by itself on a Mac: launch agents and daemons, with hidden names too, and cron.

Which of them are switched off (launchctl) and what apps add by themselves (background items) is not read here: the
first is another command's, the second nobody may read without full disk access. `sfltool` is never run: it asks for
an administrator's password.
"""

import plistlib
import shlex
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import items, plist_of, table, word
from safecheck.computer.look import Look
from safecheck.model import GapReason
from safecheck.model.computer import Starter

_PLACES = (
    ("/Library/LaunchDaemons", "daemon", False),
    ("/Library/LaunchAgents", "agent", False),
    ("~/Library/LaunchAgents", "agent", True),
)
_OWN = "/System/Library/LaunchDaemons"
_KEPT = ("Label", "Program", "ProgramArguments", "Disabled")
_CRONTABS = "/private/var/at/tabs"
_LONGEST = 300


def kept(data: bytes) -> bytes:
    """Keep what is started and how it is called."""
    told = plist_of(data)
    if not isinstance(told, dict):
        raise TypeError("this is no property list")
    return plistlib.dumps({key: told[key] for key in _KEPT if key in told})


def read(look: Look) -> Iterator[Starter]:
    """Tell of each; a Mac without daemons of its own is none."""
    if not look.there(_OWN):
        look.problem(_OWN)
    for folder, kind, own in _PLACES:
        for entry in look.folder(folder) or ():
            if entry.name.endswith(".plist"):
                place = f"{folder}/{entry.name}"
                told = table(plist_of(look.data(place, kept) or b""))
                arguments = [word(text) for text in items(told.get("ProgramArguments"))]
                program = word(told.get("Program"))
                command = shlex.join([program, *arguments[1:]] if program else arguments)
                yield Starter(
                    kind=kind,
                    name=clean(word(told.get("Label")) or entry.name.removesuffix(".plist")),
                    command=clean(command, _LONGEST),
                    place=clean(place, _LONGEST),
                    own=own,
                    packaged=False,
                    enabled=told.get("Disabled") is not True,
                )
    if look.folder(_CRONTABS) is None and not look.about.admin:
        look.problem(_CRONTABS, GapReason.DENIED)
