"""The forms in which computers keep things: JSON, property lists, INI, certificates. Any bytes give a value or None."""

import json
import plistlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_SHORT = 100_000  # bytes: texts that stand in several places may be this much longer than the list
_DEPTH = 100
# Blanks of one line only: with \s, empty lines would be read again and again.
_COMMENT = re.compile(r"(?m)^[ \t]*//[^\n]*$")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def text_of(data: bytes) -> str:
    """Decode a text file by its mark; what fits nothing becomes U+FFFD."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    return data.decode(errors="replace")


def json_of(data: bytes) -> Any:  # noqa: ANN401 - JSON is anything
    """Read JSON with the comments that browsers accept in manifests; None for what is none."""
    text = text_of(data)
    for attempt in (text, _COMMENT.sub("", text)):
        try:
            return json.loads(attempt)
        except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError too
            continue
    return None


def object_of(data: bytes) -> dict[str, Any]:
    """Read a JSON object; raise ValueError for what is none: a file that cannot be understood is no empty one."""
    told = json_of(data)
    if not isinstance(told, dict):
        raise ValueError("this is no object of JSON")  # noqa: TRY004 - it is text that is wrong, not a type of ours
    return told


def plist_of(data: bytes) -> Any:  # noqa: ANN401 - a property list is anything
    """Read a property list, binary or XML; None for what is none, or for one that is endless when it is written out."""
    try:
        value = plistlib.loads(data)
    except Exception:  # noqa: BLE001 - plistlib raises seven kinds of errors on broken lists
        return None
    return value if _is_bounded(value, len(data)) else None


def _is_bounded(value: Any, length: int) -> bool:  # noqa: ANN401 - a property list is anything
    """Whether a value stays small when it is written out: a part may stand in many places, or in itself."""
    parts, size, waiting = 0, 0, [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        inner = [*part, *part.values()] if isinstance(part, dict) else part if isinstance(part, list) else ()
        parts += len(inner)
        size += len(part) if isinstance(part, str | bytes) else 0
        if parts > length or size > 4 * length + _SHORT or depth > _DEPTH:
            return False
        waiting += ((one, depth + 1) for one in inner)
    return True


class Line(NamedTuple):
    """One line of an INI file: keys may come twice, in systemd's units and elsewhere."""

    section: str
    key: str
    value: str


_SECTION = re.compile(r"\[(.{1,400})\]")


def ini_of(data: bytes, *, joined: bool = False) -> Iterator[Line]:
    """Read an INI file line by line; what is neither section nor setting is left out.

    Only LF ends a line: with other signs for a line's end, a name could hold a setting of its own. `joined`: a
    backslash at its end joins a line to the next, as in systemd's units.
    """
    section = ""
    lines = text_of(data).split("\n")
    for line in _joined(lines) if joined else map(str.strip, lines):
        if match := _SECTION.fullmatch(line):
            section = match.group(1)
        elif line and line[0] not in "#;":
            key, sign, value = line.partition("=")
            if sign:
                yield Line(section, key.strip(), value.strip())


def _joined(lines: list[str]) -> Iterator[str]:
    """Join lines as systemd does: comments between them are left out, and never go on."""
    parts: list[str] = []
    for line in map(str.strip, lines):
        if line.startswith(("#", ";")):
            continue
        parts.append(line.rstrip("\\"))
        if not line.endswith("\\"):
            yield " ".join(parts).strip()
            parts = []
    yield " ".join(parts).strip()


def table(value: Any) -> dict[str, Any]:  # noqa: ANN401 - of JSON or a property list
    """Give a value if it is a table, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:  # noqa: ANN401 - of JSON or a property list
    """Give a value if it is a list, or an empty one."""
    return value if isinstance(value, list) else []


def word(value: Any) -> str:  # noqa: ANN401 - of JSON or a property list
    """Give a value if it is a text, or an empty one."""
    return value if isinstance(value, str) else ""
