"""A simulated Android phone that the real adb server connects to over loopback TCP."""

from . import faults, phones
from .description import (
    FIXED_CLOCK,
    AccessibilityService,
    Account,
    AdbKey,
    App,
    AppOp,
    AppState,
    BondedDevice,
    Companion,
    DeviceAdmin,
    Flavour,
    ForegroundService,
    LocationRequest,
    Phone,
    SettingChange,
    User,
)
from .device import SimPhone
from .faults import CommandFault, Fault, LinkFault
from .server import AdbError, AdbServer, connect, disconnect, find_adb, states, wait_for_state

__all__ = [
    "FIXED_CLOCK",
    "AccessibilityService",
    "Account",
    "AdbError",
    "AdbKey",
    "AdbServer",
    "App",
    "AppOp",
    "AppState",
    "BondedDevice",
    "CommandFault",
    "Companion",
    "DeviceAdmin",
    "Fault",
    "Flavour",
    "ForegroundService",
    "LinkFault",
    "LocationRequest",
    "Phone",
    "SettingChange",
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
