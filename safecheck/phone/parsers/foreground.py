"""`dumpsys activity services`: services that run in the foreground now, and what for.

    ACTIVITY MANAGER SERVICES (dumpsys activity services)
      User 0 active services:
      * ServiceRecord{1a2b3c u0 com.x/.Tracker}
        isForeground=true foregroundId=1 types=00000008 foregroundNoti=Notification(..)

`types` is hexadecimal and stands there from Android 10 on. What follows it is the app's own text. A service may go
on with ":name" (isolated ones) and, from 13 on, with " c:package" of who started it (the latter from memory).
"""

import re

from safecheck.model import ForegroundService
from safecheck.phone.parsers.parsed import Parsed, Refused, component, quote

# Bits of `types`. Source: android.content.pm.ServiceInfo.
DATA_SYNC, MEDIA_PLAYBACK, PHONE_CALL, LOCATION = 0x1, 0x2, 0x4, 0x8
CONNECTED_DEVICE, MEDIA_PROJECTION, CAMERA, MICROPHONE = 0x10, 0x20, 0x40, 0x80
_TITLE = "ACTIVITY MANAGER SERVICES (dumpsys activity services)"
_RECORD = re.compile(r"(?a:  \* ServiceRecord\{[0-9a-f]+ u(\d{1,5})) ([^\s:{}]+)(?::\S*)?(?: [^{}]*)?\}\s*")
_FOREGROUND = re.compile(r"(?a:    isForeground=(true|false)\b(?:.*? types=(?:0x)?([0-9a-fA-F]{1,8})\b)?)")


def parse(text: str) -> Parsed[tuple[ForegroundService, ...]]:
    """Read the services in the foreground; refuse a dump without any service: every phone runs some."""
    if _TITLE not in text:
        raise Refused("it is no list of services")
    found: dict[ForegroundService, None] = {}
    problems: list[str] = []
    services = 0
    service: tuple[int, str] | None = None
    told = False
    for line in text.split("\n"):
        if line.startswith("  * ServiceRecord{"):
            match = _RECORD.fullmatch(line)
            name = component(match.group(2)) if match else None
            service, told = (int(match.group(1)), name) if match and name else None, False
            services += service is not None
            if service is None:
                problems.append(f"a service that cannot be read: {quote(line)}")
        elif line[:1].strip() or (line.startswith("  ") and line[2:3].strip()):
            service = None  # another part of the dump; one blank alone occurs within a service
        elif service and line.startswith("    isForeground="):
            match = _FOREGROUND.match(line)
            if told or match is None:
                problems.append(f"{service[1]}: said twice, or not readable, whether it is in the foreground")
            told = True
            if match is None or match.group(1) == "true":
                # Notification texts follow: only a number that stands before them counts.
                head = match.group(2) if match and line.find(" types=") < _notification(line) else None
                types = int(head, 16) if head else None
                found[ForegroundService(service[0], service[1].partition("/")[0], service[1], types)] = None
    if not services:
        raise Refused("no service in it")
    return Parsed(tuple(found), tuple(problems))


def _notification(line: str) -> int:
    """Give the place where the app's own text begins."""
    place = line.find(" foregroundNoti=")
    return len(line) if place < 0 else place
