"""Command lines as systems write them: which program they start, and where it lies."""

import re
import shlex
from collections.abc import Iterator

from safecheck.model.host import System

_WINDOWS = "c:\\windows\\"
_NAMES = {  # of folders, in the registry
    "%systemdrive%\\": "c:\\",
    "%homedrive%%homepath%\\": "~\\",
    "%homepath%\\": "~\\",
    "%systemroot%\\": _WINDOWS,
    "%windir%\\": _WINDOWS,
    "\\systemroot\\": _WINDOWS,
    "%userprofile%\\": "~\\",
    "%localappdata%\\": "~\\appdata\\local\\",
    "%appdata%\\": "~\\appdata\\roaming\\",
    "%temp%\\": "~\\appdata\\local\\temp\\",
    "%tmp%\\": "~\\appdata\\local\\temp\\",
    "%programdata%\\": "c:\\programdata\\",
    "%allusersprofile%\\": "c:\\programdata\\",
    "%public%\\": "c:\\users\\public\\",
    "%programfiles%\\": "c:\\program files\\",
    "%programw6432%\\": "c:\\program files\\",
    "%programfiles(x86)%\\": "c:\\program files (x86)\\",
    # Short names as Windows gives them to its own folders when it is set up.
    "c:\\progra~1\\": "c:\\program files\\",
    "c:\\progra~2\\": "c:\\program files (x86)\\",
    "c:\\progra~3\\": "c:\\programdata\\",
}
_WINDOWS_PATH = re.compile(r"(?:[A-Za-z]:|~|%[^%\s\"\\]+%)\\[^\"*?<>|]+?(?=\s+[-/]|\"|$)")
_ENDS = re.compile(r"\.(?:exe|com|scr|bat|cmd|pif|sys|dll)\b", re.IGNORECASE)


def name_of(path: str) -> str:
    """Give the last part of a path."""
    return path.replace("\\", "/").rpartition("/")[2].removesuffix(" (deleted)")


def program_of(command: str) -> str:
    r"""Give the program of a command line: in quotes, up to ".exe" (Windows allows blanks there), or its first word."""
    command = command.strip()
    if command.startswith('"'):
        return command[1:].partition('"')[0]
    end = _ENDS.search(command)
    return command[: end.end()] if end else command.partition(" ")[0]


def words_of(command: str) -> list[str]:
    """Give the words of a command line of a shell; one with broken quotes is parted at its blanks."""
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def spelled(path: str, system: System) -> str:
    """Write a path so that it can be compared: Windows and macOS ignore case, Windows has many names of its folder."""
    if system is System.LINUX:
        return path
    path = path.casefold()
    if system is System.WINDOWS:
        path = path.replace("/", "\\").removeprefix("\\??\\")
        for name, place in _NAMES.items():
            path = path.replace(name, place)
        if path.startswith(("system32\\", "syswow64\\")):
            path = _WINDOWS + path
    return path


def is_whole(path: str) -> bool:
    """Whether a path says where it lies; a name alone is looked for in the system's folders."""
    return path.startswith(("/", "~", "\\\\")) or path[1:3] == ":\\"


def paths_of(command: str, system: System) -> Iterator[str]:
    """Give every path of a command line, the program's and those that it is given."""
    if system is System.WINDOWS:
        yield spelled(program_of(command), system)
        yield from (spelled(path, system) for path in _WINDOWS_PATH.findall(command))
        return
    for word in words_of(command):
        for path in re.findall(r"(?:^|=|['\"\s;&|(])((?:/|~/|\$HOME/|\$\{HOME\}/|%h/)[^\s'\";|&)]+)", word):
            yield spelled(re.sub(r"^(?:\$HOME|\$\{HOME\}|%h)/", "~/", path), system)
