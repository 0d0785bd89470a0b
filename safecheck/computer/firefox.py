"""Firefox: extensions, signed-in account, proxy and added certificates of every profile. Never history or passwords."""

import json
import re
from collections.abc import Iterator
from typing import Any

from safecheck.clean import clean
from safecheck.command_lines import is_whole
from safecheck.computer import nss
from safecheck.computer.forms import ini_of, items, json_of, object_of, table, word
from safecheck.computer.look import Look, only
from safecheck.masking import masked
from safecheck.model import GapReason
from safecheck.model.computer import BrowserAccount, Certificate, Extension, Origin, Route
from safecheck.model.host import System

_FOLDERS = {
    System.LINUX: (
        "~/.mozilla/firefox",
        "~/.config/mozilla/firefox",
        "~/snap/firefox/common/.mozilla/firefox",
        "~/snap/firefox/common/.config/mozilla/firefox",
        "~/.var/app/org.mozilla.firefox/.mozilla/firefox",
        "~/.var/app/org.mozilla.firefox/config/mozilla/firefox",
        "~/.librewolf",
        "~/.config/librewolf/librewolf",
        "~/.var/app/io.gitlab.librewolf-community/.librewolf",
        "~/.waterfox",
        "~/.floorp",
        "~/.zen",
    ),
    System.WINDOWS: (r"~\AppData\Roaming\Mozilla\Firefox",),
    System.MACOS: ("~/Library/Application Support/Firefox",),
}
_SYSTEM = frozenset(
    {"app-system-defaults", "app-builtin", "app-system-share", "app-builtin-addons", "app-system-addons"}
)
_BROUGHT = frozenset({"app-global", "winreg-app-global", "winreg-app-user"})
_EVERY_PAGE = frozenset({"<all_urls>", "*://*/*", "http://*/*", "https://*/*"})
_POWERS = frozenset(
    {"webRequest", "history", "cookies", "tabs", "nativeMessaging", "proxy", "clipboardRead", "management", "downloads",
     "bookmarks", "privacy", "geolocation", "scripting"}
)  # fmt: skip
_KEPT = ("id", "type", "active", "location", "foreignInstall", "signedState", "path")
_STORE = re.compile(r"https://addons\.(?:mozilla\.org|cdn\.mozilla\.net)/")
_SETTING = re.compile(
    rb'user_pref\("(network\.proxy\.(?:type|http|ssl|socks|autoconfig_url)|network\.trr\.uri)", ([^\n]{1,300})\);'
)
# Flatpaks and snaps have a home of their own, with a store of certificates in it.
_APART = ("~/.var/app/*", "~/snap/*")
_STORES = (".pki/nssdb", "data/pki/nssdb", "current/.pki/nssdb", "current/.local/share/pki/nssdb", "common/.pki/nssdb")
_LOGIN = re.compile(rb"//[^/\s]*@")
_LONGEST = 300


def kept_addons(data: bytes) -> bytes:
    """Keep of each add-on what it is, where it comes from, and what it may do."""
    told = object_of(data)
    if "addons" not in told:
        raise ValueError("this is no list of add-ons")
    return json.dumps({"addons": [_kept_addon(table(addon)) for addon in items(told["addons"])]}).encode()


def _kept_addon(addon: dict[str, Any]) -> dict[str, Any]:
    kept = {key: addon[key] for key in _KEPT if key in addon}
    asked, source = table(addon.get("userPermissions")), table(addon.get("installTelemetryInfo"))
    url = word(addon.get("sourceURI"))
    return {
        **kept,
        "name": word(addon.get("name")) or word(table(addon.get("defaultLocale")).get("name")),
        "userPermissions": {key: asked.get(key) for key in ("permissions", "origins")},
        "installTelemetryInfo": {"source": word(source.get("source"))},
        "sourceURI": "https://addons.mozilla.org/" if _STORE.match(url) else "…" if url else "",
    }


def kept_account(data: bytes) -> bytes:
    """Keep the masked name of the account, and none of its keys."""
    email = word(table(object_of(data).get("accountData")).get("email"))
    return json.dumps({"accountData": {"email": masked(email)}}).encode()


def kept_settings(data: bytes) -> bytes:
    """Keep the settings that bend the traffic, without names and passwords."""
    return b"".join(_LOGIN.sub(b"//", match.group()) + b"\n" for match in _SETTING.finditer(data))


def _kept_folders(data: bytes) -> bytes:
    return only(data, lambda entry: entry.kind != "file")


def profiles(look: Look) -> Iterator[tuple[str, str]]:
    """Give the folder and the name of every profile: those that are listed, and those that only lie there."""
    for folder in _FOLDERS[look.about.system]:
        if look.folder(folder, _kept_folders) is not None:
            found = {**dict(_lying(look, folder)), **dict(_listed(look, folder))}
            for place, name in found.items():
                yield place, clean(name)


