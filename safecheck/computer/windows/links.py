r"""Links (.lnk): what they lead to. Source: Microsoft, [MS-SHLLINK], sections 2.1 to 2.5."""

import struct
from typing import NamedTuple

from safecheck.computer.forms import text_of

_HEADER = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F"  # its size, and the class of links
_FLAGS, _END = 20, 76
_ID_LIST, _INFO, _UNICODE = 1, 2, 128
_STRINGS = (4, 8, 16, 32, 64)  # flags of: name, relative path, working folder, arguments, icon
_RELATIVE, _ARGUMENTS = 8, 32
_ENVIRONMENT = 0xA0000001
_LOCAL, _WITH_UNICODE = 1, 0x24
_KEPT = b"target "


class _Bytes:
    """Bytes that are read from front to back; what lies behind the end raises struct.error."""

    def __init__(self, data: bytes, place: int) -> None:
        self._data = data
        self.place = place

    def number(self, form: str) -> int:
        told: int = struct.unpack_from(form, self._data, self.place)[0]
        self.place += struct.calcsize(form)
        return told

    def text(self, *, unicode: bool) -> str:
        length = self.number("<H") * (2 if unicode else 1)
        told = self._data[self.place : self.place + length]
        self.place += length
        return _decoded(told, unicode=unicode)


class Link(NamedTuple):
    """What a link starts; "" not told."""

    target: str
    arguments: str


def _decoded(data: bytes, *, unicode: bool) -> str:
    return data.decode("utf-16-le" if unicode else "cp1252", errors="replace").partition("\0")[0]


def parsed(data: bytes) -> Link:
    """Read a link; raise ValueError for what is none."""
    if not data.startswith(_HEADER):
        raise ValueError("this is no link")
    try:
        return _parsed(data)
    except struct.error as error:
        raise ValueError("this link is cut off") from error


def _parsed(data: bytes) -> Link:
    flags = struct.unpack_from("<I", data, _FLAGS)[0]
    rest = _Bytes(data, _END)
    if flags & _ID_LIST:
        rest.place += 2 + struct.unpack_from("<H", data, rest.place)[0]
    target = ""
    if flags & _INFO:
        size = struct.unpack_from("<I", data, rest.place)[0]
        target = _local(data[rest.place : rest.place + size])
        rest.place += max(size, 4)
    told = {flag: rest.text(unicode=bool(flags & _UNICODE)) for flag in _STRINGS if flags & flag}
    target = _environment(data, rest) or target or told.get(_RELATIVE, "")
    return Link(target, told.get(_ARGUMENTS, ""))


def _local(info: bytes) -> str:
    """Give the path on this computer's own disks that stands in a LinkInfo."""
    header, flags, _, base, _, suffix = struct.unpack_from("<6I", info, 4)
    if not flags & _LOCAL:
        return ""
    if header >= _WITH_UNICODE:
        base, suffix = struct.unpack_from("<II", info, 28)
        return "".join(_decoded(_pairs(info[place:]), unicode=True) for place in (base, suffix))
    return "".join(_decoded(info[place:], unicode=False) for place in (base, suffix))


def _pairs(data: bytes) -> bytes:
    return data[: len(data) // 2 * 2]


def _environment(data: bytes, rest: _Bytes) -> str:
    """Give the path with names of folders ("%APPDATA%") where a link has one: it goes before the other."""
    while rest.place + 8 <= len(data):
        size, signature = struct.unpack_from("<II", data, rest.place)
        if size < 8:  # noqa: PLR2004 - the last block
            break
        if signature == _ENVIRONMENT:
            return _decoded(_pairs(data[rest.place + 268 : rest.place + min(size, 788)]), unicode=True)
        rest.place += size
    return ""


def kept(data: bytes) -> bytes:
    """Keep what a link starts: it also holds when it was made, on which disk, and on whose computer."""
    link = of_kept(data) if data.startswith(_KEPT) else parsed(data)
    lines = [" ".join(part.split()) for part in link]
    return _KEPT + "\n".join(lines).encode(errors="replace")


def of_kept(data: bytes) -> Link:
    """Read what was kept of a link."""
    target, _, arguments = text_of(data)[len(_KEPT) :].partition("\n")
    return Link(target, arguments)
