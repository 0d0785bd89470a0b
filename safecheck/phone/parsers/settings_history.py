"""`dumpsys settings` (Android 8 and newer): which of the phone's global settings were changed lately.

    GLOBAL SETTINGS (user 0)
    version: 231                                                                    newer versions
    _id:12 name:package_verifier_user_consent pkg:com.android.vending value:1 default:1 defaultSystemSet:true
    Historical operations                                                           newer versions
    2026-05-06 07:08:09 update adb_enabled

The settings themselves, whose values may hold line breaks, are asked for by other commands.
"""

import re
from itertools import takewhile

from safecheck.clean import clean
from safecheck.model import SettingChange
from safecheck.phone.parsers.parsed import UNSET_CLOCK, Parsed, Refused, quote

_HEADING = re.compile(r"(?a:(?:CONFIG|GLOBAL|SECURE|SYSTEM|SSAID) SETTINGS \(user \d{1,5}\))\s*")
_GLOBAL = "GLOBAL SETTINGS (user 0)"
_HISTORY = "Historical operations"
_OPERATION = re.compile(r"(?a:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) [a-z][a-z_ -]{0,40}?(?:  ?(\S.*))?)\s*")
_OLD_NAME = re.compile(r"Setting\{name=(.{0,300}?) value=.*")  # older versions print the whole setting


def parse(text: str) -> Parsed[tuple[SettingChange, ...]]:
    """Give the changes, latest first, as many as the phone keeps; refuse a dump without a setting."""
    problems: list[str] = []
    sections: dict[str, list[str]] = {}
    lines: list[str] = []  # of the present section
    for line in text.split("\n"):
        if _HEADING.fullmatch(line):
            if line.rstrip() in sections:
                problems.append(f"“{line.rstrip()}” twice")
            lines = sections.setdefault(line.rstrip(), [])
        else:
            lines.append(line)
    if not any(line.startswith("_id:") for section in sections.values() for line in section):
        raise Refused("no setting in it")
    if _GLOBAL not in sections:
        problems.append("it tells nothing of the global settings")
    return Parsed(_changes(sections.get(_GLOBAL, []), problems), tuple(problems))


def _changes(lines: list[str], problems: list[str]) -> tuple[SettingChange, ...]:
    """Read the history at the end of the global settings; a build that keeps none has none."""
    settings = sum(1 for _ in takewhile(lambda line: line.rstrip() != _HISTORY, lines))
    found: list[SettingChange] = []
    for line in lines[settings + 1 :]:
        if not line.strip():
            continue
        match = _OPERATION.fullmatch(line)
        if match is None:
            problems.append(f"a change that cannot be read: {quote(line)}")
            continue
        time, name = match.groups(default="")
        old = _OLD_NAME.fullmatch(name)
        found.append(
            SettingChange(
                time="" if time.startswith(UNSET_CLOCK) else time, name=clean(old.group(1) if old else name, 300)
            )
        )
    return tuple(found)
