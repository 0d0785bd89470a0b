"""What starts by itself on Windows: services, Run keys, startup folders, scheduled tasks."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.command_lines import name_of, program_of, spelled
from safecheck.computer.look import Look
from safecheck.computer.windows import links, tasks
from safecheck.computer.windows.keeping import below, line, number, only, text, value
from safecheck.model.computer import Starter
from safecheck.model.host import Key, System

_SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
_STARTS = {0, 1, 2}  # with the system, or automatically; 3 by hand or on an event, 4 off
_ON_EVENT = 3
_DRIVERS = {1, 2, 8}  # types; Windows starts only those that Microsoft signed
_DATA = "c:\\programdata\\"
_HOST = "svchost.exe"  # runs services that are a library
_CURRENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion"
_OLDER = r"SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion"
_RUN = {  # keys whose values start, and which of Explorer's lists may switch one off
    rf"{_CURRENT}\Run": "Run",
    rf"{_OLDER}\Run": "Run32",
    rf"{_CURRENT}\RunOnce": "",
    rf"{_OLDER}\RunOnce": "",
    rf"{_CURRENT}\RunServices": "",
    rf"{_CURRENT}\RunServicesOnce": "",
    rf"{_CURRENT}\Policies\Explorer\Run": "",
    rf"{_OLDER}\Policies\Explorer\Run": "",
    rf"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Terminal Server\Install\Software{_CURRENT[8:]}\Run": "",
    rf"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Terminal Server\Install\Software{_CURRENT[8:]}\RunOnce": "",
}
_RUN_PARTS = (rf"{_CURRENT}\RunOnceEx", rf"{_OLDER}\RunOnceEx")
_SINGLE = (  # single values that start something
    (r"HKCU\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Windows", "Load"),
    (r"HKCU\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Windows", "Run"),
    (r"HKCU\Environment", "UserInitMprLogonScript"),
)
_APPROVED = rf"{_CURRENT}\Explorer\StartupApproved"
_FOLDERS = (
    (r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\StartUp", False, "HKLM", "Common Startup"),
    (r"~\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup", True, "HKCU", "Startup"),
)
_FOLDERS_ELSEWHERE = rf"{_CURRENT}\Explorer\User Shell Folders"
_OFF = re.compile(rb"\A[\x01\x03\x05\x07\x09]", re.DOTALL)  # first byte of StartupApproved: odd is switched off
_LINK = 1_000_000  # bytes
_LONGEST = 300


def read(look: Look) -> Iterator[Starter]:
    """Tell of everything that starts by itself."""
    yield from _services(look)
    yield from _run(look)
    yield from _folders(look)
    yield from tasks.read(look)


def _services(look: Look) -> Iterator[Starter]:
    """Tell of services and drivers; every Windows has many."""
    none = True
    keep = only("ImagePath", "Start", "Type", "DisplayName", "ServiceDll")
    for name, key in below(look, _SERVICES, keep):
        place = rf"{_SERVICES}\{name}"
        parts = {part.casefold() for part in key.keys}
        start = number(key, "Start")
        if start not in _STARTS and not (start == _ON_EVENT and "triggerinfo" in parts):
            continue
        none = False
        commands = [text(key, "ImagePath"), text(key, "ServiceDll")]
        if "parameters" in parts and name_of(program_of(commands[0])).casefold() == _HOST:
            commands.append(text(look.key(rf"{place}\Parameters", only("ServiceDll")), "ServiceDll"))
        shown = clean(text(key, "DisplayName"))
        for command in filter(None, commands):
            line_ = "" if _is_of_definitions(key, command) else clean(command, _LONGEST)
            yield Starter("service", clean(name), line_, place, own=False, packaged=False, shown=shown)
    if none:
        look.problem(_SERVICES)


def _is_of_definitions(key: Key, command: str) -> bool:
    """Whether this is a driver that anti-virus programs keep among their lists: its place tells nothing then."""
    return number(key, "Type") in _DRIVERS and spelled(command, System.WINDOWS).startswith(_DATA)


def _run(look: Look) -> Iterator[Starter]:
    for hive in ("HKLM", "HKCU"):
        if look.key(rf"{hive}\{_CURRENT}", only()) is None:
            look.problem(rf"{hive}\{_CURRENT}")
        for run, approved in _RUN.items():
            off = _switched_off(look.key(rf"{hive}\{_APPROVED}\{approved}")) if approved else set()
            yield from _values(look.key(rf"{hive}\{run}"), rf"{hive}\{run}", off)
        for run in _RUN_PARTS:
            for name, key in below(look, rf"{hive}\{run}", lambda data: data):
                yield from _values(key, rf"{hive}\{run}\{name}", set())
    for place, name in _SINGLE:
        command = text(look.key(place, only(*(other for _, other in _SINGLE))), name)
        if command:
            yield Starter("run", name, clean(command, _LONGEST), place, own=True, packaged=False)


def _values(key: Key | None, place: str, off: set[str]) -> Iterator[Starter]:
    for name, found in key.values.items() if key else ():
        if line(found):
            command, enabled = clean(line(found), _LONGEST), name.casefold() not in off
            own = place.startswith("HKCU")
            yield Starter("run", clean(name) or "@", command, place, own=own, packaged=False, enabled=enabled)


def _switched_off(key: Key | None) -> set[str]:
    values = key.values if key else {}
    return {name.casefold() for name in values if _OFF.match(value(key, name).data)}


def _folders(look: Look) -> Iterator[Starter]:
    """Tell of what lies in the startup folders, also where they were moved to another place."""
    for folder, own, hive, name in _FOLDERS:
        if not look.there("\\".join(folder.split("\\")[:2])):  # the folder itself need not be there
            look.problem(folder)
        off = _switched_off(look.key(rf"{hive}\{_APPROVED}\StartupFolder"))
        moved = text(look.key(rf"{hive}\{_FOLDERS_ELSEWHERE}", only(name)), name)
        for place in dict.fromkeys((folder, _spelled_out(moved) or folder)):
            yield from _lying(look, place, off, own=own)


def _spelled_out(place: str) -> str:
    """Write a folder of the registry out as it is asked for."""
    names = {"%appdata%": r"~\AppData\Roaming", "%userprofile%": "~", "%programdata%": r"C:\ProgramData"}
    name, sign, rest = place.partition("\\")
    whole = names.get(name.casefold(), name) + sign + rest
    return {place.casefold(): place for place, *_ in _FOLDERS}.get(whole.casefold(), whole)


def _lying(look: Look, folder: str, off: set[str], *, own: bool) -> Iterator[Starter]:
    for entry in look.folder(folder) or ():
        if entry.kind == "folder" or entry.name.casefold() == "desktop.ini":
            continue
        place = rf"{folder}\{entry.name}"
        command = place
        if entry.name.casefold().endswith(".lnk"):
            command = _led_to(look, place)
        enabled = entry.name.casefold() not in off
        name, line_ = clean(entry.name), clean(command, _LONGEST)
        yield Starter("startup-folder", name, line_, clean(place), own=own, packaged=False, enabled=enabled)


def _led_to(look: Look, place: str) -> str:
    """Give what a link starts; one that tells its target only in Windows' own form is a gap."""
    data = look.data(place, links.kept, _LINK)
    link = links.of_kept(data) if data is not None else links.Link("", "")
    if data is not None and not link.target:
        look.problem(place)
    return " ".join(filter(None, link))
