"""The readers of macOS. None was tried on a real Mac yet."""

from safecheck.computer.macos import (
    certificates,
    clouds,
    doors,
    managed,
    people,
    phone_data,
    policies,
    preload,
    programs,
    startup,
    system,
    traffic,
)

__all__ = [
    "certificates",
    "clouds",
    "doors",
    "managed",
    "people",
    "phone_data",
    "policies",
    "preload",
    "programs",
    "startup",
    "system",
    "traffic",
]
