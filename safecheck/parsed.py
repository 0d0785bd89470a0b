"""What every reader of foreign text gives: a value with the places that could not be read, or a refusal."""

from typing import Generic, NamedTuple, TypeVar

from safecheck.clean import clean

T = TypeVar("T")


class Refused(Exception):  # noqa: N818 - it is an answer ("I refuse this text"), not an accident
    """The text cannot be what it should be; the message says why, in a few words."""


class Parsed(NamedTuple, Generic[T]):
    """A value, and the places of the text that could not be read (each a short reason; empty: none)."""

    value: T
    problems: tuple[str, ...] = ()


def quote(text: str) -> str:
    """Give a piece of foreign text short and harmless, for a problem's reason."""
    return f"“{clean(text, 60)}”"
