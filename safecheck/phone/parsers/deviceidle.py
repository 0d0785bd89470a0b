"""`dumpsys deviceidle whitelist`: apps that the battery saving leaves alone.

    system-excidle,com.x,10012          then "system,..." and "user,..."

and the whole `dumpsys deviceidle`:

      Whitelist (except idle) system apps:
        com.x
      Whitelist system apps:
      Whitelist user apps:              not there where the person let none run freely
"""

import re
from collections import defaultdict

from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

_LINE = re.compile(rf"(?a:(system-excidle|system|user),({PACKAGE}),\d{{1,10}})\s*")
# "Allowlist": in case newer versions rename it as they did their settings; not seen.
_HEADING = re.compile(r"  (?:Whitelist|Allowlist) (\(except idle\) system|system|user) apps:\s*")
_IDS = re.compile(r"  (?:Whitelist|Allowlist) user app ids:\s*")
_NAME = re.compile(rf"(?a:    ({PACKAGE}))\s*")


def parse(text: str) -> Parsed[frozenset[str]]:
    """Give the apps for which it was switched off, in every user of the phone.

    Reads either form; refuses one without any app: every phone leaves some of its own alone.
    """
    found: dict[str, set[str]] = defaultdict(set)
    problems: list[str] = []
    heading = ""
    ids = False
    for line in text.split("\n"):
        if match := _LINE.fullmatch(line):
            found[match.group(1)].add(match.group(2))
        elif match := _HEADING.fullmatch(line):
            heading = match.group(1)
        elif heading and (match := _NAME.fullmatch(line)):
            found[heading].add(match.group(1))
        elif heading and line.startswith("    "):
            problems.append(f"an app that cannot be read: {quote(line)}")
        else:
            ids = ids or _IDS.fullmatch(line) is not None
            if line.startswith(("system,", "system-excidle,", "user,")):
                problems.append(f"an app that cannot be read: {quote(line)}")
            heading = ""
    if not found:
        raise Refused("no app in it")
    if ids and not found["user"]:
        problems.append("it gives numbers of apps and no names of them")
    return Parsed(frozenset(found["user"]), tuple(problems))
