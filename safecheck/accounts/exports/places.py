"""Places as services name them, no finer than a town."""

from safecheck.clean import clean


def place(*parts: str) -> str:
    """Join town, region and country, each once; "" where none is told."""
    named = [clean(part, 60) for part in parts]
    return ", ".join(dict.fromkeys(part for part in named if part and part.casefold() not in {"n/a", "unknown", "-"}))
