"""`dumpsys accessibility`: which services are switched on, for each user that is running.

Three forms: Android 10 and older name no components (only labels of bound services); from 11 one line
`Enabled services:{{pkg/cls}, {pkg/cls}}`; Samsung writes `enabled services: {` and one `N : pkg/cls` per line.
Labels are the apps' own text and may fake a line: what is said twice is a problem, and both are kept.
"""

import re

from safecheck.phone.parsers.parsed import Parsed, Refused, component, quote

_STATE = re.compile(r"^User state\[", re.MULTILINE)
_USER = re.compile(r"(?a:\s*attributes:\{\s*id=(\d{1,5})\b)")
_ENABLED = re.compile(r"^[ \t]*enabled services:[ \t]*\{", re.MULTILINE | re.IGNORECASE)
_NUMBERED = re.compile(r"(?a:\s*\d+ : (\S+))\s*")


def parse(text: str) -> Parsed[dict[int, tuple[str, ...]]]:
    """Give the switched-on components by user; a user whose dump does not state them is left out."""
    starts = [match.end() for match in _STATE.finditer(text)]
    if not starts:
        raise Refused("it tells no user's state")
    services: dict[int, tuple[str, ...]] = {}
    problems: list[str] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        state = text[start:end]
        user = _USER.match(state)
        if user is None:
            problems.append(f"a state without a user: {quote(state[:80])}")
            continue
        number = int(user.group(1))
        lists = list(_ENABLED.finditer(state))
        if len(lists) > 1 or number in services:
            problems.append(f"user {number}: said twice")
        for match in lists:
            found, unreadable = _listed(state[match.end() :])
            services[number] = tuple(dict.fromkeys((*services.get(number, ()), *found)))
            problems += [f"user {number}: {reason}" for reason in unreadable]
    return Parsed(services, tuple(problems))


def _listed(text: str) -> tuple[list[str], list[str]]:
    """Read the components after an opening brace, up to its closing brace, in either form."""
    line, newline, rest = text.partition("\n")
    if line.strip():  # AOSP: {{a/b}, {c/d}} on this line; the opening brace of the list is already gone
        if not line.rstrip().endswith("}"):
            return _components(re.findall(r"\{([^{}]*)\}", line), ["a list without an end"])
        return _components(re.findall(r"\{([^{}]*)\}", line.rstrip()[:-1]), [])
    entries: list[str] = []
    for entry in rest.split("\n") if newline else ():
        if entry.strip() == "}":
            return _components(entries, [])
        if entry.strip():
            numbered = _NUMBERED.fullmatch(entry)
            entries.append(numbered.group(1) if numbered else entry)
    return _components(entries, ["a list without an end"])


def _components(entries: list[str], problems: list[str]) -> tuple[list[str], list[str]]:
    """Sort entries into components and what is none."""
    found: list[str] = []
    for entry in entries:
        name = component(entry)
        if name:
            found.append(name)
        else:
            problems.append(f"an entry that is no service: {quote(entry)}")
    return found, problems
