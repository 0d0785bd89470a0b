"""AndroidManifest.xml as it stands in an APK (binary XML): only what the app calls itself is read.

Source: AOSP ResourceTypes.h.
"""

from typing import NamedTuple

from safecheck.phone.apk.chunks import Strings, chunks, number
from safecheck.phone.parsers.parsed import Refused

_XML, _ELEMENT, _RESOURCE_MAP = 0x0003, 0x0102, 0x0180
_LABEL = 0x0101_0001  # android:label
_NONE = 0xFFFF_FFFF


class Value(NamedTuple):
    """The value of an attribute: its type (as in chunks), its number, and its text if it has one."""

    kind: int
    data: int
    text: str


def label(data: bytes) -> Value | None:
    """Give the label of the first element "application"; None where it has none; refuse what is no such file."""
    document = next(chunks(data), None)
    if document is None or document.kind != _XML:
        raise Refused("its manifest is none")
    parts = chunks(document.data, document.body)
    strings = Strings(next(parts, document))
    names: list[int] = []
    for part in parts:
        if part.kind == _RESOURCE_MAP:
            names = [number(part.data, place) for place in range(part.body, len(part.data) - 3, 4)]
        elif part.kind == _ELEMENT and strings.get(number(part.data, part.body + 4)) == "application":
            return _attribute(part.data, part.body, names, strings)
    raise Refused("its manifest names no application")


def _attribute(data: bytes, body: int, names: list[int], strings: Strings) -> Value | None:
    """Find the label among the attributes of an element."""
    start, size, count = (number(data, body + place, 2) for place in (8, 10, 12))
    for index in range(count):
        place = body + start + index * size
        name = number(data, place + 4)
        if name < len(names) and names[name] == _LABEL:
            raw, kind, value = number(data, place + 8), number(data, place + 15, 1), number(data, place + 16)
            return Value(kind, value, strings.get(raw) if raw != _NONE else "")
    return None
