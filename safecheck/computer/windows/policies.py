r"""Rules for browsers on Windows: keys below SOFTWARE\Policies; a list is a key with the values "1", "2", …"""

from collections.abc import Iterator
from typing import Any

import msgspec

from safecheck.clean import clean
from safecheck.computer import policies
from safecheck.computer.forms import json_of
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, only, text, value
from safecheck.model.computer import Certificate, Forced, Manager, Route
from safecheck.model.host import Key, Value

_CHROMIUM = {
    "Chrome": r"Google\Chrome",
    "Edge": r"Microsoft\Edge",
    "Brave": r"BraveSoftware\Brave",
    "Chromium": "Chromium",
    "Vivaldi": "Vivaldi",
}
_HIVES = ("HKLM", "HKCU")
_FIREFOX = (  # its own file of rules, beside the program
    r"C:\Program Files\Mozilla Firefox\distribution\policies.json",
    r"C:\Program Files (x86)\Mozilla Firefox\distribution\policies.json",
    r"~\AppData\Local\Mozilla Firefox\distribution\policies.json",
)
_BROUGHT = {"Chrome": r"Google\Chrome\Extensions", "Edge": r"Microsoft\Edge\Extensions"}
_TEXTS = ("ProxyMode", "ProxyServer", "ProxyPacUrl", "ProxySettings", "ExtensionSettings", "BrowserSignin")
_JSON = ("ExtensionSettings", "ProxySettings")
_TOKENS = ("CloudManagementEnrollmentToken", "EnrollmentToken")
_PROXY = ("HTTPProxy", "SOCKSProxy", "AutoConfigURL")
_LISTS = ("ExtensionInstallForcelist",)
_NAMES = {name.casefold(): name for name in (*_TEXTS, *_TOKENS, *_LISTS)}  # the registry ignores case
_MOST = 500  # values of a list


def read(look: Look) -> Iterator[Forced | Manager | Route | Certificate]:
    """Tell of each rule, for the whole computer or for this person; on most computers there is none."""
    if look.key(r"HKLM\SOFTWARE", only()) is None:
        look.problem(r"HKLM\SOFTWARE")
    for place in _FIREFOX:
        yield from policies.firefox(policies.of_file(look.data(place, policies.kept_file) or b""), place)
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


def kept_list(data: bytes) -> bytes:
    """Keep of a list its values, which have numbers for names."""
    key = msgspec.json.decode(data, type=Key)
    values = {name: found for name, found in key.values.items() if name.isdecimal()}
    return msgspec.json.encode(Key(values=dict(list(values.items())[:_MOST])))


def _list(look: Look, place: str) -> list[str]:
    key = look.key(place, kept_list)
    return [found.text for found in key.values.values()] if key else []


def _rules(look: Look, place: str, key: Key) -> dict[str, Any]:
    """Write the key in the form that the rules have on other systems."""
    rules: dict[str, Any] = {_NAMES.get(name.casefold(), name): _written(found) for name, found in key.values.items()}
    rules |= {name: _json(look, place, rules[name]) for name in _JSON if name in rules}
    for part in key.keys:
        name = _NAMES.get(part.casefold(), part)
        if name in _LISTS:
            rules[name] = _list(look, rf"{place}\{part}")
        elif name == "ExtensionSettings":
            below_ = below(look, rf"{place}\{part}", only("installation_mode"))
            rules[name] = {id_: {"installation_mode": text(one, "installation_mode")} for id_, one in below_}
        else:
            rules.setdefault(name, "…")
    return rules


def _json(look: Look, place: str, written: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Read a rule that is JSON; one that is there and none is a gap."""
    told = json_of(written.encode(errors="replace"))
    if written and told is None:
        look.problem(place)
    return told


def _written(found: Value) -> str:
    """Give a text, which may stand in several lines: Firefox' rules do."""
    return found.text or "\n".join(found.texts)


def _firefox(look: Look, place: str, key: Key) -> dict[str, Any]:
    rules: dict[str, Any] = dict.fromkeys(key.keys, "…")
    rules["ExtensionSettings"] = _json(look, place, _written(value(key, "ExtensionSettings")))
    rules["Extensions"] = {"Install": _list(look, rf"{place}\Extensions\Install")}
    proxy = look.key(rf"{place}\Proxy", only(*_PROXY))
    rules["Proxy"] = {name: text(proxy, name) for name in _PROXY}
    return rules
