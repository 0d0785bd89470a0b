"""What is kept of a key of the registry, and how what is kept is read."""

from collections.abc import Iterator

import msgspec

from safecheck.computer.look import Look
from safecheck.masking import masked
from safecheck.model.host import Keep, Key, Value


def only(*names: str, mask: tuple[str, ...] = ()) -> Keep:
    """Keep these values of a key, and those of `mask` with their text masked; the names of the keys below it too."""
    wanted = {name.casefold() for name in names}
    hidden = {name.casefold() for name in mask}

    def kept(data: bytes) -> bytes:
        key = msgspec.json.decode(data, type=Key)
        values = {name: value for name, value in key.values.items() if name.casefold() in wanted}
        values |= {
            name: Value(text=masked(value.text)) for name, value in key.values.items() if name.casefold() in hidden
        }
        return msgspec.json.encode(Key(keys=key.keys, values=values))

    return kept


def below(look: Look, place: str, keep: Keep) -> Iterator[tuple[str, Key]]:
    """Give each key below a place with its name; one that is listed there and cannot be opened is a gap."""
    above = look.key(place, only())
    for name in above.keys if above else ():
        known = look.gaps
        key = look.key(rf"{place}\{name}", keep)
        if key is not None:
            yield name, key
        elif look.gaps == known:
            look.problem(rf"{place}\{name}")


def value(key: Key | None, name: str) -> Value:
    """Give a value of a key, or an empty one; names ignore case."""
    if key is not None:
        for other, found in key.values.items():
            if other.casefold() == name.casefold():
                return found
    return Value()


def text(key: Key | None, name: str) -> str:
    """Give the text of a value, "" for none."""
    return value(key, name).text


def number(key: Key | None, name: str) -> int | None:
    """Give the number of a value, None for none."""
    return value(key, name).number


def line(value: Value) -> str:
    """Give a value as one line: a text, or several texts in a row."""
    return value.text or " ".join(value.texts)
