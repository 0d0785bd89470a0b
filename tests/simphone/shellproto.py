"""The shell protocol inside one stream: packets of an id, a length and bytes."""

from __future__ import annotations

import struct

STDIN = 0
STDOUT = 1
STDERR = 2
EXIT = 3
CLOSE_STDIN = 4

_HEADER = struct.Struct("<BI")


def packet(kind: int, data: bytes) -> bytes:
    """Return one packet."""
    return _HEADER.pack(kind, len(data)) + data


class Unpacker:
    """Puts packets back together from pieces of any size."""

    def __init__(self) -> None:
        """Start without any bytes."""
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """Take more bytes and return the packets that are complete by now."""
        self._buffer += data
        packets = []
        while len(self._buffer) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(self._buffer)
            end = _HEADER.size + length
            if len(self._buffer) < end:
                break
            packets.append((kind, bytes(self._buffer[_HEADER.size : end])))
            del self._buffer[:end]
        return packets
