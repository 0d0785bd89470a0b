"""Made-up Macs of two versions (synthetic): files as plistlib writes them, commands as their manuals show them."""

import plistlib
from collections.abc import Mapping
from typing import Any

from safecheck.model.host import System
from tests.computers.made_up import MadeUp

OLD, NEW = "12.7", "15.2"


def plist(value: dict[str, Any], *, binary: bool = True) -> bytes:
    """Write a property list."""
    return plistlib.dumps(value, fmt=plistlib.FMT_BINARY if binary else plistlib.FMT_XML)


def _files(version: str) -> dict[str, bytes | str]:
    binary = version == NEW
    return {
        "/System/Library/CoreServices/SystemVersion.plist": plist(
            {"ProductName": "macOS", "ProductVersion": version}, binary=False
        ),
        "/System/Library/LaunchDaemons/com.apple.x.plist": "",
        "/Library/Preferences/x": "",
        "/Applications/Safari.app/Contents/Info.plist": plist(
            {"CFBundleIdentifier": "com.apple.Safari", "CFBundleName": "Safari"}, binary=binary
        ),
        "/etc/hosts": "127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n::1 localhost\n",
        "/private/var/at/tabs/x": "",
        "~/Library/x": "",
        "/Users/me/x": "",
        "/Users/Shared/x": "",
    }


# A certificate of the kind that each keychain has (made with openssl, not an authority).
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIBkTCCATegAwIBAgIUJyQ5u3Vd4k0Qf0cYV0w1lQO5o2cwCgYIKoZIzj0EAwIw
-----END CERTIFICATE-----
"""


def _commands(version: str) -> dict[str, str]:
    off = "disabled" if version == NEW else "true"
    return {
        "dscl . -read /Groups/admin GroupMembership": "GroupMembership: root me\n",
        "dscl . -list /Users UniqueID": "_mbsetupuser   248\nme             501\nnobody         -2\nroot           0\n",
        "dscl . -list /Users IsHidden": "_mbsetupuser 1\n",
        "launchctl print-disabled system": (
            f'\n\tdisabled services = {{\n\t\t"com.openssh.sshd" => {off}\n\t\t"com.apple.ftpd" => {off}\n\t}}\n'
        ),
        "profiles status -type enrollment": "Enrolled via DEP: No\nMDM enrollment: No\n",
        "scutil --proxy": "<dictionary> {\n  FTPPassive : 1\n  HTTPEnable : 0\n  HTTPSEnable : 0\n}\n",
        "scutil --dns": "DNS configuration\n\nresolver #1\n  nameserver[0] : 192.168.1.1\n",
        "security find-certificate -a -p /Library/Keychains/System.keychain": CERTIFICATE,
    }


def mac(
    version: str = NEW,
    files: Mapping[str, bytes | str] | None = None,
    commands: Mapping[str, str] | None = None,
    closed: tuple[str, ...] = ("~/Library/Application Support/MobileSync",),
) -> MadeUp:
    """Give an ordinary Mac with something besides; backups are closed as on real ones."""
    return MadeUp(
        System.MACOS,
        _files(version) | dict(files or {}),
        commands=_commands(version) | dict(commands or {}),
        closed=closed,
    )
