"""`dumpsys media_projection`: the app that sees the screen now, or none.

MEDIA PROJECTION MANAGER (dumpsys media_projection)
Media Projection:
null                                            or: (com.x, uid=10123): TYPE_SCREEN_CAPTURE
"""

import re

from safecheck.model import Projection
from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote
from safecheck.phone.parsers.uids import split

_HEADING = re.compile(r"^Media Projection:[^\S\n]*$", re.MULTILINE)
# The form of an active one is from source (12 to 16); no phone was seen with it.
_ACTIVE = re.compile(rf"(?a:\(({PACKAGE}), uid=(\d{{1,10}})\): (\w{{1,40}})).*")


def parse(text: str) -> Parsed[tuple[Projection, ...]]:
    """Read who sees the screen now: nobody or, so far, one; refuse a dump that says neither."""
    heading = _HEADING.search(text) if "MEDIA PROJECTION MANAGER" in text else None
    if heading is None:
        raise Refused("it is nothing about screen capture")
    found: list[Projection] = []
    problems: list[str] = []
    nobody = False
    for line in text[heading.end() :].split("\n"):
        match = _ACTIVE.fullmatch(line.strip())
        if match:
            user, _ = split(int(match.group(2)))
            found.append(Projection(match.group(1), user, match.group(3)))
        elif line.strip() == "null":
            nobody = True
        elif line.lstrip().startswith("("):
            problems.append(f"an app that cannot be read: {quote(line)}")
    if not found and not problems and not nobody:
        raise Refused("it names nobody and does not say so")
    if found and nobody:
        problems.append("it says that nobody sees the screen, and names somebody")
    return Parsed(tuple(found), tuple(problems))
