"""Which way Windows' traffic goes: proxy and script, servers for names, the hosts file."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer import hosts
from safecheck.computer.addresses import is_public
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, number, only, text
from safecheck.model.computer import Route

_INTERNET = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
_PROXIES = (  # the person's, the whole computer's (where a rule says so), those of rules
    rf"HKCU\{_INTERNET}",
    rf"HKLM\{_INTERNET}",
    r"HKCU\SOFTWARE\Policies\Microsoft\Windows\CurrentVersion\Internet Settings",
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows\CurrentVersion\Internet Settings",
)
_PROXY = ("ProxyEnable", "ProxyServer", "AutoConfigURL")
_TCPIP = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
_TCPIP6 = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip6\Parameters"
_RULES = (  # for some names other servers are asked. Source: Microsoft, [MS-GPNRPT]
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\DNSClient\DnsPolicyConfig",
    r"HKLM\SYSTEM\CurrentControlSet\Services\Dnscache\Parameters\DnsPolicyConfig",
)
_SEPARATORS = re.compile(r"[ ,;]+")


def read(look: Look) -> Iterator[Route]:
    """Tell of each; a Windows without settings for its networks was not looked at."""
    for place in _PROXIES:
        key = look.key(place, only(*_PROXY))
        if key is None and place == _PROXIES[0]:
            look.problem(place)
        if number(key, "ProxyEnable") == 1 and text(key, "ProxyServer"):
            yield Route("proxy", clean(text(key, "ProxyServer"), 200), place)
        if text(key, "AutoConfigURL"):
            yield Route("pac", clean(text(key, "AutoConfigURL"), 200), place)
    interfaces = look.key(rf"{_TCPIP}\Interfaces", only())
    if interfaces is None or not interfaces.keys:
        look.problem(rf"{_TCPIP}\Interfaces")
    for settings in (_TCPIP, _TCPIP6):  # NameServer is set by hand; DhcpNameServer is the network's
        for name, key in below(look, rf"{settings}\Interfaces", only("NameServer")):
            yield from _servers(text(key, "NameServer"), rf"{settings}\Interfaces\{name}")
    for rules in _RULES:
        for name, key in below(look, rules, only("GenericDNSServers")):
            yield from _servers(text(key, "GenericDNSServers"), rf"{rules}\{name}")
    folder = text(look.key(_TCPIP, only("DataBasePath", "Domain", "NV Domain")), "DataBasePath").rstrip("\\")
    folder = re.sub(r"(?i)^%(?:systemroot|windir)%", r"C:\\Windows", folder) or r"C:\Windows\System32\drivers\etc"
    yield from hosts.read(look, rf"{folder}\hosts")


def _servers(told: str, place: str) -> Iterator[Route]:
    for server in _SEPARATORS.split(told):
        if is_public(server):
            yield Route("dns", clean(server), place)
