r"""Keyboards that Windows knows, below Enum\HID; also those that were plugged in earlier."""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import only, text
from safecheck.model.computer import Keyboard

_PLACE = r"HKLM\SYSTEM\CurrentControlSet\Enum\HID"
_CLASS = "{4d36e96b-e325-11ce-bfc1-08002be10318}"  # keyboards. Source: Microsoft's list of device setup classes


def read(look: Look) -> Iterator[Keyboard]:
    """Tell of each; a Windows without such a list was not looked at."""
    devices = look.key(_PLACE, only())
    if devices is None:
        look.problem(_PLACE)
    for device in devices.keys if devices else ():
        instances = look.key(rf"{_PLACE}\{device}", only())
        for instance in instances.keys if instances else ():
            key = look.key(rf"{_PLACE}\{device}\{instance}", only("ClassGUID", "DeviceDesc", "FriendlyName"))
            if text(key, "ClassGUID").casefold() == _CLASS:
                name = text(key, "FriendlyName") or text(key, "DeviceDesc").rpartition(";")[2]
                yield Keyboard(f"{clean(name)} ({clean(device.partition('&Col')[0])})", outside=True)
