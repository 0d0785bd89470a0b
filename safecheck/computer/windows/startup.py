"""What starts by itself on Windows: services, Run keys, startup folders, scheduled tasks."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from safecheck.clean import clean
from safecheck.computer.forms import text_of
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import number, only, text, value
from safecheck.model import GapReason
from safecheck.model.computer import Starter
from safecheck.model.host import Entry, Key

_SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
_DRIVERS = {1, 2, 8}  # types: a driver has no program of its own
_STARTS = {0, 1, 2}  # with the system, or automatically; 3 by hand, 4 off
_TERMINAL = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Terminal Server\Install"
_RUN = (
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\Run",
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\RunOnce",
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\RunServices",
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer\Run",
    r"SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Run",
    r"SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\RunOnce",
    _TERMINAL + r"\Software\Microsoft\Windows\CurrentVersion\Run",
)
_APPROVED = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved"
_FOLDERS = (
    (r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\StartUp", False, "HKLM"),
    (r"~\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup", True, "HKCU"),
)
_TASKS = r"C:\Windows\System32\Tasks"
_TASK_DEPTH = 4
_OWN_TASKS = "microsoft"  # the system's own lie below this folder
_OFF = re.compile(rb"\A[\x01\x03\x05\x07\x09]", re.DOTALL)  # first byte of StartupApproved: odd is switched off
_LONGEST = 300


def read(look: Look) -> Iterator[Starter]:
    """Tell of everything that starts by itself."""
    yield from _services(look)
    yield from _run(look)
    yield from _folders(look)
    yield from _tasks(look, _TASKS, _TASK_DEPTH)


def _services(look: Look) -> Iterator[Starter]:
    services = look.key(_SERVICES, only())
    if services is None or not services.keys:
        look.problem(_SERVICES)
        return
    for name in services.keys:
        place = rf"{_SERVICES}\{name}"
        key = look.key(place, only("ImagePath", "Start", "Type", "DisplayName"))
        command = text(key, "ImagePath")
        if number(key, "Start") in _STARTS and command and number(key, "Type") not in _DRIVERS:
            shown = clean(text(key, "DisplayName"))
            yield Starter(
                "service", clean(name), clean(command, _LONGEST), place, own=False, packaged=False, shown=shown
            )


def _run(look: Look) -> Iterator[Starter]:
    for hive in ("HKLM", "HKCU"):
        off = _switched_off(look.key(rf"{hive}\{_APPROVED}\Run"))
        off |= _switched_off(look.key(rf"{hive}\{_APPROVED}\Run32"))
        for run in _RUN:
            place = rf"{hive}\{run}"
            key = look.key(place)
            for name, found in key.values.items() if key else ():
                command = clean(found.text, _LONGEST)
                own, enabled = hive == "HKCU", name.casefold() not in off
                yield Starter("run", clean(name), command, place, own=own, packaged=False, enabled=enabled)


def _switched_off(key: Key | None) -> set[str]:
    values = key.values if key else {}
    return {name.casefold() for name in values if _OFF.match(value(key, name).data)}


def _folders(look: Look) -> Iterator[Starter]:
    """Tell of links by their names: what a link leads to is not read."""
    for folder, own, hive in _FOLDERS:
        off = _switched_off(look.key(rf"{hive}\{_APPROVED}\StartupFolder"))
        for entry in look.folder(folder) or ():
            if entry.kind == "file" and entry.name.casefold() != "desktop.ini":
                place = rf"{folder}\{clean(entry.name)}"
                command = "" if entry.name.casefold().endswith(".lnk") else place
                enabled = entry.name.casefold() not in off
                yield Starter(
                    "startup-folder", clean(entry.name), command, place, own=own, packaged=False, enabled=enabled
                )


def _tasks(look: Look, folder: str, depth: int) -> Iterator[Starter]:
    """Read the tasks that may be read: those that an administrator made are closed to others."""
    entries = look.folder(folder)
    if entries is None and depth == _TASK_DEPTH:
        look.problem(folder, GapReason.DENIED)
    for entry in entries or ():
        place = rf"{folder}\{entry.name}"
        if entry.kind == "folder" and depth > 1 and entry.name.casefold() != _OWN_TASKS:
            yield from _tasks(look, place, depth - 1)
        elif entry.kind == "file":
            yield from _task(look, entry, place)


def kept_task(data: bytes) -> bytes:
    """Keep of a task whether it is on and what it starts: others' names and texts stand in it too."""
    enabled, commands = _parsed(data)
    told = "".join(f"<Exec><Command>{_escaped(one)}</Command></Exec>" for one in commands)
    return (
        f"<Task><Settings><Enabled>{str(enabled).lower()}</Enabled></Settings><Actions>{told}</Actions></Task>".encode()
    )


def _escaped(text_: str) -> str:
    return text_.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parsed(data: bytes) -> tuple[bool, list[str]]:
    """Read a task's XML; raise ValueError for what is none. Source: Microsoft's Task Scheduler schema."""
    written = re.sub(r"^<\?xml[^>]*\?>", "", text_of(data).lstrip("\ufeff \r\n\t"))
    try:
        root = ET.fromstring(written)  # noqa: S314 - expat of every supported Python refuses entity bombs
    except (ET.ParseError, LookupError, ValueError) as error:
        raise ValueError("this is no task") from error
    names = {child: child.tag.rpartition("}")[2] for child in root.iter()}
    enabled = not any(
        names.get(child) == "Enabled" and (child.text or "").strip() == "false"
        for parent in root.iter()
        if names.get(parent) == "Settings"
        for child in parent
    )
    commands = []
    for parent in root.iter():
        if names.get(parent) == "Exec":
            told = {names[child]: child.text or "" for child in parent}
            commands.append(" ".join(filter(None, (told.get("Command", ""), told.get("Arguments", "")))))
    return enabled, commands


def _task(look: Look, entry: Entry, place: str) -> Iterator[Starter]:
    data = look.data(place, kept_task)
    if data is not None:
        enabled, commands = _parsed(data)
        command = clean("; ".join(commands), _LONGEST)
        yield Starter("task", clean(entry.name), command, place, own=False, packaged=False, enabled=enabled)
