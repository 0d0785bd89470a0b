"""Times as Windows counts them: tenths of microseconds since 1601."""

from datetime import UTC, datetime

_1970 = 11_644_473_600  # seconds
_LATEST = 4_102_444_800  # 2100


def of_number(count: int | None) -> datetime | None:
    """Read a FILETIME; 0 and what lies outside 1970 to 2100 is no time."""
    seconds = (count or 0) // 10_000_000 - _1970
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else None


def of_bytes(data: bytes) -> datetime | None:
    """Read a FILETIME of eight bytes."""
    return of_number(int.from_bytes(data, "little")) if len(data) == 8 else None  # noqa: PLR2004 - its size
