"""Numbers that Android gives to apps: user number and app id in one."""

import re

PER_USER = 100_000  # a uid is user number * this + app id
_FIRST = {"a": 10_000, "s": 0, "i": 99_000, "ai": 90_000}  # apps, system, isolated ones; the last two: from memory
_SHORT = re.compile(r"(?a:u(\d{1,5})(ai|a|s|i)(\d{1,5}))")
_PLAIN = re.compile(r"(?a:\d{1,10})")


def split(uid: int) -> tuple[int, int]:
    """Give user number and app id of a uid."""
    return divmod(uid, PER_USER)


def read(text: str) -> tuple[int, int] | None:
    """Read `u10a5`, `u0i3` and plain numbers: user number and app id, None if it is neither."""
    short = _SHORT.fullmatch(text)
    if short:
        user, kind, number = short.groups()
        return int(user), _FIRST[kind] + int(number)
    return split(int(text)) if _PLAIN.fullmatch(text) else None
