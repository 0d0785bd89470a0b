"""`ls -d PATH…`: are there programs that take over the system, where they usually lie?

A path that is not there is told on a line of its own ("ls: PATH: No such file or directory"); one that may not be
looked at says nothing: on a phone as sold several of these folders are closed, but never all of them.
"""

import re

from safecheck.phone.parsers.parsed import Parsed, Refused, quote

_THERE = re.compile(r"(?a:(/[\w./-]{1,100}))\s*")
_NOT_THERE = re.compile(
    r"(?a:ls: (?:cannot access )?'?/[\w./-]{1,100}'?: (?:No such file or directory|Permission denied))\s*"
)


def parse(text: str) -> Parsed[tuple[str, ...]]:
    """Give the paths that are there; refuse a text that tells of no path at all."""
    lines = [line for line in text.splitlines() if line.strip()]
    there = tuple(match.group(1) for line in lines if (match := _THERE.fullmatch(line)))
    told = [line for line in lines if _NOT_THERE.fullmatch(line)]
    if not there and not told:
        raise Refused("it tells of no path")
    if not there and not any("No such file" in line for line in told):
        raise Refused("every place is closed")
    problems = [
        f"a line that tells of no path: {quote(line)}"
        for line in lines
        if not _THERE.fullmatch(line) and not _NOT_THERE.fullmatch(line)
    ]
    return Parsed(there, tuple(problems))
