r"""Rules for browsers on Windows: keys below SOFTWARE\Policies; a list is a key with the values "1", "2", …"""

from collections.abc import Iterator
from typing import Any

from safecheck.clean import clean
from safecheck.computer import policies
from safecheck.computer.forms import json_of
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import only, text
from safecheck.model.computer import Forced, Manager, Route
from safecheck.model.host import Key

_CHROMIUM = {
    "Chrome": r"Google\Chrome",
    "Edge": r"Microsoft\Edge",
    "Brave": r"BraveSoftware\Brave",
    "Chromium": "Chromium",
    "Vivaldi": "Vivaldi",
}
_HIVES = ("HKLM", "HKCU")
_BROUGHT = {"Chrome": r"Google\Chrome\Extensions", "Edge": r"Microsoft\Edge\Extensions"}
_TEXTS = ("ProxyMode", "ProxyServer", "ProxyPacUrl", "ProxySettings", "ExtensionSettings", "BrowserSignin")
_TOKENS = ("CloudManagementEnrollmentToken", "EnrollmentToken")
_LISTS = ("ExtensionInstallForcelist",)
_MANY = tuple(map(str, range(1, 200)))


def read(look: Look) -> Iterator[Forced | Manager | Route]:
    """Tell of each rule, for the whole computer or for this person; on most computers there is none."""
    if look.key(r"HKLM\SOFTWARE", only()) is None:
        look.problem(r"HKLM\SOFTWARE")
    for hive in _HIVES:
        for browser, name in _CHROMIUM.items():
            place = rf"{hive}\SOFTWARE\Policies\{name}"
            key = look.key(place, only(*_TEXTS, mask=_TOKENS))
            if key is not None and (key.values or key.keys):
                yield from policies.chromium(browser, _rules(look, place, key), place)
        place = rf"{hive}\SOFTWARE\Policies\Mozilla\Firefox"
        key = look.key(place, only("ExtensionSettings"))
        if key is not None and (key.values or key.keys):
            yield from policies.firefox(_firefox(look, place, key), place)
        for browser, name in _BROUGHT.items():
            for part in ("", "WOW6432Node\\"):
                place = rf"{hive}\SOFTWARE\{part}{name}"
                brought = look.key(place, only())
                for id_ in brought.keys if brought else ():
                    yield Forced(browser, clean(id_), place)


def _rules(look: Look, place: str, key: Key) -> dict[str, Any]:
    """Write the key in the form that the rules have on other systems."""
    rules: dict[str, Any] = {name: found.text for name, found in key.values.items()}
    for name in key.keys:
        if name in _LISTS:
            values = look.key(rf"{place}\{name}", only(*_MANY))
            rules[name] = [found.text for found in values.values.values()] if values else []
        elif name == "ExtensionSettings":
            below = look.key(rf"{place}\{name}", only())
            rules[name] = {id_: _setting(look, rf"{place}\{name}\{id_}") for id_ in (below.keys if below else ())}
        else:
            rules.setdefault(name, "…")
    for name in ("ExtensionSettings", "ProxySettings"):
        if isinstance(rules.get(name), str):
            rules[name] = json_of(rules[name].encode(errors="replace"))
    return rules


def _setting(look: Look, place: str) -> dict[str, str]:
    return {"installation_mode": text(look.key(place, only("installation_mode")), "installation_mode")}


def _firefox(look: Look, place: str, key: Key) -> dict[str, Any]:
    rules: dict[str, Any] = dict.fromkeys(key.keys, "…")
    rules["ExtensionSettings"] = json_of(text(key, "ExtensionSettings").encode(errors="replace"))
    install = look.key(rf"{place}\Extensions\Install", only(*_MANY))
    rules["Extensions"] = {"Install": [found.text for found in install.values.values()] if install else []}
    proxy = look.key(rf"{place}\Proxy", only("HTTPProxy", "SOCKSProxy", "AutoConfigURL"))
    rules["Proxy"] = {name: found.text for name, found in proxy.values.items()} if proxy else {}
    return rules
