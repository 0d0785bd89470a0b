r"""The registry: the adapter for winreg against a stand-in for that module, and the texts of `regedit /E`.

The stand-in does what Python's documentation of winreg says: errors with `winerror`, the end of a list as an error,
types of values as Python gives them. No real Windows was there to try it on.
"""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck.computer import live, winregistry
from safecheck.computer.winregistry import read
from safecheck.model.host import About, Ask, AskKind, Key, Said, System, Told, Value
from tests.computers import regtext

_64 = 0x0100
_READ = 0x20019


class _WinregError(OSError):
    """An error as Windows gives it; elsewhere than there OSError takes no winerror."""

    def __init__(self, number: int, winerror: int) -> None:
        super().__init__(number, "made up")
        self.winerror = winerror


class _Handle:
    """An open key."""

    def __init__(self, keys: list[Any], values: list[tuple[Any, Any, int]]) -> None:
        self.keys = keys
        self.values = values
        self.counted = (len(keys), len(values), 0)
        self.closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True


class _Winreg(ModuleType):
    """A registry in memory behind the names of winreg."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER, HKEY_CLASSES_ROOT, HKEY_USERS = range(4)
    KEY_READ = _READ
    KEY_WOW64_64KEY = _64

    def __init__(self, **keys: "_Handle | OSError") -> None:
        super().__init__("winreg")
        self._keys = keys
        self.opened: list[tuple[int, str, int]] = []

    def OpenKey(self, hive: int, name: str, reserved: int = 0, access: int = _READ) -> _Handle:  # noqa: N802
        assert reserved == 0
        self.opened.append((hive, name, access))
        if "\0" in name:
            raise ValueError("embedded null character")
        found = self._keys.get(name, _WinregError(errno.ENOENT, 2))
        if isinstance(found, OSError):
            raise found
        return found

    @staticmethod
    def QueryInfoKey(key: _Handle) -> tuple[int, int, int]:  # noqa: N802
        return key.counted

    @staticmethod
    def EnumKey(key: _Handle, place: int) -> Any:  # noqa: ANN401, N802
        return _item(key.keys, place)

    @staticmethod
    def EnumValue(key: _Handle, place: int) -> Any:  # noqa: ANN401, N802
        return _item(key.values, place)


def _item(listed: list[Any], place: int) -> Any:  # noqa: ANN401
    if place >= len(listed):
        raise _WinregError(errno.EINVAL, 259)
    if isinstance(listed[place], OSError):
        raise listed[place]
    return listed[place]


@contextmanager
def _windows(registry: _Winreg) -> Iterator[None]:
    """Let Python take itself for one on Windows, only while one key is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        patch.setitem(sys.modules, "winreg", registry)
        yield


def _said(path: str, **keys: "_Handle | OSError") -> Said:
    with _windows(_Winreg(**keys)):
        return live.LiveHost(About(system=System.WINDOWS, user="", admin=False), Path()).ask(
            Ask(AskKind.KEY, path, 1000)
        )


def _key(said: Said) -> Key:
    assert said.told is Told.SEEN
    return msgspec.json.decode(said.data, type=Key)


def test_every_type_of_value_is_read_as_python_gives_it() -> None:
    values: list[tuple[Any, Any, int]] = [
        ("", "the default one", 1),
        ("text", "C:\\x", 1),
        ("expand", "%SystemRoot%\\x", 2),  # not expanded by winreg
        ("none", None, 3),  # bytes of no length
        ("bytes", b"\x00\xff", 3),
        ("number", 0xFFFFFFFF, 4),
        ("big-endian", b"\0\0\0\1", 5),
        ("link", b"x\0", 6),
        ("texts", ["a", "", "b"], 7),
        ("no texts", [], 7),
        ("long", 2**64 - 1, 11),
        ("unknown", b"?", 999),
    ]
    key = _key(_said("HKLM\\x", x=_Handle(["One", "Two"], values)))
    assert key.keys == ("One", "Two")
    assert key.values == {
        "": Value(text="the default one"),
        "text": Value(text="C:\\x"),
        "expand": Value(text="%SystemRoot%\\x"),
        "none": Value(),
        "bytes": Value(data=b"\x00\xff"),
        "number": Value(number=0xFFFFFFFF),
        "big-endian": Value(data=b"\0\0\0\1"),
        "link": Value(data=b"x\0"),
        "texts": Value(texts=("a", "", "b")),
        "no texts": Value(),
        "long": Value(number=2**64 - 1),
        "unknown": Value(data=b"?"),
    }


def test_it_is_read_in_the_64_bit_view_and_closed() -> None:
    handle = _Handle([], [])
    registry = _Winreg(**{"SOFTWARE\\x": handle})
    with _windows(registry):
        for hive in ("HKLM", "HKCU", "HKCR", "HKU"):
            read(f"{hive}\\SOFTWARE\\x")
    assert registry.opened == [(number, "SOFTWARE\\x", _READ | _64) for number in range(4)]
    assert handle.closed


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (_WinregError(errno.ENOENT, 2), Told.ABSENT),
        (_WinregError(errno.ENOENT, 161), Told.ABSENT),
        (_WinregError(errno.EACCES, 5), Told.DENIED),
        (_WinregError(errno.EINVAL, 1018), Told.FAILED),  # marked for deletion
        (_WinregError(errno.EINVAL, 1009), Told.FAILED),  # the registry is damaged
    ],
)
def test_an_error_is_told_as_what_it_is(error: OSError, told: Told) -> None:
    assert _said("HKLM\\x", x=error).told is told
    in_the_middle = _Handle([], [("a", "b", 1), error])  # type: ignore[list-item]
    assert _said("HKLM\\x", x=in_the_middle).told is told


