"""`dumpsys location`: which apps ask where the phone is now. Positions, which stand in the same dump, are not read.

    Current Location Manager state:                                     up to Android 10
      Active Records by Provider:
        gps:
          UpdateRecord[gps com.x(10123 foreground) Request[..]]
      Historical Records by Provider:
        com.x: gps: Interval 0 seconds: Duration requested 1 out of the last 16 minutes: Currently active
    Location Manager State:                                             11
          UpdateRecord[gps 3739/com.x[attribution] (background) Request[..] null]
        gps: com.x: Interval 0 seconds: ..
    Location Manager State:                                             12 and newer
      Location Providers:
        gps provider:
          listeners:
            10123/com.x[attribution]/0A1B2C3D Request[.., WorkSource{10123 com.x}] (inactive)

Most apps ask through Google Play services, which then stand there in their place; the WorkSource names them on newer
versions.
"""

import re

from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

_TITLE = re.compile(r"^(Current Location Manager state|Location Manager State):", re.MULTILINE)
_PROVIDER = r"[a-z][\w-]{0,40}"
_RECORD = re.compile(rf"(?a:\s+UpdateRecord\[{_PROVIDER} (?:\d{{1,10}}/)?({PACKAGE})(?:\(|\[| ).*)")
_LISTENER = re.compile(rf"(?a:\s+\d{{1,10}}/({PACKAGE})(?:\[.*?\])?/[0-9A-F]{{1,8}} Request\[.*)")
_SOURCE = re.compile(r"\bWorkSource\{([^{}]*)\}")
_BLAMED = re.compile(rf"(?a:\d{{1,10}} ({PACKAGE}))")
_HISTORY = re.compile(rf"(?a:    ({PACKAGE}): ({PACKAGE}): .*)")
_NOW = "Currently active"
_RECORDS, _PROVIDERS, _OLD_HISTORY = (
    "Active Records by Provider:",
    "Location Providers:",
    "Historical Records by Provider:",
)


def parse(text: str) -> Parsed[frozenset[str]]:
    """Give the packages that ask now; refuse a text without the dump's title, or without a list of requests."""
    title = _TITLE.search(text)
    if title is None:
        raise Refused("it is nothing about locations")
    provider_first = title.group(1).startswith("Location")
    asking: set[str] = set()
    problems: list[str] = []
    sections: set[str] = set()
    section = ""
    for line in text[title.end() :].split("\n"):
        if line.strip() and not line.startswith("   "):
            section = line.strip()
            sections.add(section)
            continue
        names = _asking(section, line, provider_first=provider_first)
        if names is None:
            problems.append(f"a request that cannot be read: {quote(line.partition('Location[')[0])}")
        else:
            asking.update(names)
    if not sections & {_RECORDS, _PROVIDERS, _OLD_HISTORY}:
        raise Refused("it has no list of requests")
    return Parsed(frozenset(asking), tuple(problems))


def _asking(section: str, line: str, *, provider_first: bool) -> set[str] | None:
    """Give the packages that a line of a section says ask now; None for a request that cannot be read."""
    if section == _RECORDS and line.lstrip().startswith("UpdateRecord["):
        record = _RECORD.fullmatch(line)
        return {record.group(1)} if record else None
    if section == _PROVIDERS and " Request[" in line:
        listener = _LISTENER.fullmatch(line)
        if listener is None:
            return None
        if line.rstrip().endswith("(inactive)"):
            return set()
        sources = (_BLAMED.findall(source) for source in _SOURCE.findall(line))
        return {listener.group(1), *(name for names in sources for name in names)}
    if section == _OLD_HISTORY and line.rstrip().endswith(_NOW):
        history = _HISTORY.fullmatch(line)
        return {history.group(2 if provider_first else 1)} if history else None
    return set()
