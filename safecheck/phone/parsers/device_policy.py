"""`dumpsys device_policy`: active device admins and owners.

Only three headings count: the dump names many apps elsewhere that are no admins (policies, app lists).
"""

import re
from itertools import takewhile
from typing import NamedTuple

from safecheck.phone.parsers.parsed import Parsed, Refused, component, quote

_ADMINS = re.compile(r"(?a:( *)Enabled Device Admins \(User (\d{1,5})\b.*\):)\s*")
_PROFILE_OWNER = re.compile(r"(?a:( *)Profile Owner \(User (\d{1,5})\)\s*:)\s*")
_DEVICE_OWNER = re.compile(r"( *)Device Owner:\s*")
_OWNER = re.compile(r"\s*admin=ComponentInfo\{(.*)\}\s*")


class Policy(NamedTuple):
    """Admins (components) by user, the device owner ("" none), the profile owners by user."""

    admins: dict[int, tuple[str, ...]]
    device_owner: str
    profile_owners: dict[int, str]


def parse(text: str) -> Parsed[Policy]:
    """Read admins and owners; refuse a text that has neither the dump's title nor a list of admins."""
    if "Device Policy Manager" not in text:
        raise Refused("it is no device policy")
    admins: dict[int, dict[str, None]] = {}
    owners: dict[int | None, str] = {}  # None: the device owner
    problems: list[str] = []
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if heading := _ADMINS.fullmatch(line):
            found = _admins(_below(lines, index, heading.group(1)), problems)
            admins.setdefault(int(heading.group(2)), {}).update(dict.fromkeys(found))
        elif heading := _PROFILE_OWNER.fullmatch(line) or _DEVICE_OWNER.fullmatch(line):
            user = int(heading.group(2)) if heading.re is _PROFILE_OWNER else None
            owner = _owner(_below(lines, index, heading.group(1)), problems)
            if owners.setdefault(user, owner) != owner:
                problems.append(f"two owners of {'the device' if user is None else f'user {user}'}")
    if not admins:
        raise Refused("it lists no user's admins")
    device_owner = owners.pop(None, "")
    profiles = {user: owner for user, owner in owners.items() if user is not None}
    return Parsed(Policy({user: tuple(names) for user, names in admins.items()}, device_owner, profiles), (*problems,))


def _below(lines: list[str], heading: int, indent: str) -> list[str]:
    """Give the lines of a heading's block: all that are indented deeper than it."""
    below = (lines[number] for number in range(heading + 1, len(lines)))
    return list(takewhile(lambda line: line.strip() and len(line) - len(line.lstrip(" ")) > len(indent), below))


def _admins(block: list[str], problems: list[str]) -> list[str]:
    """Give the components one level below the heading: lines that end with a colon."""
    if not block:
        return []
    level = len(block[0]) - len(block[0].lstrip(" "))
    found: list[str] = []
    for line in block:
        if len(line) - len(line.lstrip(" ")) != level or line.strip() in {"<none>", "none"}:
            continue
        name = component(line.rstrip().removesuffix(":")) if line.rstrip().endswith(":") else None
        if name:
            found.append(name)
        else:
            problems.append(f"a device admin that cannot be read: {quote(line)}")
    return found


def _owner(block: list[str], problems: list[str]) -> str:
    """Give the component of an owner's block."""
    for line in block:
        match = _OWNER.fullmatch(line)
        if match:
            name = component(match.group(1))
            if name:
                return name
    problems.append("an owner without a readable name")
    return ""
