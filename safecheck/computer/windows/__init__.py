"""The readers of Windows: most of them read the registry. None was tried on a real Windows yet."""

from safecheck.computer.windows import (
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
    protection,
    sensors,
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
    "protection",
    "sensors",
    "startup",
    "system",
    "traffic",
]
