"""Which Linux this is, and when its programs were last changed or updated."""

from collections.abc import Iterator
from datetime import UTC, datetime

from safecheck.clean import clean
from safecheck.computer.forms import ini_of
from safecheck.computer.look import Look
from safecheck.model.computer import Machine

# Folders whose entries change with every update: of Debian and its kin, Fedora and its kin, Arch, openSUSE.
_UPDATED = {
    "/var/lib/dpkg": ("status",),
    "/var/lib/rpm": ("rpmdb.sqlite", "Packages"),
    "/usr/lib/sysimage/rpm": ("rpmdb.sqlite", "Packages.db"),
    "/var/lib/pacman": ("local",),
}


def read(look: Look) -> Iterator[Machine]:
    """Tell name and version; every Linux of the last ten years has the file."""
    data = look.data("/etc/os-release") or look.data("/usr/lib/os-release")
    told = {line.key: line.value.strip("\"'") for line in ini_of(data or b"")}
    name = told.get("PRETTY_NAME") or told.get("NAME", "")
    if not name:
        look.problem("/etc/os-release names no system")
        return
    yield Machine(clean(name), clean(told.get("VERSION_ID", "")), _updated(look))


def _updated(look: Look) -> datetime | None:
    """Tell when the list of installed programs was last changed."""
    times = [
        entry.changed
        for folder, names in _UPDATED.items()
        for entry in look.folder(folder) or ()
        if entry.name in names
    ]
    return datetime.fromtimestamp(max(times), UTC) if times else None
