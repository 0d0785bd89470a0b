"""In which letters a file is written."""

import codecs
from collections.abc import Iterator

from safecheck.accounts.exports.stream import Stream
from safecheck.parsed import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 256 * 1024
_LONGEST_LINE = 1024 * 1024  # characters
_TORN = 3  # bytes at the end of a beginning that may belong to a letter that goes on


def encoding(head: bytes) -> str | None:
    """Name the encoding of a file by its first bytes; None where they are no text."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" in head[:1024]:
        few = head[:200]
        if len(few) > 1 and few[1::2].count(0) > len(few) // 3:
            return "utf-16-le"
        return "utf-16-be" if len(few) > 1 and few[::2].count(0) > len(few) // 3 else None
    for torn in range(_TORN + 1):
        try:
            head[: len(head) - torn].decode()
        except UnicodeDecodeError as error:
            if error.start < len(head) - _TORN - 1:
                return "cp1252"
        else:
            return "utf-8"
    return "cp1252"


def decoded(data: bytes, name: str) -> str:
    """Turn bytes into text; what does not fit becomes U+FFFD."""
    return data.decode(name, errors="replace")


def lines(stream: Stream, name: str, limit: int) -> Iterator[str]:
    """Give a file line by line, with their ends, in little memory; refuse a line of more than a million letters."""
    stream.limit = limit
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    rest = ""
    while data := stream.read(_CHUNK):
        *whole, rest = (rest + decoder.decode(data)).split("\n")  # a CSV field may hold any other end of a line
        yield from (line + "\n" for line in whole)
        if len(rest) > _LONGEST_LINE:
            raise Refused("a line in it has no end")
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest
