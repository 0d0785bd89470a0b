r"""Settings of Windows that let foreign code run before the desktop or inside every program.

Winlogon's Shell and Userinit have one regular value each; AppInit_DLLs and AppCertDlls are empty; a Debugger of a
program's "image file execution options" starts in the place of that program; LSA's packages see passwords when people
sign in. The regular packages are those that Microsoft's documentation names; not tried.
"""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, line, number, only, text, value
from safecheck.model.computer import Preload

_NT = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_OLDER = r"SOFTWARE\WOW6432Node\Microsoft\Windows NT\CurrentVersion"
_WINLOGON = rf"{_NT}\Winlogon"
_OPTIONS = "Image File Execution Options"
_CERTS = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\AppCertDlls"
_LSA = r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa"
_PACKAGES = ("Authentication Packages", "Notification Packages", "Security Packages")
_KEEP = only(*_PACKAGES, "Shell", "Userinit")
_REGULAR = frozenset(
    {"", '""', "msv1_0", "scecli", "rassfm", "kerberos", "schannel", "wdigest", "tspkg", "pku2u", "cloudap", "livessp",
     "negoexts", "sshdpinauthlsa"}
)  # fmt: skip
_WINDOWS = r"(?:(?:[a-z]:\\windows|%systemroot%|%windir%)\\{folder})?"
_SHELL = re.compile(rf"(?:{_WINDOWS.format(folder='')}explorer\.exe)?", re.IGNORECASE)
_SYSTEM = _WINDOWS.format(folder=r"system32\\")
_USERINIT = re.compile(rf"(?:{_SYSTEM}userinit\.exe)?", re.IGNORECASE)
_LONGEST = 300


def read(look: Look) -> Iterator[Preload]:
    """Tell of each value that is not the regular one; every Windows has the keys of Winlogon, LSA and the options."""
    for place in (rf"HKLM\{_WINLOGON}", rf"HKLM\{_NT}\{_OPTIONS}", _LSA):
        if look.key(place, _KEEP) is None:
            look.problem(place)
    yield from _before_the_desktop(look)
    yield from _into_programs(look)
    packages = look.key(_LSA, _KEEP)
    for name in _PACKAGES:
        for package in value(packages, name).texts:
            if package.casefold() not in _REGULAR:
                yield _preload(f"LSA {name}", package, _LSA)


def _before_the_desktop(look: Look) -> Iterator[Preload]:
    for hive in ("HKLM", "HKCU"):
        key = look.key(rf"{hive}\{_WINLOGON}", _KEEP)
        for name, regular in (("Shell", _SHELL), ("Userinit", _USERINIT)):
            for part in text(key, name).split(","):
                if not regular.fullmatch(part.strip().strip('"')):
                    yield _preload(f"Winlogon {name}", part.strip(), rf"{hive}\{_WINLOGON}")


def _into_programs(look: Look) -> Iterator[Preload]:
    for place in (rf"HKLM\{_NT}\Windows", rf"HKLM\{_OLDER}\Windows"):
        windows = look.key(place, only("AppInit_DLLs", "LoadAppInit_DLLs"))
        if text(windows, "AppInit_DLLs").strip() and number(windows, "LoadAppInit_DLLs") == 1:
            yield _preload("AppInit_DLLs", text(windows, "AppInit_DLLs"), place)
    certs = look.key(_CERTS)
    for found in certs.values.values() if certs else ():
        if line(found):
            yield _preload("AppCertDlls", line(found), _CERTS)
    for place in (rf"HKLM\{_NT}\{_OPTIONS}", rf"HKLM\{_OLDER}\{_OPTIONS}"):
        for name, key in below(look, place, only("Debugger")):
            if text(key, "Debugger"):
                yield _preload(f"Debugger of {name}", text(key, "Debugger"), place)


def _preload(kind: str, value_: str, place: str) -> Preload:
    return Preload(clean(kind), clean(value_, _LONGEST), place)
