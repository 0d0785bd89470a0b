"""Every file of what the person gave: single files, folders, zips, zips in zips. Nothing is written to the disk.

Names inside of zips are only ever shown: a name that leads out of its folder leads nowhere here.
"""

import contextlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from safecheck.accounts.exports.salvage import parts
from safecheck.accounts.exports.stream import Cut, Stream, TooBig
from safecheck.clean import clean
from safecheck.model import ExportFact, Gap, GapReason

_ZIP = b"PK\x03\x04"
_OTHER_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_MOST_FILES = 200_000  # of a folder
_MOST_DEEP = 40  # folders in folders
_LONGEST_LIST = 16 * 1024 * 1024  # bytes of a zip's list of files: about 100 000 files
_NESTED = 48 * 1024 * 1024  # bytes of a zip in a zip, which is held in memory
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no service uses others, and some take any amount of memory
# What the standard library raises for zips that are broken, in one place or another.
BROKEN = (
    Cut,
    EOFError,
    IndexError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
_IN_END64 = 0xFFFFFFFF
_END = struct.Struct("<4s4H2IH")
_END_SIGNATURE = b"PK\x05\x06"
_END_SEARCHED = _END.size + 0xFFFF
_END64 = struct.Struct("<4sQ2H2I4Q")
_END64_SIGNATURE = b"PK\x06\x06"
_LOCATOR = struct.Struct("<4sIQI")


class Member(NamedTuple):
    """One file; its bytes can be read until the next is asked for."""

    name: str  # for people: the zip, and the file in it
    stream: Stream
    at: int = 0  # bytes that lie before it, as they lie on the disk
    packed: int = 0  # bytes that it takes there
    size: int = 0  # bytes that it has


def members(path: Path) -> Iterator[Member | Gap]:
    """Give every file below `path`, which exists, in a fixed order; what cannot be looked at is a gap."""
    if path.is_dir():
        yield from _folder(path)
    else:
        yield from _file(path, clean(path.name), 0, alone=True, top=True)


def size_of(path: Path) -> int:
    """Count the bytes of everything below `path`, as they lie on the disk."""
    if not path.is_dir():
        return path.stat().st_size
    return sum(_size(found) for found, _ in _walk(path, "", 0) if isinstance(found, Path))


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def gap(reason: GapReason, name: str, fact: ExportFact = ExportFact.FILES) -> Gap:
    """Say that something of a file could not be seen."""
    return Gap(fact=fact.value, reason=reason, detail=clean(name, 200))


def _folder(path: Path) -> Iterator[Member | Gap]:
    at = 0
    for count, (found, name) in enumerate(_walk(path, clean(path.name), 0)):
        if count >= _MOST_FILES:
            yield gap(GapReason.FILE_TOO_BIG, path.name)
            return
        if isinstance(found, Path):
            yield from _file(found, name, at, alone=False, top=found.parent == path)
            at += _size(found)
        else:
            yield gap(found, name)


def _walk(folder: Path, name: str, depth: int) -> Iterator[tuple[Path | GapReason, str]]:
    """Give every regular file; links are not followed, so nothing outside of the folder is opened."""
    if depth > _MOST_DEEP:
        yield GapReason.FILE_TOO_BIG, name
        return
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield GapReason.FILE_UNREADABLE, name
        return
    for entry in found:
        inside = f"{name}/{clean(entry.name)}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), inside, depth + 1)
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path), inside


def _file(path: Path, name: str, at: int, *, alone: bool, top: bool) -> Iterator[Member | Gap]:
    """Open one file, which must be a regular one, and look into it if it is a zip.

    A file that was named itself (`alone`) may be a link. An archive of another kind is a part of a download where it
    lies at the top of what was named (`top`), and is said to be unread; deeper, it is someone's own file.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags | (0 if alone else getattr(os, "O_NOFOLLOW", 0)))
    except OSError:
        yield gap(GapReason.FILE_UNREADABLE, name)
        return
    with os.fdopen(handle, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            yield gap(GapReason.FILE_UNREADABLE, name)
            return
        try:
            head = file.read(6)
            file.seek(0)
        except OSError:
            yield gap(GapReason.FILE_UNREADABLE, name)
            return
        if head.startswith(_ZIP):
            yield from _zip(file, name, at, nested=False)
        elif head.startswith(_OTHER_ARCHIVES) and top:
            yield gap(GapReason.FILE_FORM, name)
        else:
            size = _size(path)
            yield Member(name, Stream(file), at, size, size)


def _zip(file: BinaryIO | io.FileIO, name: str, at: int, *, nested: bool) -> Iterator[Member | Gap]:
    """Give every file of a zip; one whose end is missing is read as far as it goes."""
    listed = _list_size(file)
    if listed is not None and listed > _LONGEST_LIST:
        yield gap(GapReason.FILE_TOO_BIG, name)
        return
    archive = None
    if listed is not None:
        with contextlib.suppress(*BROKEN):
            archive = zipfile.ZipFile(file)
    if archive is None:
        yield gap(GapReason.FILE_CUT, name)
        yield from _salvaged(file, name, at, nested=nested)
        return
    locked = False
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.filename.endswith("/"):
            continue
        inside = f"{name}: {clean(info.filename, 200)}"
        if info.flag_bits & _ENCRYPTED:
            locked = True
            continue
        if info.compress_type not in _METHODS:
            yield gap(GapReason.FILE_FORM, inside)
            continue
        try:
            with archive.open(info) as source:
                stream = Stream(source, info.compress_size)
                place = at if nested else at + info.header_offset
                yield from _inner(Member(inside, stream, place, info.compress_size, info.file_size), nested=nested)
        except BROKEN:
            yield gap(GapReason.FILE_UNREADABLE, inside)
    if locked:
        yield gap(GapReason.FILE_LOCKED, name)


def _salvaged(file: BinaryIO | io.FileIO, name: str, at: int, *, nested: bool) -> Iterator[Member | Gap]:
    """Give the files of a broken zip; that it is broken was said."""
    try:
        for part in parts(file):
            if not part.encrypted and not part.name.endswith("/"):
                yield from _inner(Member(f"{name}: {clean(part.name, 200)}", Stream(part.source), at), nested=nested)
    except BROKEN:
        return


def _inner(member: Member, *, nested: bool) -> Iterator[Member | Gap]:
    """Look into a zip that lies in a zip, once (Apple sends such); documents of office programs are zips as well."""
    if not (member.stream.head(len(_ZIP)) == _ZIP and member.name.casefold().endswith(".zip")):
        yield member
    elif nested:
        yield gap(GapReason.FILE_FORM, member.name)
    else:
        try:
            data = io.BytesIO(member.stream.everything(_NESTED))
        except TooBig:
            yield gap(GapReason.FILE_TOO_BIG, member.name)
            return
        yield from _zip(data, member.name, member.at, nested=True)


def _list_size(file: BinaryIO | io.FileIO) -> int | None:
    """Read how long a zip's list of files is, before it is read into memory; None where the zip has no end."""
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - _END_SEARCHED))
    tail = file.read(_END_SEARCHED)
    at = tail.rfind(_END_SIGNATURE)
    if at < 0 or at + _END.size > len(tail):
        return None
    listed = int(_END.unpack_from(tail, at)[5])
    locator = at - _LOCATOR.size
    if listed == _IN_END64 and locator >= 0:
        file.seek(_LOCATOR.unpack_from(tail, locator)[2])
        end = file.read(_END64.size)
        if len(end) < _END64.size or not end.startswith(_END64_SIGNATURE):
            return None
        listed = int(_END64.unpack(end)[8])
    return listed
