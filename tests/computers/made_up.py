"""A made-up computer in memory: files, folders, a registry, programs and what its commands print (synthetic)."""

import fnmatch
import re
from collections.abc import Mapping, Sequence

from safecheck.computer.look import encoded
from safecheck.model.host import About, Ask, AskKind, Entry, Running, Said, System, Told
from tests.computers.regtext import parse

_TIME = 1_795_000_000  # seconds: a few days before the tests' "now"
OWN = Running("python3", "/usr/bin/python3", ("python3",), "me", True)


class MadeUp:
    """Paths as the system writes them; Windows and macOS ignore case."""

    def __init__(  # noqa: PLR0913 - what a computer is made of
        self,
        system: System,
        files: Mapping[str, bytes | str],
        *,
        registry: str = "",
        running: Sequence[Running] = (),
        commands: Mapping[str, str] | None = None,
        closed: Sequence[str] = (),
        links: Mapping[str, str] | None = None,
        admin: bool = False,
    ) -> None:
        self._about = About(system=system, user="me", admin=admin)
        self._files = {self._fold(path): (path, data) for path, data in files.items()}
        self._registry = {key.casefold(): value for key, value in parse(registry).items()}
        self._running = (OWN, *running)
        self._commands = commands or {}
        self._closed = tuple(self._fold(path) for path in closed)
        self._links = {self._fold(path): target for path, target in (links or {}).items()}
        self.asked: list[tuple[AskKind, str]] = []

    def _fold(self, path: str) -> str:
        return path if self._about.system is System.LINUX else path.casefold()

    @property
    def about(self) -> About:
        """Who asks."""
        return self._about

    @property
    def home(self) -> str:
        """A home with a name in it."""
        return {System.LINUX: "/home/me", System.MACOS: "/Users/me", System.WINDOWS: "C:\\Users\\me"}[
            self._about.system
        ]

    @property
    def _sign(self) -> str:
        return "\\" if self._about.system is System.WINDOWS else "/"

    def ask(self, question: Ask) -> Said:
        """Answer as a computer does."""
        self.asked.append((question.kind, question.of))
        path = self._fold(question.of)
        if path.startswith(self._closed) and self._closed:
            return Said(Told.DENIED)
        return {
            AskKind.FILE: lambda: self._file(path, question.limit),
            AskKind.FOLDER: lambda: self._folder(path),
            AskKind.PLACE: lambda: self._fitting(question.of),
            AskKind.KEY: lambda: self._key(path),
            AskKind.PROCESSES: lambda: encoded(self._running),
            AskKind.COMMAND: lambda: self._command(question.of),
        }[question.kind]()

    def _folder(self, path: str) -> Said:
        entries = self._entries(path)
        return encoded(entries) if entries else Said(Told.ABSENT)

    def _key(self, path: str) -> Said:
        key = self._registry.get(path.casefold())
        return encoded(key) if key else Said(Told.ABSENT)

    def _command(self, command: str) -> Said:
        told = self._commands.get(command)
        return Said(Told.ABSENT) if told is None else Said(Told.SEEN, told.encode())

    def _file(self, path: str, limit: int) -> Said:
        found = self._files.get(path)
        if found is None:
            return Said(Told.ABSENT)
        data = found[1].encode() if isinstance(found[1], str) else found[1]
        return Said(Told.TOO_BIG) if len(data) > limit else Said(Told.SEEN, data)

    def _entries(self, folder: str) -> list[Entry]:
        begin = folder.rstrip(self._sign) + self._sign
        found: dict[str, Entry] = {}
        for path, (whole, _) in self._files.items():
            if path.startswith(begin) and path != begin:
                name, rest, _ = whole[len(begin) :].partition(self._sign)
                if name:
                    target = self._links.get(path, "")
                    kind = "folder" if rest else "link" if target else "file"
                    found.setdefault(name, Entry(name, kind, _TIME, target))
        return sorted(found.values())

    def _fitting(self, pattern: str) -> Said:
        folder, _, last = pattern.rpartition(self._sign)
        if "*" not in pattern:
            path = self._fold(pattern.rstrip(self._sign))
            home = path == "~" and bool(self._files)  # a computer that has anything has a home
            here = home or path in self._files or bool(self._entries(path))
            return encoded([pattern]) if here else Said(Told.ABSENT)
        fits = re.compile(fnmatch.translate(self._fold(last))).match
        entries = self._entries(self._fold(folder))
        return encoded([f"{folder}{self._sign}{entry.name}" for entry in entries if fits(self._fold(entry.name))])
