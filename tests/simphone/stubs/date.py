"""The command ``date`` of toybox, with the phone's own clock and zone."""

from __future__ import annotations

import time

from .answer import Answer
from .text import local_struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

_DEFAULT = "%a %b %e %H:%M:%S %Z %Y"


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Print the fixed clock in the wanted format; setting the clock is refused."""
    words = list(arguments)
    utc = "-u" in words
    if utc:
        words.remove("-u")
    if len(words) > 1:
        return Answer(err='date: Max 1 argument (see "date --help")\n', code=1)
    if words and not words[0].startswith("+"):
        if words[0].startswith("-"):
            return Answer(err=f"date: Unknown option '{words[0][1:]}'\n", code=1)
        return Answer(err=f"date: bad date '{words[0]}'\n", code=1)
    shape = words[0][1:] if words else _DEFAULT
    return Answer(_format(phone, shape, 0 if utc else phone.utc_offset_minutes) + "\n")


def _format(phone: Phone, shape: str, offset: int) -> str:
    """Fill in the fields that depend on the zone, and leave the rest to the library."""
    sign = "-" if offset < 0 else "+"
    zone = f"{sign}{abs(offset) // 60:02d}{abs(offset) % 60:02d}"
    moment = local_struct(phone, phone.clock) if offset else time.gmtime(phone.clock)
    own = {"%s": str(phone.clock), "%z": zone, "%Z": "UTC" if not offset else zone, "%N": "0" * 9}
    pieces = [_replaced(piece, own) for piece in shape.split("%%")]
    return time.strftime("%%".join(pieces), moment)


def _replaced(text: str, values: dict[str, str]) -> str:
    """Return the text with each field replaced by its value."""
    for field, value in values.items():
        text = text.replace(field, value)
    return text
