"""Give the scripts beside this file their environment, with nothing but Python installed.

Everything goes into `.venv` inside the checkout. Written so that older Pythons can still read it and say so.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_ENVIRONMENT = ROOT / ".venv"
_WINDOWS = os.name == "nt"
_PYTHON = _ENVIRONMENT / ("Scripts/python.exe" if _WINDOWS else "bin/python")


def enter(script: str, extra: str = "") -> None:
    """Run `script` again inside the environment, unless this is that run already.

    `extra` names the optional dependencies of pyproject.toml that it needs. Inside, Python runs with -P: the folder of
    the scripts holds a safecheck.py, which must not be taken for the package.
    """
    if not getattr(sys.flags, "safe_path", False):  # older Pythons do not know it
        leave([str(prepare(extra)), "-P", script, *sys.argv[1:]])


def leave(command: "list[str]") -> None:
    """End this process and be `command` instead."""
    sys.stdout.flush()
    if _WINDOWS:  # there, exec would give the terminal back before the command has ended
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def prepare(extra: str = "") -> Path:
    """Make the environment ready, if it is not, and give its Python."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file may meet an older Python
        _stop(
            f"This Python is too old: it is version {sys.version_info[0]}.{sys.version_info[1]}.",
            "safecheck needs Python 3.11 or newer. Nothing was done.",
            "Install a newer Python from python.org or your system's package manager, and run this with it.",
        )
    wanted = _stamp(extra)
    mark = _ENVIRONMENT / f"ready-{extra or 'run'}"
    if not (_PYTHON.exists() and mark.exists() and mark.read_text("ascii") == wanted):
        print("Setting up, once. This needs the internet and takes about a minute.", file=sys.stderr)
        _run(
            [sys.executable, "-m", "venv", str(_ENVIRONMENT)],
            "The part of Python that makes environments (venv) is missing or did not work.",
            "On Debian and Ubuntu: sudo apt install python3-venv. Elsewhere: install Python from python.org.",
        )
        _run(
            [str(_PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-e", _target(extra)],
            "What safecheck is built on could not be fetched or installed.",
            "Check the internet connection and that the disk has 500 MB free, then run this again.",
        )
        mark.write_text(wanted, "ascii")
    return _PYTHON


def _target(extra: str) -> str:
    return f"{ROOT}[{extra}]" if extra else str(ROOT)


def _stamp(extra: str) -> str:
    """Name all that the environment depends on: what is asked for, which Python, and where the checkout lies."""
    known = [(ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(ROOT).encode(), extra.encode()]
    return hashlib.sha256(b"\0".join(known)).hexdigest()


def _run(command: "list[str]", means: str, do: str) -> None:
    """Run one step of the set-up; on failure print what it said and what to do."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.stderr.write(done.stdout.decode(errors="replace")[-3000:] + "\n")
        _stop(f"The set-up did not work ({' '.join(command[1:4])}).", means, do)


def _stop(happened: str, means: str, do: str) -> None:
    """Say what happened, what it means and what to do; end with "no check was performed"."""
    print(f"{happened}\n{means}\n{do}", file=sys.stderr)
    sys.exit(1)
