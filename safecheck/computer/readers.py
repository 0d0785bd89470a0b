"""The table of readers: which facts are read on which system, where, and how far each was tried."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from safecheck.computer import chromium, firefox, keys, linux, macos, marks, processes, remote_logs, windows
from safecheck.computer.look import Look
from safecheck.desktop import Wanted
from safecheck.model import GapReason
from safecheck.model.host import System

_LIMIT = 20  # seconds


class Tried(StrEnum):
    """How far a reader was tried."""

    REAL = "tried on a real system"
    RECORDINGS = "on recordings only"
    UNWRITTEN = "not written"


class Reader(NamedTuple):
    """One row: a fact, the function that reads it, and where it looks (for the ledger)."""

    fact: str
    read: Callable[[Look], Iterator[Any]]
    places: str
    tried: Tried
    limit: int = _LIMIT


def readers(of: System, wanted: Wanted) -> tuple[Reader, ...]:
    """Give every reader of one system; the list says which marks are wanted."""
    return controlled({System.LINUX: _linux, System.WINDOWS: _windows, System.MACOS: _macos}[of](wanted))


def controlled(rows: tuple[Reader, ...]) -> tuple[Reader, ...]:
    """Let every reader say so where not even what is always there could be seen."""
    return tuple(row._replace(read=partial(_read, row)) for row in rows)


# What is there on every computer: where it is not, something else was looked at, or nothing.
_ALWAYS = {System.LINUX: "/etc", System.WINDOWS: r"C:\Windows", System.MACOS: "/System/Library"}
_OF_THE_HOME = frozenset(
    {"computer-browsers", "computer-firefox", "computer-browser-certificates", "computer-keys", "computer-phone-data",
     "computer-clouds"}
)  # fmt: skip


def _read(row: Reader, look: Look) -> Iterator[Any]:
    place = "~" if row.fact in _OF_THE_HOME else _ALWAYS[look.about.system]
    if not look.there(place):
        look.problem(place, GapReason.MISSING)
    yield from row.read(look)


def unwritten(of: System) -> tuple[str, ...]:
    """Name what a system could tell and no reader reads yet; reasons() says why."""
    return tuple(_UNWRITTEN[of])


def reasons(of: System) -> Mapping[str, str]:
    """Say of each fact that is not read on a system why not."""
    return _UNWRITTEN[of]


_NOBODY = "nobody has recorded its form on a real system"
_UNWRITTEN: dict[System, Mapping[str, str]] = {
    System.LINUX: {},
    System.WINDOWS: {
        "computer-wmi": "only administrators may ask, through calls that cannot be tried here",
        "computer-exclusions": "Windows hides it from everybody but administrators",
        "computer-hidden-services": "the list to compare with comes from calls that cannot be tried here",
        "computer-firewall": "hundreds of rules are usual, and nobody has recorded which",
    },
    System.MACOS: {
        "computer-keyboards": _NOBODY,
        "computer-protection": _NOBODY,
        "computer-taps": "the one call that tells it has a form that nobody has checked on newer processors",
        "computer-profiles": _NOBODY,
        "computer-background-items": "closed without full disk access; the system's tool for it asks for a password",
        "computer-privacy": "closed without full disk access",
        "computer-safari": _NOBODY,
    },
}


def _linux(wanted: Wanted) -> tuple[Reader, ...]:
    real = Tried.REAL
    return (
        Reader("computer-system", linux.system.read, "os-release, package lists", real),
        Reader("computer-managed", linux.managed.read, "/opt, /etc, /var/lib", real),
        Reader("computer-policies", linux.policies.read, "/etc/*/policies, flags of browsers", real),
        Reader("computer-browsers", chromium.read, "profiles of Chromium and its kin", real),
        Reader("computer-firefox", firefox.read, "profiles of Firefox", real),
        Reader("computer-programs", linux.programs.read, "lists of packages, flatpaks, snaps, /opt", real),
        Reader("computer-processes", processes.read, "programs that run", real),
        Reader("computer-startup", linux.startup.read, "autostart, systemd, cron", real),
        Reader("computer-preload", linux.preload.read, "ld.so.preload, shells' files", real),
        Reader("computer-marks", partial(marks.read, wanted=wanted), "paths of the list", real),
        Reader("computer-visits", remote_logs.read, "logs of remote-access tools", Tried.RECORDINGS),
        Reader("computer-certificates", linux.certificates.read, "the system's added certificates", real),
        Reader("computer-browser-certificates", firefox.read_certificates, "cert9.db", real),
        Reader("computer-traffic", linux.traffic.read, "proxies, resolv.conf, hosts", real),
        Reader("computer-people", linux.people.read, "passwd, group, sudoers", real),
        Reader("computer-keys", keys.read, "authorized_keys", real),
        Reader("computer-doors", linux.doors.read, "units and settings for remote login and screens", real),
        Reader("computer-phone-data", linux.phone_data.read, "folders of backups and messengers", real),
        Reader("computer-clouds", linux.clouds.read, "folders and lists of clouds", real),
        Reader("computer-keyboards", linux.keyboards.read, "/proc/bus/input/devices", Tried.RECORDINGS),
    )


def _windows(wanted: Wanted) -> tuple[Reader, ...]:
    made_up = Tried.RECORDINGS
    return (
        Reader("computer-system", windows.system.read, "registry", made_up),
        Reader("computer-protection", windows.protection.read, "registry", made_up),
        Reader("computer-managed", windows.managed.read, "registry", made_up),
        Reader("computer-policies", windows.policies.read, "registry", made_up),
        Reader("computer-browsers", chromium.read, "profiles of Chromium and its kin", made_up),
        Reader("computer-firefox", firefox.read, "profiles of Firefox", made_up),
        Reader("computer-programs", windows.programs.read, "registry", made_up),
        Reader("computer-processes", processes.read, "programs that run", made_up),
        Reader("computer-startup", windows.startup.read, "registry, startup folders, tasks", made_up),
        Reader("computer-preload", windows.preload.read, "registry", made_up),
        Reader("computer-marks", partial(marks.read, wanted=wanted), "paths and keys of the list", made_up),
        Reader("computer-visits", remote_logs.read, "logs of remote-access tools", made_up),
        Reader("computer-certificates", windows.certificates.read, "registry", made_up),
        Reader("computer-browser-certificates", firefox.read_certificates, "cert9.db", made_up),
        Reader("computer-traffic", windows.traffic.read, "registry, hosts", made_up),
        Reader("computer-people", windows.people.read, "registry", made_up),
        Reader("computer-keys", keys.read, "authorized_keys", made_up),
        Reader("computer-doors", windows.doors.read, "registry", made_up),
        Reader("computer-sensors", windows.sensors.read, "registry", made_up),
        Reader("computer-phone-data", windows.phone_data.read, "folders of backups and messengers", made_up),
        Reader("computer-clouds", windows.clouds.read, "registry, folders of clouds", made_up),
        Reader("computer-keyboards", windows.keyboards.read, "registry", made_up),
    )


def _macos(wanted: Wanted) -> tuple[Reader, ...]:
    made_up = Tried.RECORDINGS
    return (
        Reader("computer-system", macos.system.read, "SystemVersion.plist", made_up),
        Reader("computer-managed", macos.managed.read, "profiles, /Library", made_up),
        Reader("computer-policies", macos.policies.read, "/Library/Managed Preferences", made_up),
        Reader("computer-browsers", chromium.read, "profiles of Chromium and its kin", made_up),
        Reader("computer-firefox", firefox.read, "profiles of Firefox", made_up),
        Reader("computer-programs", macos.programs.read, "apps, helpers, receipts, system extensions", made_up),
        Reader("computer-processes", processes.read, "programs that run", made_up),
        Reader("computer-startup", macos.startup.read, "launch agents and daemons", made_up),
        Reader("computer-preload", macos.preload.read, "shells' files, login hooks", made_up),
        Reader("computer-marks", partial(marks.read, wanted=wanted), "paths of the list", made_up),
        Reader("computer-visits", remote_logs.read, "logs of remote-access tools", made_up),
        Reader("computer-certificates", macos.certificates.read, "security find-certificate", made_up),
        Reader("computer-browser-certificates", firefox.read_certificates, "cert9.db", made_up),
        Reader("computer-traffic", macos.traffic.read, "scutil, hosts", made_up),
        Reader("computer-people", macos.people.read, "dscl", made_up),
        Reader("computer-keys", keys.read, "authorized_keys", made_up),
        Reader("computer-doors", macos.doors.read, "launchctl, Remote Management", made_up),
        Reader("computer-phone-data", macos.phone_data.read, "folders of backups and messengers", made_up),
        Reader("computer-clouds", macos.clouds.read, "Apple account, CloudStorage", made_up),
    )


def facts() -> frozenset[str]:
    """Name every fact of a computer, and what stands for a phone that was not ready."""
    of_systems = {reader.fact for of in System for reader in readers(of, Wanted())}
    return frozenset(of_systems | {fact for of in System for fact in unwritten(of)} | {ABOUT, "phone"})


ABOUT = "computer-about"
REASONS = frozenset(  # why something was not seen on a computer; each has its sentence in words/gaps.toml
    {
        GapReason.DENIED,
        GapReason.TIMEOUT,
        GapReason.FAILED,
        GapReason.MISSING,
        GapReason.UNREADABLE,
        GapReason.CONTRADICTION,
        GapReason.TOO_BIG,
        GapReason.UNWRITTEN,
        GapReason.NOT_LOOKED,
    }
)
