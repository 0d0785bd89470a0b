"""Ways in from elsewhere that belong to the system: remote login, screen sharing, remote help."""

from collections.abc import Iterator

from safecheck.command_lines import name_of
from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import Door, ThisComputer

_KINDS = {
    "screen-silent": ("computer-door-silent", Severity.ASK),
    "screen": ("computer-door-screen", Severity.ASK),
    "login": ("computer-door-login", Severity.ASK),
    "assist": ("computer-door-assist", Severity.NOTE),
}
# Programs of the system or of its packages that are such a way in while they run.
_RUNNING = {
    "sshd": ("login", "SSH"),
    "xrdp": ("screen", "xrdp"),
    "x11vnc": ("screen", "x11vnc"),
    "xvnc": ("screen", "VNC"),
    "xtigervnc": ("screen", "TigerVNC"),
    "x0tigervncserver": ("screen", "TigerVNC"),
    "x0vncserver": ("screen", "VNC"),
    "vino-server": ("screen", "Vino"),
    "krfb": ("screen", "KDE Desktop Sharing"),
    "krdpserver": ("screen", "KDE Remote Desktop"),
    "wayvnc": ("screen", "wayvnc"),
    "sunshine": ("screen", "Sunshine"),
    "rpi-connectd": ("screen", "Raspberry Pi Connect"),
    "nxserver.bin": ("screen", "NoMachine"),
    "vncserver-x11-core": ("screen", "RealVNC"),
    "vncserver-x11-c": ("screen", "RealVNC"),
    "dropbear": ("login", "SSH"),
    "ttyd": ("login", "ttyd"),
    "shellinaboxd": ("login", "Shell In A Box"),
    "screensharingd": ("screen", "Screen Sharing"),
    "anydesk": ("screen", "AnyDesk"),
    "teamviewerd": ("screen", "TeamViewer"),
    "rustdesk": ("screen", "RustDesk"),
}


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each way in, switched on or at work."""
    doors = list(computer.doors)
    for program in computer.running:
        name = name_of(program.name).casefold()
        if name in _RUNNING:
            doors.append(Door(*_RUNNING[name], program.path or program.name))
    for way, (kind, severity) in _KINDS.items():
        found = [door for door in doors if door.kind == way]
        if found:
            yield Sign(
                kind=kind,
                subject=", ".join(dict.fromkeys(door.name for door in found)),
                users=(),
                severity=severity,
                confidence=Confidence.CERTAIN,
                advice=("computer-doors",) if severity is Severity.ASK else (),
                evidence="; ".join(dict.fromkeys(door.place for door in found)),
            )


CHECK = Check(
    id="computer-doors",
    needs=("computer-doors", "computer-processes", "computer-firewall"),
    kinds=tuple(kind for kind, _ in _KINDS.values()),
    advice=("computer-doors",),
    per_user=False,
    run=_signs,
    part=Part.COMPUTER,
)
