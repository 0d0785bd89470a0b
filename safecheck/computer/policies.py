"""Rules that somebody else writes for a browser: what they force into it, and who manages it. One form, many places."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from safecheck.clean import clean
from safecheck.computer import x509
from safecheck.computer.forms import items, json_of, object_of, table, word
from safecheck.model.computer import Certificate, Forced, Manager, ManagerKind, Route

# Rules that are looked at. Names: the browsers' own lists of policies.
CHROMIUM = (
    "ExtensionInstallForcelist", "ExtensionSettings", "CloudManagementEnrollmentToken", "EnrollmentToken",
    "ProxyMode", "ProxyServer", "ProxyPacUrl", "ProxySettings", "CACertificates", "CACertificatesWithConstraints",
)  # fmt: skip
FIREFOX = ("ExtensionSettings", "Extensions", "Proxy")
# Of rules that hold others: what is looked at in them. The rest names a company's own computers.
_INNER = {
    "ProxySettings": frozenset({"ProxyMode", "ProxyServer", "ProxyPacUrl"}),
    "Extensions": frozenset({"Install"}),
    "Proxy": frozenset({"Mode", "HTTPProxy", "SOCKSProxy", "AutoConfigURL"}),
}
_ID = re.compile(r"[a-p]{32}")
_MODE = "installation_mode"
_FORCED = frozenset({"force_installed", "normal_installed"})


def kept(rules: dict[str, Any], names: tuple[str, ...]) -> bytes:
    """Keep the rules that are looked at, tokens apart; of the others only that they are there."""
    told = {name: _inner(name, rules[name]) for name in names if name in rules}
    told |= {name: "…" for name in told if name.endswith("Token")}
    others = len([name for name in rules if name not in told and name != "…"]) + _number(rules.get("…"))
    return json.dumps({**told, **({"…": others} if others else {})}).encode()


def _inner(name: str, value: Any) -> Any:  # noqa: ANN401 - of JSON
    """Keep of a rule what is looked at."""
    if not isinstance(value, dict):
        return value
    if name == "ExtensionSettings":
        return {id_: {key: inner for key, inner in table(one).items() if key == _MODE} for id_, one in value.items()}
    return {key: inner for key, inner in value.items() if key in _INNER[name]} if name in _INNER else value


def kept_file(data: bytes) -> bytes:
    """Keep of Firefox's own file of rules those that are looked at; raise ValueError for what is no such file."""
    return b'{"policies": ' + kept(table(object_of(data).get("policies")), FIREFOX) + b"}"


def of_file(data: bytes) -> dict[str, Any]:
    """Read what was kept of Firefox's own file of rules."""
    return table(table(json_of(data)).get("policies"))


def _number(value: Any) -> int:  # noqa: ANN401 - of JSON
    return value if isinstance(value, int) else 0


def chromium(browser: str, rules: dict[str, Any], place: str) -> Iterator[Forced | Manager | Route | Certificate]:
    """Tell what the rules of a Chromium do."""
    if not rules:
        return
    yield Manager(ManagerKind.BROWSER, browser, place)
    if any(name.endswith("Token") for name in rules):
        yield Manager(ManagerKind.WORK, f"{browser} (Chrome Enterprise)" if browser == "Chrome" else browser, place)
    forced = [word(text).partition(";")[0] for text in items(rules.get("ExtensionInstallForcelist"))]
    for id_, setting in table(rules.get("ExtensionSettings")).items():
        if word(table(setting).get(_MODE)) in _FORCED:
            forced += (one.strip() for one in id_.split(","))  # several may share one setting
    for id_ in dict.fromkeys(one.strip().lower() for one in forced):
        if _ID.fullmatch(id_):
            yield Forced(browser, id_, place)
    settings = {**table(rules.get("ProxySettings")), **rules}
    for name in ("ProxyServer", "ProxyPacUrl"):
        if word(settings.get(name)):
            yield Route("pac" if name == "ProxyPacUrl" else "proxy", clean(word(settings[name]), 200), place)
    given = [word(text) for text in items(rules.get("CACertificates"))]
    given += [word(table(one).get("certificate")) for one in items(rules.get("CACertificatesWithConstraints"))]
    for text in filter(None, given):
        yield _certificate(browser, text, place)


def _certificate(browser: str, text: str, place: str) -> Certificate:
    """Read an authority that a rule gives to a browser: DER in base64; a broken one is told of too."""
    try:
        der = base64.b64decode(text)
    except ValueError:
        der = text.encode(errors="replace")
    return Certificate(browser, x509.subject(der), x509.sha1(der), place)


def firefox(rules: dict[str, Any], place: str) -> Iterator[Forced | Manager | Route]:
    """Tell what the rules of Firefox do."""
    if not rules:
        return
    yield Manager(ManagerKind.BROWSER, "Firefox", place)
    for id_, setting in table(rules.get("ExtensionSettings")).items():
        if word(table(setting).get(_MODE)) in _FORCED:
            yield Forced("Firefox", clean(id_), place)
    for url in items(table(rules.get("Extensions")).get("Install")):
        yield Forced("Firefox", clean(word(url), 200), place)
    proxy = table(rules.get("Proxy"))
    for name, kind in (("HTTPProxy", "proxy"), ("SOCKSProxy", "proxy"), ("AutoConfigURL", "pac")):
        if word(proxy.get(name)):
            yield Route(kind, clean(word(proxy[name]), 200), place)
