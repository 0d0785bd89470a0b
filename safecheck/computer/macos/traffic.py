"""Which way a Mac's traffic goes: proxies and servers for names as `scutil` tells them, the hosts file."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer import hosts
from safecheck.computer.addresses import is_public
from safecheck.computer.look import Look
from safecheck.model.computer import Route

_LINE = re.compile(r"(?m)^  (\w+) : (\S.*)$")
_SERVER = re.compile(r"(?m)^  nameserver\[\d+\] : (\S+)")
_KINDS = ("HTTP", "HTTPS", "SOCKS")


def read(look: Look) -> Iterator[Route]:
    """Tell of each; an answer without the marks of scutil is none."""
    proxies = look.command("scutil --proxy") or ""
    if "<dictionary>" not in proxies:
        look.problem("scutil --proxy")
    told = dict(_LINE.findall(proxies))
    for kind in _KINDS:
        if told.get(f"{kind}Enable") == "1" and told.get(f"{kind}Proxy"):
            yield Route("proxy", clean(f"{told[f'{kind}Proxy']}:{told.get(f'{kind}Port', '')}"), "scutil --proxy")
    if told.get("ProxyAutoConfigEnable") == "1":
        yield Route("pac", clean(told.get("ProxyAutoConfigURLString", "") or "?", 200), "scutil --proxy")
    servers = look.command("scutil --dns") or ""
    if "resolver #" not in servers:
        look.problem("scutil --dns")
    for server in dict.fromkeys(_SERVER.findall(servers)):
        if is_public(server):
            yield Route("dns", clean(server), "scutil --dns")
    yield from hosts.read(look, "/etc/hosts")
