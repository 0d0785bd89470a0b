"""Settings that put foreign code into a Mac's programs or before its desktop.

They stand in shells' files, in lists of launchd, in apps themselves; login hooks and plug-ins of the sign-in window
run with all rights and see passwords. Source: the places that KnockKnock and osquery look at.
"""

import plistlib
import re
from collections.abc import Iterator
from typing import Any

from safecheck.clean import clean
from safecheck.computer.forms import table, word
from safecheck.computer.look import Look
from safecheck.computer.macos import launchd, lists
from safecheck.model.computer import Preload

_SHELL = (
    "/etc/zshrc",
    "/etc/zshenv",
    "/etc/zprofile",
    "/etc/profile",
    "/etc/bashrc",
    "~/.zshrc",
    "~/.zprofile",
    "~/.zshenv",
    "~/.zlogin",
    "~/.bashrc",
    "~/.bash_profile",
    "~/.profile",
)
_NAME = "DYLD_INSERT_LIBRARIES"
_SETTING = re.compile(
    rb"(?m)^[ \t]*(?:export[ \t]+|launchctl[ \t]+setenv[ \t]+)?(" + _NAME.encode() + rb")[ \t=]+([^\n]+)"
)
_VARIABLES = ("EnvironmentVariables", "LSEnvironment")  # of a list of launchd, of an app
_LOGIN = "/private/var/root/Library/Preferences/com.apple.loginwindow.plist"
_LOGIN_OF_ALL = "/Library/Preferences/com.apple.loginwindow.plist"
_HOOKS = ("LoginHook", "LogoutHook")
_PLUG_INS = "/Library/Security/SecurityAgentPlugins"
_ALWAYS = "/System/Library"
_LONGEST = 300


def kept(data: bytes) -> bytes:
    """Keep of a file that shells read only the lines that matter here."""
    return b"".join(match.group().strip() + b"\n" for match in _SETTING.finditer(data))


def kept_variables(data: bytes) -> bytes:
    """Keep of a list of launchd or of an app the one variable."""
    told = lists.whole(data)
    return plistlib.dumps({key: {_NAME: _value(told, key)} for key in _VARIABLES if _value(told, key)})


def _value(told: dict[str, Any], key: str) -> str:
    return word(table(told.get(key)).get(_NAME))


def read(look: Look) -> Iterator[Preload]:
    """Tell of each such setting; all of the files may be missing, but not the system's own folder."""
    if not look.there(_ALWAYS):
        look.problem(_ALWAYS)
    for place in _SHELL:
        for match in _SETTING.finditer(look.data(place, kept) or b""):
            name, value = (group.decode(errors="replace") for group in match.groups())
            yield Preload(name, clean(value.strip("\"'"), _LONGEST), place)
    yield from _variables(look)
    yield from _at_sign_in(look)


def _variables(look: Look) -> Iterator[Preload]:
    apps = [entry.name for entry in look.folder("/Applications") or () if entry.name.casefold().endswith(".app")]
    places = [listed.place for listed in launchd.lists(look)]
    for place in (*places, *(f"/Applications/{app}/Contents/Info.plist" for app in apps)):
        told = lists.read(look, place, kept_variables)
        for key in _VARIABLES:
            if _value(told, key):
                yield Preload(_NAME, clean(_value(told, key), _LONGEST), clean(place, _LONGEST))


def _at_sign_in(look: Look) -> Iterator[Preload]:
    for place in (_LOGIN_OF_ALL, *((_LOGIN,) if look.about.admin else ())):
        told = lists.read(look, place, lists.only(*_HOOKS))
        for key in _HOOKS:
            if word(told.get(key)):
                yield Preload(key, clean(word(told[key]), _LONGEST), place)
    for entry in look.folder(_PLUG_INS) or ():
        if entry.name.casefold().endswith(".bundle"):
            yield Preload("SecurityAgentPlugins", clean(entry.name, _LONGEST), _PLUG_INS)
