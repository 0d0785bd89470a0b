"""The zip archive that an APK is: its end record, its directory, and single entries.

Stricter than most readers, as Android is: the directory ends where the end record begins, and nothing is ZIP64.
Source: APPNOTE.TXT (PKWARE); AOSP ZipUtils, ApkSigningBlockUtils and libziparchive.
"""

import zlib
from typing import NamedTuple

from safecheck.phone.apk.ranges import MOST, Fields, Ranges
from safecheck.phone.parsers.parsed import Refused

FIRST = 1024  # bytes from the end of each file that are always fetched: most end records are the last 22 of them
_END, _END_SIZE = b"PK\5\6", 22
_ZIP64, _ZIP64_SIZE = b"PK\6\7", 20
_LONGEST_COMMENT = 65_535
_HEADER, _HEADER_SIZE = b"PK\1\2", 46
_LOCAL, _LOCAL_SIZE = b"PK\3\4", 30
_LARGEST_DIRECTORY = 1_048_576  # bytes; some ten thousand entries
_MOST = 2 * _LARGEST_DIRECTORY  # bytes that may be fetched of a file whose entries are looked at
_PADDING = 256  # bytes of a local header's extra field that are fetched with it: aligning tools make it longer
_STORED, _DEFLATED = 0, 8


class End(NamedTuple):
    """What the end record says, as offsets and sizes in bytes."""

    place: int
    directory: int
    entries: int


class Entry(NamedTuple):
    """One line of the directory."""

    name: bytes
    method: int
    packed: int  # bytes
    size: int  # bytes
    place: int  # of its local header


def find_end(file: Ranges) -> End:
    """Find the end record; refuse a file without one, with two, or with one that does not fit it."""
    tail = file.read(max(0, file.size - FIRST), min(file.size, FIRST))
    found = _ends(tail)
    if not found and file.size > FIRST:  # a long comment stands behind it
        length = min(file.size, _END_SIZE + _LONGEST_COMMENT)
        file.allow(MOST + length)
        tail = file.read(file.size - length, length)
        found = _ends(tail)
    if not found:
        raise Refused("it has no end record: it is no APK")
    if len(found) > 1 or tail.find(_END, found[0] + len(_END)) >= 0:
        raise Refused("it has two end records")
    place = file.size - len(tail) + found[0]
    record = Fields(tail[found[0] + len(_END) :])
    disks, entries, entries_here = record.number(), record.number(2), record.number(2)
    size, directory = record.number(), record.number()
    zip64 = place >= _ZIP64_SIZE and file.read(place - _ZIP64_SIZE, len(_ZIP64)) == _ZIP64
    if zip64 or disks or entries != entries_here:
        raise Refused("it is an archive of a kind that Android does not take")
    if directory + size != place:
        raise Refused("its directory does not end where its end record begins")
    return End(place, directory, entries)


def _ends(tail: bytes) -> list[int]:
    """Give the places of end records whose comment ends with the file."""
    found = []
    place = tail.find(_END)
    while 0 <= place <= len(tail) - _END_SIZE:
        if place + _END_SIZE + int.from_bytes(tail[place + 20 : place + 22], "little") == len(tail):
            found.append(place)
        place = tail.find(_END, place + 1)
    return found


def directory(file: Ranges, end: End) -> tuple[Entry, ...]:
    """Give every entry; refuse a directory that does not add up, and entries that share bytes or a name."""
    size = end.place - end.directory
    if size > _LARGEST_DIRECTORY:
        raise Refused("its directory is too large")
    file.allow(_MOST)
    lines = Fields(file.read(end.directory, size))
    entries = tuple(_entry(lines) for _ in range(end.entries))
    if lines:
        raise Refused("its directory holds more than its entries")
    taken = 0
    for entry in sorted(entries, key=lambda entry: entry.place):
        if entry.place < taken:
            raise Refused("two of its entries share bytes")
        taken = entry.place + _LOCAL_SIZE + len(entry.name) + entry.packed
    if taken > end.directory:
        raise Refused("an entry reaches into its directory")
    if len({entry.name for entry in entries}) < len(entries):
        raise Refused("two of its entries have one name")
    return entries


def _entry(lines: Fields) -> Entry:
    """Read the next line of the directory."""
    head = lines.take(_HEADER_SIZE)
    if not head.startswith(_HEADER):
        raise Refused("its directory cannot be read")
    line = Fields(head[4:])
    line.take(6)  # versions, flags: Android does not look at them
    method = line.number(2)
    line.take(8)  # time, checksum
    packed, size = line.number(), line.number()
    name, extra, comment = line.number(2), line.number(2), line.number(2)
    line.take(8)
    place = line.number()
    text = lines.take(name)
    lines.take(extra + comment)
    return Entry(text, method, packed, size, place)


def content(file: Ranges, end: End, entry: Entry, most_packed: int, most: int) -> bytes:
    """Give the unpacked bytes of an entry; refuse one with more than `most_packed` bytes, or `most` unpacked ones."""
    if entry.packed > most_packed or entry.size > most:
        raise Refused("an entry is too large")
    data, whole = _unpack(entry, _packed(file, end, entry, entry.packed), most)
    if not whole or len(data) != entry.size:
        raise Refused("an entry cannot be unpacked")
    return data


def beginning(file: Ranges, end: End, entry: Entry, length: int) -> bytes:
    """Give what the first `length` packed bytes of an entry hold, at most four times as much."""
    return _unpack(entry, _packed(file, end, entry, min(entry.packed, length)), 4 * length)[0]


def _packed(file: Ranges, end: End, entry: Entry, length: int) -> bytes:
    """Give the first `length` packed bytes of an entry, as far as possible in one round with its local header."""
    head_size = _LOCAL_SIZE + len(entry.name)
    ahead = min(head_size + _PADDING + length, end.directory - entry.place)
    part = file.read(entry.place, ahead)
    head = Fields(part)
    if head.take(4) != _LOCAL:
        raise Refused("an entry is not where the directory says")
    head.take(22)
    name, extra = head.number(2), head.number(2)
    if head.take(name) != entry.name:
        raise Refused("an entry has two names")
    start = _LOCAL_SIZE + name + extra
    if start + length <= len(part):
        return part[start : start + length]
    return file.read(entry.place + start, length)


def _unpack(entry: Entry, packed: bytes, limit: int) -> tuple[bytes, bool]:
    """Unpack at most `limit` bytes, and say if that was all."""
    if entry.method == _STORED:
        return packed[:limit], len(packed) <= limit
    if entry.method != _DEFLATED:
        raise Refused("an entry is packed in a way that Android does not know")
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = unpacker.decompress(packed, limit)
    except zlib.error as error:
        raise Refused("an entry cannot be unpacked") from error
    return data, unpacker.eof
