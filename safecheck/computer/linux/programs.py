"""Which programs are installed: the lists of the package managers, and what lies beside them."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model.computer import Program

_DPKG = "/var/lib/dpkg/status"
_PACKAGE = re.compile(
    rb"(?m)^Package: ([a-z0-9][a-z0-9+.-]{1,200})\nStatus: [a-z]+ ok (installed|unpacked|half-configured)"
)
_KEPT = re.compile(rb"(?m)^(?:Package|Status): [^\n]{1,300}\n")
_ARCH = re.compile(r"(.+)-[^-]+-[^-]+")
_STATUS_SIZE = 60_000_000  # bytes: a computer with 5,000 packages has 8 million
_FLATPAK = ("/var/lib/flatpak/app", "~/.local/share/flatpak/app")


def kept_status(data: bytes) -> bytes:
    """Keep the names of packages and whether they are installed."""
    return b"".join(_KEPT.findall(data))


def read(look: Look) -> Iterator[Program]:
    """Tell of every package; a computer without any has no package manager that we know."""
    names = [name for name, _ in _PACKAGE.findall(look.data(_DPKG, kept_status, _STATUS_SIZE) or b"")]
    packages = [name.decode() for name in names]
    packages += (look.command("rpm -qa --queryformat %{NAME}\\n") or "").split() if not packages else []
    packages += [
        match.group(1) for entry in look.folder("/var/lib/pacman/local") or () if (match := _ARCH.fullmatch(entry.name))
    ]
    if not packages:
        look.problem("no list of installed packages")
    for name in packages:
        yield Program(clean(name), clean(name), "", "")
    for folder in _FLATPAK:
        for entry in look.folder(folder) or ():
            yield Program(clean(entry.name), clean(entry.name), "flatpak", f"{folder}/{clean(entry.name)}")
    for entry in look.folder("/snap") or ():
        if entry.kind == "folder" and entry.name != "bin":
            yield Program(clean(entry.name), clean(entry.name), "snap", f"/snap/{clean(entry.name)}")
    for entry in look.folder("/opt") or ():
        yield Program(clean(entry.name), "", "", f"/opt/{clean(entry.name)}")
