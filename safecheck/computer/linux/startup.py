"""What starts by itself: autostart entries, units and timers of systemd, cron."""

import posixpath
import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import ini_of
from safecheck.computer.look import Look
from safecheck.model import GapReason
from safecheck.model.computer import Starter
from safecheck.model.host import Entry

_AUTOSTART = (("/etc/xdg/autostart", False), ("~/.config/autostart", True))
_UNITS = (
    ("/etc/systemd/system", "unit", False),
    ("/run/systemd/system", "unit", False),
    ("/usr/local/lib/systemd/system", "unit", False),
    ("/etc/systemd/user", "user-unit", False),
    ("/usr/local/lib/systemd/user", "user-unit", False),
    ("~/.config/systemd/user", "user-unit", True),
    ("~/.local/share/systemd/user", "user-unit", True),
)
_PACKAGED = ("/usr/lib/systemd/system", "/lib/systemd/system", "/usr/lib/systemd/user")
_KINDS = (".service", ".timer", ".path", ".socket")
_EXEC = {"ExecStart", "ExecStartPre", "ExecStartPost", "Unit"}
_CRON = re.compile(r"(?:@\w+|(?:\S+\s+){4}\S+)\s+(.+)")
_CRONTABS = "/var/spool/cron/crontabs"
_LONGEST = 300


def read(look: Look) -> Iterator[Starter]:
    """Tell of everything that starts by itself; the system's own units are named only."""
    yield from _autostart(look)
    yield from _units(look)
    yield from _cron(look)
    for line in (look.text("/etc/rc.local") or "").splitlines():
        if line.strip() and not line.startswith(("#", "exit")):
            yield _starter("rc.local", line[:60], line, "/etc/rc.local")


def _autostart(look: Look) -> Iterator[Starter]:
    for folder, own in _AUTOSTART:
        for entry in look.folder(folder) or ():
            if entry.name.endswith(".desktop"):
                place = f"{folder}/{entry.name}"
                lines = [line for line in ini_of(look.data(place) or b"") if line.section == "Desktop Entry"]
                told = {line.key: line.value for line in reversed(lines)}
                off = told.get("Hidden") == "true" or told.get("X-GNOME-Autostart-enabled") == "false"
                name = told.get("Name") or entry.name
                yield _starter("autostart", name, told.get("Exec", ""), place, own=own, enabled=not off)


def _units(look: Look) -> Iterator[Starter]:
    known = False
    for folder in _PACKAGED:
        for entry in look.folder(folder) or ():
            known = True
            if entry.name.endswith(_KINDS):
                yield _starter("unit", entry.name, "", f"{folder}/{entry.name}", packaged=True)
    if not known and look.there("/run/systemd"):
        look.problem("systemd is there, and none of its own units")
    for folder, kind, own in _UNITS:
        for entry in look.folder(folder) or ():
            if entry.name.endswith(_KINDS):
                yield from _unit(look, folder, entry, kind, own=own)
            elif entry.kind == "folder" and entry.name.endswith(tuple(f"{ending}.d" for ending in _KINDS)):
                for part in look.folder(f"{folder}/{entry.name}") or ():  # changes to a unit
                    yield from _unit(look, f"{folder}/{entry.name}", part, kind, own=own)


def _unit(look: Look, folder: str, entry: Entry, kind: str, *, own: bool) -> Iterator[Starter]:
    """Read one unit; a link to a packaged one, or to nothing, is no unit of its own."""
    place = f"{folder}/{entry.name}"
    target = posixpath.normpath(posixpath.join(folder, entry.target)) if entry.kind == "link" else ""
    if target == "/dev/null" or target.startswith(tuple(f"{own_}/" for own_ in _PACKAGED)):
        return
    commands = [line.value for line in ini_of(look.data(place) or b"") if line.key in _EXEC]
    commands = [command.lstrip("-@:+!|") for command in commands if command]
    if entry.name.endswith(_KINDS) or commands:
        yield _starter(kind, entry.name, "; ".join(commands), place, own=own)


def _cron(look: Look) -> Iterator[Starter]:
    places = ["/etc/crontab", *(f"/etc/cron.d/{entry.name}" for entry in look.folder("/etc/cron.d") or ())]
    spool = look.folder(_CRONTABS)
    if spool is None and not look.about.admin and look.there("/etc/cron.d"):
        look.problem(_CRONTABS, GapReason.DENIED)
    texts = {place: look.text(place) or "" for place in (*places, *(f"{_CRONTABS}/{one.name}" for one in spool or ()))}
    texts["crontab -l"] = look.command("crontab -l") or ""
    for place, text in texts.items():
        for line in text.splitlines():
            if line[:1] not in {"#", ""} and (match := _CRON.match(line.strip())):
                system = place.startswith("/etc/")  # there a user's name stands before the command
                command = match.group(1).split(None, 1)[-1] if system else match.group(1)
                yield _starter("cron", command[:60], command, place, own=not system, packaged=system)


def _starter(  # noqa: PLR0913 - what a starter is made of
    kind: str, name: str, command: str, place: str, *, own: bool = False, packaged: bool = False, enabled: bool = True
) -> Starter:
    return Starter(
        kind=kind,
        name=clean(name),
        command=clean(command, _LONGEST),
        place=clean(place, _LONGEST),
        own=own,
        packaged=packaged,
        enabled=enabled,
    )