def _lying(look: Look, folder: str) -> Iterator[tuple[str, str]]:
    """Find the folders that look like profiles: their names have a random part and a dot."""
    sign = _sign(look)
    for place in (folder, f"{folder}{sign}Profiles"):
        for entry in look.folder(place, _kept_folders) or ():
            if entry.kind == "folder" and "." in entry.name:
                yield f"{place}{sign}{entry.name}", entry.name


def _listed(look: Look, folder: str) -> Iterator[tuple[str, str]]:
    """Read the list of profiles; a path may be whole."""
    sign, sections = _sign(look), dict[str, dict[str, str]]()
    for line in ini_of(look.data(f"{folder}{sign}profiles.ini") or b""):
        sections.setdefault(line.section, {})[line.key] = line.value
    for section, told in sections.items():
        path = told.get("Path", "").replace("/", sign)
        if section.startswith("Profile") and path:
            yield path if is_whole(path) else f"{folder}{sign}{path}", told.get("Name") or path


def _sign(look: Look) -> str:
    return "\\" if look.about.system is System.WINDOWS else "/"


def read(look: Look) -> Iterator[Extension | BrowserAccount | Route]:
    """Tell of every profile."""
    sign = _sign(look)
    for place, profile in profiles(look):
        data = look.data(f"{place}{sign}extensions.json", kept_addons)
        settings = look.data(f"{place}{sign}prefs.js", kept_settings)
        if data is None and settings is not None:
            look.problem(f"{place}: a profile without a list of add-ons", GapReason.MISSING)
        for addon in items(table(json_of(data or b"")).get("addons")):
            if table(addon).get("type") == "extension":
                yield _extension(table(addon), profile)
        account = table(
            table(json_of(look.data(f"{place}{sign}signedInUser.json", kept_account) or b"")).get("accountData")
        )
        if word(account.get("email")):
            yield BrowserAccount("Firefox", profile, clean(word(account["email"])))
        yield from _routes(settings or b"", f"{place}{sign}prefs.js")


def _extension(addon: dict[str, Any], profile: str) -> Extension:
    asked = table(addon.get("userPermissions"))
    pages = {text for text in items(asked.get("origins")) if isinstance(text, str)}
    permissions = {text for text in items(asked.get("permissions")) if isinstance(text, str)}
    id_ = clean(word(addon.get("id")))
    return Extension(
        browser="Firefox",
        profile=profile,
        id=id_,
        name=clean(word(addon.get("name"))) or id_,
        origin=_origin(addon),
        enabled=addon.get("active") is not False,
        every_page=bool((pages | permissions) & _EVERY_PAGE),
        powers=tuple(sorted(permissions & _POWERS)),
        place=clean(word(addon.get("path")), _LONGEST),
    )


def _origin(addon: dict[str, Any]) -> Origin:
    """Say how it came in: the store's signature alone does not tell, anybody can have an add-on signed.

    A file that was put into the profile's folder ("sideload") stands there as foreign; tried on a real Firefox ESR 153.
    """
    source = word(table(addon.get("installTelemetryInfo")).get("source"))
    location = word(addon.get("location"))
    if location in _SYSTEM:
        return Origin.SYSTEM
    if source == "enterprise-policy":
        return Origin.POLICY
    if location in _BROUGHT:
        return Origin.PROGRAM
    if addon.get("foreignInstall") is True:
        return Origin.HAND if location == "app-profile" else Origin.PROGRAM
    if source in {"amo", "disco"} or word(addon.get("sourceURI")).startswith("https://addons.mozilla.org/"):
        return Origin.STORE
    return Origin.HAND


def _routes(settings: bytes, place: str) -> Iterator[Route]:
    told = {
        match.group(1).decode(): match.group(2).decode(errors="replace").strip('"')
        for match in _SETTING.finditer(settings)
    }
    kind = told.get("network.proxy.type", "5")  # 1 by hand, 2 script, 4 found by itself, 5 the system's
    if kind == "1":
        for key in ("http", "ssl", "socks"):
            if told.get(f"network.proxy.{key}"):
                yield Route("proxy", clean(told[f"network.proxy.{key}"]), place)
    if kind == "2":
        yield Route("pac", clean(told.get("network.proxy.autoconfig_url", ""), 200), place)


def read_certificates(look: Look) -> Iterator[Certificate]:
    """Tell of the authorities in the stores of Firefox, and of Chromium on Linux."""
    for place, profile in profiles(look):
        yield from nss.read(look, place, f"Firefox ({profile})")
    if look.about.system is System.LINUX:
        apart = [place for folder in _APART for place in look.fitting(folder)]
        inner = [f"{place}/{store}" for place in apart for store in _STORES]
        for place in ("~/.pki/nssdb", "~/.local/share/pki/nssdb", *inner):
            yield from nss.read(look, place, "Chromium")
