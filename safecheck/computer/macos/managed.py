"""Who manages this Mac: an enrolment, and rules that were brought to it.

`profiles status -type enrollment` says "MDM enrollment: Yes (User Approved)" or "No"; other words are not understood
and said so. Profiles themselves (system_profiler) are not read: nobody has recorded their form.
"""

import re
from collections.abc import Iterator

from safecheck.computer.look import Look
from safecheck.model.computer import Manager, ManagerKind

_COMMAND = "profiles status -type enrollment"
_MDM = re.compile(r"(?m)^MDM enrollment: (Yes|No)\b")
_SERVER = re.compile(r"(?m)^MDM server: https?://([\w.-]{1,200})")
_TOOLS = {
    "/usr/local/bin/jamf": "Jamf",
    "/Library/Intune": "Microsoft Intune",
    "/Library/Kandji": "Kandji",
    "/Library/Addigy": "Addigy",
    "/opt/orbit": "Fleet",
}
_RULES = "/Library/Managed Preferences"
_TIMES = (
    "com.apple.applicationaccess.new.plist"  # a rule that limits which apps may be opened: Screen Time and profiles
)


def kept(data: bytes) -> bytes:
    """Keep the two lines that are looked at."""
    text = data.decode(errors="replace")
    return "\n".join(match.group() for form in (_MDM, _SERVER) if (match := form.search(text))).encode()


def read(look: Look) -> Iterator[Manager]:
    """Tell of each; an answer in other words is none."""
    told = look.command(_COMMAND, kept) or ""
    enrolled = _MDM.search(told)
    if enrolled is None:
        look.problem(_COMMAND)
    elif enrolled.group(1) == "Yes":
        server = _SERVER.search(told)
        yield Manager(ManagerKind.WORK, f"MDM ({server.group(1)})" if server else "MDM", _COMMAND)
    for place, name in _TOOLS.items():
        if look.there(place):
            yield Manager(ManagerKind.WORK, name, place)
    people = [f"{_RULES}/{entry.name}" for entry in look.folder(_RULES) or () if entry.kind == "folder"]
    for place in (f"{folder}/{_TIMES}" for folder in (_RULES, *people)):
        if look.there(place):
            yield Manager(ManagerKind.CHILD, "app limits", place)
