"""The messages of the adb transport: how they look on the wire, and nothing about their meaning."""

from __future__ import annotations

import asyncio
import dataclasses
import struct

A_CNXN = 0x4E584E43
A_AUTH = 0x48545541
A_OPEN = 0x4E45504F
A_OKAY = 0x59414B4F
A_WRTE = 0x45545257
A_CLSE = 0x45534C43

VERSION_WITH_CHECKSUM = 0x01000000
VERSION_SKIP_CHECKSUM = 0x01000001
MAX_PAYLOAD = 1024 * 1024
MAX_PAYLOAD_OLD = 4096

AUTH_TOKEN = 1
AUTH_SIGNATURE = 2
AUTH_PUBLIC_KEY = 3

_HEADER = struct.Struct("<6I")


@dataclasses.dataclass(frozen=True)
class Message:
    """One message with its two numbers and its payload."""

    command: int
    arg0: int
    arg1: int
    payload: bytes = b""


class ProtocolError(Exception):
    """The other side sent something that is no adb message."""


def encode(message: Message) -> bytes:
    """Return the bytes of a message; the checksum is right whether or not it is looked at."""
    checksum = sum(message.payload) & 0xFFFFFFFF
    header = _HEADER.pack(
        message.command,
        message.arg0,
        message.arg1,
        len(message.payload),
        checksum,
        message.command ^ 0xFFFFFFFF,
    )
    return header + message.payload


async def read(reader: asyncio.StreamReader) -> Message:
    """Read one message; IncompleteReadError where the link ends."""
    header = await reader.readexactly(_HEADER.size)
    command, arg0, arg1, length, _, magic = _HEADER.unpack(header)
    if magic != command ^ 0xFFFFFFFF or length > MAX_PAYLOAD:
        raise ProtocolError(header.hex())
    return Message(command, arg0, arg1, await reader.readexactly(length))
