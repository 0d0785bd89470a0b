"""The computer that safecheck runs on: files, folders, running programs, the fixed commands. Nothing is written."""

import contextlib
import errno
import fnmatch
import os
import re
import shlex
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from safecheck.computer.commands import COMMANDS, FOLDERS, LIMIT, NOT_HERE
from safecheck.computer.look import encoded
from safecheck.model.host import About, Ask, AskKind, Entry, Running, Said, System, Told

_ABSENT = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}
_DENIED = {errno.EACCES, errno.EPERM}
_MOST_ENTRIES = 20_000
_SYSTEMS = {"linux": System.LINUX, "win32": System.WINDOWS, "darwin": System.MACOS}


class LiveHost:
    """The computer that safecheck runs on; for tests, a part of it below `root` and another home."""

    def __init__(self, about: About, home: Path, root: Path = Path("/")) -> None:
        """Read below `root`; "~" is `home`."""
        self._about = about
        self._home = home
        self._root = root
        self._answers: dict[AskKind, Callable[[Ask], Said]] = {
            AskKind.FILE: lambda ask: _file(self._path(ask.of), ask.limit),
            AskKind.FOLDER: lambda ask: _folder(self._path(ask.of)),
            AskKind.PLACE: lambda ask: self._fitting(ask.of),
            AskKind.PROCESSES: lambda _: encoded(self._processes()),
            AskKind.COMMAND: lambda ask: self._command(ask.of, ask.limit),
            AskKind.KEY: lambda ask: _key(ask.of),
        }

    @property
    def about(self) -> About:
        """Which system it is, and who asks."""
        return self._about

    @property
    def home(self) -> str:
        """The person's home."""
        return str(self._home)

    def ask(self, question: Ask) -> Said:
        """Answer one question; what the system refuses is told, never raised."""
        try:
            return self._answers[question.kind](question)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            return Said(_told(error))

    def _path(self, path: str) -> Path:
        """Find a path of this computer: "~" is the home, and all else lies below the root."""
        if path == "~" or path.startswith(("~/", "~\\")):
            return self._home / path[2:]
        return Path(path) if self._about.system is System.WINDOWS else self._root / path.lstrip("/")

    def _fitting(self, pattern: str) -> Said:
        """Find what fits a path; a whole path is only looked up, for its folder may be closed."""
        if "*" not in pattern:
            self._path(pattern).lstat()
            return encoded([pattern])
        sign = "\\" if self._about.system is System.WINDOWS else "/"
        folder, _, last = pattern.rpartition(sign)
        flags = 0 if self._about.system is System.LINUX else re.IGNORECASE
        fits = re.compile(fnmatch.translate(last), flags).match
        with os.scandir(self._path(folder or sign)) as entries:
            return encoded(sorted(f"{folder}{sign}{_plain(entry.name)}" for entry in entries if fits(entry.name)))

    def _command(self, command: str, limit: int) -> Said:
        """Run one of the fixed commands, from the system's own folders, with nothing to read and little environment."""
        if command not in COMMANDS[self._about.system]:
            return Said(Told.FAILED)
        name, *arguments = shlex.split(command)
        places = (self._root / folder.lstrip("/") / name for folder in FOLDERS[self._about.system])
        program = next((place for place in places if place.is_file()), None)
        if program is None:
            return Said(Told.ABSENT)
        with (
            tempfile.TemporaryDirectory() as folder,
            tempfile.TemporaryFile() as output,
            tempfile.TemporaryFile() as trouble,
        ):
            variables = {"PATH": os.pathsep.join(FOLDERS[self._about.system]), "LC_ALL": "C", "HOME": str(self._home)}
            done = subprocess.run(  # noqa: S603 - one of the fixed commands
                [program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=trouble,
                env={**variables, "XDG_RUNTIME_DIR": folder},  # gsettings leaves a file there, or else in the home
                cwd="/",
                timeout=LIMIT,
                check=False,
            )
            output.seek(0)
            trouble.seek(0)
            data, said = output.read(limit + 1), trouble.read(1000)
        if len(data) > limit:
            return Said(Told.TOO_BIG)
        if done.returncode == 0:
            return Said(Told.SEEN, data)
        return Said(Told.ABSENT if said.startswith(NOT_HERE) else Told.FAILED)

    def _processes(self) -> list[Running]:
        """Tell of every program that runs, as far as each may be seen."""
        import psutil

        found: list[Running] = []
        own = os.getpid()
        for process in psutil.process_iter():
            # Each value by itself: what one program refuses must not hide another.
            name = path = user = ""
            arguments: list[str] = []
            with contextlib.suppress(psutil.Error, OSError), process.oneshot():
                name = process.name()
                with contextlib.suppress(psutil.Error, OSError):
                    user = process.username()
                with contextlib.suppress(psutil.Error, OSError):
                    path = process.exe()
                    if sys.platform.startswith("linux"):  # psutil hides that the file is gone
                        path = str(Path(f"/proc/{process.pid}/exe").readlink())
                with contextlib.suppress(psutil.Error, OSError):
                    arguments = process.cmdline()
            if name or path or process.is_running():  # one that ended meanwhile is none; one that hides is told
                found.append(
                    Running(_plain(name), _plain(path), tuple(map(_plain, arguments)), _plain(user), process.pid == own)
                )
        return found


def _told(error: Exception) -> Told:
    """Say what an error means."""
    if isinstance(error, subprocess.TimeoutExpired):
        return Told.TIMEOUT
    number = error.errno if isinstance(error, OSError) else None
    return Told.ABSENT if number in _ABSENT else Told.DENIED if number in _DENIED else Told.FAILED


def _plain(text: str) -> str:
    """Put "?" where a name is no text: it must be possible to write it down."""
    return text.encode(errors="replace").decode()


def _file(path: Path, limit: int) -> Said:
    """Read a file that is one: never a pipe or a device, which could wait for ever."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return Said(Told.FAILED)
    with os.fdopen(handle, "rb") as file:
        data = file.read(limit + 1)
    return Said(Told.TOO_BIG) if len(data) > limit else Said(Told.SEEN, data)


def _folder(path: Path) -> Said:
    """List a folder."""
    found: list[Entry] = []
    with os.scandir(path) as entries:
        for entry in entries:
            if len(found) >= _MOST_ENTRIES:
                return Said(Told.TOO_BIG)
            kind, target, changed = "other", "", 0
            with contextlib.suppress(OSError):
                if entry.is_symlink():
                    kind, target = "link", str(Path(entry.path).readlink())
                elif entry.is_dir():
                    kind = "folder"
                elif entry.is_file():
                    kind = "file"
                changed = int(entry.stat(follow_symlinks=False).st_mtime)
            found.append(Entry(_plain(entry.name), kind, changed, _plain(target)))
    return encoded(sorted(found))


def _key(path: str) -> Said:
    """Read a key of the registry; elsewhere than on Windows there is none."""
    if sys.platform != "win32":
        return Said(Told.ABSENT)
    from safecheck.computer.winregistry import read

    return read(path)


def this_computer() -> LiveHost | None:
    """Give the computer that safecheck runs on, or None where it is of a kind that cannot be read."""
    system = _SYSTEMS.get(sys.platform)
    if system is None:
        return None
    admin = _is_admin()
    home, user = Path.home(), _user()
    if sys.platform != "win32" and admin:
        import pwd

        # Started with sudo: the person is the one who typed it, and the home is theirs.
        with contextlib.suppress(KeyError, ValueError):
            person = pwd.getpwuid(int(os.environ.get("SUDO_UID", "x")))
            home, user = Path(person.pw_dir), person.pw_name
    return LiveHost(About(system=system, user=user, admin=admin), home)


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name
        return ""


def _is_admin() -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.shell32.IsUserAnAdmin())
    return os.geteuid() == 0
