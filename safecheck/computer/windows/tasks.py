r"""Scheduled tasks: XML files below System32\Tasks, and their names in the registry.

Only administrators may list the folder (Microsoft lets others write there, not look); of the others' view only the
names of tasks are left, which the registry has. Microsoft's own tasks are read as well: a foreign one can lie among
them. Source: Microsoft's Task Scheduler schema; the registry's tree is described by people who examine computers.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from safecheck.clean import clean
from safecheck.command_lines import is_whole, paths_of
from safecheck.computer.forms import text_of
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, only
from safecheck.model import GapReason
from safecheck.model.computer import Starter
from safecheck.model.host import System

_FOLDER = r"C:\Windows\System32\Tasks"
_TREE = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tree"
_DEPTH = 6
_OWN = "microsoft"
_SYSTEM = re.compile(
    r"c:\\windows\\(?!temp\\|tasks\\|tracing\\)|c:\\program files(?: \(x86\))?\\|c:\\programdata\\microsoft\\"
)
_LONGEST = 300


class Task(NamedTuple):
    """What a task's XML tells."""

    enabled: bool
    commands: list[str]


def read(look: Look) -> Iterator[Starter]:
    """Tell of each task; where the folder is closed, of the names that the registry has."""
    if look.folder(_FOLDER) is not None:
        yield from _lying(look, _FOLDER, _DEPTH, own=False)
        return
    look.problem(_FOLDER, GapReason.DENIED)
    yield from _named(look, _TREE, _DEPTH)


def _lying(look: Look, folder: str, depth: int, *, own: bool) -> Iterator[Starter]:
    for entry in look.folder(folder) or ():
        place = rf"{folder}\{entry.name}"
        if entry.kind == "file":
            yield from _task(look, entry.name, place, own=own)
        elif depth > 1:
            below_own = own or (depth == _DEPTH and entry.name.casefold() == _OWN)
            yield from _lying(look, place, depth - 1, own=below_own)
        else:
            look.problem(place, GapReason.TOO_BIG)


def _named(look: Look, place: str, depth: int) -> Iterator[Starter]:
    """Tell of tasks by name; Microsoft's own are left out, for without their commands they tell nothing."""
    for name, key in below(look, place, only("Id")):
        if depth == _DEPTH and name.casefold() == _OWN:
            continue
        if key.values:
            yield Starter("task", clean(name), "", rf"{place}\{clean(name)}", own=False, packaged=False)
        if key.keys and depth > 1:
            yield from _named(look, rf"{place}\{name}", depth - 1)
        elif key.keys:
            look.problem(rf"{place}\{name}", GapReason.TOO_BIG)


def kept(data: bytes) -> bytes:
    """Keep of a task whether it is on and what it starts: others' names and texts stand in it too."""
    task = parsed(data)
    told = "".join(f"<Exec><Command>{_escaped(one)}</Command></Exec>" for one in task.commands)
    on = str(task.enabled).lower()
    return f"<Task><Settings><Enabled>{on}</Enabled></Settings><Actions>{told}</Actions></Task>".encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parsed(data: bytes) -> Task:
    """Read a task's XML; raise ValueError for what is none."""
    written = re.sub(r"^<\?xml[^>]*\?>", "", text_of(data).lstrip("\ufeff \r\n\t"))
    if "<!" in re.sub(r"<!--|<!\[CDATA\[", "", written):
        raise ValueError("a task declares nothing: entities could grow without bound")
    try:
        root = ET.fromstring(written)  # noqa: S314 - without declarations there is nothing that could grow
    except (ET.ParseError, LookupError, ValueError) as error:
        raise ValueError("this is no task") from error
    names = {child: child.tag.rpartition("}")[2] for child in root.iter()}
    if names[root] != "Task":
        raise ValueError("this is no task")
    enabled = not any(
        names[child] == "Enabled" and (child.text or "").strip() == "false"
        for parent in root
        if names[parent] == "Settings"
        for child in parent
    )
    commands = []
    for parent in root.iter():
        if names[parent] == "Exec":
            told = {names[child]: (child.text or "").strip() for child in parent}
            commands.append(" ".join(filter(None, (told.get("Command", ""), told.get("Arguments", "")))))
    return Task(enabled, list(filter(None, commands)))


def _task(look: Look, name: str, place: str, *, own: bool) -> Iterator[Starter]:
    data = look.data(place, kept)
    if data is not None:
        task = parsed(data)
        packaged = own and all(_is_of_the_system(command) for command in task.commands)
        command = clean("; ".join(task.commands), _LONGEST)
        yield Starter("task", clean(name), command, place, own=False, packaged=packaged, enabled=task.enabled)


def _is_of_the_system(command: str) -> bool:
    """Whether every path of a command lies where only administrators put programs; a bare name is looked for there."""
    paths = list(paths_of(command, System.WINDOWS))
    return all(_SYSTEM.match(path) or not (is_whole(path) or "\\" in path or "%" in path) for path in paths)
