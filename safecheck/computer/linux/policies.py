"""Rules for browsers on Linux, and the flags with which Debian's Chromium starts."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer import policies
from safecheck.computer.forms import json_of, object_of, table
from safecheck.computer.look import Look, only
from safecheck.model.computer import Certificate, Extension, Forced, Manager, Origin, Route

_CHROMIUM = {
    "Chrome": ("/etc/opt/chrome/policies",),
    "Chromium": (
        "/etc/chromium/policies",
        "/etc/chromium-browser/policies",  # also of the snap
        "/var/snap/chromium/current/policies",
    ),
    "Edge": ("/etc/opt/edge/policies",),
    "Brave": ("/etc/brave/policies",),
    "Vivaldi": ("/etc/vivaldi/policies",),
    "Opera": ("/etc/opt/opera/policies",),
}
_FIREFOX = (
    "/etc/firefox/policies/policies.json",
    "/usr/lib/firefox/distribution/policies.json",
    "/usr/lib64/firefox/distribution/policies.json",
    "/usr/lib/firefox-esr/distribution/policies.json",
    "/opt/firefox/distribution/policies.json",
    "/usr/local/firefox/distribution/policies.json",
    "/etc/librewolf/policies/policies.json",
)
_FLATPAKS = "/var/lib/flatpak/extension"  # a flatpak finds its rules in a part of its own, one folder for each
_FLATPAK_RULES = "org.mozilla.firefox.systemconfig"
# Extensions that other programs bring along: one file each, named by the extension's id.
_BROUGHT = {
    "Chrome": ("/opt/google/chrome/extensions", "/usr/share/google-chrome/extensions"),
    "Chromium": ("/usr/share/chromium/extensions",),
    "Edge": ("/usr/share/microsoft-edge/extensions", "/opt/microsoft/msedge/extensions"),
    "Brave": ("/opt/brave.com/brave/extensions",),
    "Vivaldi": ("/opt/vivaldi/extensions",),
}
_FLAGS = {
    "Chromium": ("/etc/chromium.d", "~/.config/chromium-flags.conf", "/etc/chromium-browser/default",
                 "~/.chromium-browser.init", "~/.var/app/org.chromium.Chromium/config/chromium-flags.conf"),
    "Chrome": ("~/.config/chrome-flags.conf", "~/.var/app/com.google.Chrome/config/chrome-flags.conf"),
    "Brave": ("~/.config/brave-flags.conf", "~/.var/app/com.brave.Browser/config/brave-flags.conf"),
    "Edge": ("~/.config/microsoft-edge-stable-flags.conf", "~/.var/app/com.microsoft.Edge/config/edge-flags.conf"),
    "Vivaldi": ("~/.config/vivaldi-stable.conf",),
}  # fmt: skip
_STARTERS = ("~/.local/share/applications", "~/.config/autostart", "~/Desktop", "/usr/local/share/applications")
_WRAPPERS = ("~/.local/bin", "~/bin", "/usr/local/bin")  # a script with a browser's name is started in its place
_WRAPPER = re.compile(r"(?:google-|microsoft-)?(chromium|chrome|brave|edge|vivaldi|opera)(?:-browser|-stable|-beta)?")
_LOAD = re.compile(rb"--load-extension[= ][\"']?([^\s\"'`]{1,300})")
_PROXY = re.compile(rb"--proxy-(server|pac-url)[= ][\"']?([^\s\"'`]{1,300})")
_LOGIN = re.compile(rb"//[^/\s]*@")
_BROWSER = re.compile(rb"(chromium|chrome|brave|edge|vivaldi|opera)")
_EXEC = re.compile(rb"(?m)^Exec=([^\n]*)$")


def kept_chromium(data: bytes) -> bytes:
    """Keep the rules that are looked at."""
    return policies.kept(object_of(data), policies.CHROMIUM)


def kept_flags(data: bytes) -> bytes:
    """Keep what is loaded by hand and which proxy is used at each start, and by which browser."""
    lines = [match.group() for pattern in (_LOAD, _PROXY) for match in pattern.finditer(data)]
    browser = _browser(data)
    return b"\n".join(
        [*([b"Exec=" + browser] if browser and lines else []), *(_LOGIN.sub(b"//", line) for line in lines), b""]
    )


def _browser(data: bytes) -> bytes:
    """Name the browser that an entry starts."""
    found = [match for line in _EXEC.finditer(data) if (match := _BROWSER.search(line.group(1).lower()))]
    return found[0].group(1) if found else b""


def read(look: Look) -> Iterator[Forced | Manager | Route | Extension | Certificate]:
    """Tell of each rule; on most computers there is none."""
    for browser, folders in _CHROMIUM.items():
        for folder in (f"{one}/{kind}" for one in folders for kind in ("managed", "recommended")):
            for entry in look.folder(folder) or ():
                if entry.name.endswith(".json"):
                    place = f"{folder}/{entry.name}"
                    yield from policies.chromium(browser, table(json_of(look.data(place, kept_chromium) or b"")), place)
    for place in (*_FIREFOX, *_of_flatpaks(look)):
        yield from policies.firefox(policies.of_file(look.data(place, policies.kept_file) or b""), place)
    for browser, folders in _BROUGHT.items():
        for folder in folders:
            for entry in look.folder(folder) or ():
                if entry.name.endswith(".json"):
                    yield Forced(browser, clean(entry.name.removesuffix(".json")), f"{folder}/{clean(entry.name)}")
    yield from _flags(look)


def _of_flatpaks(look: Look) -> Iterator[str]:
    """Find the rules of Firefox's flatpak: extension/name/architecture/branch."""
    places = [f"{_FLATPAKS}/{_FLATPAK_RULES}"]
    for _ in ("architecture", "branch"):
        places = [f"{place}/{entry.name}" for place in places for entry in look.folder(place) or ()]
    yield from (f"{place}/policies/policies.json" for place in places)


