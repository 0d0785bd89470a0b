"""`dumpsys account`: which accounts are on the phone, for each user. No full name leaves this file.

    User UserInfo{0:Owner:4c13}:
      Accounts: 1
        Account {name=someone@example.org, type=com.google}
      <two blanks>
      AccountId, Action_Type, timestamp, UID, TableName, Key

Names are what apps and people write: they may hold ", type=" and line breaks. Below, the dump prints them again
(sessions, visibility): nothing of that is read.
"""

import re

from safecheck.clean import clean
from safecheck.masking import masked
from safecheck.model import Account
from safecheck.phone.parsers.parsed import Parsed, Refused

_USER = re.compile(r"^User UserInfo\{(\d{1,5}):.*:[0-9a-f]{1,16}\}:[^\S\n]*$", re.MULTILINE | re.ASCII)
_COUNT = re.compile(r"^  Accounts: (\d{1,4})[^\S\n]*$", re.MULTILINE | re.ASCII)
_ACCOUNT = re.compile(r"^    Account \{name=", re.MULTILINE)
_LIST_END = re.compile(r"^  AccountId, Action_Type", re.MULTILINE)
_TYPE = re.compile(r"[\w.$-]{1,200}")


def parse(text: str) -> Parsed[dict[int, tuple[Account, ...]]]:
    """Read the accounts by user number; refuse a dump that tells no user's: every phone has one."""
    starts = list(_USER.finditer(text))
    users: dict[int, list[Account]] = {}
    problems: list[str] = []
    ends = [*(match.start() for match in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=False):
        number = int(start.group(1))
        count = _COUNT.search(text, start.end(), end)
        if count is None:
            problems.append(f"user {number}: it does not say how many accounts there are")
            continue
        list_end = _LIST_END.search(text, count.end(), end)
        found = _accounts(text[count.end() : list_end.start() if list_end else end])
        if len(found) != int(count.group(1)):
            problems.append(f"user {number}: it speaks of {count.group(1)} accounts and names {len(found)}")
        if number in users:
            problems.append(f"user {number} twice")
        users.setdefault(number, []).extend(found)
    if not users:
        raise Refused("it tells no user's accounts")
    return Parsed({number: tuple(found) for number, found in users.items()}, tuple(problems))


def _accounts(text: str) -> list[Account]:
    """Read the accounts of one user's list; each goes to the line where the next begins."""
    starts = [match.end() for match in _ACCOUNT.finditer(text)]
    ends = [*(text.rfind("\n", 0, start) for start in starts[1:]), len(text)]
    found: list[Account] = []
    for start, end in zip(starts, ends, strict=False):
        name, mark, rest = text[start:end].rpartition(", type=")
        kind = rest.partition("}")[0].strip()
        if mark and _TYPE.fullmatch(kind):
            found.append(Account(clean(kind, 200), masked(name)))
    return found
