"""`date '+%s %z'`: the phone's own clock and zone."""

import re
from datetime import datetime, timedelta, timezone

from safecheck.phone.parsers.parsed import Parsed, Refused

_CLOCK = re.compile(r"(?a:(\d{1,11}) ([+-])(\d\d)(\d\d))\s*")
_EARLIEST = 1_420_070_400  # 2015: a phone that thinks it is older has lost its clock
_LATEST = 4_102_444_800  # 2100


def parse(text: str) -> Parsed[datetime]:
    """Read the phone's time with its zone; refuse one before 2015 or after 2100."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise Refused("it is no date")
    seconds, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if not _EARLIEST <= int(seconds) < _LATEST or offset >= timedelta(hours=24):
        raise Refused("the clock is far off")
    return Parsed(datetime.fromtimestamp(int(seconds), timezone(-offset if sign == "-" else offset)))
