"""`cmd package query-activities --brief -a ...MAIN -c ...LAUNCHER`: the apps that show an icon.

2 activities found:
  Activity #0:
    priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true
    com.x/.Main
"""

import re

from safecheck.phone.parsers.parsed import Parsed, Refused, component, quote

_COUNT = re.compile(r"(?a:(\d{1,6}) activities found:|1 activity found:)\s*")  # the second form: from memory
_ENTRY = re.compile(r"(?a:\s+Activity #\d+:)\s*")


def parse(text: str) -> Parsed[frozenset[str]]:
    """Read the packages; "No activities found" is an empty answer, anything else without entries is refused."""
    packages: set[str] = set()
    problems: list[str] = []
    said: int | None = None
    entries = 0
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped or stripped.startswith("priority=") or _ENTRY.fullmatch(line):
            continue
        name = component(stripped)
        if name:
            packages.add(name.partition("/")[0])
            entries += 1
        elif count := _COUNT.fullmatch(line):
            said = int(count.group(1) or 1)
        elif stripped.startswith("No activities found"):
            said = 0
        else:
            problems.append(f"a line that is no activity: {quote(line)}")
    if not entries and said != 0:
        raise Refused("no app in it")
    if said is not None and said != entries:
        problems.append(f"it speaks of {said} activities and names {entries}")
    return Parsed(frozenset(packages), tuple(problems))
