"""Phones' data on a Mac: backups of iPhones (closed without full disk access), messages, Signal.

Other messengers keep theirs in containers: macOS asks the person when another program looks there, so nobody looks.
"""

from collections.abc import Iterator

from safecheck.computer.apple_backups import backups
from safecheck.computer.look import Look
from safecheck.model.computer import PhoneData

_LIBRARY = "~/Library"
_PLACES = (
    ("messages", "Messages (iMessage)", "~/Library/Messages/chat.db"),
    ("messages", "Signal Desktop", "~/Library/Application Support/Signal"),
)


def read(look: Look) -> Iterator[PhoneData]:
    """Tell of each by what it leaves; only whether it is there is asked."""
    if not look.there(_LIBRARY):
        look.problem(_LIBRARY)
    yield from backups(look, "~/Library/Application Support/MobileSync/Backup", "/")
    for kind, name, place in _PLACES:
        if look.there(place):
            yield PhoneData(kind, name, None)
