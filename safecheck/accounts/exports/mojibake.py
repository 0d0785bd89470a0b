"""Facebook and Instagram write each byte of UTF-8 as a letter of its own: "Ã©" for "é"."""


def repaired(text: str) -> str:
    """Give the text that was meant; one that was not spoilt stays as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text
