"""Units and timers of systemd, changes to them, and what makes units."""

import posixpath
import re
from collections.abc import Iterator

from safecheck.computer.forms import ini_of
from safecheck.computer.linux.starters import starter, written
from safecheck.computer.look import Look
from safecheck.model.computer import Starter
from safecheck.model.host import Entry

_UNITS = (
    ("/etc/systemd/system", "unit", False),
    ("/etc/systemd/system.control", "unit", False),
    ("/run/systemd/system", "unit", False),
    ("/usr/local/lib/systemd/system", "unit", False),
    ("/etc/systemd/user", "user-unit", False),
    ("/run/systemd/user", "user-unit", False),
    ("/usr/local/lib/systemd/user", "user-unit", False),
    ("~/.config/systemd/user", "user-unit", True),
    ("~/.config/systemd/user.control", "user-unit", True),
    ("~/.local/share/systemd/user", "user-unit", True),
)
_PACKAGED = ("/usr/lib/systemd/system", "/lib/systemd/system", "/usr/lib/systemd/user")
_PACKAGED_TARGETS = (*_PACKAGED, "/lib/systemd/user", "/usr/share/systemd/user")
_KINDS = (".service", ".timer", ".path", ".socket")
_CHANGES = (*(f"{ending}.d" for ending in _KINDS), *(ending[1:] + ".d" for ending in _KINDS))  # of one, and of all
_EXEC = re.compile(r"Exec(?:Condition|Start|Reload|Stop)(?:Pre|Post)?|Unit")
_LOADED = re.compile(r"\b(?:LD_PRELOAD|LD_AUDIT)=")
_GENERATORS = tuple(
    f"{folder}/systemd/{kind}-generators"
    for folder in ("/etc", "/usr/local/lib")
    for kind in ("system", "user", "system-environment", "user-environment")
)
_LINGER = "/var/lib/systemd/linger"  # whose programs run from the start on, also while nobody is signed in


def kept_unit(data: bytes) -> bytes:
    """Keep of a unit what it starts and what it puts into programs."""
    return written(*(f"{line.key}={line.value}" for line in ini_of(data, joined=True) if _starts(line.key, line.value)))


def _starts(key: str, value: str) -> bool:
    return bool(_EXEC.fullmatch(key)) or (key == "Environment" and bool(_LOADED.search(value)))


def read(look: Look) -> Iterator[Starter]:
    """Tell of every unit; the system's own are named only."""
    yield from _own(look)
    for folder, kind, own in _UNITS:
        yield from _added(look, folder, kind, own=own)
    for folder in _GENERATORS:
        for entry in look.folder(folder) or ():
            yield starter("generator", entry.name, f"{folder}/{entry.name}", f"{folder}/{entry.name}")
    for entry in look.folder(_LINGER) or ():
        if entry.name != look.about.user:
            yield starter("linger", f"linger: {entry.name}", "", f"{_LINGER}/{entry.name}")


def _own(look: Look) -> Iterator[Starter]:
    known = False
    for folder in _PACKAGED:
        for entry in look.folder(folder) or ():
            known = True
            if entry.name.endswith(_KINDS):
                yield starter("unit", entry.name, "", f"{folder}/{entry.name}", packaged=True)
    if not known and look.there("/run/systemd"):
        look.problem("systemd is there, and none of its own units")


def _added(look: Look, folder: str, kind: str, *, own: bool) -> Iterator[Starter]:
    for entry in look.folder(folder) or ():
        if entry.name.endswith(_KINDS):
            yield from _unit(look, folder, entry, kind, own=own)
        elif entry.kind in {"folder", "link"} and entry.name.endswith(_CHANGES):
            for part in look.folder(f"{folder}/{entry.name}") or ():  # changes to a unit
                yield from _unit(look, f"{folder}/{entry.name}", part, kind, own=own)


def _unit(look: Look, folder: str, entry: Entry, kind: str, *, own: bool) -> Iterator[Starter]:
    """Read one unit; a link to a packaged one, or to nothing, is no unit of its own."""
    place = f"{folder}/{entry.name}"
    target = posixpath.normpath(posixpath.join(folder, entry.target)) if entry.kind == "link" else ""
    if target == "/dev/null" or target.startswith(tuple(f"{own_}/" for own_ in _PACKAGED_TARGETS)):
        return
    commands = [line.value.lstrip("-@:+!|") for line in ini_of(look.data(place, kept_unit) or b"", joined=True)]
    commands = [command for command in commands if command]
    if entry.name.endswith(_KINDS) or commands:
        yield starter(kind, entry.name, "; ".join(commands), place, own=own)
