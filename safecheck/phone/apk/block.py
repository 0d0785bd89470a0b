"""The APK Signing Block: pairs of a number and a value, between the entries and the directory.

Source: source.android.com, "APK Signature Scheme v2"; AOSP ApkSigningBlockUtils.
"""

from typing import NamedTuple

from safecheck.phone.apk.ranges import Ranges
from safecheck.phone.parsers.parsed import Refused

_MAGIC = b"APK Sig Block 42"
_FOOTER = 8 + len(_MAGIC)  # the block's size once more, and the magic
_AHEAD = 8192  # bytes in front of the directory that are fetched at once: enough for most blocks
_AT_ONCE = 40_960  # bytes: a larger block is walked through, and what is not looked for is passed over
_LENGTH, _NUMBER = 8, 4  # bytes in front of each value; the length counts the number too
_LONGEST = 32_768  # bytes of a value; ten signers need less


class Block(NamedTuple):
    """The values that were looked for (or why one cannot be read), and what was wrong behind them ("" nothing)."""

    values: dict[int, bytes | Refused]
    problem: str


def read(file: Ranges, directory: int, wanted: frozenset[int]) -> Block | None:
    """Give the first value of each number in `wanted`; None where the file has no such block."""
    if directory < 8 + _FOOTER:
        return None
    ahead = min(directory, _AHEAD)
    footer = file.read(directory - ahead, ahead)[-_FOOTER:]
    if not footer.endswith(_MAGIC):
        return None
    size = int.from_bytes(footer[:8], "little")  # of the block without these first 8 bytes
    start = directory - size - 8
    if size < _FOOTER or start < 0:
        raise Refused("its signing block has an impossible size")
    if size + 8 <= _AT_ONCE:
        file.read(start, size + 8)
    if file.read(start, 8) != footer[:8]:
        raise Refused("its signing block has two sizes")
    return _pairs(file, start + 8, directory - _FOOTER, wanted)


def _pairs(file: Ranges, place: int, end: int, wanted: frozenset[int]) -> Block:
    """Walk through the pairs; what stands in front of a broken one counts, as it does for Android."""
    values: dict[int, bytes | Refused] = {}
    while place < end:
        if end - place < _LENGTH + _NUMBER:
            return Block(values, "its signing block ends in the middle of a pair")
        head = _at(file, place, _LENGTH + _NUMBER, end)
        place += _LENGTH
        length = int.from_bytes(head[:_LENGTH], "little")
        if not _NUMBER <= length <= end - place:
            return Block(values, "a pair of its signing block has an impossible size")
        number = int.from_bytes(head[_LENGTH:], "little")
        if number in wanted and number not in values:
            too_large = length > _LONGEST
            values[number] = (
                Refused("a signature is too large") if too_large else _at(file, place + _NUMBER, length - _NUMBER, end)
            )
        place += length
    return Block(values, "")


def _at(file: Ranges, place: int, length: int, end: int) -> bytes:
    """Give a part of the block, and fetch a little more than it, because more will be needed."""
    return file.read(place, min(max(length, 4096), end + _FOOTER - place))[:length]
