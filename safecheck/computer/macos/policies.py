"""Rules for browsers on a Mac: property lists below /Library/Managed Preferences, for all or for one person."""

import json
from collections.abc import Iterator
from typing import Any

from safecheck.clean import clean
from safecheck.computer import policies
from safecheck.computer.forms import json_of, plist_of, table
from safecheck.computer.look import Look
from safecheck.model.computer import Certificate, Forced, Manager, Route

_RULES = "/Library/Managed Preferences"
_CHROMIUM = {
    "com.google.Chrome.plist": "Chrome",
    "com.microsoft.Edge.plist": "Edge",
    "com.brave.Browser.plist": "Brave",
    "org.chromium.Chromium.plist": "Chromium",
    "com.vivaldi.Vivaldi.plist": "Vivaldi",
}
_FIREFOX = "org.mozilla.firefox.plist"
_FIREFOX_FILE = "/Applications/Firefox.app/Contents/Resources/distribution/policies.json"
_SUPPORT = ("~/Library/Application Support", "/Library/Application Support")  # this person's, and everybody's
_BROUGHT = {"Chrome": "Google/Chrome", "Edge": "Microsoft Edge", "Brave": "BraveSoftware/Brave-Browser"}


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


def read(look: Look) -> Iterator[Forced | Manager | Route | Certificate]:
    """Tell of each rule; on most Macs there is none."""
    if not look.there("/Library/Preferences"):
        look.problem("/Library/Preferences")
    for folder in (_RULES, *(f"{_RULES}/{e.name}" for e in look.folder(_RULES) or () if e.kind == "folder")):
        for name, browser in _CHROMIUM.items():
            place = f"{folder}/{name}"
            yield from policies.chromium(browser, table(json_of(look.data(place, kept_chromium) or b"")), place)
        place = f"{folder}/{_FIREFOX}"
        yield from policies.firefox(table(json_of(look.data(place, kept_firefox) or b"")), place)
    rules = policies.of_file(look.data(_FIREFOX_FILE, policies.kept_file) or b"")
    yield from policies.firefox(rules, _FIREFOX_FILE)
    for browser, name in _BROUGHT.items():
        for support in _SUPPORT:
            folder = f"{support}/{name}/External Extensions"
            for entry in look.folder(folder) or ():
                if entry.name.endswith(".json"):
                    yield Forced(browser, clean(entry.name.removesuffix(".json")), folder)
