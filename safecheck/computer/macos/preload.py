"""Settings that put foreign code into every program of a Mac: in shells' files, login hooks."""

import plistlib
import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import plist_of, table, word
from safecheck.computer.look import Look
from safecheck.model.computer import Preload

_SHELL = (
    "/etc/zshrc",
    "/etc/zprofile",
    "/etc/profile",
    "~/.zshrc",
    "~/.zprofile",
    "~/.zshenv",
    "~/.bash_profile",
    "~/.profile",
)
_SETTING = re.compile(
    rb"(?m)^[ \t]*(?:export[ \t]+|launchctl[ \t]+setenv[ \t]+)?(DYLD_INSERT_LIBRARIES)[ \t=]+([^\n]+)"
)
_LOGIN = "/private/var/root/Library/Preferences/com.apple.loginwindow.plist"
_LOGIN_OF_ALL = "/Library/Preferences/com.apple.loginwindow.plist"
_HOOKS = ("LoginHook", "LogoutHook")
_LONGEST = 300


def kept(data: bytes) -> bytes:
    """Keep of a file that shells read only the lines that matter here."""
    return b"".join(match.group().strip() + b"\n" for match in _SETTING.finditer(data))


def kept_hooks(data: bytes) -> bytes:
    """Keep the hooks."""
    told = table(plist_of(data))
    return plistlib.dumps({key: word(told.get(key)) for key in _HOOKS})


def read(look: Look) -> Iterator[Preload]:
    """Tell of each such setting; all of the files may be missing."""
    for place in _SHELL:
        for match in _SETTING.finditer(look.data(place, kept) or b""):
            name, value = (group.decode(errors="replace") for group in match.groups())
            yield Preload(name, clean(value.strip("\"'"), _LONGEST), place)
    for place in (_LOGIN_OF_ALL, *((_LOGIN,) if look.about.admin else ())):
        told = table(plist_of(look.data(place, kept_hooks) or b""))
        for key in _HOOKS:
            if word(told.get(key)):
                yield Preload(key, clean(word(told[key]), _LONGEST), place)
