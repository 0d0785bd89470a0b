"""Run every lane of tests: `python3 scripts/test.py [--every-lane]`. Sets everything up the first time.

A lane whose programs are missing is listed as not run; with --every-lane that is a failure.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

if not sys.flags.safe_path:
    import bootstrap

    bootstrap.enter(__file__, "dev")

ROOT = Path(__file__).resolve().parent.parent


class Lane(NamedTuple):
    """One thing to run, and the programs that it needs besides Python."""

    name: str
    command: tuple[str, ...]  # after the environment's Python
    programs: tuple[str, ...] = ()


LANES = (
    Lane("style", ("-m", "ruff", "check")),
    Lane("layout", ("-m", "ruff", "format", "--check")),
    Lane("types", ("-m", "mypy")),
    Lane("architecture", ("-c", "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())")),
    Lane("data", ("-P", "scripts/lint_data.py")),
    Lane("tests", ("-P", "-m", "pytest", "-q", "-n", "2", "-m", "not android_shell")),
    Lane("Android's own shell", ("-P", "-m", "pytest", "-q", "-m", "android_shell"), ("mksh", "toybox")),
)


def main() -> int:
    """Run the lanes one after another, all of them whatever happens, and sum up; 0 if none failed."""
    failed: list[str] = []
    not_run: list[str] = []
    for lane in LANES:
        missing = [program for program in lane.programs if shutil.which(program) is None]
        if missing:
            not_run.append(f"{lane.name} (needs {', '.join(missing)})")
            continue
        print(f"--- {lane.name}", flush=True)
        if subprocess.run((sys.executable, *lane.command), cwd=ROOT, check=False).returncode != 0:
            failed.append(lane.name)
    print(f"--- {len(LANES) - len(failed) - len(not_run)} lanes passed, {len(failed)} failed, {len(not_run)} not run")
    for title, names in (("failed", failed), ("not run", not_run)):
        for name in names:
            print(f"{title}: {name}")
    return 1 if failed or (not_run and "--every-lane" in sys.argv[1:]) else 0


if __name__ == "__main__":
    sys.exit(main())
