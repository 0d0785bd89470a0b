r"""Read a text that `regedit /E` writes: keys, texts, numbers, bytes and lists of texts, long lines broken with a backslash."""

import re

from safecheck.model.host import Key, Value

_HIVES = {
    "HKEY_LOCAL_MACHINE": "HKLM",
    "HKEY_CURRENT_USER": "HKCU",
    "HKEY_CLASSES_ROOT": "HKCR",
    "HKEY_USERS": "HKU",
}
_VALUE = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|(@))=(.*)', re.DOTALL)


def decode(data: bytes) -> str:
    """Decode the file: UTF-16 with its mark, or plain text."""
    return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", errors="replace")


def parse(text: str) -> dict[str, Key]:
    """Give every key by its path, with the keys below it; what is no line of such a text is left out."""
    values: dict[str, dict[str, Value]] = {}
    current: dict[str, Value] | None = None
    for line in re.sub(r"\\\r?\n[ \t]*", "", text).splitlines():
        if line.startswith("[") and line.endswith("]"):
            hive, _, rest = line[1:-1].partition("\\")
            current = values.setdefault(f"{_HIVES.get(hive, hive)}\\{rest}", {})
        elif current is not None and (match := _VALUE.fullmatch(line)):
            value = _value(match.group(3).strip())
            if value is not None:
                current[_plain(match.group(1) or "")] = value
    keys: dict[str, set[str]] = {path: set() for path in values}
    for path in values:
        while "\\" in path:
            path, _, name = path.rpartition("\\")  # noqa: PLW2901 - up to its hive
            keys.setdefault(path, set()).add(name)
    return {path: Key(keys=tuple(sorted(names)), values=values.get(path, {})) for path, names in keys.items()}


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _value(text: str) -> Value | None:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return Value(text=_plain(text[1:-1]))
    kind, _, rest = text.partition(":")
    try:
        return Value(number=int(rest, 16)) if kind == "dword" else _bytes(kind, bytes.fromhex(rest.replace(",", " ")))
    except ValueError:
        return None


def _bytes(kind: str, data: bytes) -> Value | None:
    text = data.decode("utf-16-le", errors="replace")
    if kind in {"hex(2)", "hex(1)"}:
        return Value(text=text.rstrip("\0"))
    if kind == "hex(7)":
        return Value(texts=tuple(filter(None, text.split("\0"))))
    if kind == "hex(b)":
        return Value(number=int.from_bytes(data[:8], "little"))
    return Value(data=data) if kind.startswith("hex") else None
