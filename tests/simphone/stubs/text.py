"""Small pieces of text that many dumps need: times, object hashes, flag names."""

from __future__ import annotations

import binascii
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

USER_FLAGS = {
    0x1: "PRIMARY",
    0x2: "ADMIN",
    0x4: "GUEST",
    0x8: "RESTRICTED",
    0x10: "INITIALIZED",
    0x20: "MANAGED_PROFILE",
    0x40: "DISABLED",
    0x80: "QUIET_MODE",
    0x100: "EPHEMERAL",
    0x200: "DEMO",
    0x400: "FULL",
    0x800: "SYSTEM",
    0x1000: "PROFILE",
    0x4000: "MAIN",
    # Samsung's own.
    0x40000: "SECURE_FOLDER",
    0x20000000: "DUALAPP_PROFILE",
}


def local_time(phone: Phone, epoch: int) -> str:
    """Return a moment as dumps print it: the phone's own zone, and no zone named."""
    return time.strftime("%Y-%m-%d %H:%M:%S", local_struct(phone, epoch))


def local_struct(phone: Phone, epoch: int) -> time.struct_time:
    """Return a moment broken down in the phone's zone."""
    return time.gmtime(epoch + phone.utc_offset_minutes * 60)


def duration(seconds: int, milliseconds: int = 0) -> str:
    """Return a time span as Java's TimeUtils prints it, without its sign."""
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "m"), (rest, "s")]
    while parts and not parts[0][0]:
        del parts[0]
    return "".join(f"{number}{unit}" for number, unit in parts) + f"{milliseconds}ms"


def object_hash(*parts: object) -> str:
    """Return a stable stand-in for the identity hash that Java prints."""
    return f"{hash32(*parts) >> 4:x}"


def hash32(*parts: object) -> int:
    """Return a stable 32-bit number for these values."""
    return binascii.crc32("|".join(map(str, parts)).encode("utf-8", "surrogateescape"))


def token(*parts: object) -> str:
    """Return the random-looking 24 characters that newer install folders carry."""
    seed = b"".join(hash32(i, *parts).to_bytes(4, "big") for i in range(4))
    plain = binascii.b2a_base64(seed, newline=False).decode("ascii")
    return plain.replace("+", "-").replace("/", "_")


def boolean(value: object) -> str:
    """Return a truth value as Java prints it."""
    return "true" if value else "false"


def user_flag_names(flags: int) -> str:
    """Return the known names of user flags in the order of their spelling."""
    return "|".join(sorted(name for bit, name in USER_FLAGS.items() if flags & bit))


def class_name(component: str) -> str:
    """Return the full class of a component that may be written short."""
    package, _, name = component.partition("/")
    return package + name if name.startswith(".") else name


def full_component(component: str) -> str:
    """Return a component as ``package/full.class.Name``."""
    return component.partition("/")[0] + "/" + class_name(component)


def uid_name(uid: int) -> str:
    """Return a uid as UserHandle prints it: plain numbers, ``u0a4`` or ``u10s1000``."""
    user_id, app_id = divmod(uid, 100_000)
    if app_id >= 10_000:
        return f"u{user_id}a{app_id - 10_000}"
    return f"u{user_id}s{app_id}" if user_id else str(app_id)


def short_component(component: str) -> str:
    """Return a component as ``package/.Name`` where its class lies in its package."""
    package = component.partition("/")[0]
    name = class_name(component)
    if name.startswith(package + "."):
        name = name[len(package) :]
    return f"{package}/{name}"
