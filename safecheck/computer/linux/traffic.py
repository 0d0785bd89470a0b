"""Which way the traffic goes: proxies, servers for names, the hosts file."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer import hosts
from safecheck.computer.addresses import is_public
from safecheck.computer.commands import COMMANDS
from safecheck.computer.forms import ini_of
from safecheck.computer.linux.variables import VARIABLE_FOLDERS, VARIABLES
from safecheck.computer.look import Look
from safecheck.model.computer import Route
from safecheck.model.host import System

_APT = "/etc/apt/apt.conf.d"
_SETTING = re.compile(
    rb"(?mi)^[ \t]*(?:(?:export|set[ \t]+-\w+|declare[ \t]+-\w+|typeset[ \t]+-\w+)[ \t]+)?"
    rb"((?:https?|all|socks|ftp)_proxy|acquire::https?::proxy)(?:[ \t]+DEFAULT=|[ \t=]+)([^\n]+)"
)
_LOGIN = re.compile(rb"//[^/\s]*@")  # up to the last "@": one may stand in a password
_SERVER = re.compile(r"(?m)^[ \t]*nameserver[ \t]+(\S+)")
_RESOLV = ("/run/systemd/resolve/resolv.conf", "/run/NetworkManager/resolv.conf", "/etc/resolv.conf")
_GNOME = tuple(command for command in COMMANDS[System.LINUX] if "proxy" in command)
_KDE = ("~/.config/kioslaverc", "/etc/xdg/kioslaverc")
_MARK = re.compile(r"\[\$\w+\]")  # with which KDE says that a setting may not be changed


def kept(data: bytes) -> bytes:
    """Keep of a file that shells read only the proxies, without names and passwords."""
    return b"".join(_LOGIN.sub(b"//", match.group().strip()) + b"\n" for match in _SETTING.finditer(data))


def kept_servers(data: bytes) -> bytes:
    """Keep the servers for names, and not the names of networks beside them."""
    return "".join(f"nameserver {server}\n" for server in _SERVER.findall(data.decode(errors="replace"))).encode()


def kept_address(data: bytes) -> bytes:
    """Keep an address without name and password."""
    return _LOGIN.sub(b"//", data)


def kept_kde(data: bytes) -> bytes:
    """Keep the proxy settings of KDE, without names and passwords."""
    told = (line for line in ini_of(data) if line.section.partition("]")[0] == "Proxy Settings")
    lines = "".join(f"{_MARK.sub('', line.key)}={line.value}\n" for line in told if "roxy" in line.key)
    return b"[Proxy Settings]\n" + _LOGIN.sub(b"//", lines.encode(errors="replace"))


def read(look: Look) -> Iterator[Route]:
    """Tell of proxies, servers for names that are not the network's own, and names that are bent."""
    places = [f"{folder}/{entry.name}" for folder in (*VARIABLE_FOLDERS, _APT) for entry in look.folder(folder) or ()]
    for place in (*VARIABLES, *places):
        for match in _SETTING.finditer(look.data(place, kept) or b""):
            value = match.group(2).decode(errors="replace").strip("\"'; ")
            if value and value.upper() != "DIRECT":
                yield Route("proxy", clean(value), place)
    yield from _gnome(look)
    yield from _kde(look)
    yield from _names(look)
    yield from hosts.read(look, "/etc/hosts")


def _gnome(look: Look) -> Iterator[Route]:
    told = {
        command.rsplit(" proxy ", 1)[-1]: (look.command(command, kept_address) or "").strip().strip("'")
        for command in _GNOME
    }
    mode = next((value for command, value in told.items() if command.endswith("proxy mode")), "")
    for command, value in told.items():
        wanted = {"auto": "autoconfig-url", "manual": "host"}.get(mode)
        if wanted and command.endswith(wanted) and value:
            yield Route("pac" if mode == "auto" else "proxy", clean(value, 200), "org.gnome.system.proxy")
    if mode == "auto" and not any(value for command, value in told.items() if command.endswith("autoconfig-url")):
        yield Route("pac", "WPAD", "org.gnome.system.proxy")


def _kde(look: Look) -> Iterator[Route]:
    for place in _KDE:
        told = {line.key: line.value for line in ini_of(look.data(place, kept_kde) or b"")}
        kind = told.get("ProxyType", "0")  # 0 none, 1 by hand, 2 script, 3 found by itself, 4 environment
        if kind == "1":
            for key in ("httpProxy", "httpsProxy", "socksProxy"):
                if told.get(key):
                    yield Route("proxy", clean(told[key]), place)
        if kind in {"2", "3"}:
            yield Route("pac", clean(told.get("Proxy Config Script", "") or "WPAD", 200), place)


def _names(look: Look) -> Iterator[Route]:
    """Tell of servers outside the home network; a network without any server knows no names at all."""
    found = [(server, place) for place in _RESOLV for server in _SERVER.findall(look.text(place, kept_servers) or "")]
    if not found:
        look.problem("no server for names is told")
    for server, place in found:
        if is_public(server):
            yield Route("dns", clean(server), place)
