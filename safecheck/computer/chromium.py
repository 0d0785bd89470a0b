"""Chromium and its kin: extensions and signed-in accounts of every profile. Never history, cookies or passwords.

How an extension came in stands in `location`. Source: Chromium, extensions/common/mojom/manifest.mojom.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from safecheck.clean import clean
from safecheck.command_lines import is_whole
from safecheck.computer.forms import items, json_of, object_of, table, word
from safecheck.computer.look import Look, only
from safecheck.masking import masked
from safecheck.model import GapReason
from safecheck.model.computer import BrowserAccount, Extension, Origin
from safecheck.model.host import Keep, System

_MIB = 1 << 20
_ID = re.compile(r"[a-p]{32}")
_INTERNAL, _REGISTRY, _UNPACKED, _COMPONENT, _POLICY_DOWNLOAD, _COMMAND_LINE, _POLICY, _OWN = 1, 3, 4, 5, 7, 8, 9, 10
_BROUGHT = frozenset({2, _REGISTRY, 6})  # other programs write them down in a file or the registry
_EVERY_PAGE = frozenset(
    {"<all_urls>", "*://*/*", "*://*/", "http://*/*", "https://*/*", "http://*/", "https://*/", "file:///*"}
)
_POWERS = frozenset(
    {
        "webRequest", "debugger", "history", "cookies", "tabs", "scripting", "desktopCapture", "tabCapture",
        "nativeMessaging", "proxy", "clipboardRead", "management", "geolocation", "downloads", "bookmarks", "privacy",
        "pageCapture",
    }
)  # fmt: skip
_KEPT_SETTING = ("location", "path", "state", "disable_reasons", "from_webstore", "was_installed_by_default")
_KEPT_GRANTED = ("api", "explicit_host", "scriptable_host")
_KEPT_MANIFEST = ("name", "version", "permissions", "host_permissions", "default_locale", "update_url")
_STORES = (  # where the extensions of each store ask for updates
    "https://clients2.google.com/service/update2/crx",
    "https://edge.microsoft.com/extensionwebstorebase/",
    "https://extension-updates.opera.com/",
)
_PACKAGED = ("/usr/", "/opt/", "/snap/", "/app/", "/Applications/", "C:\\Program Files")


class Browser(NamedTuple):
    """A browser's name and the folders, below its system's usual ones, in which its profiles lie."""

    name: str
    folders: tuple[str, ...]


_LINUX = {
    "Chrome": ("google-chrome", "google-chrome-beta", "google-chrome-unstable"),
    "Chromium": ("chromium",),
    "Edge": ("microsoft-edge", "microsoft-edge-beta", "microsoft-edge-dev"),
    "Brave": ("BraveSoftware/Brave-Browser", "BraveSoftware/Brave-Browser-Beta"),
    "Vivaldi": ("vivaldi", "vivaldi-snapshot"),
    "Opera": ("opera", "opera-beta", "opera-developer"),
}
_FLATPAK = {
    "Chrome": "com.google.Chrome",
    "Chromium": "org.chromium.Chromium",
    "Edge": "com.microsoft.Edge",
    "Brave": "com.brave.Browser",
    "Vivaldi": "com.vivaldi.Vivaldi",
    "Opera": "com.opera.Opera",
}
_SNAP = {
    "Chromium": ("~/snap/chromium/common/chromium", "~/snap/chromium/current/.config/chromium"),
    "Brave": ("~/snap/brave/current/.config/BraveSoftware/Brave-Browser",),
    "Opera": ("~/snap/opera/current/.config/opera",),
    "Vivaldi": ("~/snap/vivaldi/current/.config/vivaldi",),
}
_OTHER_FLATPAKS = {"Chromium": ("~/.var/app/io.github.ungoogled_software.ungoogled_chromium/config/chromium",)}
_WINDOWS = {
    "Chrome": (r"~\AppData\Local\Google\Chrome\User Data", r"~\AppData\Local\Google\Chrome Beta\User Data"),
    "Chromium": (r"~\AppData\Local\Chromium\User Data",),
    "Edge": (r"~\AppData\Local\Microsoft\Edge\User Data",),
    "Brave": (r"~\AppData\Local\BraveSoftware\Brave-Browser\User Data",),
    "Vivaldi": (r"~\AppData\Local\Vivaldi\User Data",),
    "Opera": (r"~\AppData\Roaming\Opera Software",),
}
_MAC = "~/Library/Application Support/"
_MACOS = {
    "Chrome": (f"{_MAC}Google/Chrome", f"{_MAC}Google/Chrome Beta"),
    "Chromium": (f"{_MAC}Chromium",),
    "Edge": (f"{_MAC}Microsoft Edge",),
    "Brave": (f"{_MAC}BraveSoftware/Brave-Browser",),
    "Vivaldi": (f"{_MAC}Vivaldi",),
    "Opera": (f"{_MAC}com.operasoftware.Opera",),
    "Arc": (f"{_MAC}Arc/User Data",),
}


def browsers(system: System) -> tuple[Browser, ...]:
    """Name every browser of this kind with the folders of its profiles."""
    if system is System.LINUX:
        return tuple(
            Browser(
                name,
                (
                    *(f"~/.config/{folder}" for folder in folders),
                    *(f"~/.var/app/{_FLATPAK[name]}/config/{folder}" for folder in folders[:1]),
                    *_SNAP.get(name, ()),
                    *_OTHER_FLATPAKS.get(name, ()),
                ),
            )
            for name, folders in _LINUX.items()
        )
    table_ = _WINDOWS if system is System.WINDOWS else _MACOS
    return tuple(Browser(name, folders) for name, folders in table_.items())


# ---- what is kept of the browser's files


def kept_preferences(data: bytes) -> bytes:
    """Keep of a profile's settings its extensions and its masked accounts."""
    told = object_of(data)
    if not told:
        raise ValueError("these are no settings")
    settings = table(table(told.get("extensions")).get("settings"))
    accounts = [word(table(account).get("email")) for account in items(told.get("account_info"))]
    kept = {
        "extensions": {"settings": {id_: _kept_setting(table(setting)) for id_, setting in settings.items()}},
        "account_info": [{"email": masked(account)} for account in accounts if account],
    }
    return json.dumps(kept).encode()


