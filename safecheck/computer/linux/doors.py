"""Ways in from afar that belong to the system: remote login, screen sharing."""

from collections.abc import Iterator

from safecheck.computer.look import Look
from safecheck.model.computer import Door
from safecheck.model.host import Entry

# Units, as their makers and the makers of packages name them.
_UNITS = {
    "ssh.service": ("login", "SSH"),
    "sshd.service": ("login", "SSH"),
    "ssh.socket": ("login", "SSH"),
    "sshd.socket": ("login", "SSH"),
    "telnet.socket": ("login", "Telnet"),
    "inetd.service": ("login", "inetd"),
    "xrdp.service": ("screen", "xrdp"),
    "x11vnc.service": ("screen", "x11vnc"),
    "gnome-remote-desktop.service": ("screen", "GNOME Remote Desktop"),
    "app-org.kde.krdpserver.service": ("screen", "KDE Remote Desktop"),
    "wayvnc.service": ("screen", "wayvnc"),
    "nxserver.service": ("screen", "NoMachine"),
    "anydesk.service": ("screen", "AnyDesk"),
    "teamviewerd.service": ("screen", "TeamViewer"),
    "rustdesk.service": ("screen", "RustDesk"),
    "sunshine.service": ("screen", "Sunshine"),
    "rpi-connect.service": ("screen", "Raspberry Pi Connect"),
    "rpi-connect-wayvnc.service": ("screen", "Raspberry Pi Connect"),
    "vncserver-x11-serviced.service": ("screen", "RealVNC"),
    "x2goserver.service": ("screen", "X2Go"),
    "dropbear.service": ("login", "SSH"),
    "dropbear.socket": ("login", "SSH"),
    "ttyd.service": ("login", "ttyd"),
    "shellinabox.service": ("login", "Shell In A Box"),
    "cockpit.socket": ("login", "Cockpit"),
    "webmin.service": ("login", "Webmin"),
}
_PREFIXES = {
    "tigervncserver@": ("screen", "TigerVNC"),
    "vncserver@": ("screen", "VNC"),
    "vncserver-": ("screen", "VNC"),
    "chrome-remote-desktop@": ("screen", "Chrome Remote Desktop"),
}
_PLACES = ("/etc/systemd/system", "/etc/systemd/user", "~/.config/systemd/user")
# Some systems start it for every desktop; whether it lets anybody in is a setting of each person.
_BY_SETTING = "gnome-remote-desktop.service"
_SETTINGS = {
    "gsettings get org.gnome.desktop.remote-desktop.rdp enable": "GNOME Remote Desktop (RDP)",
    "gsettings get org.gnome.desktop.remote-desktop.vnc enable": "GNOME Remote Desktop (VNC)",
}


def read(look: Look) -> Iterator[Door]:
    """Tell what is switched on: linked below a target's "wants", or by a setting of the desktop."""
    for place in _PLACES:
        for target in look.folder(place) or ():
            if target.kind in {"folder", "link"} and target.name.endswith((".wants", ".requires")):
                for entry in look.folder(f"{place}/{target.name}") or ():
                    if entry.name == _BY_SETTING and place.endswith("/user"):
                        continue
                    if found := _door(entry):
                        yield Door(*found, f"{place}/{target.name}/{entry.name}")
            elif target.kind == "link" and (found := _door(target)) and _door(target._replace(target="")) is None:
                yield Door(*found, f"{place}/{target.name}")  # the same unit under another name
    for command, name in _SETTINGS.items():
        if (look.command(command) or "").strip() == "true":
            yield Door("screen", name, command)


def _door(entry: Entry) -> tuple[str, str] | None:
    """Say what a unit, or the one that it is a link to, lets in."""
    for name in filter(None, (entry.name, entry.target.rpartition("/")[2])):
        found = _UNITS.get(name) or next((door for start, door in _PREFIXES.items() if name.startswith(start)), None)
        if found:
            return found
    return None
