"""`getprop`: `[key]: [value]`, one property per line; a value may span lines."""

import re
from typing import NamedTuple

from safecheck.clean import clean
from safecheck.model import Identity
from safecheck.phone.parsers.parsed import Parsed, Refused, quote

_START = re.compile(r"\[([^\[\]\s]+)\]: \[")


# What tells of the state of the phone's system, as makers and boot loaders write it.
STATE = (
    "ro.boot.verifiedbootstate",
    "ro.boot.flash.locked",
    "ro.boot.vbmeta.device_state",
    "ro.boot.veritymode",
    "ro.boot.warranty_bit",
    "ro.warranty_bit",
    "ro.build.tags",
    "ro.build.type",
    "ro.debuggable",
    "ro.secure",
)


class Properties(NamedTuple):
    """Which phone this is, and those of STATE that it tells."""

    identity: Identity
    state: dict[str, str]


def parse(text: str) -> Parsed[Properties]:
    """Read maker, model, Android version, security update and STATE; refuse a phone without an Android version.

    `ro.build.version.sdk` decides which Android this is: fingerprints of makers' ports contradict it.
    """
    properties, problems = _properties(text)
    if not properties:
        raise Refused("no property in it")
    sdk = properties.get("ro.build.version.sdk", "")
    if not re.fullmatch(r"[1-9][0-9]{0,2}", sdk):
        raise Refused("it names no Android version")
    identity = Identity(
        maker=clean(properties.get("ro.product.manufacturer", "")),
        model=clean(properties.get("ro.product.model", "")),
        android=clean(properties.get("ro.build.version.release", ""), 20),
        sdk=int(sdk),
        patch=clean(properties.get("ro.build.version.security_patch", ""), 20),
    )
    state = {key: clean(properties[key], 40) for key in STATE if key in properties}
    return Parsed(Properties(identity, state), problems)


def _properties(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give every property, and values without an end; stray lines occur on real phones and say nothing."""
    properties: dict[str, str] = {}
    problems: list[str] = []
    key = ""  # of the value that is still open
    parts: list[str] = []
    for line in text.splitlines():
        start = _START.match(line)
        if start:
            if key:
                problems.append(f"a value without an end: {quote(key)}")
            key, parts = start.group(1), [line[start.end() :]]
        elif key:
            parts.append(line)
        if key and parts[-1].endswith("]"):
            value = "\n".join(parts)[:-1]
            if properties.setdefault(key, value) != value:
                problems.append(f"{quote(key)} twice")
            key = ""
    if key:
        problems.append(f"a value without an end: {quote(key)}")
    return properties, tuple(problems)
