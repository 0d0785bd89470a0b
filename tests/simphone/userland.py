"""The phone's commands on disk: a folder of stubs, a folder of tools, a shell, a state file."""

from __future__ import annotations

import atexit
import functools
import marshal
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .description import Phone
from .faults import Fault, command_plan
from .files import put_apps, wrapper
from .stubs.main import COMMANDS, FILE_TOOLS

_MAIN = Path(__file__).parent / "stubs" / "main.py"

_HOST_TOOLS = ("awk", "dd", "diff", "expr", "gzip", "tr", "xxd")
"""What phones have and Debian's toybox lacks."""

_FALLING_THROUGH = ("ls",)
"""Stubs that hand on what is not theirs to the real program."""

_NOT_ON_PHONES = ("su",)


class Userland:
    """A folder that makes a host process feel like the shell of the described phone."""

    def __init__(self, root: Path, phone: Phone, faults: Iterable[Fault]) -> None:
        """Fill the folder."""
        self._root = root
        self._state = root / "state"
        self._stubs = root / "stubs"
        self._stubs.mkdir()
        (root / "home").mkdir()
        # SIMPHONE_SHELL=sh: leave Android's own shell and tools out, even where they are installed.
        plain = os.environ.get("SIMPHONE_SHELL") == "sh"
        self.shell = (None if plain else shutil.which("mksh")) or "/bin/sh"
        toybox = None if plain else shutil.which("toybox")
        self._tools = os.defpath if toybox is None else _tools(self.shell, toybox)
        self._path = f"{self._stubs}:{self._tools}"
        for name in COMMANDS:
            self._write_stub(name)
        self.describe(phone, faults)

    def describe(self, phone: Phone, faults: Iterable[Fault]) -> None:
        """Write what the stub commands render, in one step so that none sees half of it."""
        plain = phone.plain()
        # Packed twice: most commands never look at the apps, of which there may be thousands.
        plain["apps"] = marshal.dumps(plain["apps"])
        plan = command_plan(faults)
        state = {"phone": plain, **plan, "files": str(self._root / "files"), "tools": self._tools}
        fresh = self._root / "state.new"
        fresh.write_bytes(marshal.dumps(state))
        fresh.replace(self._state)
        put_apps(phone, self._root / "files")
        prefixes = [*plan["delays"], *(fault["prefix"] for fault in plan["faults"])]
        for name in FILE_TOOLS:
            if any(prefix.startswith(name) for prefix in prefixes):
                self._write_stub(name)
            else:
                self._write(name, wrapper(name, self._tools, self._root / "files"))

    def environment(self) -> dict[str, str]:
        """Return the few variables a command on the phone sees."""
        home = str(self._root / "home")
        return {"PATH": self._path, "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8"}

    def folder(self) -> Path:
        """Return the folder in which commands start."""
        return self._root / "home"

    def _write_stub(self, name: str) -> None:
        """Write the small script that starts one stub."""
        python = os.path.realpath(sys.executable)
        words = [python, "-I", "-S", "-E", str(_MAIN), str(self._state), name]
        self._write(name, f'exec {shlex.join(words)} "$@"\n')

    def _write(self, name: str, script: str) -> None:
        """Write the script of one command."""
        file = self._stubs / name
        file.write_text(f"#!/bin/sh\n{script}")
        file.chmod(0o755)


@functools.cache
def _tools(shell: str, toybox: str) -> str:
    """Return a folder with everything toybox can be, made once for all phones of this process."""
    folder = tempfile.TemporaryDirectory(prefix="simphone-tools-")
    atexit.register(folder.cleanup)
    listed = subprocess.run([toybox], capture_output=True, text=True, timeout=20, check=True)
    targets = {name: host for name in _HOST_TOOLS if (host := shutil.which(name)) is not None}
    targets |= dict.fromkeys(listed.stdout.split(), toybox)
    targets["sh"] = shell
    stubs = COMMANDS.keys() - set(_FALLING_THROUGH)
    for name in targets.keys() - stubs - set(_NOT_ON_PHONES):
        (Path(folder.name) / name).symlink_to(targets[name])
    return folder.name
