"""Names of accounts, short enough that only their owners know them."""

import re

from safecheck.clean import clean

_PHONE = re.compile(r"[-+() ./0-9]*[0-9][-+() ./0-9]*")
_MASKED = re.compile(r"(?a:.?…(?:\d\d|@.?…)?)")
_LONG_NUMBER = 5  # digits; of shorter ones, two would be too much


def masked(name: str) -> str:
    """Give what is enough for the account's owner to know it: "a…@g…", the last two digits of a number, or "a…"."""
    name = clean(name)
    if _MASKED.fullmatch(name):
        return name
    if _PHONE.fullmatch(name):
        digits = re.sub("[^0-9]", "", name)
        return "…" + (digits[-2:] if len(digits) >= _LONG_NUMBER else "")
    who, at, where = name.partition("@")
    if at:
        return f"{who[:1]}…@{where[:1]}…"
    return f"{name[:1]}…" if name else ""
