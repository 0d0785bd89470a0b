"""Keys with which somebody may sign in from afar: `authorized_keys`, on every system."""

import hashlib
import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model.computer import Key
from safecheck.model.host import System

_KEY = re.compile(
    rb"(?:^|[\s,\"])((?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-\S+@openssh\.com))[ \t]+([A-Za-z0-9+/=]{8,20000})"
    rb"(?:[ \t]+([^\n]{1,200}))?"
)
_HOMES = {System.LINUX: "/home", System.MACOS: "/Users", System.WINDOWS: r"C:\Users"}
_ROOTS = {System.LINUX: "/root", System.MACOS: "/var/root", System.WINDOWS: r"C:\Users\Administrator"}
_SETTINGS = {
    System.LINUX: "/etc/ssh/sshd_config",
    System.MACOS: "/etc/ssh/sshd_config",
    System.WINDOWS: r"C:\ProgramData\ssh\sshd_config",
}
_ADMINISTRATORS = r"C:\ProgramData\ssh\administrators_authorized_keys"  # of OpenSSH for Windows, for all of them
_FILES = ("authorized_keys", "authorized_keys2")
_SETTING = re.compile(rb"(?mi)^[ \t]*AuthorizedKeysFile[ \t]+([^\n]+)")
_SHARED = frozenset({"Shared", "Guest", "lost+found", ".localized", "Public", "Default", "Administrator", "All Users"})


def kept(data: bytes) -> bytes:
    """Keep of each key its kind, a short mark of it, and what it calls itself."""
    return b"".join(_line(*match.groups(b"")) for line in data.splitlines() if (match := _search(line)))


def _search(line: bytes) -> "re.Match[bytes] | None":
    return None if line.lstrip().startswith(b"#") else _KEY.search(line)


def _line(kind: bytes, key: bytes, name: bytes) -> bytes:
    mark = key if len(key) == 16 else hashlib.sha256(key).hexdigest()[:16].encode()  # noqa: PLR2004 - 16: it is a mark already
    return kind + b" " + mark + b" " + name.strip() + b"\n"


def kept_setting(data: bytes) -> bytes:
    """Keep where the server looks for keys."""
    return b"".join(match.group().strip() + b"\n" for match in _SETTING.finditer(data))


def read(look: Look) -> Iterator[Key]:
    """Tell of every key that opens an account here; others' homes may be closed to us."""
    system = look.about.system
    sign = "\\" if system is System.WINDOWS else "/"
    homes = {"~": look.about.user, _ROOTS[system]: "root"}
    for entry in look.folder(_HOMES[system]) or ():
        if entry.kind == "folder" and entry.name not in {look.about.user, *_SHARED}:
            homes[f"{_HOMES[system]}{sign}{entry.name}"] = entry.name
    seen: set[tuple[str, bytes]] = set()
    for home, person in homes.items():
        for name in _FILES:
            yield from _file(look, f"{home}{sign}.ssh{sign}{name}", person, seen)
    if system is System.WINDOWS:
        yield from _file(look, _ADMINISTRATORS, "Administrators", seen)
    for match in _SETTING.finditer(look.data(_SETTINGS[system], kept_setting) or b""):
        for place in match.group(1).decode(errors="replace").split():
            if place.startswith("/") and "%" not in place:
                yield from _file(look, place, "", seen)


def _file(look: Look, place: str, person: str, seen: set[tuple[str, bytes]]) -> Iterator[Key]:
    for line in (look.data(place, kept) or b"").splitlines():
        match = _search(line)
        if match and (person, match.group(2)) not in seen:
            seen.add((person, match.group(2)))
            name = (match.group(3) or match.group(2)).decode(errors="replace")
            yield Key(clean(person), clean(name), place)
