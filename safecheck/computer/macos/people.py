"""Who uses this Mac, and who of them is an administrator, as `dscl` tells it."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model.computer import Person

_ADMINS = "dscl . -read /Groups/admin GroupMembership"
_USERS = "dscl . -list /Users UniqueID"
_HIDDEN = "dscl . -list /Users IsHidden"
_ROW = re.compile(r"(?m)^(\S+)[ \t]+(\S+)[ \t]*$")
_FIRST = 500  # numbers of people's accounts begin above it
_YES = frozenset({"1", "yes", "YES", "true"})


def read(look: Look) -> Iterator[Person]:
    """Tell of each person; lists without root are none."""
    admins = (look.command(_ADMINS) or "").partition("GroupMembership:")[2].split()
    users = dict(_ROW.findall(look.command(_USERS) or ""))
    if "root" not in admins:
        look.problem(_ADMINS)
    if "root" not in users:
        look.problem(_USERS)
    hidden = {name for name, told in _ROW.findall(look.command(_HIDDEN) or "") if told in _YES}
    for name, number in users.items():
        person = number.isdigit() and int(number) > _FIRST
        zero = number == "0" and name != "root"
        if person or zero or (name in admins and name != "root"):
            unseen = name in hidden or not person
            yield Person(clean(name), me=name == look.about.user, admin=zero or name in admins, hidden=unseen)
