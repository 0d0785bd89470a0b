"""A simulated Android phone that the real adb server connects to over loopback TCP."""

from . import faults, phones
from .description import (
    FIXED_CLOCK,
    AccessibilityService,
    App,
    AppState,
    DeviceAdmin,
    Flavour,
    Phone,
    User,
)
from .device import SimPhone
from .faults import CommandFault, Fault, LinkFault
from .server import AdbError, AdbServer, connect, disconnect, find_adb, states, wait_for_state

__all__ = [
    "FIXED_CLOCK",
    "AccessibilityService",
    "AdbError",
    "AdbServer",
    "App",
    "AppState",
    "CommandFault",
    "DeviceAdmin",
    "Fault",
    "Flavour",
    "LinkFault",
    "Phone",
    "SimPhone",
    "User",
    "connect",
    "disconnect",
    "faults",
    "find_adb",
    "phones",
    "states",
    "wait_for_state",
]
