"""`dumpsys adb` (Android 10 and newer): computers that may control this phone over USB or Wi-Fi debugging.

    debugging_manager={
      connected_to_adb=true
      user_keys=QAAAA... somebody@computer          a line for each key
      keystore=<?xml ... <adbKey key="QAAAA... somebody@computer" lastConnection="1767225600000" />
      adb_wifi={
        enabled=false

From Android 12 on the keystore is binary XML: its keys are text within it, its times do not survive the way.
No key leaves this file: only the comment that the computer put behind it.
"""

import re
from datetime import UTC, datetime

from safecheck.clean import clean
from safecheck.model import AdbKeys, Computer
from safecheck.phone.parsers.parsed import Parsed, Refused

_TITLE = re.compile(r"^ADB MANAGER STATE|^ *debugging_manager=\{", re.MULTILINE)
# Every key begins like this: base64 of the length of an RSA key of 2048 bits, as adb writes it.
_KEY = re.compile(r"(QAAAA[A-Za-z0-9+/=.]{4,4000})(?:[^\S\n]+([^\n\"<>\x00-\x08\x0b-\x1f\x7f\ufffd]{0,400}))?")
_LAST = re.compile(r"\"\s+lastConnection=\"(\d{1,16})\"")
_PLACE = re.compile(r"^ *(user_keys|system_keys|keystore)=", re.MULTILINE)
_WIFI = re.compile(r"^ *adb_wifi=\{ *\n *enabled=(true|false) *$", re.MULTILINE)
_LATEST = 4_102_444_800_000  # milliseconds: 2100


def parse(text: str) -> Parsed[AdbKeys]:
    """Read the trusted computers, each key once; refuse a text without the dump's title."""
    if _TITLE.search(text) is None:
        raise Refused("it is nothing about adb")
    found: dict[str, Computer] = {}
    places = list(_PLACE.finditer(text))
    starts = [place.end() for place in places]
    ends = [*(place.start() for place in places[1:]), len(text)]
    for place, start, end in zip(places, starts, ends, strict=False):
        for match in _KEY.finditer(text, start, end):
            key, name = match.group(1), clean(match.group(2) or "").partition(" ")[0]  # behind it may stand binary data
            last = _LAST.match(text, match.end())
            computer = Computer(name, _time(last.group(1)) if last else None, place.group(1) == "system_keys")
            earlier = found.get(key)
            if earlier:
                computer = Computer(
                    earlier.name or name,
                    computer.last_connected or earlier.last_connected,
                    earlier.built_in and computer.built_in,
                )
            found[key] = computer
    problems = ["a key without its place"] if not places and _KEY.search(text) else []
    wireless = _WIFI.search(text)
    return Parsed(AdbKeys(tuple(found.values()), wireless.group(1) == "true" if wireless else None), tuple(problems))


def _time(text: str) -> datetime | None:
    """Read milliseconds since 1970; 0 and what lies beyond 2100 are no times."""
    milliseconds = int(text)
    return datetime.fromtimestamp(milliseconds // 1000, UTC) if 0 < milliseconds < _LATEST else None
