"""Keyboards that are plugged in, from /proc/bus/input/devices."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model.computer import Keyboard

_PLACE = "/proc/bus/input/devices"
_BUS = re.compile(r"I: Bus=([0-9a-fA-F]{4})")
_NAME = re.compile(r'N: Name="(.{0,300}?)"')
_KEYS = re.compile(r"B: KEY=([0-9a-fA-F ]+)")
_LETTERS = (1 << 16) | (1 << 30) | (1 << 44)  # q, a and z. Source: Linux input-event-codes.h
_OUTSIDE = frozenset({"0003", "0005"})  # USB, Bluetooth


def read(look: Look) -> Iterator[Keyboard]:
    """Tell of each device that has letters; a list without any device is none."""
    blocks = [block for block in (look.text(_PLACE) or "").split("\n\n") if block.strip()]
    if not blocks:
        look.problem(f"{_PLACE} lists no device")
    for block in blocks:
        bus, name, keys = _BUS.search(block), _NAME.search(block), _KEYS.search(block)
        if keys and int(keys.group(1).split()[-1], 16) & _LETTERS == _LETTERS:
            outside = bus is not None and bus.group(1) in _OUTSIDE
            yield Keyboard(clean(name.group(1)) if name else "", outside)
