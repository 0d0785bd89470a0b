"""Files of a zip whose end is missing: without its list of files, what is there is read from the front on.

Form: APPNOTE.TXT 6.3.10, 4.3.7 to 4.3.9. A file's sizes may stand behind it, so its end is found by unpacking it.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from safecheck.accounts.exports.stream import Cut

_HEADER = struct.Struct("<4s5H3I2H")
_SIGNATURE = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_BEHIND, _UTF8 = 0x1, 0x8, 0x800
_IN_EXTRA = 0xFFFFFFFF
_ZIP64 = 0x0001
_CHUNK = 64 * 1024
_BEHIND = 24  # bytes of sizes behind a file, at most


class Part(NamedTuple):
    """One file of a broken zip; its bytes can be read until the next is asked for."""

    name: str
    source: "_Unpacked"
    encrypted: bool


def parts(file: BinaryIO | io.FileIO) -> Iterator[Part]:
    """Give the files from the front of a zip to where it breaks off."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size or not head.startswith(_SIGNATURE):
            return
        _, _, flags, method, _, _, _, packed, _, name_size, extra_size = _HEADER.unpack(head)
        name, extra = file.read(name_size), file.read(extra_size)
        start = at + _HEADER.size + name_size + extra_size
        size = _real_size(packed, extra)
        sized = not flags & _SIZES_BEHIND or size > 0
        if method not in {_STORED, _DEFLATED} or (method == _STORED and not sized):
            return  # where the next file begins cannot be known
        source = _Unpacked(file, start, size if sized else None, packed=method == _DEFLATED)
        yield Part(name.decode("utf-8" if flags & _UTF8 else "cp437", "replace"), source, bool(flags & _ENCRYPTED))
        at = start + size if sized else _next(file, source.end())


def _real_size(size: int, extra: bytes) -> int:
    """Give the packed size of a file; of one beyond 4 GB it stands in the extra field, behind the other."""
    at = 0
    while size == _IN_EXTRA and at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _ZIP64 and length >= 16 and at + 20 <= len(extra):  # noqa: PLR2004 - two sizes of 8 bytes
            return int(struct.unpack_from("<Q", extra, at + 12)[0])
        at += 4 + length
    return size


def _next(file: BinaryIO | io.FileIO, end: int) -> int:
    """Find the next file's beginning behind the sizes of the one that ended at `end`."""
    file.seek(end)
    found = file.read(_BEHIND + len(_SIGNATURE)).find(_SIGNATURE)
    return end + found if found >= 0 else end + _BEHIND  # where there is none, nothing can be read either


class _Unpacked:
    """The bytes of one file."""

    def __init__(self, file: BinaryIO | io.FileIO, start: int, size: int | None, *, packed: bool) -> None:
        self._file, self._at = file, start
        self._left = size
        self._inflate = zlib.decompressobj(-15) if packed else None
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        """Give up to `size` bytes, none at its end; raise Cut where the zip breaks off, zlib.error for nonsense."""
        if self._inflate is None:
            return self._raw(size)
        while not self._inflate.eof:
            data = self._rest or self._raw(_CHUNK)
            unpacked = self._inflate.decompress(data, size)
            self._rest = self._inflate.unconsumed_tail
            if unpacked:
                return unpacked
            if not data:
                raise Cut
        return b""

    def _raw(self, size: int) -> bytes:
        if self._left is not None:
            size = min(size, self._left)
        if not size:
            return b""
        self._file.seek(self._at)
        data = self._file.read(size)
        if not data:
            raise Cut
        self._at += len(data)
        if self._left is not None:
            self._left -= len(data)
        return data

    def end(self) -> int:
        """Read to its end, and give the place behind it in the zip."""
        while self.read(_CHUNK):
            pass
        unused = len(self._inflate.unused_data) if self._inflate else 0
        return self._at - unused
