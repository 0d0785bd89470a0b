"""Make text that came from a device harmless to print: it may have been written to mislead."""

import re
import unicodedata

# Cc control, Cf format (bidirectional overrides, zero-width), Cs surrogates, Co private use, Cn unassigned,
# Zl and Zp line and paragraph separators: none of them belongs into a name.
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PLAIN = re.compile(r"[\x20-\x7e]*")
_MARKS_IN_A_ROW = 3  # stacked accents can cover the lines around them


def clean(text: str, limit: int = 100) -> str:
    """Give `text` on one line, without control, bidirectional or invisible characters, at most `limit` long.

    Each unwanted character becomes one blank, runs of blanks become one; what is longer ends in "…".
    """
    text = text[: limit * 8]  # bound the work before anything else: labels of a megabyte exist
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFC", text)
        text = "".join(" " if unicodedata.category(c) in _UNWANTED else c for c in text)
        text = _without_stacks(text)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _without_stacks(text: str) -> str:
    """Drop combining marks beyond the third in a row."""
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if run <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)
