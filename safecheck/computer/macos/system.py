"""Which macOS this is, and when it last looked for updates."""

import plistlib
from collections.abc import Iterator
from datetime import UTC, datetime

from safecheck.clean import clean
from safecheck.computer.forms import plist_of, table, word
from safecheck.computer.look import Look
from safecheck.model.computer import Machine

_PLACE = "/System/Library/CoreServices/SystemVersion.plist"
_UPDATES = "/Library/Preferences/com.apple.SoftwareUpdate.plist"


def _kept_updates(data: bytes) -> bytes:
    """Keep the day of the last look for updates."""
    told = table(plist_of(data))
    return plistlib.dumps({key: told[key] for key in ("LastSuccessfulDate",) if key in told})


def read(look: Look) -> Iterator[Machine]:
    """Tell name and version; every macOS has the file."""
    told = table(plist_of(look.data(_PLACE) or b""))
    name, version = word(told.get("ProductName")), word(told.get("ProductVersion"))
    if not version:
        look.problem(_PLACE)
        return
    updated = table(plist_of(look.data(_UPDATES, _kept_updates) or b"")).get("LastSuccessfulDate")
    time = updated.replace(tzinfo=UTC) if isinstance(updated, datetime) else None
    yield Machine(clean(f"{name or 'macOS'} {version}"), clean(version), time)
