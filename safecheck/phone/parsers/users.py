r"""`pm list users`: the phone's users and profiles.

    Users:
    <TAB>UserInfo{0:Owner:4c13} running

The name may hold colons, braces and blanks, or be `null`; unknown flag bits are the makers' own.
"""

import re

from safecheck.clean import clean
from safecheck.model import User
from safecheck.phone.parsers.parsed import Parsed, Refused, quote

_MOST = 50  # real phones have up to ten; every further one would be asked for
_USER = re.compile(r"(?a:\s*UserInfo\{(\d{1,5}):(.*):([0-9a-f]{1,16})\}( running)?)\s*")


def parse(text: str) -> Parsed[tuple[User, ...]]:
    """Read every user; refuse a phone without one."""
    users: dict[int, User] = {}
    problems: list[str] = []
    for line in text.splitlines():
        if not line.strip() or line.strip() == "Users:":
            continue
        match = _USER.fullmatch(line)
        if match is None:
            problems.append(f"a line that is no user: {quote(line)}")
            continue
        number, name, flags, running = match.groups()
        if int(number) in users:
            problems.append(f"user {number} twice")
            continue
        if len(users) == _MOST:
            problems.append(f"more than {_MOST} users")
            break
        users[int(number)] = User(
            number=int(number), name=clean(name, 40), flags=int(flags, 16), running=running is not None
        )
    if not users:
        raise Refused("no user in it")
    return Parsed(tuple(users.values()), tuple(problems))
