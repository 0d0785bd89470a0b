"""`dumpsys bluetooth_manager`: the devices that this phone is paired with. Of addresses, the last two bytes are kept.

    Bonded devices:                                       not indented up to Android 8.1
      02:00:5E:00:00:02 [BR/EDR] My headset
        (Connected) XX:XX:XX:XX:0A:0B => XX:XX:XX:XX:0C:0D [  LE  ][ 0x000100 ] My ring (No uuid)    newer

Only while Bluetooth is on are all of them told. Names are the other devices' own text.
"""

import re

from safecheck.clean import clean
from safecheck.model import Bonded
from safecheck.phone.parsers.parsed import Parsed, Refused, quote

_TITLE = re.compile(r"^Bluetooth Status", re.MULTILINE)
_OFF = re.compile(r"^  enabled: false\b", re.MULTILINE)
_HEADING = re.compile(r"^( *)Bonded devices:[^\S\n]*$", re.MULTILINE)
_ADDRESS = r"(?:[0-9A-FX]{2}:){4}([0-9A-F]{2}:[0-9A-F]{2})"
_DEVICE = re.compile(
    rf"(?ai:(?:\(Connected\) +)?{_ADDRESS}(?: => {_ADDRESS})? ?\[[^\[\]]{{1,12}}\](\[ ?0x[0-9a-f]+ ?\])?) ?(.*)"
)


def parse(text: str) -> Parsed[tuple[Bonded, ...]]:
    """Read the paired devices; refuse a dump that lists none, not even an empty list: Bluetooth may be off."""
    if _TITLE.search(text) is None:
        raise Refused("it is nothing about Bluetooth")
    heading = _HEADING.search(text)
    if heading is None:
        raise Refused("it has no list of paired devices: Bluetooth may be off")
    indent = len(heading.group(1))
    devices: list[Bonded] = []
    problems: list[str] = []
    for line in text[heading.end() + 1 :].split("\n"):
        if not line.strip() or len(line) - len(line.lstrip(" ")) <= indent:
            break
        match = _DEVICE.fullmatch(line.strip())
        if match is None:
            problems.append(f"a device that cannot be read: {quote(line)}")
            continue
        address, _, device_class, name = match.groups(default="")
        if device_class and name.endswith(")"):
            name = name.rpartition(" (")[0]  # the services that it offers
        devices.append(Bonded(clean(name), f"…{address}"))
    if not devices and _OFF.search(text):
        problems.append("Bluetooth is off: paired devices may not be told")
    return Parsed(tuple(devices), tuple(problems))