def _flags(look: Look) -> Iterator[Extension | Route]:
    for browser, file in _flag_files(look):
        data = look.data(file, kept_flags) or b""
        named = browser or _browser(data).decode().title() or "?"
        for match in _LOAD.finditer(data):
            for path in filter(None, match.group(1).decode(errors="replace").split(",")):
                if not path.startswith("/usr/share/"):  # there the system's packages put theirs
                    yield Extension(
                        browser=named,
                        profile="",
                        id="",
                        name=clean(path),
                        origin=Origin.HAND,
                        enabled=True,
                        every_page=False,
                        powers=(),
                        place=clean(file, 300),
                    )
        for match in _PROXY.finditer(data):
            value = clean(match.group(2).decode(errors="replace"), 200)
            if value != "direct://":
                yield Route("pac" if match.group(1) == b"pac-url" else "proxy", value, clean(file, 300))


def _flag_files(look: Look) -> Iterator[tuple[str, str]]:
    """Give each file that can say how a browser starts, and the browser where the place tells it."""
    for browser, places in _FLAGS.items():
        for place in places:
            entries = look.folder(place) if not place.endswith((".conf", "default", ".init")) else None
            yield from (
                ((browser, f"{place}/{one.name}") for one in entries) if entries is not None else [(browser, place)]
            )
    for folder in _STARTERS:
        yield from (("", f"{folder}/{one.name}") for one in look.folder(folder, _kept_entries) or ())
    for folder in _WRAPPERS:
        for entry in look.folder(folder, _kept_wrappers) or ():
            if match := _WRAPPER.fullmatch(entry.name):
                yield match.group(1).title(), f"{folder}/{entry.name}"


def _kept_entries(data: bytes) -> bytes:
    """Keep of a folder what can start a program: people's documents may lie there too."""
    return only(data, lambda entry: entry.name.endswith(".desktop"))


def _kept_wrappers(data: bytes) -> bytes:
    """Keep of a folder what bears a browser's name."""
    return only(data, lambda entry: entry.kind in {"file", "link"} and _WRAPPER.fullmatch(entry.name) is not None)
