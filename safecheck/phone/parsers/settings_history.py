"""`dumpsys settings` (Android 8 and newer): every setting, who wrote it last, and what was changed lately.

    GLOBAL SETTINGS (user 0)
    version: 231                                                                    newer versions
    _id:12 name:package_verifier_user_consent pkg:com.android.vending value:1 default:1 defaultSystemSet:true
    Historical operations                                                           newer versions
    2026-05-06 07:08:09 update adb_enabled

Values may hold line breaks. `pkg:` is who wrote the value: a service that an app switched on by itself shows here.
"""

import re
from typing import NamedTuple

from safecheck.clean import clean
from safecheck.phone.parsers.parsed import Parsed, Refused, quote

_HEADING = re.compile(r"(?a:([A-Z]+) SETTINGS \(user (\d{1,5})\))\s*")
_SETTING = re.compile(r"(?a:_id:(?:-?\d{1,12}|\{null\}) name:(\S.*))")
_TAIL = re.compile(r" defaultSystemSet:(?:true|false)(?: tag:.*)?\Z", re.DOTALL)
_OPERATION = re.compile(r"(?a:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ([a-z][a-z_ -]{0,40}?)(?:  ?(\S.*))?)\s*")
_OLD_NAME = re.compile(r"Setting\{name=(.{0,300}?) value=.*")  # older versions print the whole setting
_UNSET_CLOCK = ("1969", "1970")
_LONGEST = 4000  # characters of a value: lists of services are long
_NAMESPACES = frozenset({"CONFIG", "GLOBAL", "SECURE", "SYSTEM", "SSAID"})


class Written(NamedTuple):
    """A setting's value and who wrote it."""

    value: str  # on one line; "" for null
    writer: str  # package, "" where it is not told


class Operation(NamedTuple):
    """One change of the settings."""

    time: str  # the phone's local time, as it writes it; "" of an unset clock
    action: str  # update, delete, insert, reset, persist, initialize
    name: str  # of the setting, "" where all of them are meant


class Settings(NamedTuple):
    """Settings by namespace (config, global, secure, system) and user number."""

    values: dict[tuple[str, int], dict[str, Written]]
    operations: dict[tuple[str, int], tuple[Operation, ...]]  # latest first, as many as the phone keeps


def parse(text: str) -> Parsed[Settings]:
    """Read every namespace of every user; refuse a dump without a setting."""
    values: dict[tuple[str, int], dict[str, Written]] = {}
    operations: dict[tuple[str, int], tuple[Operation, ...]] = {}
    problems: list[str] = []
    for key, lines in _sections(text, problems):
        settings, history = _split(lines)
        if key in values:
            problems.append(f"{key[0]} settings of user {key[1]} twice")
        _settings(settings, values.setdefault(key, {}), problems)
        operations[key] = (*operations.get(key, ()), *_operations(history, problems))
    if not any(values.values()):
        raise Refused("no setting in it")
    return Parsed(Settings(values, operations), tuple(problems))


def _sections(text: str, problems: list[str]) -> list[tuple[tuple[str, int], list[str]]]:
    """Give the lines of each namespace of each user."""
    sections: list[tuple[tuple[str, int], list[str]]] = []
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading and heading.group(1) in _NAMESPACES:
            sections.append(((heading.group(1).lower(), int(heading.group(2))), []))
        elif sections:
            sections[-1][1].append(line)
        elif line.startswith("_id:"):
            problems.append(f"a setting of no namespace: {quote(line)}")
    return sections


def _split(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part the settings from their history."""
    at = next((number for number, line in enumerate(lines) if line.rstrip() == "Historical operations"), len(lines))
    return lines[:at], lines[at + 1 :]


def _settings(lines: list[str], values: dict[str, Written], problems: list[str]) -> None:
    """Read the settings of one namespace; a line without a setting's beginning goes on with the one before it."""
    starts = [number for number, line in enumerate(lines) if line.startswith("_id:")]
    ends = [*starts[1:], len(lines)]
    for start, end in zip(starts, ends, strict=False):
        head, mark, value = lines[start].partition(" value:")
        match = _SETTING.fullmatch(head) if mark else None
        if match is None:
            problems.append(f"a setting that cannot be read: {quote(lines[start])}")
            continue
        name, mark, writer = match.group(1).rpartition(" pkg:")
        name = clean(name if mark else writer, 300)
        value = "\n".join([value, *lines[start + 1 : end]]).rstrip("\n")
        written = Written(_value(value), _unless_null(clean(writer)) if mark else "")
        if values.get(name, written) != written:
            problems.append(f"{quote(name)} twice")
        values.setdefault(name, written)


def _value(text: str) -> str:
    """Take the default off the value; a value that holds " default:" itself cannot be told from it."""
    tail = _TAIL.search(text, max(0, text.rfind(" defaultSystemSet:")))
    text = text[: tail.start()].partition(" default:")[0] if tail else text.partition(" tag:")[0]
    return _unless_null(clean(text, _LONGEST))


def _unless_null(text: str) -> str:
    return "" if text in {"null", "{null}"} else text


def _operations(lines: list[str], problems: list[str]) -> list[Operation]:
    """Read what was changed."""
    found: list[Operation] = []
    for line in lines:
        if not line.strip():
            continue
        match = _OPERATION.fullmatch(line)
        if match is None:
            problems.append(f"a change that cannot be read: {quote(line)}")
            continue
        time, action, name = match.groups(default="")
        old = _OLD_NAME.fullmatch(name)
        time = "" if time.startswith(_UNSET_CLOCK) else time
        found.append(Operation(time, clean(action), clean(old.group(1) if old else name, 300)))
    return found
