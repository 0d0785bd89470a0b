"""`dumpsys role` (Android 10 and newer): which apps hold which role, for each user.

ROLE STATE (dumpsys role):          "ROLE MANAGER STATE" on 10
{
  user_states={
    user_id=0
    roles=[
      {
        name=android.app.role.SMS
        holders=com.x               once for each holder
      }
"""

import re

from safecheck.clean import clean
from safecheck.phone.parsers.parsed import PACKAGE_NAME, Parsed, Refused, quote

_TITLE = re.compile(r"^ROLE (?:MANAGER )?STATE \(dumpsys role\):", re.MULTILINE)
_USER = re.compile(r"(?a:\d{1,5})")


def parse(text: str) -> Parsed[dict[int, dict[str, tuple[str, ...]]]]:
    """Give the holders by user number and role; a role that nobody holds has none; refuse a dump without roles."""
    title = _TITLE.search(text)
    if title is None:
        raise Refused("it is no list of roles")
    reader = _Reader()
    for line in text[title.end() :].split("\n"):
        reader.read(line)
    if not any(reader.users.values()):
        raise Refused("no role in it")
    if reader.depth:
        reader.problems.append("its end is missing")
    users = {user: {role: tuple(holders) for role, holders in held.items()} for user, held in reader.users.items()}
    return Parsed(users, tuple(reader.problems))


class _Reader:
    """Goes through the lines and knows of which user and role they speak."""

    def __init__(self) -> None:
        self.users: dict[int, dict[str, dict[str, None]]] = {}
        self.problems: list[str] = []
        self.depth = 0  # of brackets
        self._roles: dict[str, dict[str, None]] = {}
        self._role = ""

    def read(self, line: str) -> None:
        """Take one line."""
        line = line.strip()
        key, _, value = line.partition("=")
        if line.endswith(("{", "[")):
            self.depth += 1
        elif line in {"}", "]"}:
            self.depth -= 1
            self._role = ""
        elif key == "user_id":
            self._user(value)
        elif key == "name":
            self._role = clean(value)
            self._roles.setdefault(self._role, {})
        elif key == "holders" and self._role and PACKAGE_NAME.fullmatch(value):
            self._roles[self._role][value] = None
        elif key == "holders":
            self.problems.append(f"a holder that cannot be read: {quote(line)}")

    def _user(self, value: str) -> None:
        self._roles = {}  # of nobody, until it is known of whom
        if _USER.fullmatch(value) is None:
            self.problems.append(f"a user without a number: {quote(value)}")
            return
        if int(value) in self.users:
            self.problems.append(f"user {value} twice")
        self._roles = self.users.setdefault(int(value), {})
