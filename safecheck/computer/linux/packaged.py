"""Which files of the system came with a package."""

import re
from collections.abc import Callable

from safecheck.command_lines import paths_of
from safecheck.computer.look import Look
from safecheck.model.host import System

Packaged = Callable[[str, str], bool]  # of a file's place, and the command that stands in it

# Where packages of a distribution put no programs; makers' own packages use /opt.
_ADDED = re.compile(r"/(?:usr/local|opt|srv|mnt|media)/")
_STATUS = "/var/lib/dpkg/status"
_STATUS_SIZE = 60_000_000  # bytes
_CONFFILE = re.compile(rb"(?m)^ (/etc/(?:xdg/|cron|anacrontab|init\.d/)[^ \n]{0,200}) [0-9a-f]{32}")


def kept_conffiles(data: bytes) -> bytes:
    """Keep of the list of packages which files of such folders are theirs."""
    return b"".join(match.group() + b"\n" for match in _CONFFILE.finditer(data))


def by_package(look: Look) -> Packaged:
    """Give what tells if a file of the system came with a package: where no list says so, by where its program lies."""
    listed = {
        match.group(1).decode(errors="replace")
        for match in _CONFFILE.finditer(look.data(_STATUS, kept_conffiles, _STATUS_SIZE) or b"")
    }

    def packaged(place: str, command: str) -> bool:
        added = any(_ADDED.match(path) for path in paths_of(command, System.LINUX))
        told = bool(listed) and place.startswith("/etc/")  # the list names no other files
        return not added and (not told or place in listed)

    return packaged
