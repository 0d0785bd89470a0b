"""Android's binary resources: chunks with a type and a size, and pools of strings.

Source: AOSP ResourceTypes.h.
"""

from collections.abc import Iterator
from typing import NamedTuple

from safecheck.phone.parsers.parsed import Refused

STRING_POOL = 0x0001
STRING, REFERENCE = 0x03, 0x01  # types of values
_HEAD = 8  # bytes: type, size of the header, size
_UTF8 = 0x100
_MOST_READ = 1000  # bytes of a string: a name is shorter, and files may hold one long string under many numbers


class Chunk(NamedTuple):
    """One chunk: its type, where its content begins behind its header, and its bytes."""

    kind: int
    body: int
    data: bytes


def number(data: bytes, place: int, length: int = 4) -> int:
    """Give the number of `length` bytes at `place`; refuse a place outside of `data`."""
    if place < 0 or place + length > len(data):
        raise Refused("a part is longer than what holds it")
    return int.from_bytes(data[place : place + length], "little")


def chunks(data: bytes, place: int = 0) -> Iterator[Chunk]:
    """Give the chunks that follow each other from `place` on; refuse one that does not fit."""
    while place < len(data):
        head, size = number(data, place + 2, 2), number(data, place + 4)
        if not _HEAD <= head <= size <= len(data) - place:
            raise Refused("a chunk has an impossible size")
        yield Chunk(number(data, place, 2), head, data[place : place + size])
        place += size


class Strings:
    """The strings of one pool, decoded when they are asked for."""

    def __init__(self, pool: Chunk) -> None:
        """Hold the pool; refuse one that is none."""
        if pool.kind != STRING_POOL:
            raise Refused("there is no pool of strings where one belongs")
        self._pool = pool
        self._count = number(pool.data, 8)
        self._utf8 = bool(number(pool.data, 16) & _UTF8)
        self._start = number(pool.data, 20)

    def get(self, index: int) -> str:
        """Give one string; refuse an index or a length outside of the pool."""
        if index >= self._count:
            raise Refused("it names a string that is not there")
        data = self._pool.data
        place = self._start + number(data, self._pool.body + 4 * index)
        if self._utf8:
            _, place = _length(data, place, 1)  # in UTF-16
            length, place = _length(data, place, 1)
        else:
            length, place = _length(data, place, 2)
            length *= 2
        if place + length > len(data):
            raise Refused("a string is longer than its pool")
        text = data[place : place + min(length, _MOST_READ)]
        return text.decode("utf-8" if self._utf8 else "utf-16-le", errors="replace")


def _length(data: bytes, place: int, unit: int) -> tuple[int, int]:
    """Read a length of one unit, or of two where the highest bit says so; give it and the place behind it."""
    first = number(data, place, unit)
    high = 1 << (8 * unit - 1)
    if not first & high:
        return first, place + unit
    return (first & (high - 1)) << (8 * unit) | number(data, place + unit, unit), place + 2 * unit
