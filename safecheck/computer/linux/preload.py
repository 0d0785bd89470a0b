"""Settings that put foreign code into every program that starts."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model.computer import Preload

_SHELL = ("/etc/environment", "/etc/profile", "/etc/bash.bashrc", "/etc/zsh/zshrc", "~/.profile", "~/.bash_profile",
          "~/.bash_login", "~/.bashrc", "~/.zshrc", "~/.zprofile", "~/.zshenv", "~/.xprofile", "~/.xsessionrc",
          "~/.pam_environment", "~/.config/plasma-workspace/env/env.sh")  # fmt: skip
_FOLDERS = ("/etc/profile.d", "/etc/environment.d", "/usr/lib/environment.d", "~/.config/environment.d")
_SETTING = re.compile(rb"(?m)^[ \t]*(?:export[ \t]+|set[ \t]+-\w+[ \t]+)?(LD_PRELOAD|LD_AUDIT)[ \t=]+([^\n]+)")
_PLACE = "/etc/ld.so.preload"
_LONGEST = 300


def kept(data: bytes) -> bytes:
    """Keep of a file that shells read only the lines that matter here."""
    return b"".join(match.group().strip() + b"\n" for match in _SETTING.finditer(data))


def read(look: Look) -> Iterator[Preload]:
    """Tell of each such setting; all of the files may be missing."""
    for line in (look.text(_PLACE) or "").split():
        if line:
            yield Preload("ld.so.preload", clean(line, _LONGEST), _PLACE)
    places = [f"{folder}/{entry.name}" for folder in _FOLDERS for entry in look.folder(folder) or ()]
    for place in (*_SHELL, *places):
        for match in _SETTING.finditer(look.data(place, kept) or b""):
            name, value = (group.decode(errors="replace") for group in match.groups())
            yield Preload(name, clean(value.strip("\"'"), _LONGEST), place)
