"""Services that share places or pictures: one card each."""

from pathlib import Path


def names() -> tuple[str, ...]:
    """Name every service that has a card, without reading any."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.toml")))
