"""The command ``ls`` for the few paths that are the phone's own; all others go to the real program."""

from __future__ import annotations

import os

from .answer import Answer
from .facts import find_user
from .text import hash32, local_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

_BEFORE, _AFTER = "/data/misc/user/", "/cacerts-added"
_CLOSED = ("/data/adb",)
MISSING = "No such file or directory"
DENIED = "Permission denied"


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer for user certificates, for places of ``su`` and for a folder that is always closed."""
    paths = [word for word in arguments if not word.startswith("-")]
    letters = "".join(word[1:] for word in arguments if word.startswith("-"))
    if not any(_is_simulated(path) for path in paths):
        _run_real_program(arguments)
    out, err = [], ""
    folders: list[tuple[str, list[str]]] = []
    for path in paths:
        found = _look(phone, path)
        if isinstance(found, str):
            err += f"ls: {path}: {found}\n"
        elif found is None or "d" in letters:
            out += _lines(phone, [path], letters, owner="root")
        else:
            folders.append((path, ([".", ".."] if "a" in letters else []) + sorted(found)))
    for path, names in folders:
        out += [f"{path}:"] if len(paths) > 1 else []
        out += [f"total {4 * len(names)}"] if "l" in letters else []
        out += _lines(phone, names, letters, owner="system")
    return Answer("".join(f"{line}\n" for line in out), err, 1 if err else 0)


def _is_simulated(path: str) -> bool:
    """Return whether a path is the phone's and not the host's."""
    return _certificates_of(path) is not None or path.endswith("/su") or path.rstrip("/") in _CLOSED


def _certificates_of(path: str) -> int | None:
    """Return the user whose certificates lie in this folder."""
    number = path.rstrip("/").removeprefix(_BEFORE).removesuffix(_AFTER)
    return int(number) if number.isdigit() else None


def _look(phone: Phone, path: str) -> list[str] | str | None:
    """Return the names in a folder, a reason why there are none, or None for a file."""
    number = _certificates_of(path)
    if number is None:
        return None if path in phone.su_paths else DENIED if path.rstrip("/") in _CLOSED else MISSING
    user = find_user(phone, number)
    if user is not None and user.certificates_denied:
        return DENIED
    return MISSING if user is None or user.certificates is None else list(user.certificates)


def _lines(phone: Phone, names: list[str], letters: str, *, owner: str) -> list[str]:
    """Return a line for each name, long or short."""
    if "l" not in letters:
        return names
    lines = []
    for name in names:
        kind = "drwxrwxr-x 2" if name in (".", "..") else "-rw-r--r-- 1"
        when = local_time(phone, phone.clock - 86_400)[:-3]
        lines.append(f"{kind} {owner} {owner} {hash32(name) % 2000 + 900} {when} {name}")
    return lines


def _run_real_program(arguments: list[str]) -> None:
    """Become the real program, which lies behind the stubs in the search path."""
    for folder in os.environ["PATH"].split(":")[1:]:
        program = f"{folder}/ls"
        if os.access(program, os.X_OK):
            os.execv(program, ["ls", *arguments])  # noqa: S606 - no shell is wanted
