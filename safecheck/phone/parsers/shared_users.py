"""`dumpsys package shared-users`: the permissions that apps with one `sharedUser` hold together.

    Shared users:
      SharedUser [android.media] (a118672):
        userId=10013                            "appId=" on Android 14 and newer
        Packages                                12 and newer
          PackageSetting{6e8dcb com.x/10013}
        install permissions:
          android.permission.INTERNET: granted=true
        User 0:
          gids=[3003]
          runtime permissions:
            android.permission.READ_SMS: granted=true, flags=[ SYSTEM_FIXED|GRANTED_BY_DEFAULT]

They stand nowhere else: the app's own block in `dumpsys package packages` leaves them out.
"""

import re

from safecheck.model import SharedUser
from safecheck.phone.parsers.package_sections import HEAD, Names, sections
from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

_USER = re.compile(r"(?a:    User (\d{1,5}):)\s*")
_MEMBER = re.compile(rf"(?a:      PackageSetting\{{[0-9a-f]+ ({PACKAGE})/\d+\}})\s*")


def parse(text: str) -> Parsed[dict[str, SharedUser]]:
    """Read every shared user by name; refuse a text without one: every phone has some."""
    blocks: dict[str, list[str]] = {}
    problems: list[str] = []
    for _, section in sections(text, ("Shared users",), problems):
        for part in f"\n{section}".split("\n  SharedUser [")[1:]:
            head, *lines = part.split("\n")
            match = HEAD.fullmatch(head)
            if match is None:
                problems.append(f"a shared user without a readable name: {quote(f'SharedUser [{head}')}")
                continue
            if match.group(1) in blocks:
                problems.append(f"shared user {match.group(1)}: twice")
            blocks.setdefault(match.group(1), []).extend(("", *lines))  # what is said twice counts together
    if not blocks:
        raise Refused("no shared user in it")
    names = Names()
    return Parsed({name: _shared_user(lines, names) for name, lines in blocks.items()}, tuple(problems))


def _shared_user(lines: list[str], names: Names) -> SharedUser:
    """Read one shared user's block."""
    heading = ""
    members: set[str] = set()
    install: list[str] = []
    granted: dict[int, list[str]] = {}
    user: int | None = None
    for line in lines:
        if line.startswith("        "):
            if user is not None and heading == "runtime permissions:":
                granted[user].append(line[8:])
        elif line.startswith("      ") and user is None:
            if heading == "install permissions:":
                install.append(line[6:])
            elif heading == "Packages" and (member := _MEMBER.fullmatch(line)):
                members.add(member.group(1))
        else:
            heading = line.strip()
            if not line.startswith("      "):
                match = _USER.fullmatch(line)
                user = int(match.group(1)) if match else None
                if user is not None:
                    granted.setdefault(user, [])
    users = {number: names.granted(entries) for number, entries in granted.items()}
    return SharedUser(frozenset(members), names.granted(install), users)
