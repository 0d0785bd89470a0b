r"""Settings of Windows that let foreign code run before the desktop or inside every program.

Winlogon's Shell and Userinit have one regular value each; AppInit_DLLs is empty; a Debugger of a program's "image file
execution options" starts in the place of that program.
"""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import number, only, text
from safecheck.model.computer import Preload

_WINLOGON = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
_WINDOWS = (
    r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Windows",
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows NT\CurrentVersion\Windows",
)
_OPTIONS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options"
_SHELL = frozenset({"", "explorer.exe", r"c:\windows\explorer.exe"})
_USERINIT = frozenset({"", "userinit.exe", r"c:\windows\system32\userinit.exe", r"%systemroot%\system32\userinit.exe"})
_LONGEST = 300


def read(look: Look) -> Iterator[Preload]:
    """Tell of each value that is not the regular one; every Windows has Winlogon's key."""
    if look.key(rf"HKLM\{_WINLOGON}", only("Shell", "Userinit")) is None:
        look.problem(rf"HKLM\{_WINLOGON}")
    for hive in ("HKLM", "HKCU"):
        key = look.key(rf"{hive}\{_WINLOGON}", only("Shell", "Userinit"))
        for name, regular in (("Shell", _SHELL), ("Userinit", _USERINIT)):
            parts = [part.strip() for part in text(key, name).split(",")]
            for part in parts:
                if part.casefold() not in regular:
                    yield Preload(f"Winlogon {name}", clean(part, _LONGEST), rf"{hive}\{_WINLOGON}")
    for place in _WINDOWS:
        key = look.key(place, only("AppInit_DLLs", "LoadAppInit_DLLs"))
        if text(key, "AppInit_DLLs").strip() and number(key, "LoadAppInit_DLLs") == 1:
            yield Preload("AppInit_DLLs", clean(text(key, "AppInit_DLLs"), _LONGEST), place)
    options = look.key(_OPTIONS, only())
    for name in options.keys if options else ():
        debugger = text(look.key(rf"{_OPTIONS}\{name}", only("Debugger")), "Debugger")
        if debugger:
            yield Preload(f"Debugger of {clean(name)}", clean(debugger, _LONGEST), _OPTIONS)
