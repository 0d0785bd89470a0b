"""Who helps, by country: one data file for each."""

from pathlib import Path


def countries() -> tuple[str, ...]:
    """Name the countries whose helplines ship, without reading any."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.toml")))
