"""Ways in from afar that belong to macOS: Remote Login, Screen Sharing, Remote Management.

`launchctl print-disabled system` lists what was switched on or off: `"com.openssh.sshd" => enabled` on newer systems,
`=> false` (it is not disabled) on older ones.
"""

import re
from collections.abc import Iterator

from safecheck.computer.look import Look
from safecheck.model.computer import Door

_COMMAND = "launchctl print-disabled system"
_LINE = re.compile(r'"([\w.-]{1,100})" => (enabled|disabled|true|false)')
_ON = frozenset({"enabled", "false"})
_SERVICES = {
    "com.openssh.sshd": ("login", "Remote Login (SSH)"),
    "com.apple.screensharing": ("screen", "Screen Sharing"),
    "com.apple.AEServer": ("login", "Remote Apple Events"),
}
_MANAGEMENT = "/Library/Application Support/Apple/Remote Desktop/RemoteManagement.launchd"


def kept(data: bytes) -> bytes:
    """Keep the lines of the services that are looked at, and that there was a list."""
    text = data.decode(errors="replace")
    lines = [match.group() for match in _LINE.finditer(text) if match.group(1) in _SERVICES]
    return "\n".join(["disabled services = {" if "disabled services" in text else "", *lines]).encode()


def read(look: Look) -> Iterator[Door]:
    """Tell what is switched on; an answer without its title is none."""
    told = look.command(_COMMAND, kept) or ""
    if "disabled services" not in told:
        look.problem(_COMMAND)
    for name, state in _LINE.findall(told):
        if name in _SERVICES and state in _ON:
            yield Door(*_SERVICES[name], f"{_COMMAND}: {name}")
    if look.there(_MANAGEMENT):
        yield Door("screen", "Remote Management", _MANAGEMENT)
