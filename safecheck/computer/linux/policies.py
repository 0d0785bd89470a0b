"""Rules for browsers on Linux, and the flags with which Debian's Chromium starts."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer import policies
from safecheck.computer.forms import json_of, table
from safecheck.computer.look import Look
from safecheck.model.computer import Extension, Forced, Manager, Origin, Route

_CHROMIUM = {
    "Chrome": "/etc/opt/chrome/policies",
    "Chromium": "/etc/chromium/policies",
    "Edge": "/etc/opt/edge/policies",
    "Brave": "/etc/brave/policies",
    "Vivaldi": "/etc/vivaldi/policies",
    "Opera": "/etc/opt/opera/policies",
}
_FIREFOX = (
    "/etc/firefox/policies/policies.json",
    "/usr/lib/firefox/distribution/policies.json",
    "/usr/lib64/firefox/distribution/policies.json",
    "/usr/lib/firefox-esr/distribution/policies.json",
    "/opt/firefox/distribution/policies.json",
)
# Extensions that other programs bring along: one file each, named by the extension's id.
_BROUGHT = {
    "Chrome": ("/opt/google/chrome/extensions", "/usr/share/google-chrome/extensions"),
    "Chromium": ("/usr/share/chromium/extensions",),
}
_FLAGS = {
    "Chromium": ("/etc/chromium.d", "~/.config/chromium-flags.conf", "/etc/chromium-browser/default"),
    "Chrome": ("~/.config/chrome-flags.conf",),
    "Brave": ("~/.config/brave-flags.conf",),
    "Edge": ("~/.config/microsoft-edge-stable-flags.conf",),
}
_STARTERS = ("~/.local/share/applications", "~/.config/autostart")
_LOAD = re.compile(rb"--load-extension[= ]([^\s\"'`]{1,300})")
_BROWSER = re.compile(rb"(?mi)^Exec=.*\b(chromium|chrome|brave|edge|vivaldi|opera)")


def kept_chromium(data: bytes) -> bytes:
    """Keep the rules that are looked at."""
    rules = json_of(data)
    if not isinstance(rules, dict):
        raise TypeError("these are no rules")
    return policies.kept(rules, policies.CHROMIUM)


def kept_firefox(data: bytes) -> bytes:
    """Keep the rules that are looked at."""
    return b'{"policies": ' + policies.kept(table(table(json_of(data)).get("policies")), policies.FIREFOX) + b"}"


def kept_flags(data: bytes) -> bytes:
    """Keep what is loaded by hand at each start, and by which browser."""
    browser = _BROWSER.search(data)
    lines = [match.group() for match in _LOAD.finditer(data)]
    return b"\n".join([*([b"Exec=" + browser.group(1)] if browser and lines else []), *lines, b""])


def read(look: Look) -> Iterator[Forced | Manager | Route | Extension]:
    """Tell of each rule; on most computers there is none."""
    for browser, folder in _CHROMIUM.items():
        for kind in ("managed", "recommended"):
            for entry in look.folder(f"{folder}/{kind}") or ():
                if entry.name.endswith(".json"):
                    place = f"{folder}/{kind}/{entry.name}"
                    yield from policies.chromium(browser, table(json_of(look.data(place, kept_chromium) or b"")), place)
    for place in _FIREFOX:
        rules = table(table(json_of(look.data(place, kept_firefox) or b"")).get("policies"))
        yield from policies.firefox(rules, place)
    for browser, folders in _BROUGHT.items():
        for folder in folders:
            for entry in look.folder(folder) or ():
                if entry.name.endswith(".json"):
                    yield Forced(browser, clean(entry.name.removesuffix(".json")), f"{folder}/{clean(entry.name)}")
    yield from _flags(look)


def _flags(look: Look) -> Iterator[Extension]:
    places = [(browser, place) for browser, files in _FLAGS.items() for place in files]
    places += [("", folder) for folder in _STARTERS]
    for browser, place in places:
        entries = look.folder(place) if not place.endswith((".conf", "default")) else None
        for file in [f"{place}/{entry.name}" for entry in entries] if entries is not None else [place]:
            data = look.data(file, kept_flags) or b""
            for match in _LOAD.finditer(data):
                named = _BROWSER.search(data)
                yield Extension(
                    browser=browser or (named.group(1).decode().title() if named else "?"),
                    profile="",
                    id="",
                    name=clean(match.group(1).decode(errors="replace")),
                    origin=Origin.HAND,
                    enabled=True,
                    every_page=False,
                    powers=(),
                    place=clean(file, 300),
                )
