"""`dumpsys accessibility`: which services are switched on, for each user that is running.

Three forms: Android 10 and older name no components (only labels of bound services); from 11 one line
`Enabled services:{{pkg/cls}, {pkg/cls}}`; Samsung writes `enabled services: {` and one `N : pkg/cls` per line.
Labels are the apps' own text and may fake a line: what is said twice is a problem, and both are kept.
"""

import re
from collections.abc import Iterator

from safecheck.phone.parsers.parsed import Parsed, Refused, component, quote

_STATE = re.compile(r"^User state\[", re.MULTILINE)
_USER = re.compile(r"(?a:\s*attributes:\{\s*id=(\d{1,5})\b)")
_ENABLED = re.compile(r"^[ \t]*enabled services:[ \t]*\{(.*)$", re.MULTILINE | re.IGNORECASE)
_LISTED = re.compile(r"\{([^{}]*)\}")
_NUMBERED = re.compile(r"(?a:\s*\d+ : (\S+))\s*")
_END = re.compile(r"^[^\S\n]*\}[^\S\n]*$", re.MULTILINE)


def parse(text: str) -> Parsed[dict[int, tuple[str, ...]]]:
    """Give the switched-on components by user; a user whose dump does not state them is left out."""
    starts = [match.end() for match in _STATE.finditer(text)]
    if not starts:
        raise Refused("it tells no user's state")
    services: dict[int, dict[str, None]] = {}
    problems: list[str] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        user = _USER.match(text, start, end)
        if user is None:
            problems.append(f"a state without a user: {quote(text[start : start + 80])}")
            continue
        number = int(user.group(1))
        lists = list(_ENABLED.finditer(text, start, end))
        if len(lists) > 1 or number in services:
            problems.append(f"user {number}: said twice")
        ends = [*(match.start() for match in lists[1:]), end]
        for match, stop in zip(lists, ends, strict=False):
            found = services.setdefault(number, {})
            for entry in _entries(match.group(1), text[match.end() : stop]):
                name = component(entry) if entry is not None else None
                if name:
                    found[name] = None
                else:
                    what = "a list without an end" if entry is None else f"an entry that is no service: {quote(entry)}"
                    problems.append(f"user {number}: {what}")
    return Parsed({user: tuple(names) for user, names in services.items()}, tuple(problems))


def _entries(line: str, below: str) -> Iterator[str | None]:
    """Give what stands between a list's opening brace and its end, in either form; None where the end is missing."""
    if line.strip():  # AOSP: {a/b}, {c/d}} on this line; the opening brace of the list is already gone
        line = line.rstrip()
        yield from _LISTED.findall(line.removesuffix("}"))
        ended = line.endswith("}")
    else:
        end = _END.search(below)
        ended = end is not None
        for entry in below[: end.start() if end else len(below)].split("\n"):
            if entry.strip():
                numbered = _NUMBERED.fullmatch(entry)
                yield numbered.group(1) if numbered else entry
    if not ended:
        yield None
