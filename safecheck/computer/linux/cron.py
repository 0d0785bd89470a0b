"""What cron, anacron, at and the older scripts of the system start."""

import re
from collections.abc import Iterator

from safecheck.computer.linux.packaged import Packaged
from safecheck.computer.linux.starters import lines_of, starter, written
from safecheck.computer.look import Look
from safecheck.model import GapReason
from safecheck.model.computer import Starter

_CRON = re.compile(r"-?(?:@\w+|(?:\S+\s+){4}\S+)\s+(.+)")
_ANACRON = re.compile(r"(?:\d+|@\w+)\s+\d+\s+\S+\s+(.+)")
_CRON_FOLDERS = tuple(f"/etc/cron.{often}" for often in ("hourly", "daily", "weekly", "monthly"))
_CRONTABS = "/var/spool/cron/crontabs"
_SPOOLS = (_CRONTABS, "/var/spool/cron", "/var/spool/cron/tabs")
_AT = ("/var/spool/cron/atjobs", "/var/spool/at", "/var/spool/atjobs")
_SCRIPTS = ("/etc/init.d",)
_ANACRONTAB, _OWN = "/etc/anacrontab", "crontab -l"


def kept_crontab(data: bytes) -> bytes:
    """Keep of a crontab the lines that start something."""
    return written(*(line for line in lines_of(data) if _CRON.match(line) or _ANACRON.match(line)))


def kept_script(data: bytes) -> bytes:
    """Keep of a script what it does."""
    return written(*lines_of(data))


def read(look: Look, packaged: Packaged) -> Iterator[Starter]:
    """Tell of every line and every file."""
    yield from _tables(look, packaged)
    for folder in (*_CRON_FOLDERS, *_SCRIPTS):
        for entry in look.folder(folder) or ():
            place = f"{folder}/{entry.name}"
            if entry.kind in {"file", "link"} and not entry.name.startswith(".") and entry.name != "README":
                yield starter("cron", entry.name, entry.target, place, packaged=packaged(place, entry.target))
    for folder in _AT:
        for entry in look.folder(folder) or ():
            if entry.kind == "file" and not entry.name.startswith("."):
                yield starter("at", f"at: {entry.name}", "", f"{folder}/{entry.name}")
    for line in (look.text("/etc/rc.local", kept_script) or "").split("\n"):
        if line and not line.startswith("exit"):
            yield starter("rc.local", line[:60], line, "/etc/rc.local")


def _tables(look: Look, packaged: Packaged) -> Iterator[Starter]:
    for place in _places(look):
        anacron, system = place == _ANACRONTAB, place.startswith("/etc/")
        data = look.command(place, kept_crontab) if place == _OWN else look.text(place, kept_crontab)
        for line in (data or "").split("\n"):
            if match := (_ANACRON if anacron else _CRON).match(line):
                command = match.group(1)
                if system and not anacron:  # there a user's name stands before the command
                    command = command.split(None, 1)[-1]
                of_package = system and packaged(place, command)
                yield starter("cron", command[:60], command, place, own=not system, packaged=of_package)


def _places(look: Look) -> Iterator[str]:
    """Give every table; those of other people are closed to all but administrators."""
    yield "/etc/crontab"
    yield from (f"/etc/cron.d/{entry.name}" for entry in look.folder("/etc/cron.d") or ())
    spools = {folder: look.folder(folder) for folder in _SPOOLS}
    if not any(spools.values()) and not look.about.admin and look.there("/etc/cron.d"):
        look.problem(_CRONTABS, GapReason.DENIED)
    yield from (f"{folder}/{one.name}" for folder, found in spools.items() for one in found or () if one.kind == "file")
    yield from (_ANACRONTAB, _OWN)
