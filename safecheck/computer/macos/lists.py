"""Property lists: what is kept of one, and how what was kept is read."""

import plistlib
from typing import Any

from safecheck.computer.forms import plist_of, table
from safecheck.computer.look import Look
from safecheck.model.host import Keep


def whole(data: bytes) -> dict[str, Any]:
    """Read a property list; raise TypeError for what is none or was cut off: it must not count as an empty one."""
    told = plist_of(data)
    if not isinstance(told, dict):
        raise TypeError("this is no property list")
    return told


def only(*names: str) -> Keep:
    """Keep these values of a property list."""

    def kept(data: bytes) -> bytes:
        told = whole(data)
        return plistlib.dumps({name: told[name] for name in names if name in told})

    return kept


def read(look: Look, place: str, keep: Keep) -> dict[str, Any]:
    """Read a file that is a property list; {} where there is none, or where it cannot be read and is a gap."""
    return table(plist_of(look.data(place, keep) or b""))
