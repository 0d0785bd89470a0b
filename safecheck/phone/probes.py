"""The probe table: every question that a scan asks a phone. All of them only read.

The script that carries them (script.py) adds markers, `</dev/null` and `2>&1`.
"""

from collections.abc import Callable
from typing import Any

from safecheck.model import Frozen, Question
from safecheck.phone import redact
from safecheck.phone.parsers import (
    accessibility,
    accounts,
    adb_keys,
    appops,
    bluetooth,
    call_forwarding,
    certificates,
    clock,
    companions,
    device_policy,
    deviceidle,
    foreground,
    getprop,
    launcher,
    location,
    package_names,
    packages,
    projection,
    roles,
    settings,
    settings_history,
    shared_users,
    su_programs,
    trust,
    user_details,
    users,
    vpn,
)
from safecheck.phone.parsers.parsed import Parsed

_ICONS = "-a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
_SU = " ".join(f"{folder}/su" for folder in ("/system/bin", "/system/xbin", "/sbin", "/vendor/bin", "/su/bin"))


class Probe(Frozen, frozen=True):
    """One row: the fact, the command that tells it (`{user}`: once for each user), and who reads the answer."""

    fact: str
    command: str
    parse: Callable[[str], Parsed[Any]]
    limit: int = 30  # seconds; real phones take a tenth of it, or less
    since: int = 0  # the Android (sdk) that brought it; on an older one, that it is missing is no gap
    until: int = 1000  # the last Android (sdk) on which it is asked: newer ones tell it better
    without: redact.Redact | None = None  # what is taken out before anything is kept
    any_exit: bool = False  # its exit code says nothing, and "permission denied" is one of its answers

    @property
    def per_user(self) -> bool:
        """Whether each user of the phone is asked for."""
        return "{user}" in self.command

    def question(self, user: int | None = None) -> Question:
        """Write the question for one user, or for the whole phone."""
        return Question(fact=self.fact, command=self.command.format(user=user), limit=self.limit, user=user)


class FileProbe(Frozen, frozen=True):
    """One row about the file of one app; `{file}` is its path, `{page}` and `{pages}` are numbers."""

    fact: str
    command: str
    limit: int  # seconds

    def question(self, app: str, file: str, part: tuple[int, int] | None = None, **numbers: int) -> Question:
        """Write the question for one app; `file` holds no quote."""
        command = self.command.format(file=f"'{file}'", **numbers)
        return Question(fact=self.fact, command=command, limit=self.limit, app=app, part=part)


# -t: dumpsys itself gives up a little earlier than we do, and then says so.
FIRST = (  # small, and the users must be known before they can be asked for
    Probe(fact="users", command="pm list users", parse=users.parse),
    Probe(fact="identity", command="getprop", parse=getprop.parse),
    Probe(fact="clock", command="date '+%s %z'", parse=clock.parse),
    Probe(fact="settings-global", command="settings list global", parse=settings.parse),
)
EACH_USER = (
    Probe(fact="settings-secure", command="settings list --user {user} secure", parse=settings.parse),
    Probe(fact="package-names", command="pm list packages --user {user}", parse=package_names.parse),
    Probe(fact="system-names", command="pm list packages -s --user {user}", parse=package_names.parse),
    Probe(
        fact="launcher",
        command=f"cmd package query-activities --brief --user {{user}} {_ICONS}",
        parse=launcher.parse,
    ),
    Probe(
        fact="certificates",
        command="ls -a /data/misc/user/{user}/cacerts-added",
        parse=certificates.parse,
        any_exit=True,
    ),
)
LONG = (  # seconds and megabytes
    Probe(fact="packages", command="dumpsys -t 60 package packages", parse=packages.parse, limit=75),
)
DUMPS = (  # beside the others
    Probe(fact="accessibility", command="dumpsys -t 20 accessibility", parse=accessibility.parse),
    Probe(fact="device-policy", command="dumpsys -t 20 device_policy", parse=device_policy.parse),
    Probe(fact="appops", command="dumpsys -t 20 appops", parse=appops.parse),
    Probe(fact="roles", command="dumpsys -t 20 role", parse=roles.parse, since=29),
    Probe(fact="battery", command="dumpsys -t 20 deviceidle whitelist", parse=deviceidle.parse),
    Probe(fact="projection", command="dumpsys -t 20 media_projection", parse=projection.parse),
    Probe(
        fact="foreground",
        command="dumpsys -t 20 activity services",
        parse=foreground.parse,
        without=redact.foreground,
    ),
    Probe(fact="location", command="dumpsys -t 20 location", parse=location.parse, without=redact.positions),
    Probe(fact="accounts", command="dumpsys -t 20 account", parse=accounts.parse, without=redact.accounts),
    Probe(fact="trust", command="dumpsys -t 20 trust", parse=trust.parse),
    Probe(
        fact="companions",
        command="dumpsys -t 20 companiondevice",
        parse=companions.parse,
        without=redact.addresses,
    ),
    Probe(fact="bluetooth", command="dumpsys -t 20 bluetooth_manager", parse=bluetooth.parse, without=redact.bluetooth),
    Probe(fact="vpn", command="dumpsys -t 20 vpn_management", parse=vpn.parse, since=31),
    Probe(
        fact="call-forwarding",
        command="dumpsys -t 20 telephony.registry",
        parse=call_forwarding.parse,
        without=redact.call_forwarding,
    ),
    Probe(fact="adb-keys", command="dumpsys -t 20 adb", parse=adb_keys.parse, without=redact.keys),
    Probe(fact="user-details", command="dumpsys -t 20 user", parse=user_details.parse),
    Probe(fact="shared-users", command="dumpsys -t 20 package shared-users", parse=shared_users.parse),
    Probe(fact="setting-changes", command="dumpsys -t 20 settings", parse=settings_history.parse),
    Probe(fact="su", command=f"ls -d {_SU}", parse=su_programs.parse, any_exit=True),
)
OLDER = (  # asked of older phones, when it is known that they are
    Probe(
        fact="networks",
        command="dumpsys -t 20 connectivity",
        parse=vpn.connectivity,
        until=33,  # newer ones tell in "vpn" whether the phone's own VPN is on
        without=redact.networks,
    ),
)
AT_ONCE = (FIRST, LONG, DUMPS[::2], DUMPS[1::2])  # trips that run side by side; EACH_USER follows the first
# Files of apps are open to every app and to the shell. dd is told by pages, so that every phone's dd seeks.
APP_END = FileProbe(fact="signers", command='f={file}; {{ stat -c %s "$f" && tail -c 1024 "$f"; }}', limit=10)
_PART = "{{ dd if={file} bs=4096 skip={page} count={pages} 2>/dev/null; }}"
APP_PART = FileProbe(fact="signers", command=_PART, limit=10)
APP_NAME = FileProbe(fact="app-names", command=_PART, limit=10)
APP_HASH = FileProbe(fact="app-hashes", command="sha256sum {file}", limit=60)
FILE_PROBES = (APP_END, APP_PART, APP_NAME, APP_HASH)
PROBES = (*FIRST, *LONG, *DUMPS, *EACH_USER, *OLDER)
