"""`settings list [--user N] NAMESPACE`: `key=value` per line, in no fixed order, values unescaped."""

import re

from safecheck.phone.parsers.parsed import Parsed, Refused, component, quote

ACCESSIBILITY = "enabled_accessibility_services"
LISTENERS = "enabled_notification_listeners"
_LISTS = (ACCESSIBILITY, LISTENERS)  # their values are lists of components
_KEY = re.compile(r"[\x21-\x3c\x3e-\x7e]+")


def parse(text: str) -> Parsed[dict[str, str]]:
    """Read every setting; a line without a key goes on with the value before it.

    The first "=" ends the key: values hold "=" of their own. `null` is the phone's word for "not set". Of a setting
    that is said twice the first value is kept, and of a list all of them: a line break in a value can write a setting.
    """
    values: dict[str, list[list[str]]] = {}  # for each time that a setting is said, the lines of its value
    problems: list[str] = []
    last: list[str] | None = None
    for line in text.split("\n"):
        key, equals, value = line.partition("=")
        if equals and _KEY.fullmatch(key):
            last = [value]
            values.setdefault(key, []).append(last)
        elif last and line:
            last.append(line)
        elif line.strip():
            problems.append(f"a line before the first setting: {quote(line)}")
    if not values:
        raise Refused("no setting in it")
    read: dict[str, str] = {}
    for key, said in values.items():
        each = list(dict.fromkeys("" if text == "null" else text for text in map("\n".join, said)))
        if len(each) > 1:
            problems.append(f"{quote(key)} twice")
        read[key] = ":".join(each) if key in _LISTS else each[0]
    return Parsed(read, tuple(problems))


def components(value: str) -> Parsed[tuple[str, ...]]:
    """Read a value that is a list of components joined by colons, each once, in full."""
    found: dict[str, None] = {}
    problems: list[str] = []
    for entry in value.split(":"):
        name = component(entry)
        if name:
            found[name] = None
        elif entry.strip():
            problems.append(f"an entry that is no service: {quote(entry)}")
    return Parsed(tuple(found), tuple(problems))
