r"""Read a text that `regedit /E` writes: keys, texts, numbers, bytes and lists of texts, long lines broken with a backslash.

Also what stands in such texts when they are meant to be taken in: keys and values that are taken away (`[-…]`, `=-`),
and the older form (REGEDIT4), in which bytes of texts are no UTF-16.
"""

import re

from safecheck.model.host import Key, Value

_HIVES = {
    "HKEY_LOCAL_MACHINE": "HKLM",
    "HKEY_CURRENT_USER": "HKCU",
    "HKEY_CLASSES_ROOT": "HKCR",
    "HKEY_USERS": "HKU",
}
_VALUE = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|(@))=(.*)', re.DOTALL)
_OLDER = "REGEDIT4"


def decode(data: bytes) -> str:
    """Decode the file: UTF-16 with its mark or without (then every second byte is 0), or plain text."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    if data[1:2] == b"\0":
        return data.decode("utf-16-le", errors="replace")
    return data.decode("utf-8-sig", errors="replace")


def parse(text: str) -> dict[str, Key]:
    """Give every key by its path, with the keys below it; what is no line of such a text is left out."""
    values: dict[str, dict[str, Value]] = {}
    names: dict[str, str] = {}  # one key may be written in several ways
    current: dict[str, Value] | None = None
    older = text.lstrip("\ufeff \r\n").startswith(_OLDER)
    for line in re.sub(r"\\\r?\n[ \t]*", "", text).splitlines():
        if line.startswith("[") and line.endswith("]"):
            gone = line.startswith("[-")
            hive, _, rest = line[2 if gone else 1 : -1].partition("\\")
            path = f"{_HIVES.get(hive.upper(), hive)}\\{rest}"
            path = names.setdefault(path.casefold(), path)
            current = None if gone else values.setdefault(path, {})
            if gone:
                values = {key: told for key, told in values.items() if not f"{key}\\".startswith(f"{path}\\")}
        elif current is not None and (match := _VALUE.fullmatch(line)):
            name, written = _plain(match.group(1) or ""), match.group(3).strip()
            value = _value(written, older=older)
            if written == "-":
                current.pop(name, None)
            elif value is not None:
                current[name] = value
    keys: dict[str, set[str]] = {path: set() for path in values}
    for path in values:
        while "\\" in path:
            path, _, name = path.rpartition("\\")  # noqa: PLW2901 - up to its hive
            keys.setdefault(path, set()).add(name)
    return {path: Key(keys=tuple(sorted(names)), values=values.get(path, {})) for path, names in keys.items()}


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _value(text: str, *, older: bool) -> Value | None:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return Value(text=_plain(text[1:-1]))
    kind, _, rest = text.partition(":")
    try:
        if kind == "dword":
            return Value(number=int(rest, 16))
        return _bytes(kind, bytes.fromhex(rest.replace(",", " ")), older=older)
    except ValueError:
        return None


def _bytes(kind: str, data: bytes, *, older: bool) -> Value | None:
    text = data.decode("cp1252" if older else "utf-16-le", errors="replace")
    if kind in {"hex(2)", "hex(1)"}:
        return Value(text=text.partition("\0")[0])
    if kind == "hex(7)":
        return Value(texts=tuple(filter(None, text.split("\0"))))
    if kind in {"hex(b)", "hex(4)"}:
        return Value(number=int.from_bytes(data[:8], "little"))
    return Value(data=data) if kind.startswith("hex") else None
