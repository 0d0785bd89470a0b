"""Rules for browsers on a Mac: property lists below /Library/Managed Preferences, for all or for one person."""

import json
from collections.abc import Iterator
from typing import Any

from safecheck.computer import policies
from safecheck.computer.forms import json_of, plist_of, table
from safecheck.computer.look import Look
from safecheck.model.computer import Forced, Manager, Route

_RULES = "/Library/Managed Preferences"
_CHROMIUM = {
    "com.google.Chrome.plist": "Chrome",
    "com.microsoft.Edge.plist": "Edge",
    "com.brave.Browser.plist": "Brave",
    "org.chromium.Chromium.plist": "Chromium",
    "com.vivaldi.Vivaldi.plist": "Vivaldi",
}
_FIREFOX = "org.mozilla.firefox.plist"
_BROUGHT = {
    "Chrome": "~/Library/Application Support/Google/Chrome/External Extensions",
    "Edge": "~/Library/Application Support/Microsoft Edge/External Extensions",
}


def _rules(data: bytes) -> dict[str, Any]:
    """Read the rules of a property list, or the form in which they are kept."""
    told = json_of(data) if data.lstrip()[:1] == b"{" else plist_of(data)
    if not isinstance(told, dict):
        raise TypeError("these are no rules")
    plain: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return plain


def kept_chromium(data: bytes) -> bytes:
    """Keep the rules that are looked at."""
    return policies.kept(_rules(data), policies.CHROMIUM)


def kept_firefox(data: bytes) -> bytes:
    """Keep the rules that are looked at."""
    return policies.kept(_rules(data), policies.FIREFOX)


def read(look: Look) -> Iterator[Forced | Manager | Route]:
    """Tell of each rule; on most Macs there is none."""
    if not look.there("/Library/Preferences"):
        look.problem("/Library/Preferences")
    for folder in (_RULES, *(f"{_RULES}/{e.name}" for e in look.folder(_RULES) or () if e.kind == "folder")):
        for name, browser in _CHROMIUM.items():
            place = f"{folder}/{name}"
            yield from policies.chromium(browser, table(json_of(look.data(place, kept_chromium) or b"")), place)
        place = f"{folder}/{_FIREFOX}"
        yield from policies.firefox(table(json_of(look.data(place, kept_firefox) or b"")), place)
    for browser, folder in _BROUGHT.items():
        for entry in look.folder(folder) or ():
            if entry.name.endswith(".json"):
                yield Forced(browser, entry.name.removesuffix(".json"), folder)
