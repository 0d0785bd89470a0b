"""What is kept of a key of the registry."""

import msgspec

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
