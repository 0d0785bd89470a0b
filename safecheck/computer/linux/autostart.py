"""Entries of the desktop that start by themselves."""

from collections.abc import Iterator

from safecheck.computer.forms import ini_of
from safecheck.computer.linux.packaged import Packaged
from safecheck.computer.linux.starters import found, starter, written
from safecheck.computer.look import Look
from safecheck.model.computer import Starter

_AUTOSTART = (
    ("/etc/xdg/autostart", False),
    ("/usr/local/etc/xdg/autostart", False),
    ("/usr/share/gnome/autostart", False),
    ("~/.config/autostart", True),
)
_MORE_AUTOSTART = "/etc/xdg/xdg-*"  # of one kind of session, as Ubuntu names them
_ENTRY_KEYS = frozenset({"Name", "Exec", "Hidden", "X-GNOME-Autostart-enabled"})
# Desktops that do not know GNOME's own way to switch an entry off: with them it starts all the same.
_OTHER_DESKTOPS = ("/usr/bin/plasmashell", "/usr/bin/xfce4-session", "/usr/bin/lxqt-session")


def kept_entry(data: bytes) -> bytes:
    """Keep of an autostart entry what it starts, and if it is on."""
    lines = [line for line in ini_of(data) if line.section == "Desktop Entry" and line.key in _ENTRY_KEYS]
    return written("[Desktop Entry]", *(f"{line.key}={line.value}" for line in lines))


def read(look: Look, packaged: Packaged) -> Iterator[Starter]:
    """Tell of each entry, and if it is on."""
    more = [(f"{folder}/autostart", False) for folder in look.fitting(_MORE_AUTOSTART)]
    gnome = not any([look.there(place) for place in _OTHER_DESKTOPS])  # noqa: C419 - each is asked for
    for folder, own in (*_AUTOSTART, *more):
        for entry in look.folder(folder) or ():
            if entry.name.endswith(".desktop"):
                place = f"{folder}/{entry.name}"
                told: dict[str, list[str]] = {}
                for line in ini_of(look.data(place, kept_entry) or b""):
                    told.setdefault(line.key, []).append(line.value)
                off = set(told.get("Hidden", ())) == {"true"}
                off |= gnome and set(told.get("X-GNOME-Autostart-enabled", ())) == {"false"}
                name = told.get("Name", [entry.name])[0] or entry.name
                command = "; ".join(told.get("Exec", ()))
                command = found(look, command) if own else command
                of_package = not own and packaged(place, command)
                yield starter("autostart", name, command, place, own=own, packaged=of_package, enabled=not off)
