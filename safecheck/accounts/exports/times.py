"""Times as services write them, into UTC."""

import contextlib
import re
from datetime import UTC, datetime
from functools import lru_cache

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # none of these services is older
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_ISO = re.compile(r"(?a:\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?)")
_DAY = re.compile(r"(?a:\d{4}-\d\d-\d\d)")
_ZONE = re.compile(r"(?a: ?(?:UTC|GMT|Z|([+-]\d\d:?\d\d)(?: ?(?:UTC|GMT))?)?)")
_ENGLISH = re.compile(  # Jun 15, 2026, 7:40:10 AM UTC
    r"(?a:([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d))?[ \u202f](AM|PM)(?: (?:UTC|GMT))?)"
)
_FRACTION = re.compile(r"(?a:\d{1,20}\.\d{1,20})")  # seconds, as some programs write them
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SECONDS, _MILLISECONDS, _MICROSECONDS = 1e11, 1e14, 1e17  # below: the unit of a number
_NOON = 12
_PLAIN_ENDS, _LENGTH = frozenset({" UTC", "Z", " Z"}), 19


@lru_cache(maxsize=4096)
def moment(text: str) -> datetime | None:
    """Read a time; one without a zone is UTC, as all of these services document theirs. None: it is no time."""
    text = text.strip()
    if text[19:] in _PLAIN_ENDS and len(text) > _LENGTH:  # nearly every line of a long log
        with contextlib.suppress(ValueError):
            return _likely(datetime.fromisoformat(text[:19]))
    if text.isascii() and text.isdigit():
        return from_number(int(text[:20]))
    if _FRACTION.fullmatch(text):
        return from_number(float(text))
    return _iso(text) or _english(text)


def from_number(value: float) -> datetime | None:
    """Read a count of seconds, milliseconds or microseconds since 1970; None for what is outside of 2000 to 2100."""
    if not 0 < value < _MICROSECONDS:
        return None
    divisor = 1 if value < _SECONDS else 1_000 if value < _MILLISECONDS else 1_000_000
    return _likely(datetime.fromtimestamp(value / divisor, UTC).replace(microsecond=0))


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text) or _DAY.match(text)
    zone = _ZONE.fullmatch(text, match.end()) if match else None
    if match is None or zone is None:
        return None
    try:
        read = datetime.fromisoformat(match.group()[:19] + (zone.group(1) or "+00:00"))
    except ValueError:
        return None
    return _likely(read)


def _english(text: str) -> datetime | None:
    match = _ENGLISH.fullmatch(text)
    if match is None or match.group(1) not in _MONTHS:
        return None
    month, day, year, hour, minute, second, half = match.groups(default="0")
    hours = int(hour) % _NOON + (_NOON if half == "PM" else 0)
    try:
        read = datetime(int(year), _MONTHS.index(month) + 1, int(day), hours, int(minute), int(second), tzinfo=UTC)
    except ValueError:
        return None
    return _likely(read)


def _likely(read: datetime) -> datetime | None:
    """Give a time in UTC, or None if no service can have written it."""
    try:
        read = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None
    return read if _EARLIEST <= read < _LATEST else None
