"""`dumpsys user`: what kind each user and profile of the phone is, and whether it is unlocked.

    UserInfo{10:Private space:1090} serialNo=11 isPrimary=false parentId=0
      Type: android.os.usertype.profile.PRIVATE                                     Android 11 and newer
      Flags: 4240 (INITIALIZED|PROFILE|QUIET_MODE)
      State: -1                                                                     8 and newer

Makers reuse the types: Samsung's Secure Folder is a profile.PRIVATE with a flag of its own.
"""

import re
from typing import NamedTuple

from safecheck.model import UserKind
from safecheck.phone.parsers.parsed import Parsed, Refused, quote

_MOST = 50  # real phones have up to ten
_USER = re.compile(r"(?a:(\d{1,5}):.*:([0-9a-f]{1,16})\}.*)")
_TYPE = re.compile(r"^ +Type: (?:android\.os\.usertype\.)?([\w.]{1,60})[^\S\n]*$", re.MULTILINE | re.ASCII)
_FLAGS = re.compile(r"^ +Flags: \d+ \(([A-Z0-9_|]*)\)[^\S\n]*$", re.MULTILINE | re.ASCII)
_STATE = re.compile(r"^ +State: (-1|[A-Z_]{1,40})[^\S\n]*$", re.MULTILINE | re.ASCII)
_UNLOCKED = frozenset({"RUNNING_UNLOCKING", "RUNNING_UNLOCKED"})  # Source: AOSP UserState.stateToString
_MANAGED, _GUEST, _RESTRICTED, _MAKERS = 0x20, 0x4, 0x8, ~0x7FFF  # bits of UserInfo; higher ones are the makers' own


class UserDetails(NamedTuple):
    """What one user of the phone is."""

    kind: UserKind
    unlocked: bool | None  # None: not told (Android 7)


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
        number = int(match.group(1))
        if number in users:
            problems.append(f"user {number} twice")
        kind, flags, state = (form.search(block) for form in (_TYPE, _FLAGS, _STATE))
        users.setdefault(
            number,
            UserDetails(
                kind=_kind(number, int(match.group(2), 16), kind.group(1) if kind else "", flags[1] if flags else ""),
                unlocked=state.group(1) in _UNLOCKED if state else None,
            ),
        )
    if len(blocks) > _MOST:
        problems.append(f"more than {_MOST} users")
    if not users:
        raise Refused("no user in it")
    return Parsed(users, tuple(problems))


def _kind(number: int, bits: int, said: str, flags: str) -> UserKind:
    """Tell the kind from the type, where there is one, else from the bits of the user's flags."""
    last = said.rpartition(".")[2].lower()
    last = "system" if last == "headless" else last
    names = flags.split("|")
    if "SECURE_FOLDER" in names:
        return UserKind.SECURE_FOLDER
    if "DUALAPP_PROFILE" in names:
        return UserKind.CLONE
    if said:
        return UserKind(last) if last in set(UserKind) else UserKind.OTHER
    for bit, kind in ((_MANAGED, UserKind.MANAGED), (_GUEST, UserKind.GUEST), (_RESTRICTED, UserKind.RESTRICTED)):
        if bits & bit:
            return kind
    if number == 0:
        return UserKind.SYSTEM
    return UserKind.OTHER if bits & _MAKERS else UserKind.SECONDARY
