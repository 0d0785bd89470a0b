"""Documents (JSON): the keys of the outermost level tell what they are; entries are read one by one.

An entry of another shape than expected is a problem, and the others are still read. A document that breaks off is read
to the last whole entry.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from safecheck.accounts.exports.encoding import decoded
from safecheck.accounts.exports.records import Begin, Problem, Record
from safecheck.accounts.exports.stream import Stream, TooBig
from safecheck.parsed import Refused

_LOOKED_AT, _LONG = 5, 20_000  # entries, and bytes of each, that tell what a list is of
_LIMIT = 32 * 1024 * 1024  # bytes: an account's own lists are far smaller
_MOST_COMMAS = 1_500_000  # so many values: real entries are longer, and each value takes memory of its own
_KEY = re.compile(r'"((?:[^"\\\x00-\x1f]|\\.){1,100})"\s*:')
_BLANKS = re.compile(r"[ \t\r\n]*")
_HEAD = 100_000  # characters of a broken document in which its keys are looked for
_MOST_BROKEN = 8 * 1024 * 1024  # bytes of it that are read
_DECODER = json.JSONDecoder()

Scalar = str | int | float | bool | None


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it stands in a file; every field may be missing."""


class Form(NamedTuple):
    """What stands under one key."""

    begin: Begin
    item: Any  # the type of one entry
    read: Callable[[Any], Iterator[Record]]
    whole: bool = False  # the document is the entry, and the key is only one of its fields
    listed: bool = False  # the document is a list, and the key is a field of its entries


Find = Callable[[str], Form | None]  # the form that a key tells of


def text(value: Scalar) -> str:
    """Give a field as text; "" for none."""
    return "" if value is None or isinstance(value, bool) else str(value)


def forms_of(head: str, find: Find) -> tuple[Form, ...]:
    """Name the forms of which a key stands in a document's beginning; whether it is an outermost one is seen later."""
    return _forms(_KEY.findall(head), find)


def _forms(keys: Iterable[str], find: Find) -> tuple[Form, ...]:
    """Give each form that one of the keys tells of, once."""
    found: list[Form] = []
    for key in dict.fromkeys(keys):
        form = find(key)
        if form and form not in found:
            found.append(form)
    return tuple(found)


def entries(stream: Stream, encoding: str, find: Find) -> Iterator[Record]:
    """Read everything that is known in a document."""
    data = stream.everything(_LIMIT)
    if data.count(b",") > _MOST_COMMAS:
        raise TooBig
    if encoding != "utf-8":
        data = decoded(data, encoding).lstrip("\ufeff").encode()
    try:
        yield from _list(data, find) if data.lstrip()[:1] == b"[" else _mapping(data, find)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        yield from _broken(decoded(data[:_MOST_BROKEN], "utf-8"), find)
        raise Refused(f"it is no whole document ({error})"[:200]) from error


def _list(data: bytes, find: Find) -> Iterator[Record]:
    """Read a document that is a list: what its first entries hold tells what it is of."""
    document = msgspec.json.decode(data, type=list[msgspec.Raw])
    keys = [key for entry in document[:_LOOKED_AT] for key in _KEY.findall(decoded(bytes(entry)[:_LONG], "utf-8"))]
    form = next((form for form in _forms(keys, find) if form.listed), None)
    if form:
        yield from _items(form, document)


def _mapping(data: bytes, find: Find) -> Iterator[Record]:
    """Read a document that is a mapping: its keys tell what it is."""
    document = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    for form in _forms(document, find):
        if form.whole:
            yield from _items(form, [data])
    for key, value in document.items():
        found = find(key)
        if found and not found.whole and not found.listed:
            yield from _items(found, _split(bytes(value)))


def _split(value: bytes) -> Sequence[bytes | msgspec.Raw]:
    """Give the entries of a list; anything else is one entry."""
    return msgspec.json.decode(value, type=list[msgspec.Raw]) if value.lstrip()[:1] == b"[" else [value]


def _items(form: Form, items: Sequence[bytes | msgspec.Raw]) -> Iterator[Record]:
    yield form.begin
    decoder = msgspec.json.Decoder(form.item)
    for item in items:
        try:
            value = decoder.decode(item)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            yield Problem(str(error)[:100])
            continue
        yield from form.read(value)


def _broken(document: str, find: Find) -> Iterator[Record]:
    """Read the whole entries of a document that breaks off."""
    for form in forms_of(document[:_HEAD], find):
        yield form.begin
        start = None if form.whole else _start(document, form, find)
        while start is not None:
            try:
                value, start = _DECODER.raw_decode(document, start)
                item = msgspec.convert(value, form.item)
            except (ValueError, RecursionError, msgspec.MsgspecError):
                break
            yield from form.read(item)
            start = _next(document, start)


def _start(document: str, form: Form, find: Find) -> int | None:
    """Find where the first entry of a form begins."""
    if form.listed:
        bracket = document.find("[")
        return None if bracket < 0 else _after_blanks(document, bracket + 1)
    for key in _KEY.finditer(document[:_HEAD]):
        if find(key.group(1)) == form:
            at = _after_blanks(document, key.end())
            return _after_blanks(document, at + 1) if document[at : at + 1] == "[" else at
    return None


def _next(document: str, end: int) -> int | None:
    """Find where the next entry begins after one that ended at `end`."""
    comma = _after_blanks(document, end)
    return _after_blanks(document, comma + 1) if document[comma : comma + 1] == "," else None


def _after_blanks(document: str, start: int) -> int:
    match = _BLANKS.match(document, start)
    return match.end() if match else start
