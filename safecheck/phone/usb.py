"""Is an iPhone or iPad on the cable? Only so that the right thing can be said; nothing is read from it."""

import re
import subprocess
import sys
from pathlib import Path

# Apple's vendor id, and the products that are phones, tablets and players in normal mode.
# Source: the udev rule of usbmuxd (5ac/12[9a][0-9a-f]).
_VENDOR = "05ac"
_PRODUCT = re.compile(r"12[9a][0-9a-f]")
_WINDOWS = re.compile(r"USB\\VID_05AC&PID_12[9A][0-9A-F]", re.IGNORECASE)


def apple_phone_connected(linux_devices: Path = Path("/sys/bus/usb/devices")) -> bool:
    """Whether one is plugged in; False where this computer does not tell.

    Linux: tried on files of the same form. macOS and Windows: not tried on a real one.
    """
    if sys.platform.startswith("linux"):
        return any(_linux(folder) for folder in linux_devices.glob("*"))
    if sys.platform == "darwin":
        return bool(
            re.search(r'"USB Product Name" = "i(Phone|Pad|Pod)"', _said("ioreg", "-p", "IOUSB", "-l", "-w", "0"))
        )
    if sys.platform == "win32":
        return bool(_WINDOWS.search(_said("pnputil", "/enum-devices", "/connected")))
    return False


def _linux(folder: Path) -> bool:
    """Whether one entry of sysfs is an Apple phone."""
    try:
        vendor = (folder / "idVendor").read_text("ascii").strip()
        product = (folder / "idProduct").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return vendor == _VENDOR and _PRODUCT.fullmatch(product) is not None


def _said(*command: str) -> str:
    """Give what a fixed, read-only command prints; "" where it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=10, check=False)  # noqa: S603 - fixed commands
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace")
