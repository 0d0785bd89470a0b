"""Keys with which somebody may sign in from afar: `authorized_keys`, on every system."""

import hashlib
import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.command_lines import is_whole
from safecheck.computer.linux.people import login_accounts
from safecheck.computer.look import Look
from safecheck.model import GapReason
from safecheck.model.computer import Key
from safecheck.model.host import System

_KEY = re.compile(
    rb"(?:^|[\s,\"])((?:ssh-(?:rsa|dss|ed25519)|(?:webauthn-sk-)?ecdsa-sha2-[^\s,]{1,40}|sk-[^\s,@]{1,40}@openssh\.com))"
    rb"[ \t]+([A-Za-z0-9+/=]{8,20000})(?:[ \t]+([^\n]{1,200}))?"
)
_HOMES = {System.LINUX: "/home", System.MACOS: "/Users", System.WINDOWS: r"C:\Users"}
_ROOTS = {System.LINUX: "/root", System.MACOS: "/var/root", System.WINDOWS: r"C:\Users\Administrator"}
_SETTINGS = {
    System.LINUX: "/etc/ssh/sshd_config",
    System.MACOS: "/etc/ssh/sshd_config",
    System.WINDOWS: r"C:\ProgramData\ssh\sshd_config",
}
_MORE_SETTINGS = {System.LINUX: "/etc/ssh/sshd_config.d", System.MACOS: "/etc/ssh/sshd_config.d", System.WINDOWS: ""}
_ADMINISTRATORS = r"C:\ProgramData\ssh\administrators_authorized_keys"  # of OpenSSH for Windows, for all of them
_FILES = ("authorized_keys", "authorized_keys2")
_USUAL = frozenset(f"{begin}.ssh/{name}" for begin in ("", "%h/") for name in _FILES)
_SETTING = re.compile(
    rb"(?mi)^[ \t]*(AuthorizedKeysFile|TrustedUserCAKeys|AuthorizedKeysCommand)(?:[ \t]*=[ \t]*|[ \t]+)([^\n]+)"
)
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
    homes = _homes(look, sign)
    seen: set[tuple[str, bytes]] = set()
    for home, person in homes.items():
        for name in _FILES:
            yield from _file(look, f"{home}{sign}.ssh{sign}{name}", person, seen)
    if system is System.WINDOWS:
        yield from _file(look, _ADMINISTRATORS, "Administrators", seen)
    yield from _by_setting(look, homes, sign, seen)


def _homes(look: Look, sign: str) -> dict[str, str]:
    """Give the homes, and whose they are."""
    system = look.about.system
    homes = {"~": look.about.user, _ROOTS[system]: "root"}
    if system is System.LINUX:  # homes may lie anywhere there
        homes |= {home: name for name, home in login_accounts(look) if name != look.about.user and len(home) > 1}
    for entry in look.folder(_HOMES[system]) or ():
        if entry.kind in {"folder", "link"} and entry.name not in {look.about.user, *_SHARED}:
            homes.setdefault(f"{_HOMES[system]}{sign}{entry.name}", entry.name)
    return homes


def _by_setting(look: Look, homes: dict[str, str], sign: str, seen: set[tuple[str, bytes]]) -> Iterator[Key]:
    """Tell of the keys in places that the server is told of."""
    for name, value in _told(look, look.about.system):
        if name == "authorizedkeyscommand":
            if value.lower() != "none":
                look.problem(f"AuthorizedKeysCommand {value}", GapReason.UNWRITTEN)
            continue
        for word in value.replace('"', " ").split():
            for place, person in _places(word, homes, sign):
                yield from _file(look, place, person, seen)


def _told(look: Look, system: System) -> Iterator[tuple[str, str]]:
    """Give what the server's settings say of keys, in lower case, and its value."""
    more = _MORE_SETTINGS[system]
    files = [f"{more}/{entry.name}" for entry in look.folder(more) or ()] if more else []
    for place in (_SETTINGS[system], *files):
        for match in _SETTING.finditer(look.data(place, kept_setting) or b""):
            yield match.group(1).decode().lower(), match.group(2).decode(errors="replace").strip()


def _places(word: str, homes: dict[str, str], sign: str) -> Iterator[tuple[str, str]]:
    """Give every file that a setting stands for: %h is a home, %u a name, and what is not whole lies in the home."""
    if word.lower() == "none" or word in _USUAL:
        return
    if is_whole(word) and "%" not in word:
        yield word, ""
        return
    for home, person in homes.items():
        path = word.replace("%h", home).replace("%u", person).replace("%%", "%")
        yield path if is_whole(path) else f"{home}{sign}{path}", person


def _file(look: Look, place: str, person: str, seen: set[tuple[str, bytes]]) -> Iterator[Key]:
    for line in (look.data(place, kept) or b"").splitlines():
        match = _search(line)
        if match and (person, match.group(2)) not in seen:
            seen.add((person, match.group(2)))
            name = (match.group(3) or match.group(2)).decode(errors="replace")
            yield Key(clean(person), clean(name), place)
