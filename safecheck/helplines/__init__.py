"""Who helps, by country: one data file for each."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safecheck.model import Helpline


def countries() -> tuple[str, ...]:
    """Name the countries whose helplines ship, without reading any."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.toml")))


def in_one_line(line: "Helpline") -> str:
    """Write a helpline in one line."""
    return ", ".join(part for part in (line.service, line.number, line.hours, line.site) if part)
