"""Run every lane of tests: `python3 scripts/test.py [--every-lane]`. Sets everything up the first time.

A lane whose programs are missing is listed as not run; with --every-lane that is a failure.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

if not getattr(sys.flags, "safe_path", False):  # older Pythons do not know it
    import bootstrap

    bootstrap.enter(__file__, "dev")

from safecheck.phone.adb_server import find_program

ROOT = Path(__file__).resolve().parent.parent


class Lane(NamedTuple):
    """One thing to run, and the programs that it needs besides Python."""

    name: str
    command: tuple[str, ...]  # after the environment's Python
    programs: tuple[str, ...] = ()  # "a|b": one of them
    variables: Mapping[str, str] = {}


_PYTEST = ("-m", "pytest", "-q", "-n", "2", "-m")
LANES = (
    Lane("style", ("-m", "ruff", "check")),
    Lane("layout", ("-m", "ruff", "format", "--check")),
    Lane("types", ("-m", "mypy")),
    Lane("architecture", ("-c", "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())")),
    Lane("data", ("scripts/lint_data.py",)),
    Lane("tests", (*_PYTEST, "not adb")),
    Lane("pages in a real browser", (*_PYTEST, "browser"), ("chromium|chromium-browser|google-chrome",)),
    Lane("a real terminal", (*_PYTEST, "terminal"), ("tmux",)),
    Lane("a computer with real browsers", (*_PYTEST, "desktop"), ("chromium", "firefox-esr", "certutil", "openssl")),
    Lane("signers as apksigner names them", (*_PYTEST, "oracle"), ("apksigner",)),
    Lane("many thousand broken files", (*_PYTEST, "long")),
    Lane("phones over adb", (*_PYTEST, "adb"), ("adb",), {"SIMPHONE_SHELL": "sh"}),
    Lane("phones over adb, with Android's shell and tools", (*_PYTEST, "adb"), ("adb", "mksh", "toybox")),
)


def missing(lane: Lane) -> list[str]:
    """Name the programs of a lane that this computer does not have; adb may have come with adbutils."""
    return [
        name
        for name in lane.programs
        if not (find_program() if name == "adb" else any(map(shutil.which, name.split("|"))))
    ]


def main() -> int:
    """Run the lanes one after another, all of them whatever happens, and sum up; 0 if none failed."""
    # PYTHONSAFEPATH as -P, for what the lanes start: scripts/safecheck.py is not the package.
    environment = os.environ | {"PYTHONSAFEPATH": "1"}
    failed: list[str] = []
    not_run: list[str] = []
    for lane in LANES:
        if lacking := missing(lane):
            not_run.append(f"{lane.name} (needs {', '.join(lacking)})")
            continue
        print(f"--- {lane.name}", flush=True)
        command = (sys.executable, *lane.command)
        if subprocess.run(command, cwd=ROOT, env={**environment, **lane.variables}, check=False).returncode != 0:
            failed.append(lane.name)
    print(f"--- {len(LANES) - len(failed) - len(not_run)} lanes passed, {len(failed)} failed, {len(not_run)} not run")
    for title, names in (("failed", failed), ("not run", not_run)):
        for name in names:
            print(f"{title}: {name}")
    return 1 if failed or (not_run and "--every-lane" in sys.argv[1:]) else 0


if __name__ == "__main__":
    sys.exit(main())
