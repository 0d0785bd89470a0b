"""`dumpsys user` and `cmd user list -v`: what kind each user and profile of the phone is, and whose profile.

    UserInfo{10:Private space:1090} serialNo=11 isPrimary=false parentId=0          dumpsys user
      Type: android.os.usertype.profile.PRIVATE                                     Android 11 and newer
      Flags: 4240 (INITIALIZED|PROFILE|QUIET_MODE)

    2 users:                                                                        cmd user list -v
    1: id=10, name=null, type=profile.CLONE, flags=PROFILE|INITIALIZED (parentId=0) (running)

Makers reuse the types: Samsung's Secure Folder is a profile.PRIVATE with a flag of its own.
"""

import re
from typing import NamedTuple

from safecheck.clean import clean
from safecheck.model import UserKind
from safecheck.phone.parsers.parsed import Parsed, Refused, quote

_MOST = 50  # real phones have up to ten
_USER = re.compile(r"(?a:(\d{1,5}):.*:([0-9a-f]{1,16})\}(.*))")
_PARENT = re.compile(r"(?a:\bparentId=(\d{1,5})\b)")
_TYPE = re.compile(r"^ +Type: (?:android\.os\.usertype\.)?([\w.]{1,60})[^\S\n]*$", re.MULTILINE | re.ASCII)
_FLAGS = re.compile(r"^ +Flags: \d+ \(([A-Z0-9_|]*)\)[^\S\n]*$", re.MULTILINE | re.ASCII)
_LISTED = re.compile(
    r"(?a:\d{1,3}: id=(\d{1,5}), name=.*, type=([\w.]{1,60}), flags=([A-Z0-9_|]*)((?: \([^()]*\))*))\s*"
)
_COUNT = re.compile(r"(?a:(\d{1,3}) users?:)\s*")
_MANAGED, _GUEST, _RESTRICTED, _MAKERS = 0x20, 0x4, 0x8, ~0x7FFF  # bits of UserInfo; higher ones are the makers' own


class UserDetails(NamedTuple):
    """What one user of the phone is."""

    kind: UserKind
    kind_said: str  # the phone's own word, e.g. "profile.PRIVATE"; "" up to Android 10
    parent: int | None  # the user whose profile it is; None: nobody's, or not told


def parse(text: str) -> Parsed[dict[int, UserDetails]]:
    """Read `dumpsys user` by user number; refuse a text without a user."""
    users: dict[int, UserDetails] = {}
    problems: list[str] = []
    blocks = f"\n{text}".split("\n  UserInfo{")[1:]
    for block in blocks[:_MOST]:
        head = block.partition("\n")[0]
        match = _USER.fullmatch(head)
        if match is None:
            problems.append(f"a user that cannot be read: {quote(head)}")
            continue
        number, bits, rest = int(match.group(1)), int(match.group(2), 16), match.group(3)
        parent, kind, flags = _PARENT.search(rest), _TYPE.search(block), _FLAGS.search(block)
        details = _details(
            number,
            bits,
            kind.group(1) if kind else "",
            flags.group(1) if flags else "",
            int(parent.group(1)) if parent else None,
        )
        _keep(number, details, users, problems)
    if len(blocks) > _MOST:
        problems.append(f"more than {_MOST} users")
    if not users:
        raise Refused("no user in it")
    return Parsed(users, tuple(problems))


def parse_list(text: str) -> Parsed[dict[int, UserDetails]]:
    """Read `cmd user list -v` (Android 11 and newer; types from 13) by user number; refuse a text without a user."""
    users: dict[int, UserDetails] = {}
    problems: list[str] = []
    said: int | None = None
    rows = 0
    for line in text.splitlines():
        if not line.strip():
            continue
        if count := _COUNT.fullmatch(line):
            said = int(count.group(1))
            continue
        match = _LISTED.fullmatch(line)
        if match is None:
            problems.append(f"a line that is no user: {quote(line)}")
            continue
        rows += 1
        if rows > _MOST:
            problems.append(f"more than {_MOST} users")
            break
        number, kind, flags, rest = match.groups()
        parent = _PARENT.search(rest) or _PARENT.search(flags)
        details = _details(int(number), 0, kind, flags, int(parent.group(1)) if parent else None)
        _keep(int(number), details, users, problems)
    if not users:
        raise Refused("no user in it")
    if said is not None and said != rows:
        problems.append(f"it speaks of {said} users and names {rows}")
    return Parsed(users, tuple(problems))


def _keep(number: int, details: UserDetails, users: dict[int, UserDetails], problems: list[str]) -> None:
    """Keep what was said first of a user, and say if it was said twice."""
    if number in users:
        problems.append(f"user {number} twice")
    users.setdefault(number, details)


def _details(number: int, bits: int, said: str, flags: str, parent: int | None) -> UserDetails:
    """Tell the kind from the type, where there is one, else from the bits of the user's flags."""
    said = clean(said, 60)
    last = said.rpartition(".")[2].lower()
    last = "system" if last == "headless" else last
    names = flags.split("|")
    if "SECURE_FOLDER" in names:
        kind = UserKind.SECURE_FOLDER
    elif "DUALAPP_PROFILE" in names:
        kind = UserKind.CLONE
    elif said:
        kind = UserKind(last) if last in set(UserKind) else UserKind.OTHER
    elif bits & _MANAGED:
        kind = UserKind.MANAGED
    elif bits & _GUEST:
        kind = UserKind.GUEST
    elif bits & _RESTRICTED:
        kind = UserKind.RESTRICTED
    elif number == 0:
        kind = UserKind.SYSTEM
    else:
        kind = UserKind.OTHER if bits & _MAKERS else UserKind.SECONDARY
    return UserDetails(kind, said, parent if parent != number else None)
