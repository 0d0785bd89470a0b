"""Which macOS this is, and when it last looked for updates."""

from collections.abc import Iterator
from datetime import UTC, datetime

from safecheck.clean import clean
from safecheck.computer.forms import word
from safecheck.computer.look import Look
from safecheck.computer.macos import lists
from safecheck.model.computer import Machine

_PLACE = "/System/Library/CoreServices/SystemVersion.plist"
_UPDATES = "/Library/Preferences/com.apple.SoftwareUpdate.plist"


def read(look: Look) -> Iterator[Machine]:
    """Tell name and version; every macOS has the file."""
    told = lists.read(look, _PLACE, lists.only("ProductName", "ProductVersion"))
    name, version = word(told.get("ProductName")), word(told.get("ProductVersion"))
    if not version:
        look.problem(_PLACE)
        return
    updated = lists.read(look, _UPDATES, lists.only("LastSuccessfulDate")).get("LastSuccessfulDate")
    time = updated.replace(tzinfo=UTC) if isinstance(updated, datetime) else None
    yield Machine(clean(f"{name or 'macOS'} {version}"), clean(version), time)
