"""APKs for tests: the real ones of tests/apks (made by make.py there), and files built byte by byte (synthetic)."""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from safecheck.phone.apk import archive, block
from safecheck.phone.apk.fetching import pages
from safecheck.phone.apk.ranges import Ranges, Wanted

T = TypeVar("T")
FOLDER = Path(__file__).parent / "apks"
REAL = {file.stem: file.read_bytes() for file in sorted(FOLDER.glob("*.apk"))}
SIGNED = {name: data for name, data in REAL.items() if not name.startswith("unsigned")}
V2, V3, V31 = 0x7109871A, 0xF05368C0, 0x1B93AD61
_MAGIC = b"APK Sig Block 42"
MOST_ROUNDS = 12


def fetch(data: bytes, parse: Callable[[Ranges], T]) -> tuple[T, Ranges, int]:
    """Read `data` in rounds, as a phone's file is read; give the value, what was fetched, and how many rounds."""
    file = Ranges(len(data))
    file.add(max(0, len(data) - archive.FIRST), data[-archive.FIRST :])
    for rounds in range(1, MOST_ROUNDS + 1):
        try:
            return parse(file), file, rounds
        except Wanted as wanted:
            for offset, length in wanted.parts:
                assert 0 <= offset <= offset + length <= len(data)
                first, count = pages(offset, length)
                file.add(first * 4096, data[first * 4096 : (first + count) * 4096])
    raise AssertionError("it never has enough")


def end_of(data: bytes) -> tuple[int, int]:
    """Give the places of the directory and of the end record."""
    place = data.rindex(b"PK\5\6")
    return struct.unpack_from("<I", data, place + 16)[0], place


def values(data: bytes) -> dict[int, bytes]:
    """Give the values of the signing block that are looked for."""
    found, _, _ = fetch(data, lambda file: block.read(file, end_of(data)[0], frozenset({V2, V3, V31})))
    return {number: value for number, value in found.values.items() if isinstance(value, bytes)} if found else {}


def pair(number: int, value: bytes) -> bytes:
    """Write one pair of a signing block."""
    return struct.pack("<QI", len(value) + 4, number) + value


def with_block(data: bytes, pairs: bytes) -> bytes:
    """Put a signing block of these pairs in front of the directory of an archive that has none."""
    directory, end = end_of(data)
    size = struct.pack("<Q", len(pairs) + 24)
    middle = size + pairs + size + _MAGIC
    record = data[end : end + 16] + struct.pack("<I", directory + len(middle)) + data[end + 20 :]
    return data[:directory] + middle + data[directory:end] + record


def with_values(found: Mapping[int, bytes]) -> bytes:
    """Give an app with a signing block of these values."""
    return with_block(REAL["unsigned"], b"".join(pair(number, value) for number, value in found.items()))


def with_hole(data: bytes, size: int) -> tuple[int, bytes]:
    """Give an archive behind a hole of `size` bytes: where it begins, and its bytes with the directory moved."""
    directory, end = end_of(data)
    return size, data[: end + 16] + struct.pack("<I", directory + size) + data[end + 20 :]


def piece(*parts: bytes) -> bytes:
    """Write parts as one length-prefixed piece."""
    data = b"".join(parts)
    return struct.pack("<I", len(data)) + data


def attribute(number: int, value: bytes) -> bytes:
    """Write one attribute of a signer."""
    return piece(struct.pack("<I", number), value)


def lineage(*certificates: bytes) -> bytes:
    """Write a proof of rotation (its signatures are empty: nobody here checks them)."""
    levels = (piece(piece(piece(each), bytes(4)), bytes(8), piece()) for each in certificates)
    return struct.pack("<I", 1) + b"".join(levels)


def v2_value(*certificates: bytes, attributes: bytes = b"") -> bytes:
    """Write the value of v2 with one signer for each certificate."""
    signed = (piece(piece(), piece(piece(each)), piece(attributes)) for each in certificates)
    return piece(*(piece(each, piece(), piece()) for each in signed))


def v3_value(*signers: tuple[bytes, int, int, bytes]) -> bytes:
    """Write the value of v3: for each signer its certificate, first and last Android, and attributes."""
    written = []
    for certificate, first, last, attributes in signers:
        sdks = struct.pack("<II", first, last)
        written.append(
            piece(piece(piece(), piece(piece(certificate)), sdks, piece(attributes)), sdks, piece(), piece())
        )
    return piece(*written)
