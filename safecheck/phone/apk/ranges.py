"""A file of which only some parts were fetched yet: who needs another part says so, and is asked again later."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from safecheck.phone.parsers.parsed import Refused

T = TypeVar("T")

MOST = 65_536  # bytes that may be fetched of one file where nothing else is said


class Wanted(Exception):  # noqa: N818 - a request, not an accident
    """Parts of the file that must be fetched first, as pairs of offset and length; all lie inside the file."""

    def __init__(self, *parts: tuple[int, int]) -> None:
        """Ask for these parts."""
        super().__init__(*parts)
        self.parts = parts


class Ranges:
    """The parts of a file of `size` bytes that were fetched so far."""

    def __init__(self, size: int) -> None:
        """Hold no part yet."""
        self.size = size
        self.fetched = 0  # bytes
        self._most = MOST
        self._parts: list[tuple[int, bytes]] = []

    def add(self, offset: int, data: bytes) -> None:
        """Take a part that was fetched."""
        self._parts.append((offset, data))
        self.fetched += len(data)

    def allow(self, most: int) -> None:
        """Let `most` bytes be fetched in all, if that is more than were allowed before."""
        self._most = max(self._most, most)

    def read(self, offset: int, length: int) -> bytes:
        """Give a part; raise Wanted where it was not fetched yet, Refused outside of the file or beyond its share."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise Refused("it points outside of itself")
        for start, data in self._parts:
            if start <= offset and offset + length <= start + len(data):
                return data[offset - start : offset - start + length]
        if self.fetched + length > self._most:
            raise Refused("too much of it would have to be read")
        raise Wanted((offset, length))


def together(reads: Iterable[Callable[[], T]]) -> list[T]:
    """Do several reads, so that all that they want is asked for at once."""
    done: list[T] = []
    wanted: list[tuple[int, int]] = []
    for read in reads:
        try:
            done.append(read())
        except Wanted as more:
            wanted += more.parts
    if wanted:
        raise Wanted(*wanted)
    return done


class Fields:
    """Little-endian numbers and length-prefixed pieces, one after another; raises Refused where they do not fit."""

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self._data = data
        self._place = 0

    def __bool__(self) -> bool:
        """Whether anything is left."""
        return self._place < len(self._data)

    def take(self, length: int) -> bytes:
        """Give the next `length` bytes."""
        if length > len(self._data) - self._place:
            raise Refused("a part is longer than what holds it")
        self._place += length
        return self._data[self._place - length : self._place]

    def number(self, length: int = 4) -> int:
        """Give the next number of `length` bytes."""
        return int.from_bytes(self.take(length), "little")

    def piece(self) -> bytes:
        """Give the next piece: four bytes of length, and so many bytes."""
        return self.take(self.number())

    def pieces(self) -> list[bytes]:
        """Give all pieces that are left."""
        found = []
        while self:
            found.append(self.piece())
        return found
