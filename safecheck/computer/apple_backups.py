"""Backups of iPhones and iPads on a computer: a folder each, with a property list that names the phone."""

import plistlib
from collections.abc import Iterator
from datetime import UTC, datetime

from safecheck.clean import clean
from safecheck.computer.forms import plist_of, table, word
from safecheck.computer.look import Look
from safecheck.model.computer import PhoneData

_KEPT = ("Device Name", "Last Backup Date")


def kept(data: bytes) -> bytes:
    """Keep the phone's name and the day of its last backup: numbers and lists of apps stand there too."""
    told = plist_of(data)
    if not isinstance(told, dict):
        raise TypeError("this is no property list")
    return plistlib.dumps({key: told[key] for key in _KEPT if key in told})


def backups(look: Look, folder: str, sign: str) -> Iterator[PhoneData]:
    """Tell of each backup below a folder."""
    for entry in look.folder(folder) or ():
        if entry.kind == "folder":
            told = table(plist_of(look.data(f"{folder}{sign}{entry.name}{sign}Info.plist", kept, 50_000_000) or b""))
            when = told.get("Last Backup Date")
            time = when.replace(tzinfo=UTC) if isinstance(when, datetime) else None
            yield PhoneData("backup", clean(word(told.get("Device Name"))) or "?", time)