def _kept_setting(setting: dict[str, Any]) -> dict[str, Any]:
    kept = {key: setting[key] for key in _KEPT_SETTING if key in setting}
    granted = table(setting.get("active_permissions"))
    if granted:
        kept["active_permissions"] = {key: granted[key] for key in _KEPT_GRANTED if key in granted}
    if "manifest" in setting:
        kept["manifest"] = _kept_manifest(table(setting["manifest"]))
    return kept


def _kept_manifest(manifest: dict[str, Any]) -> dict[str, Any]:
    kept = {key: manifest[key] for key in _KEPT_MANIFEST if key in manifest}
    scripts = [{"matches": table(script).get("matches")} for script in items(manifest.get("content_scripts"))]
    return {**kept, "content_scripts": scripts} if scripts else kept


def kept_manifest(data: bytes) -> bytes:
    """Keep of an extension's own description its name and what it asks for."""
    return json.dumps(_kept_manifest(object_of(data))).encode()


def kept_state(data: bytes) -> bytes:
    """Keep of a browser's state the names of its profiles and their masked accounts."""
    cache = table(table(object_of(data).get("profile")).get("info_cache"))
    kept = {
        folder: {"name": word(table(told).get("name")), "user_name": masked(word(table(told).get("user_name")))}
        for folder, told in cache.items()
    }
    return json.dumps({"profile": {"info_cache": kept}}).encode()


def kept_messages(name: str) -> Keep:
    """Keep of an extension's messages the one that is its name."""

    def kept(data: bytes) -> bytes:
        messages = {key.lower(): value for key, value in object_of(data).items()}
        return json.dumps({name.lower(): {"message": word(table(messages.get(name.lower())).get("message"))}}).encode()

    return kept


# ---- reading


def read(look: Look) -> Iterator[Extension | BrowserAccount]:
    """Tell of every profile of every browser of this kind."""
    sign = "\\" if look.about.system is System.WINDOWS else "/"
    for browser in browsers(look.about.system):
        for folder in browser.folders:
            entries = look.folder(folder, _kept_folders)
            if entries is None:
                continue
            state = table(json_of(look.data(f"{folder}{sign}Local State", kept_state) or b""))
            cache = table(table(state.get("profile")).get("info_cache"))
            names = dict.fromkeys([*cache, *(entry.name for entry in entries if entry.kind == "folder")])
            seen = False
            for name in ("", *names):  # older Operas keep their one profile in the folder itself
                place = f"{folder}{sign}{name}" if name else folder
                files = [look.data(f"{place}{sign}{file}", kept_preferences, 32 * _MIB) for file in _FILES]
                if any(file is not None for file in files):
                    seen = True
                    profile = clean(word(table(cache.get(name)).get("name")) or name or "Default")
                    account = word(table(cache.get(name)).get("user_name"))
                    yield from _profile(look, browser.name, profile, place, sign, files, account)
            if cache and not seen:
                look.problem(f"{folder}: it names profiles, and none is there", GapReason.CONTRADICTION)


_FILES = ("Preferences", "Secure Preferences")


def _kept_folders(data: bytes) -> bytes:
    """Keep the folders that may be profiles: a browser's folder also holds some forty others."""
    return only(data, lambda entry: entry.kind == "folder")


