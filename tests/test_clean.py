"""Text from a device comes out harmless."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from safecheck.clean import clean


@given(st.text(), st.integers(1, 200))
def test_any_text_comes_out_on_one_short_line_without_tricks(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    assert cleaned == cleaned.strip()
    assert not {unicodedata.category(c) for c in cleaned} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=50))
def test_plain_text_stays(text: str) -> None:
    assert clean(text) == " ".join(text.split())


def test_known_tricks() -> None:
    assert clean("a\x1b[2Jb\u202ec\u200bd\ne") == "a [2Jb c d e"
    assert clean("x" * 1_000_000, 20) == "x" * 19 + "…"
    assert clean("e" + "\u0301" * 50) == "é" + "\u0301" * 3
    assert clean("机主") == "机主"
