"""What starts by itself: autostart entries, systemd, cron, and what shells and plain desktops start."""

from collections.abc import Iterator

from safecheck.computer.linux import autostart, cron, sessions, units
from safecheck.computer.linux.packaged import by_package
from safecheck.computer.look import Look
from safecheck.model.computer import Starter


def read(look: Look) -> Iterator[Starter]:
    """Tell of everything that starts by itself; the system's own units are named only."""
    packaged = by_package(look)
    yield from autostart.read(look, packaged)
    yield from units.read(look)
    yield from cron.read(look, packaged)
    yield from sessions.read(look)