def _profile(  # noqa: PLR0913 - what a profile is made of
    look: Look, browser: str, profile: str, place: str, sign: str, files: list[bytes | None], account: str
) -> Iterator[Extension | BrowserAccount]:
    told = [table(json_of(file)) for file in files if file is not None]
    accounts = [word(table(known).get("email")) for file in told for known in items(file.get("account_info"))]
    for name in dict.fromkeys(filter(None, [account, *accounts])):
        yield BrowserAccount(browser, profile, clean(name))
    settings: dict[str, dict[str, Any]] = {}
    for file in told:
        for id_, setting in table(table(file.get("extensions")).get("settings")).items():
            settings[id_] = {**settings.get(id_, {}), **table(setting)}
    folder = f"{place}{sign}Extensions"
    for entry in look.folder(folder) or ():
        if entry.kind == "folder" and _ID.fullmatch(entry.name):
            settings.setdefault(entry.name, {})
    for id_, setting in settings.items():
        if _ID.fullmatch(id_):
            extension = _extension(look, browser, profile, folder, sign, id_, setting)
            if extension:
                yield extension


def _extension(  # noqa: PLR0913 - what an extension is made of
    look: Look, browser: str, profile: str, folder: str, sign: str, id_: str, setting: dict[str, Any]
) -> Extension | None:
    path = word(setting.get("path"))
    absolute = is_whole(path)
    location = setting.get("location")
    location = location if type(location) is int else None
    if not setting:  # its files are there, and the settings do not name it: left over, or hidden
        versions = [entry.name for entry in look.folder(f"{folder}{sign}{id_}") or () if entry.kind == "folder"]
        if not versions:
            return None
        path = f"{id_}{sign}{versions[-1]}"
    elif not path and location is None:
        return None  # the trace of one that is gone
    place = path if absolute else f"{folder}{sign}{path}"
    manifest = table(setting.get("manifest"))
    if not manifest and path:
        manifest = table(json_of(look.data(f"{place}{sign}manifest.json", kept_manifest) or b""))
    hosts, powers = _reach(setting, manifest)
    return Extension(
        browser=browser,
        profile=profile,
        id=id_,
        name=_name(look, manifest, place, sign) or id_,
        origin=_origin(location, setting, path, word(manifest.get("update_url"))),
        enabled=not setting.get("disable_reasons") and setting.get("state", 1) != 0,
        every_page=bool(hosts & _EVERY_PAGE),
        powers=tuple(sorted(powers & _POWERS)),
        place=clean(place, 300),
    )


def _origin(location: Any, setting: dict[str, Any], path: str, update: str) -> Origin:  # noqa: ANN401 - JSON; one line for each way in
    """Say how it came in. What claims to belong to the browser must lie where only its packages put things."""
    packaged = path.startswith(_PACKAGED)
    from_store = bool(setting.get("from_webstore")) or update.startswith(_STORES)
    if location in {_POLICY_DOWNLOAD, _POLICY}:
        return Origin.POLICY
    if location in {_COMPONENT, _OWN}:
        return Origin.SYSTEM if packaged or not is_whole(path) else Origin.HAND
    if location in {_UNPACKED, _COMMAND_LINE}:
        return Origin.SYSTEM if path.startswith("/usr/share/") else Origin.HAND
    if location in _BROUGHT:  # the browser itself brings some from its store
        return Origin.STORE if from_store and setting.get("was_installed_by_default") else Origin.PROGRAM
    if location == _INTERNAL and from_store:
        return Origin.STORE
    return Origin.UNKNOWN


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - of JSON
    yield from (text for text in items(value) if isinstance(text, str))


def _reach(setting: dict[str, Any], manifest: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Give the pages that it may read, and what else it may do: as granted, or else as it asks for."""
    granted = table(setting.get("active_permissions"))
    if granted:
        return {*_texts(granted.get("explicit_host")), *_texts(granted.get("scriptable_host"))}, set(
            _texts(granted.get("api"))
        )
    asked = {*_texts(manifest.get("permissions")), *_texts(manifest.get("host_permissions"))}
    for script in items(manifest.get("content_scripts")):
        asked |= set(_texts(table(script).get("matches")))
    return asked, asked


_MESSAGE = re.compile(r"__MSG_(\w{1,100})__")
_LOCALE = re.compile(r"\w{1,20}")


def _name(look: Look, manifest: dict[str, Any], place: str, sign: str) -> str:
    """Give its name, which may stand among its messages."""
    name = word(manifest.get("name"))
    match, locale = _MESSAGE.fullmatch(name), word(manifest.get("default_locale"))
    if match is None or not _LOCALE.fullmatch(locale):
        return clean(name)
    key = match.group(1).lower()
    messages = look.data(f"{place}{sign}_locales{sign}{locale}{sign}messages.json", kept_messages(key))
    return clean(word(table(table(json_of(messages or b"")).get(key)).get("message")))
