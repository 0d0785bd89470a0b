"""`dumpsys package permissions`: which apps ask for what is granted in the settings, app by app.

    AppOp Permissions:
      AppOp Permission android.permission.SYSTEM_ALERT_WINDOW:
        com.x

Asked, not allowed: the mode of the app op decides.
"""

import re

from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

_TITLE = re.compile(r"^AppOp Permissions:[^\S\n]*$", re.MULTILINE)
_END = re.compile(r"\n(?!  |\n|\Z)")  # the next line that is not indented
_PERMISSION = re.compile(r"(?a:  AppOp Permission ([\w.]{1,200}):)\s*")
_NAME = re.compile(rf"(?a:    ({PACKAGE}))\s*")


def parse(text: str) -> Parsed[dict[str, frozenset[str]]]:
    """Give the packages by permission; refuse a dump without the block, or with an empty one: every phone has some."""
    title = _TITLE.search(text)
    if title is None:
        raise Refused("it has no list of such permissions")
    found: dict[str, set[str]] = {}
    problems: list[str] = []
    packages: set[str] = set()
    end = _END.search(text, title.end())
    for line in text[title.end() + 1 : end.start() if end else len(text)].split("\n"):
        permission, name = _PERMISSION.fullmatch(line), _NAME.fullmatch(line)
        if permission:
            if permission.group(1) in found:
                problems.append(f"{permission.group(1)} twice")
            packages = found.setdefault(permission.group(1), set())
        elif name:
            packages.add(name.group(1))
        elif line.strip():
            packages = packages if line.startswith("    ") else set()  # of no permission that could be read
            problems.append(f"a line that is no app and no permission: {quote(line)}")
    if not any(found.values()):
        raise Refused("no app in it")
    return Parsed({name: frozenset(apps) for name, apps in found.items()}, tuple(problems))
