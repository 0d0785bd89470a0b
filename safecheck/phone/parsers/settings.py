"""`settings list [--user N] NAMESPACE`: `key=value` per line, in no fixed order, values unescaped."""

import re

from safecheck.phone.parsers.parsed import Parsed, Refused, component, quote

_KEY = re.compile(r"[\x21-\x3c\x3e-\x7e]+")


def parse(text: str) -> Parsed[dict[str, str]]:
    """Read every setting; a line without a key goes on with the value before it.

    The first "=" ends the key: values hold "=" of their own. `null` is the phone's word for "not set".
    """
    values: dict[str, str] = {}
    problems: list[str] = []
    last = ""
    for line in text.split("\n"):
        key, equals, value = line.partition("=")
        if equals and _KEY.fullmatch(key):
            if key in values and values[key] != value:
                problems.append(f"{quote(key)} twice")
            values.setdefault(key, value)
            last = key
        elif last and line:
            values[last] += "\n" + line
        elif line.strip():
            problems.append(f"a line before the first setting: {quote(line)}")
    if not values:
        raise Refused("no setting in it")
    return Parsed({key: "" if value == "null" else value for key, value in values.items()}, tuple(problems))


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
