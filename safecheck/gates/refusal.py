"""Why a list may not be used, and what every text in one must be like."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from safecheck.clean import clean

_LONGEST = 200  # characters of a text
# Nobody's private data belongs into a list: it goes to strangers.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|\\)")  # in strings of TOML and JSON
_TELEPHONE = re.compile(r"(?:\+|\b00)\d[\d ()/-]{6,}\d")


class Refusal(NamedTuple):
    """One reason to refuse a list."""

    about: str  # as it is written in the file
    why: str
    family: str = ""  # the id of the family that it is about, if it is about one


def text(written: str, longest: int = _LONGEST) -> Iterator[Refusal]:
    """A text is short, can be shown, and is nobody's private data."""
    if clean(written, longest) != written:
        yield Refusal(written, f"too long, or with characters that cannot be shown: {clean(written)}")
    if is_private(written):
        yield Refusal(written, f"somebody's private data: {clean(written)}")


def is_private(written: str) -> bool:
    """Whether a text holds a mail address or a telephone number."""
    return bool(_MAIL.search(written) or _TELEPHONE.search(written))


def line_of(content: str, about: str) -> int | None:
    """Give the line of a file, from 1, on which a text stands, best as a value; None where it does not."""
    lines = [_ESCAPED.sub(lambda escape: chr(int(escape[1] or "5c", 16)), line) for line in content.splitlines()]
    for wanted in (f'"{about}"', f"'{about}'", about):
        for number, line in enumerate(lines, 1):
            if wanted in line and not line.startswith("#"):
                return number
    return None


def line_of_error(content: str, message: str) -> int | None:
    """Find the line that an error of msgspec or tomllib speaks of: by its number, a value or field, or the family."""
    if numbered := re.search(r"\(at line (\d+)", message):
        return int(numbered[1])
    for named in re.findall(r"value '(.+?)'|unknown field `(.+?)`", message):
        if line := line_of(content, "".join(named)):
            return line
    family = re.search(r"families\[(\d+)\]", message)
    starts = [number for number, line in enumerate(content.splitlines(), 1) if line.strip() == "[[families]]"]
    return starts[int(family[1])] if family and int(family[1]) < len(starts) else None
