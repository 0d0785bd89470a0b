"""`dumpsys location`: which apps ask where the phone is. Positions, which stand in the same dump, are not read.

    Current Location Manager state:                                     up to Android 10
      Active Records by Provider:
        gps:
          UpdateRecord[gps com.x(10123 foreground) Request[..]]
      Historical Records by Provider:
        com.x: gps: Interval 0 seconds: Duration requested 1 out of the last 16 minutes
    Location Manager State:                                             11
          UpdateRecord[gps 3739/com.x[attribution] (background) Request[..] null]
        gps: com.x: Interval 0 seconds: ..
    Location Manager State:                                             12 and newer
      Location Providers:
        gps provider:
          listeners:
            10123/com.x[attribution]/0A1B2C3D Request[.., WorkSource{10123 com.x}] (inactive)
      Historical Aggregate Location Provider Data:
        gps:
          10123/com.x[attribution]: min/max interval = 0s/0s, total/active/foreground duration = ..

The memory goes back to the phone's start only. Most apps ask through Google Play services, which then stand there in
their place; the WorkSource names them on newer versions. "passive" asks for nothing by itself.
"""

import re
from typing import NamedTuple

from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

_TITLE = re.compile(r"^(Current Location Manager state|Location Manager State):", re.MULTILINE)
_PROVIDER = r"[a-z][\w-]{0,40}"
_HEADING = re.compile(rf"(?a:\s+({_PROVIDER})(?: provider)?:)\s*")
_RECORD = re.compile(rf"(?a:\s+UpdateRecord\[({_PROVIDER}) (?:\d{{1,10}}/)?({PACKAGE})(?:\(|\[| ).*)")
_LISTENER = re.compile(rf"(?a:\s+\d{{1,10}}/({PACKAGE})(?:\[.*?\])?/[0-9A-F]{{1,8}} Request\[.*)")
_SOURCE = re.compile(r"\bWorkSource\{([^{}]*)\}")
_BLAMED = re.compile(rf"(?a:\d{{1,10}} ({PACKAGE}))")
_OLD_HISTORY = re.compile(rf"(?a:    ({PACKAGE}): ({PACKAGE}): .*)")
_NEW_HISTORY = re.compile(rf"(?a:      \d{{1,10}}/({PACKAGE})(?:\[.*?\])?: min/max interval = .*)")
_SECTIONS = frozenset(
    {
        "Active Records by Provider:",
        "Location Providers:",
        "Historical Records by Provider:",
        "Historical Aggregate Location Provider Data:",
    }
)


class LocationRequests(NamedTuple):
    """Packages that ask for the position, and of which providers (gps, network, fused, passive)."""

    active: dict[str, frozenset[str]]  # now
    historical: dict[str, frozenset[str]]  # since the phone's start, those of now included


def parse(text: str) -> Parsed[LocationRequests]:
    """Read who asks and asked; refuse a text without the dump's title."""
    title = _TITLE.search(text)
    if title is None:
        raise Refused("it is nothing about locations")
    reader = _Reader(provider_first=title.group(1).startswith("Location"))
    for line in text[title.end() :].split("\n"):
        reader.read(line)
    if not reader.sections:
        raise Refused("it has no list of requests")
    active = {name: frozenset(providers) for name, providers in reader.active.items()}
    return Parsed(
        LocationRequests(active, {name: frozenset(providers) for name, providers in reader.historical.items()}),
        tuple(reader.problems),
    )


class _Reader:
    """Goes through the lines and knows in which section, and under which provider, it is."""

    def __init__(self, *, provider_first: bool) -> None:
        self.active: dict[str, set[str]] = {}
        self.historical: dict[str, set[str]] = {}
        self.problems: list[str] = []
        self.sections = 0
        self._provider_first = provider_first
        self._section = ""
        self._provider = ""

    def read(self, line: str) -> None:
        """Take one line."""
        if line.strip() and not line.startswith("   "):
            self._section = line.strip()
            self._provider = ""
            self.sections += self._section in _SECTIONS
        elif line.strip():
            match self._section:
                case "Active Records by Provider:":
                    self._record(line)
                case "Location Providers:":
                    self._listener(line)
                case "Historical Records by Provider:":
                    self._old_history(line)
                case "Historical Aggregate Location Provider Data:":
                    self._new_history(line)
                case _:
                    pass

    def _record(self, line: str) -> None:
        """`UpdateRecord`, up to Android 11; the providers' headings add nothing to it."""
        match = _RECORD.fullmatch(line)
        if match:
            self._ask(match.group(2), match.group(1))
        elif line.lstrip().startswith("UpdateRecord["):
            self._unreadable(line)

    def _listener(self, line: str) -> None:
        """A request under its provider, from Android 12 on; what else stands there are settings and positions."""
        match = _LISTENER.fullmatch(line)
        heading = _HEADING.fullmatch(line) if line.startswith("    ") and not line.startswith("     ") else None
        if heading:
            self._provider = heading.group(1)
        elif match and self._provider:
            names = {match.group(1)}
            for source in _SOURCE.findall(line):
                names.update(_BLAMED.findall(source))
            for name in names:
                self._ask(name, self._provider, now=not line.rstrip().endswith("(inactive)"))
        elif " Request[" in line:
            self._unreadable(line)

    def _old_history(self, line: str) -> None:
        match = _OLD_HISTORY.fullmatch(line)
        if match is None:
            self._unreadable(line)
            return
        one, two = match.groups()
        name, provider = (two, one) if self._provider_first else (one, two)
        self.historical.setdefault(name, set()).add(provider)
        if line.rstrip().endswith("Currently active"):
            self.active.setdefault(name, set()).add(provider)

    def _new_history(self, line: str) -> None:
        match = _NEW_HISTORY.fullmatch(line)
        heading = _HEADING.fullmatch(line)
        if match and self._provider:
            self.historical.setdefault(match.group(1), set()).add(self._provider)
        elif heading:
            self._provider = heading.group(1)
        else:
            self._unreadable(line)

    def _ask(self, name: str, provider: str, *, now: bool = True) -> None:
        if now:
            self.active.setdefault(name, set()).add(provider)
        self.historical.setdefault(name, set()).add(provider)

    def _unreadable(self, line: str) -> None:
        self.problems.append(f"a request that cannot be read: {quote(line.partition('Location[')[0])}")
