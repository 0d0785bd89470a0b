"""The readers of Linux."""

from safecheck.computer.linux import (
    certificates,
    clouds,
    doors,
    keyboards,
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
    "keyboards",
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
