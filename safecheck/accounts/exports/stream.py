"""The bytes of one file of a download: looked at without losing them, counted, and never more than a limit."""

import hashlib
from collections.abc import Callable
from typing import Protocol

SNIFFED = 64 * 1024  # bytes of a file's beginning that tell its form
_MOST_DENSE = 400  # times its packed size: real logs stay far below
_FREE = 64 * 1024 * 1024  # bytes that may be as dense as they like


class TooBig(Exception):  # noqa: N818 - an answer, not an accident
    """More came than any real file holds."""


class Cut(Exception):  # noqa: N818 - an answer, not an accident
    """The file ends before its end."""


class Source(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Give up to `size` bytes; none at the end."""


class Stream:
    """A file's bytes in their order."""

    def __init__(self, source: Source, packed: int | None = None) -> None:
        """Read from `source`, whose packed form has `packed` bytes (None: it is not packed)."""
        self.limit = SNIFFED
        self.whole = False  # its end was seen
        self.tick: Callable[[int], None] = lambda _: None  # is told how many bytes were read so far
        self._source = source
        self._packed = packed
        self._head = b""
        self._count = 0
        self._hash = hashlib.blake2b(digest_size=16)

    def head(self, size: int = SNIFFED) -> bytes:
        """Look at the first bytes; reading gives them again."""
        while len(self._head) < size and (more := self._source.read(size - len(self._head))):
            self._head += more
        return self._head

    @property
    def digest(self) -> bytes:
        """A hash of everything that was read."""
        return self._hash.digest()

    def read(self, size: int = -1, /) -> bytes:
        """Give up to `size` bytes (-1: all), none at the end; raise TooBig beyond the limit, or as the source."""
        if size < 0:
            return b"".join(iter(lambda: self.read(SNIFFED), b""))
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
        else:
            data = self._source.read(size)
        self.whole = not data
        self._count += len(data)
        if self._count > self.limit or self._too_dense():
            raise TooBig
        self._hash.update(data)
        self.tick(self._count)
        return data

    def _too_dense(self) -> bool:
        return self._packed is not None and self._count > _FREE and self._count > self._packed * _MOST_DENSE

    def everything(self, limit: int) -> bytes:
        """Read all of it, at most `limit` bytes."""
        self.limit = limit
        return self.read()
