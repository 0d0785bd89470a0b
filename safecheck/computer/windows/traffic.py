"""Which way Windows' traffic goes: proxy and script, servers for names, the hosts file."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer import hosts
from safecheck.computer.addresses import is_public
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import number, only, text
from safecheck.model.computer import Route

_INTERNET = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
_TCPIP = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
_PROXY = ("ProxyEnable", "ProxyServer", "AutoConfigURL")


def read(look: Look) -> Iterator[Route]:
    """Tell of each; a Windows without settings for its networks was not looked at."""
    for place in (rf"HKCU\{_INTERNET}", r"HKLM\SOFTWARE\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"):
        key = look.key(place, only(*_PROXY))
        if number(key, "ProxyEnable") == 1 and text(key, "ProxyServer"):
            yield Route("proxy", clean(text(key, "ProxyServer"), 200), place)
        if text(key, "AutoConfigURL"):
            yield Route("pac", clean(text(key, "AutoConfigURL"), 200), place)
    interfaces = look.key(rf"{_TCPIP}\Interfaces", only())
    if interfaces is None or not interfaces.keys:
        look.problem(rf"{_TCPIP}\Interfaces")
    for name in interfaces.keys if interfaces else ():
        place = rf"{_TCPIP}\Interfaces\{name}"
        servers = text(
            look.key(place, only("NameServer")), "NameServer"
        )  # set by hand; DhcpNameServer is the network's
        for server in re.split(r"[ ,]+", servers):
            if is_public(server):
                yield Route("dns", clean(server), place)
    folder = text(look.key(_TCPIP, only("DataBasePath", "Domain", "NV Domain")), "DataBasePath")
    folder = re.sub(r"(?i)^%systemroot%", r"C:\\Windows", folder) or r"C:\Windows\System32\drivers\etc"
    yield from hosts.read(look, rf"{folder}\hosts")
