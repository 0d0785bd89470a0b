"""`dumpsys activity services`: services that run in the foreground now, and what for.

    ACTIVITY MANAGER SERVICES (dumpsys activity services)
      Last ANR service:                 not always; what stands here was earlier
      User 0 active services:
      * ServiceRecord{1a2b3c u0 com.x/.Tracker}
        intent={act=anything cmp=com.x/.Tracker}
        packageName=com.x
        isForeground=true foregroundId=1 types=00000008 foregroundNoti=Notification(..)
      Destroying services:              and "Pending", "Restarting": of all users
      * Destroy ServiceRecord{1a2b3d u0 com.x/.Other}

`types` is hexadecimal and stands there from Android 10 on. What follows it is the app's own text, and so is the intent:
a line break in it can end a service early, or begin one that is none. What it cannot do is take away the lines that
follow: one that then stands in no service, or in the wrong one, is a problem. A service may go on with ":name"
(isolated ones) and, from 13 on, with " c:package" of who started it (the latter from memory).
"""

import re

from safecheck.model import ForegroundService
from safecheck.phone.parsers.parsed import Parsed, Refused, component, quote

_TITLE = "ACTIVITY MANAGER SERVICES (dumpsys activity services)"
_USER = re.compile(r"(?a:  User (\d{1,5}) active services:)\s*")
_BEGIN = re.compile(r"  \* (?:(?:Pending|Restarting|Destroy) )?ServiceRecord\{")
_RECORD = re.compile(r"(?a:[0-9a-f]+ u(\d{1,5})) ([^\s:{}]+)(?::\S*)?(?: [^{}]*)?\}\s*")
_FOREGROUND = re.compile(r"(?a:    isForeground=(true|false)\b(?:.*? types=(?:0x)?([0-9a-fA-F]{1,8})\b)?)")
_PACKAGE = "    packageName="
_OF_A_SERVICE = (_PACKAGE, "    isForeground=")


def parse(text: str) -> Parsed[tuple[ForegroundService, ...]]:
    """Read the services in the foreground; refuse a dump without any service: every phone runs some."""
    if _TITLE not in text:
        raise Refused("it is no list of services")
    reader = _Reader()
    for line in text.split("\n"):
        reader.read(line)
    if not reader.services:
        raise Refused("no service in it")
    return Parsed(tuple(reader.found), tuple(reader.problems))


class _Reader:
    """Goes through the lines and knows of which service they speak."""

    def __init__(self) -> None:
        self.found: dict[ForegroundService, None] = {}
        self.problems: list[str] = []
        self.services = 0
        self._begun = False  # what stands before the first heading is no service of now
        self._user: int | None = None  # of the heading
        self._users: set[int] = set()
        self._service: tuple[int, str] | None = None
        self._told: set[str] = set()  # which lines the present service had

    def read(self, line: str) -> None:
        """Take one line."""
        if begin := _BEGIN.match(line):
            self._begin(line, begin.end())
        elif line[:1].strip() or (line.startswith("  ") and line[2:3].strip()):
            self._service = None  # another part of the dump; one blank alone occurs within a service
            self._heading(line)
        elif line.startswith(_OF_A_SERVICE) and self._begun:
            self._line(line)

    def _heading(self, line: str) -> None:
        self._user = None
        if heading := _USER.fullmatch(line):
            self._begun = True
            self._user = int(heading.group(1))
            if self._user in self._users:
                self.problems.append(f"the services of user {self._user} twice")
            self._users.add(self._user)

    def _begin(self, line: str, head: int) -> None:
        self._begun = True
        self._told = set()
        record = _RECORD.fullmatch(line, head)
        name = component(record.group(2)) if record else None
        if record is None or name is None:
            self._service = None
            self.problems.append(f"a service that cannot be read: {quote(line)}")
            return
        self._service = int(record.group(1)), name
        self.services += 1
        if self._user not in {None, self._service[0]}:
            self.problems.append(f"{name}: among the services of user {self._user}")

    def _line(self, line: str) -> None:
        if self._service is None:
            self.problems.append(f"a line of no service: {quote(line)}")
            return
        user, name = self._service
        package = name.partition("/")[0]
        key = line.partition("=")[0]
        if key in self._told:
            self.problems.append(f"{name}: {quote(key)} twice")
        self._told.add(key)
        if line.startswith(_PACKAGE):
            if line.removeprefix(_PACKAGE).rstrip() != package:
                self.problems.append(f"{name}: the service of another app: {quote(line)}")
            return
        match = _FOREGROUND.match(line)
        if match is None:
            self.problems.append(f"{name}: not readable whether it is in the foreground")
        if match is None or match.group(1) == "true":
            # Notification texts follow: only a number that stands before them counts.
            types = match.group(2) if match and line.find(" types=") < _notification(line) else None
            self.found[ForegroundService(user, package, name, int(types, 16) if types else None)] = None


def _notification(line: str) -> int:
    """Give the place where the app's own text begins."""
    place = line.find(" foregroundNoti=")
    return len(line) if place < 0 else place
