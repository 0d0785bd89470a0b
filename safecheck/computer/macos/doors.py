"""Ways in from afar that belong to macOS: Remote Login, Screen Sharing, Remote Management."""

from collections.abc import Iterator

from safecheck.computer.look import Look
from safecheck.computer.macos import launchd
from safecheck.model.computer import Door

_SERVICES = {
    "com.openssh.sshd": ("login", "Remote Login (SSH)"),
    "com.apple.screensharing": ("screen", "Screen Sharing"),
    "com.apple.AEServer": ("login", "Remote Apple Events"),
}
_MANAGEMENT = "/Library/Application Support/Apple/Remote Desktop/RemoteManagement.launchd"


def read(look: Look) -> Iterator[Door]:
    """Tell what is switched on."""
    switched = launchd.switched(look)
    for name, (kind, shown) in _SERVICES.items():
        if switched.get(name):
            yield Door(kind, shown, f"{launchd.COMMAND}: {name}")
    if look.there(_MANAGEMENT):
        yield Door("screen", "Remote Management", _MANAGEMENT)
