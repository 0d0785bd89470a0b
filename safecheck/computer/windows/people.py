"""Who uses this Windows.

Who of them is an administrator is not read: the list of that group needs calls that nobody has recorded.
"""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, only, text
from safecheck.model import GapReason
from safecheck.model.computer import Person

_PROFILES = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
_HIDDEN = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\UserList"
_PERSON = re.compile(r"S-1-(?:5-21|12-1)-\d+-\d+-\d+-\d+")


def read(look: Look) -> Iterator[Person]:
    """Tell of each person with a profile, and of accounts that do not show where people sign in, even without one."""
    look.problem("who is an administrator", GapReason.UNWRITTEN)
    hidden = look.key(_HIDDEN)
    unseen = {name.casefold(): name for name, told in hidden.values.items() if told.number == 0} if hidden else {}
    none = True
    for sid, key in below(look, _PROFILES, only("ProfileImagePath")):
        none = False
        if _PERSON.fullmatch(sid):
            path = text(key, "ProfileImagePath")
            name = look.about.user if path == "~" else clean(path.rpartition("\\")[2])
            me = name.casefold() == look.about.user.casefold()
            yield Person(name or sid, me=me, admin=None, hidden=bool(unseen.pop(name.casefold(), "")))
    if none:
        look.problem(_PROFILES)
    for name in unseen.values():
        yield Person(clean(name), me=False, admin=None, hidden=True)
