"""The registry of Windows, through the standard library's winreg; only ever read."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

from safecheck.computer.look import encoded
from safecheck.model.host import Key, Said, Told, Value

_MOST = 20_000  # of keys, and of values
_NO_MORE = 259  # ERROR_NO_MORE_ITEMS: something went away while it was counted


def read(path: str) -> Said:
    r"""Read one key, such as HKLM\SOFTWARE\Microsoft, in its 64-bit view; raise OSError as the system does."""
    if sys.platform != "win32":
        return Said(Told.ABSENT)
    import winreg

    hives = {
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
        "HKU": winreg.HKEY_USERS,
    }
    hive, _, name = path.partition("\\")
    if hive not in hives:
        return Said(Told.FAILED)
    with winreg.OpenKey(hives[hive], name, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
        key_count, value_count, _ = winreg.QueryInfoKey(key)
        if max(key_count, value_count) > _MOST:
            return Said(Told.TOO_BIG)
        keys = tuple(_plain(name) for name in _each(lambda place: winreg.EnumKey(key, place), key_count))
        values = dict(_value(*told) for told in _each(lambda place: winreg.EnumValue(key, place), value_count))
    return encoded(Key(keys=keys, values=values))


def _each(give: Callable[[int], Any], count: int) -> Iterator[Any]:
    """Give what was counted, or less where it became less meanwhile."""
    for place in range(count):
        try:
            yield give(place)
        except OSError as error:
            if getattr(error, "winerror", None) != _NO_MORE:
                raise
            return


def _value(name: str, data: object, _kind: int) -> tuple[str, Value]:
    """Write one value in our form: text, number, texts, or bytes (None where there are none)."""
    name = _plain(name)
    if isinstance(data, str):
        return name, Value(text=_plain(data))
    if isinstance(data, int):
        return name, Value(number=data)
    if isinstance(data, list):
        return name, Value(texts=tuple(_plain(str(one)) for one in data))
    return name, Value(data=data if isinstance(data, bytes) else b"")


def _plain(text: str) -> str:
    """Put "?" where a name is no text: one half of a pair must not hide the rest of the key."""
    return text.encode(errors="replace").decode()
