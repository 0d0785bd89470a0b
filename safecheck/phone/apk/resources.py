"""resources.arsc: the texts that an app's files name by number, in the app's own language or in English.

Source: AOSP ResourceTypes.h.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from safecheck.phone.apk.chunks import REFERENCE, STRING, Chunk, Strings, chunks, number
from safecheck.phone.parsers.parsed import Refused

_TABLE, _PACKAGE, _TYPE = 0x0002, 0x0200, 0x0201
_SPARSE, _SHORT_OFFSETS = 0x01, 0x02  # flags of a type
_COMPLEX, _COMPACT = 0x0001, 0x0008  # flags of an entry
_NOTHING, _NOTHING_SHORT = 0xFFFF_FFFF, 0xFFFF
_MOST_STEPS = 8  # from one number to the next


def text(data: bytes, resource: int) -> str | None:
    """Give the text of a resource; None where it is not there or is no text; refuse a broken file."""
    table = next(chunks(data), None)
    if table is None or table.kind != _TABLE:
        raise Refused("its resources are none")
    parts = list(chunks(table.data, table.body))
    strings = Strings(parts[0] if parts else table)
    types: dict[int, list[Chunk]] = defaultdict(list)  # by the upper half of a resource's number
    for part in parts:
        if part.kind == _PACKAGE:
            package = number(part.data, 8)
            for each in chunks(part.data, part.body):
                if each.kind == _TYPE:
                    types[package << 8 | number(each.data, 8, 1)].append(each)
    for _ in range(_MOST_STEPS):
        found = min(_values(types[resource >> 16], resource & 0xFFFF), default=None)
        if found is None or found[1] not in {STRING, REFERENCE}:
            return None
        if found[1] == STRING:
            return strings.get(found[2])
        resource = found[2]
    return None


def _values(types: Sequence[Chunk], entry: int) -> Iterator[tuple[int, int, int]]:
    """Give every value of an entry: how well its language fits (0 best), its type, and its number."""
    for each in types:
        for value in _value(each, entry):
            yield _fit(each.data), *value


def _fit(data: bytes) -> int:
    """Say how well the texts of a type fit: those for everybody, then English, then all others."""
    size = number(data, 20)
    config = data[24 : 20 + size]
    if not any(config):
        return 0
    return 1 if config[4:6] == b"en" else 2


def _value(part: Chunk, entry: int) -> Iterator[tuple[int, int]]:
    """Give the simple value of one entry, if it has one."""
    data = part.data
    place = _place(part, entry)
    if place is None:
        return
    flags = number(data, place + 2, 2)
    if flags & _COMPACT:
        yield flags >> 8, number(data, place + 4)
    elif not flags & _COMPLEX:
        place += number(data, place, 2)
        yield number(data, place + 3, 1), number(data, place + 4)


def _place(part: Chunk, entry: int) -> int | None:
    """Find where an entry stands in its type."""
    data, flags = part.data, number(part.data, 9, 1)
    count, start = number(data, 12), number(data, 16)
    if flags & _SPARSE:
        for index in range(min(count, (len(data) - part.body) // 4)):
            if number(data, part.body + 4 * index, 2) == entry:
                return start + 4 * number(data, part.body + 4 * index + 2, 2)
        return None
    if entry >= count:
        return None
    if flags & _SHORT_OFFSETS:
        offset = number(data, part.body + 2 * entry, 2)
        return None if offset == _NOTHING_SHORT else start + 4 * offset
    offset = number(data, part.body + 4 * entry)
    return None if offset == _NOTHING else start + offset
