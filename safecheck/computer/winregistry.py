"""The registry of Windows, through the standard library's winreg; only ever read."""

import sys

from safecheck.computer.look import encoded
from safecheck.model.host import Key, Said, Told, Value

_MOST = 20_000  # of keys, and of values


def read(path: str) -> Said:
    r"""Read one key, such as HKLM\SOFTWARE\Microsoft, in its 64-bit view; raise OSError as the system does."""
    if sys.platform != "win32":
        return Said(Told.ABSENT)
    import winreg

    hives = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER, "HKCR": winreg.HKEY_CLASSES_ROOT}
    hive, _, name = path.partition("\\")
    with winreg.OpenKey(hives[hive], name, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
        key_count, value_count, _ = winreg.QueryInfoKey(key)
        if max(key_count, value_count) > _MOST:
            return Said(Told.TOO_BIG)
        keys = tuple(winreg.EnumKey(key, number) for number in range(key_count))
        values = dict(_value(*winreg.EnumValue(key, number)) for number in range(value_count))
    return encoded(Key(keys=keys, values=values))


def _value(name: str, data: object, _kind: int) -> tuple[str, Value]:
    """Write one value in our form."""
    if isinstance(data, str):
        return name, Value(text=data)
    if isinstance(data, int):
        return name, Value(number=data)
    if isinstance(data, list):
        return name, Value(texts=tuple(map(str, data)))
    return name, Value(data=data if isinstance(data, bytes) else b"")
