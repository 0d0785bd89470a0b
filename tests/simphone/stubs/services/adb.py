"""``dumpsys adb``: the computers that may control the phone."""

from __future__ import annotations

import binascii

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.text import boolean, hash32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import AdbKey, Phone

STORE_SDK = 30
"""From this version on the file with the times is printed too."""

BINARY_SDK = 31
"""From this version on that file is binary XML."""

_KEY_BYTES = 524


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the state of debugging; what no computer was allowed has no line."""
    lines = ["ADB MANAGER STATE (dumpsys adb):", "{", "  debugging_manager={", "    connected_to_adb=true"]
    if phone.adb_keys:
        keys = "\n".join(f"{_key(key)} {key.name}" for key in phone.adb_keys)
        # The file is printed as it is, with the line break at its end.
        lines += [f"    user_keys={keys}", ""]
    if phone.adb_keys and phone.sdk >= STORE_SDK:
        lines.append(f"    keystore={_binary(phone) if phone.sdk >= BINARY_SDK else _xml(phone)}")
    if phone.sdk >= STORE_SDK:
        lines += ["    adb_wifi={", f"      enabled={boolean(phone.adb_wifi)}", "      network_bssid="]
        lines += ["      network_ssid=", "      is_trusted_network=false", "      tls_port=0", "    }"]
    return Answer("\n".join([*lines, "  }", "}"]) + "\n")


def _key(key: AdbKey) -> str:
    """Return a key of the right shape: a length of 64 words, and numbers that are no real key."""
    data = b"\x40\x00\x00\x00" + b"".join(hash32(key.name, i).to_bytes(4, "big") for i in range(_KEY_BYTES // 4 - 1))
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def _stored(phone: Phone) -> list[tuple[str, int]]:
    """Return each key with the milliseconds of its last connection."""
    return [(f"{_key(key)} {key.name}", (key.last_connected or phone.clock) * 1000) for key in phone.adb_keys]


def _xml(phone: Phone) -> str:
    """Return the file as Android 11 writes it."""
    lines = ["<?xml version='1.0' encoding='utf-8' standalone='yes' ?>", '<keyStore version="1">']
    lines += [f'<adbKey key="{text}" lastConnection="{time}" />' for text, time in _stored(phone)]
    return "\n".join([*lines, "</keyStore>", ""])


def _binary(phone: Phone) -> str:
    """Return the file from Android 12 on, whose bytes are no valid text."""
    new = b"\xff\xff"
    data = b"ABX\x00\x10\x32" + new + b"\x00\x08keyStore\x6f" + new + b"\x00\x07version\x00\x00\x00\x01"
    for text, time in _stored(phone):
        value = text.encode()
        data += b"\x32" + new + b"\x00\x06adbKey\x2f" + new + b"\x00\x03key"
        data += len(value).to_bytes(2, "big") + value
        data += b"\x7f" + new + b"\x00\x0elastConnection" + time.to_bytes(8, "big") + b"\x33\x00\x02"
    return (data + b"\x33\x00\x00\x11").decode("utf-8", "surrogateescape")