def test_what_goes_away_while_it_is_counted_costs_nothing_else() -> None:
    handle = _Handle(["One"], [("a", "b", 1)])
    handle.counted = (3, 2, 0)
    key = _key(_said("HKLM\\x", x=handle))
    assert (key.keys, set(key.values)) == (("One",), {"a"})


def test_a_name_that_is_no_text_does_not_hide_the_rest() -> None:
    key = _key(_said("HKCU\\x", x=_Handle(["\ud800"], [("\udc00", "half \ud83d", 1), ("Updater", "C:\\u.exe", 1)])))
    assert key.keys == ("?",)
    assert key.values["Updater"] == Value(text="C:\\u.exe")
    assert key.values["?"] == Value(text="half ?")


@pytest.mark.parametrize("path", ["HKXX\\x", "", "HKLM\\a\0b"])
def test_a_path_that_is_none_is_told_and_not_raised(path: str) -> None:
    assert _said(path).told is Told.FAILED


def test_far_too_many_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winregistry, "_MOST", 2)
    assert _said("HKLM\\x", x=_Handle(["a", "b", "c"], [])).told is Told.TOO_BIG
    assert _said("HKLM\\x", x=_Handle([], [(str(n), "", 1) for n in range(3)])).told is Told.TOO_BIG


def test_elsewhere_than_on_windows_there_is_none() -> None:
    assert read("HKLM\\x").told is Told.ABSENT


# ---- texts of regedit

_HEAD = "Windows Registry Editor Version 5.00\r\n\r\n"
_RUN = "[HKEY_CURRENT_USER\\Run]\r\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_a_text_is_read_in_each_encoding(encoding: str) -> None:
    text = f'{_HEAD}{_RUN}"Ünt"="x"\r\n'
    data = text.encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    assert regtext.parse(regtext.decode(data))["HKCU\\Run"] == Key(values={"Ünt": Value(text="x")})


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (r'"a"="C:\\Program Files\\x \"y\""', Value(text='C:\\Program Files\\x "y"')),
        ('@="x"', None),
        ('"a"=dword:0000ffff', Value(number=65535)),
        ('"a"=hex:00,ff', Value(data=b"\0\xff")),
        ('"a"=hex:', Value()),
        ('"a"=hex(0):01', Value(data=b"\1")),
        ('"a"=hex(2):25,00,54,00,25,00,00,00', Value(text="%T%")),
        ('"a"=hex(2):25,00,\\\r\n  54,00,\\\r\n  25,00,00,00', Value(text="%T%")),
        ('"a"=hex(7):61,00,00,00,62,00,00,00,00,00', Value(texts=("a", "b"))),
        ('"a"=hex(b):01,00,00,00,00,00,00,80', Value(number=2**63 + 1)),
        ('"a"=hex(4):01,00,00,00', Value(number=1)),
        ('"a"=hex(5):00,00,00,01', Value(data=b"\0\0\0\1")),
        ('"a"=hex:zz', None),
        ('"a"=dword:xyz', None),
        ('"a"', None),
        ('"a"="x', None),
        ('"a"=-', None),
    ],
)
def test_each_kind_of_value_of_a_text_is_read(line: str, value: Value | None) -> None:
    key = regtext.parse(f"{_HEAD}{_RUN}{line}\r\n")["HKCU\\Run"]
    assert key.values.get("a") == value
    assert (key.values.get("") == Value(text="x")) == line.startswith("@")


def test_the_older_form_has_no_utf_16() -> None:
    text = 'REGEDIT4\r\n\r\n[HKEY_LOCAL_MACHINE\\x]\r\n"a"=hex(2):25,54,25,00\r\n"b"=hex(7):61,00,62,00,00\r\n'
    assert regtext.parse(text)["HKLM\\x"].values == {"a": Value(text="%T%"), "b": Value(texts=("a", "b"))}


def test_what_is_taken_away_is_not_there() -> None:
    text = f'{_HEAD}[HKEY_LOCAL_MACHINE\\a\\b]\r\n"x"="1"\r\n[HKEY_LOCAL_MACHINE\\ab]\r\n[-HKEY_LOCAL_MACHINE\\a]\r\n"y"="2"\r\n'
    assert set(regtext.parse(text)) == {"HKLM\\ab", "HKLM"}


def test_a_key_in_other_letters_is_the_same() -> None:
    keys = regtext.parse(f'{_HEAD}[HKEY_LOCAL_MACHINE\\A]\r\n"x"="1"\r\n[hkey_local_machine\\a]\r\n"y"="2"\r\n')
    assert set(keys["HKLM\\A"].values) == {"x", "y"}


@given(st.text(alphabet='[-]HKEY_LOCALMCHIN\\"=@hexdwor(27b):,0aF\r\n', max_size=400))
def test_any_text_is_read(text: str) -> None:
    keys = regtext.parse(f"{_HEAD}{_RUN}{text}")
    assert all(isinstance(key, Key) for key in keys.values())
