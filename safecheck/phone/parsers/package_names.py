"""`pm list packages --user N`: the names of a user's apps, as a second witness of `dumpsys package`."""

import re

from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

_LINE = re.compile(rf"(?a:package:({PACKAGE}))\s*")


def parse(text: str) -> Parsed[frozenset[str]]:
    """Read every package name; refuse an empty list: no phone has zero packages."""
    names: set[str] = set()
    problems: list[str] = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match:
            names.add(match.group(1))
        elif line.strip():
            problems.append(f"a line that is no package: {quote(line)}")
    if not names:
        raise Refused("no package in it")
    return Parsed(frozenset(names), tuple(problems))
