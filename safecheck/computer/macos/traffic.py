"""Which way a Mac's traffic goes: proxies and servers for names, as `scutil` tells them now and as they are set."""

import plistlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from safecheck.clean import clean
from safecheck.computer import hosts
from safecheck.computer.addresses import is_public
from safecheck.computer.forms import items, table, word
from safecheck.computer.look import Look
from safecheck.computer.macos import lists
from safecheck.model.computer import Route

_LINE = re.compile(r"(?m)^  (\w+) : (\S.*)$")
_SERVER = re.compile(r"(?m)^  nameserver\[\d+\] : (\S+)")
_KINDS = ("HTTP", "HTTPS", "SOCKS")
_SETTINGS = "/Library/Preferences/SystemConfiguration/preferences.plist"
_KEPT = (
    *(f"{kind}{part}" for kind in _KINDS for part in ("Enable", "Proxy", "Port")),
    "ProxyAutoConfigEnable",
    "ProxyAutoConfigURLString",
)


def kept(data: bytes) -> bytes:
    """Keep of each network of the set that is used now its proxies and its servers for names."""
    told = lists.whole(data)
    used = table(table(told.get("Sets")).get(word(told.get("CurrentSet")).removeprefix("/Sets/")))
    for part in ("Network", "Global", "IPv4"):
        used = table(used.get(part))
    order = items(used.get("ServiceOrder"))
    networks = {
        ident: {
            "Proxies": {key: _plain(found) for key, found in table(table(one).get("Proxies")).items() if key in _KEPT},
            "DNS": {
                "ServerAddresses": [word(text) for text in items(table(table(one).get("DNS")).get("ServerAddresses"))]
            },
        }
        for ident, one in table(told.get("NetworkServices")).items()
        if ident in order or not order
    }
    return plistlib.dumps({"NetworkServices": networks})


def _plain(found: Any) -> str:  # noqa: ANN401 - of a property list
    return str(int(found)) if isinstance(found, int) else word(found)


def read(look: Look) -> Iterator[Route]:
    """Tell of each; an answer without the marks of scutil is none. A network that is set up need not be in use now."""
    proxies = look.command("scutil --proxy") or ""
    if "<dictionary>" not in proxies:
        look.problem("scutil --proxy")
    yield from _proxies(dict(_LINE.findall(proxies)), "scutil --proxy")
    servers = look.command("scutil --dns") or ""
    if "resolver #" not in servers:
        look.problem("scutil --dns")
    yield from _servers(_SERVER.findall(servers), "scutil --dns")
    for one in table(lists.read(look, _SETTINGS, kept).get("NetworkServices")).values():
        yield from _proxies(one["Proxies"], _SETTINGS)
        yield from _servers(one["DNS"]["ServerAddresses"], _SETTINGS)
    yield from hosts.read(look, "/etc/hosts")


def _proxies(told: Mapping[str, Any], place: str) -> Iterator[Route]:
    for kind in _KINDS:
        if told.get(f"{kind}Enable") == "1" and told.get(f"{kind}Proxy"):
            yield Route("proxy", clean(f"{told[f'{kind}Proxy']}:{told.get(f'{kind}Port', '')}"), place)
    if told.get("ProxyAutoConfigEnable") == "1":
        yield Route("pac", clean(told.get("ProxyAutoConfigURLString", "") or "?", 200), place)


def _servers(servers: list[str], place: str) -> Iterator[Route]:
    for server in dict.fromkeys(servers):
        if is_public(server):
            yield Route("dns", clean(server), place)
