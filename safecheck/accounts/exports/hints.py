"""Addresses and numbers, shortened so that their owner knows them and a stranger does not."""

import re

from safecheck.clean import clean

_EMAIL = re.compile(r"[^\s@<>,;:\"]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?a:\+?[\d ()./\-*•x]{6,24}\d)")
_PHONE_IN = re.compile(r"(?a:\+?\d[\d ()./\-]{4,22}\d)")
_FEWEST_DIGITS = 5
_SHORT = 3  # letters: of a name that is no longer, only the first is shown


def emails(text: str) -> tuple[str, ...]:
    """Find every mail address in a text, each once."""
    return tuple(dict.fromkeys(_EMAIL.findall(text[:20_000])))


def is_email(text: str) -> bool:
    """Whether a text is one mail address."""
    return _EMAIL.fullmatch(text.strip()) is not None


def phones(text: str) -> tuple[str, ...]:
    """Find every phone number in a text, each once."""
    return tuple(dict.fromkeys(found for found in _PHONE_IN.findall(text[:20_000]) if is_phone(found)))


def is_phone(text: str) -> bool:
    """Whether a text has the form of one phone number."""
    text = text.strip()
    return _PHONE.fullmatch(text) is not None and len(re.sub(r"(?a:\D)", "", text)) >= _FEWEST_DIGITS


def hint(text: str) -> str:
    """Shorten a mail address to "ja…e@example.org", a number to its last three digits, anything else to "j…"."""
    text = clean(text, 200)
    if is_email(text):
        who, _, where = text.rpartition("@")
        shown = f"{who[:2]}…{who[-1]}" if len(who) > _SHORT else f"{who[:1]}…"
        return f"{shown}@{where}"
    if is_phone(text):
        return "…" + re.sub(r"(?a:\D)", "", text)[-3:]
    return f"{text[:1]}…" if text else ""
