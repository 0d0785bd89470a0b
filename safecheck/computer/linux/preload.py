"""Settings that put foreign code into every program that starts."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.linux.variables import VARIABLE_FOLDERS, VARIABLES
from safecheck.computer.look import Look
from safecheck.model.computer import Preload

# Settings of systemd itself, for all of its programs.
_SYSTEMD = ("/etc/systemd/system.conf", "/etc/systemd/user.conf", "~/.config/systemd/user.conf")
_SYSTEMD_FOLDERS = ("/etc/systemd/system.conf.d", "/etc/systemd/user.conf.d", "~/.config/systemd/user.conf.d")
# As shells, fish, PAM ("LD_PRELOAD DEFAULT=…") and systemd ("DefaultEnvironment=LD_PRELOAD=…") write it; also behind
# another setting in the same line. What stands in front of a single program ("alias x='LD_PRELOAD=…") is none.
_SETTING = re.compile(
    rb"(?m)(?:^[ \t]*|;[ \t]*|&&[ \t]*)"
    rb"(?:(?:export|set[ \t]+-\w+|declare[ \t]+-\w+|typeset[ \t]+-\w+)[ \t]+(?:[^\s=;#]+=[^\s;#]*[ \t]+)*"
    rb"|(?:Default|Manager)Environment[ \t]*=[^\n#;&]*?)?"
    rb"[\"']?(LD_PRELOAD|LD_AUDIT)(?:[ \t]+(?:DEFAULT|OVERRIDE)=|[ \t=]+)([^\n]+)"
)
_PLACE = "/etc/ld.so.preload"
# Raspberry Pi OS puts its own faster copying of memory into every program. Source: its package raspi-copies-and-fills.
_OWN = re.compile(r"/usr/lib/(?:arm-linux-gnueabihf|aarch64-linux-gnu)/libarmmem(?:-[\w${}.]+)?\.so")
_LONGEST = 300


def kept(data: bytes) -> bytes:
    """Keep of a file that shells read only the lines that matter here."""
    lines = [line for line in data.split(b"\n") if not line.lstrip().startswith(b"#")]
    return b"".join(match.group().strip(b"; \t&") + b"\n" for line in lines for match in _SETTING.finditer(line))


def read(look: Look) -> Iterator[Preload]:
    """Tell of each such setting; all of the files may be missing."""
    for library in re.split(r"[\s:]+", look.text(_PLACE) or ""):
        if library and not _OWN.fullmatch(library):
            yield Preload("ld.so.preload", clean(library, _LONGEST), _PLACE)
    folders = (*VARIABLE_FOLDERS, *_SYSTEMD_FOLDERS)
    places = [f"{folder}/{entry.name}" for folder in folders for entry in look.folder(folder) or ()]
    for place in (*VARIABLES, *_SYSTEMD, *places):
        for match in _SETTING.finditer(look.data(place, kept) or b""):
            name, value = (group.decode(errors="replace") for group in match.groups())
            yield Preload(name, clean(value.strip("\"'"), _LONGEST), place)
