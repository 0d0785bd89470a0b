r"""Keyboards that Windows knows, below Enum\HID; also those that were plugged in earlier."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, only, text
from safecheck.model.computer import Keyboard

_PLACE = r"HKLM\SYSTEM\CurrentControlSet\Enum\HID"
_PARTS = re.compile(r"(?i)&(?:MI_|Col)[0-9A-F]{2}.*", re.DOTALL)
_CLASS = "{4d36e96b-e325-11ce-bfc1-08002be10318}"  # keyboards. Source: Microsoft's list of device setup classes


def read(look: Look) -> Iterator[Keyboard]:
    """Tell of each; a Windows without such a list was not looked at."""
    if look.key(_PLACE, only()) is None:
        look.problem(_PLACE)
    for device, _ in below(look, _PLACE, only()):
        for _, key in below(look, rf"{_PLACE}\{device}", only("ClassGUID", "DeviceDesc", "FriendlyName")):
            if text(key, "ClassGUID").casefold() == _CLASS:
                name = text(key, "FriendlyName") or text(key, "DeviceDesc").rpartition(";")[2]
                yield Keyboard(f"{clean(name)} ({clean(_one(device))})", outside=True)


def _one(device: str) -> str:
    """Name a device without its parts: one keyboard often shows as several (MI_00, Col02)."""
    return _PARTS.sub("", device)
