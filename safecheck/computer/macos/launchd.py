"""What launchd starts: where its lists lie, and which of the system's it was told to leave off.

`launchctl print-disabled system` lists what was switched on or off: `"com.openssh.sshd" => enabled` on newer systems,
`=> false` (it is not disabled) on older ones. The same list of each person is not asked for.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from safecheck.computer.look import Look

COMMAND = "launchctl print-disabled system"
_TITLE = "disabled services"
_LINE = re.compile(r'"([\w.-]{1,100})" => (enabled|disabled|true|false)')
_ON = frozenset({"enabled", "false"})
_PLACES = (
    ("/Library/LaunchDaemons", "daemon", False),
    ("/Library/LaunchAgents", "agent", False),
    ("~/Library/LaunchAgents", "agent", True),
)


class Listed(NamedTuple):
    """One list of launchd."""

    place: str
    name: str  # of the file, without its ending
    kind: str  # "daemon", of the system; "agent", of a person
    own: bool  # only for this person


def lists(look: Look) -> Iterator[Listed]:
    """Give the lists that were added to the system's own; names may be hidden ones."""
    for folder, kind, own in _PLACES:
        for entry in look.folder(folder) or ():
            if entry.name.casefold().endswith(".plist"):
                yield Listed(f"{folder}/{entry.name}", entry.name[:-6], kind, own)


def kept(data: bytes) -> bytes:
    """Keep the lines that say something, and that there was a list."""
    text = data.decode(errors="replace")
    lines = [match.group() for match in _LINE.finditer(text)]
    return "\n".join([f"{_TITLE} = {{" if _TITLE in text else "", *lines]).encode()


def switched(look: Look) -> dict[str, bool]:
    """Give for each service of the system that was switched whether it is on; an answer without its title is none."""
    told = look.command(COMMAND, kept) or ""
    if _TITLE not in told:
        look.problem(COMMAND)
    return {name: state in _ON for name, state in _LINE.findall(told)}
