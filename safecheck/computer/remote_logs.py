"""Who connected to this computer, as remote-access tools wrote down themselves.

AnyDesk, `connection_trace.txt`, UTF-16 or UTF-8, one connection a line:
    Incoming    2026-08-23, 10:23    Passwd    547911884    547911884
  "User": somebody here said yes; "Passwd", "Token" and the like: nobody had to.
TeamViewer, `Connections_incoming.txt`, parted by tabs: number, name, start, end, who was signed in here, kind, mark.
Source: descriptions of both logs by people who examine computers, as Dissect's readers of remote access show them;
not tried on real ones. A line of another form may be a visit too: it is a gap.
"""

import re
from collections.abc import Callable, Iterator

from safecheck.clean import clean
from safecheck.computer.forms import text_of
from safecheck.computer.look import Look
from safecheck.masking import masked
from safecheck.model import GapReason
from safecheck.model.computer import Visit
from safecheck.model.host import Keep, System

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
_INCOMING = re.compile(r"Incoming\s+(\d{4}-\d\d-\d\d,\s+\d\d:\d\d)\s+(\S+)(?:[^\S\n]+(\S+))?.*")
_SESSION = re.compile(
    r"(\d{5,12})\t([^\t\n]{0,100})\t(\d\d[-.]\d\d[-.]\d{4}[ _]\d\d:\d\d:\d\d)\t([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)"
)
_OTHERS = "# lines of another form"
_MOST = 200  # the latest visits that are told
_SIZE = 20_000_000


def kept_anydesk(data: bytes) -> bytes:
    """Keep the connections that came in, with the other computer's number masked."""
    return _kept(data, _INCOMING, lambda told: f"Incoming    {told[1]}    {told[2]}    {masked(told[3] or '')}")


def kept_teamviewer(data: bytes) -> bytes:
    """Keep the connections that came in, with number and name of the other computer masked."""
    return _kept(data, _SESSION, lambda told: f"00000\t{_short(told[2])}\t{told[3]}\t\t\t{told[6]}")


def _kept(data: bytes, form: re.Pattern[str], write: Callable[[re.Match[str]], str]) -> bytes:
    """Keep the latest lines of one form, and of the others only that there are some."""
    lines = [line for line in text_of(data).split("\n") if line.strip()]
    found = [write(told) for line in lines if (told := form.match(line))]
    others = [_OTHERS] if len(found) < len(lines) else []
    return "".join(f"{line}\n" for line in (*others, *found[-_MOST:])).encode(errors="replace")


def _told(look: Look, place: str, keep: Keep, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Give the lines of a log, which need not be there."""
    lines = (look.text(place, keep, _SIZE) or "").split("\n")
    if _OTHERS in lines:
        look.problem(place)
    yield from (told for line in lines if (told := form.match(line)))


def _short(name: str) -> str:
    return masked(name.strip())


def read(look: Look) -> Iterator[Visit]:
    """Tell of each visit; a tool that is not there keeps no log."""
    system = look.about.system
    sign = "\\" if system is System.WINDOWS else "/"
    for folder in _ANYDESK[system]:
        place = f"{folder}{sign}connection_trace.txt"
        for match in _told(look, place, kept_anydesk, _INCOMING):
            time, how, who = match.groups()
            yield Visit("AnyDesk", clean(time), how != "User", clean(who or ""), place)
    for folder in _TEAMVIEWER[system]:
        place = f"{folder}{sign}Connections_incoming.txt"
        for match in _told(look, place, kept_teamviewer, _SESSION):
            yield Visit("TeamViewer", clean(match.group(3)), None, clean(match.group(2)), place)
    for tool, places in _UNREAD[system].items():
        if any([look.there(place) for place in places]):  # noqa: C419 - each is asked for
            look.problem(tool, GapReason.UNWRITTEN)
