"""Pages (HTML) that hold plain lists and tables, as text.

Tags are only cut off here: html.parser takes quadratic time for hostile pages in Pythons that we support
(CVE-2025-6069), and these pages need no more than their lines and the rows of their tables.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})[^<>]*>|<[^<>]{0,200}>")
_ENDS_LINE = frozenset(
    {"body", "br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "li", "ol", "p", "section"}
    | {"table", "td", "th", "title", "tr", "ul"}
)
_SILENT = frozenset({"script", "style"})
_LABELLED = re.compile(r"([^:]{1,80}):\s*(.*)")


class Page(NamedTuple):
    """A page's lines outside and inside of its tables, and the rows of its tables."""

    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def page(text: str) -> Page:
    """Cut a page into its lines and rows, in time that is linear in its length."""
    lines: list[str] = []
    rows: list[tuple[str, ...]] = []
    row: list[str] | None = None
    line: list[str] = []
    silent = ""
    for piece, closing, tag in _pieces(text):
        if not silent:
            line.append(piece)
        if silent:
            silent = "" if closing and tag == silent else silent
            continue
        if tag in _SILENT and not closing:
            silent = tag
        if tag not in _ENDS_LINE:
            continue
        said = " ".join(html.unescape("".join(line)).split())
        line = []
        if tag in {"td", "th"} and closing and row is not None:
            row.append(said)
        if tag == "tr":
            if row:
                rows.append(tuple(row))
            row = None if closing else []
        if said:
            lines.append(said)
    return Page(tuple(lines), tuple(rows))


def _pieces(text: str) -> Iterator[tuple[str, bool, str]]:
    """Give each text with the tag that ends it."""
    at = 0
    for match in _TAG.finditer(text):
        yield text[at : match.start()], match.group(1) == "/", (match.group(2) or "").lower()
        at = match.end()
    yield text[at:], True, "body"


def labelled(lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give every line of the form "label: value", the label in small letters."""
    for line in lines:
        match = _LABELLED.match(line[:20_000])
        if match:
            yield match.group(1).strip().casefold(), match.group(2).strip()
