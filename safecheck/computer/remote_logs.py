"""Who connected to this computer, as remote-access tools wrote down themselves.

AnyDesk, `connection_trace.txt`, UTF-16 or UTF-8, one connection a line:
    Incoming    2026-08-23, 10:23    Passwd    547911884    547911884
  "User": somebody here said yes; "Passwd", "Token" and the like: nobody had to.
TeamViewer, `Connections_incoming.txt`, parted by tabs: number, name, start, end, who was signed in here, kind, mark.
Source: descriptions of both by people who examine computers (local.md names them); not tried on real ones.
"""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import text_of
from safecheck.computer.look import Look
from safecheck.masking import masked
from safecheck.model import GapReason
from safecheck.model.computer import Visit
from safecheck.model.host import System

_ANYDESK = {
    System.LINUX: ("~/.anydesk", "/etc/anydesk", "/var/log"),
    System.WINDOWS: (r"~\AppData\Roaming\AnyDesk", r"C:\ProgramData\AnyDesk"),
    System.MACOS: ("~/.anydesk", "/etc/anydesk"),
}
_TEAMVIEWER = {
    System.LINUX: ("/opt/teamviewer/logfiles", "/var/log/teamviewer15", "~/.local/share/teamviewer15/logfiles"),
    System.WINDOWS: (
        r"C:\Program Files\TeamViewer",
        r"C:\Program Files (x86)\TeamViewer",
        r"~\AppData\Roaming\TeamViewer",
    ),
    System.MACOS: ("/Library/Logs/TeamViewer", "~/Library/Logs/TeamViewer"),
}
# Logs that are there and that nobody has recorded yet: they are named as not read.
_UNREAD: dict[System, dict[str, tuple[str, ...]]] = {
    System.LINUX: {"RustDesk": ("~/.local/share/logs/RustDesk/server", "/var/log/rustdesk-server")},
    System.WINDOWS: {
        "RustDesk": (
            r"~\AppData\Roaming\RustDesk\log",
            r"C:\Windows\ServiceProfiles\LocalService\AppData\Roaming\RustDesk\log",
        ),
        "Splashtop": (r"C:\Program Files (x86)\Splashtop\Splashtop Remote\Server\log",),
    },
    System.MACOS: {"RustDesk": ("~/Library/Logs/RustDesk",)},
}
_INCOMING = re.compile(r"(?m)^Incoming\s+(\d{4}-\d\d-\d\d,\s+\d\d:\d\d)\s+(\S+)(?:[^\S\n]+(\S+))?[^\n]*$")
_SESSION = re.compile(
    r"(?m)^(\d{5,12})\t([^\t\n]{0,100})\t(\d\d[-.]\d\d[-.]\d{4}[ _]\d\d:\d\d:\d\d)\t([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)"
)
_MOST = 200  # the latest visits that are told
_SIZE = 20_000_000


def kept_anydesk(data: bytes) -> bytes:
    """Keep the connections that came in, with the other computer's number masked."""
    found = [
        f"Incoming    {match.group(1)}    {match.group(2)}    {masked(match.group(3) or '')}\n"
        for match in _INCOMING.finditer(text_of(data))
    ]
    return "".join(found[-_MOST:]).encode()


def kept_teamviewer(data: bytes) -> bytes:
    """Keep the connections that came in, with number and name of the other computer masked."""
    found = [
        f"00000\t{_short(match.group(2))}\t{match.group(3)}\t\t\t{match.group(6)}\n"
        for match in _SESSION.finditer(text_of(data))
    ]
    return "".join(found[-_MOST:]).encode(errors="replace")


def _short(name: str) -> str:
    return masked(name.strip())


def read(look: Look) -> Iterator[Visit]:
    """Tell of each visit; a tool that is not there keeps no log."""
    system = look.about.system
    sign = "\\" if system is System.WINDOWS else "/"
    for folder in _ANYDESK[system]:
        place = f"{folder}{sign}connection_trace.txt"
        text = look.text(place, kept_anydesk, _SIZE)
        for match in _INCOMING.finditer(text or ""):
            time, how, who = match.groups()
            yield Visit("AnyDesk", clean(time), how != "User", clean(who or ""), place)
    for folder in _TEAMVIEWER[system]:
        place = f"{folder}{sign}Connections_incoming.txt"
        text = look.text(place, kept_teamviewer, _SIZE)
        for match in _SESSION.finditer(text or ""):
            yield Visit("TeamViewer", clean(match.group(3)), None, clean(match.group(2)), place)
    for tool, places in _UNREAD[system].items():
        if any([look.there(place) for place in places]):  # noqa: C419 - each is asked for
            look.problem(tool, GapReason.UNWRITTEN)
