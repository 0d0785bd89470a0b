"""What shells leave running when somebody signs in, and what plain desktops and KDE start besides."""

import re
from collections.abc import Iterator

from safecheck.command_lines import name_of
from safecheck.computer.linux.starters import found, lines_of, starter, written
from safecheck.computer.look import Look
from safecheck.model.computer import Starter

_SHELLS = (
    *(f"~/.{name}" for name in ("profile", "bash_profile", "bash_login", "bashrc", "bash_logout", "zshrc", "zprofile",
      "zshenv", "zlogin", "xprofile", "xsessionrc", "xinitrc", "xsession", "config/fish/config.fish",
      "config/openbox/autostart", "config/labwc/autostart")),
    "/etc/profile", "/etc/bash.bashrc", "/etc/bashrc", "/etc/zsh/zshrc", "/etc/zsh/zprofile",
)  # fmt: skip
_SHELL_FOLDERS = ("/etc/profile.d", "~/.bashrc.d")
_PLAIN_DESKTOPS = ("~/.config/i3/config", "~/.i3/config", "~/.config/sway/config", "~/.config/hypr/hyprland.conf")
_EXEC_LINE = re.compile(r"(?:exec-once|exec_always|exec)\b[ \t=]+(?:--\S+[ \t]+)*(.+)")
_KDE = ("~/.config/autostart-scripts", "~/.config/plasma-workspace/env", "~/.config/plasma-workspace/shutdown")
_PARTS = re.compile(r"[;&|()]+")
_SETTING = re.compile(r"\w+=")
_RUNNERS = frozenset(
    {"sh", "bash", "dash", "zsh", "fish", "env", "exec", "nohup", "setsid", "nice", "sudo", "python", "perl", "ruby",
     "node", "java", "sleep", "timeout", "command", "dbus-run-session", "systemd-run"}
)  # fmt: skip


def kept_shell(data: bytes) -> bytes:
    """Keep of what a shell reads the lines that leave a program running."""
    return written(*filter(_leaves_running, lines_of(data)))


def kept_desktop(data: bytes) -> bytes:
    """Keep of a plain desktop's settings the lines that start something."""
    return written(*(line for line in lines_of(data) if _EXEC_LINE.match(line)))


def _leaves_running(line: str) -> bool:
    end = line.rstrip("; \t)").removesuffix("disown").rstrip()
    return line.startswith(("nohup ", "setsid ")) or (end.endswith("&") and not end.endswith("&&"))


def _programs(line: str) -> str:
    """Give the programs of a line: what most of them are given are pictures and settings of the home.

    What a shell or an interpreter is given is a program too.
    """
    found: list[str] = []
    for part in _PARTS.split(line):
        words = part.split()
        while words and _SETTING.match(words[0]):
            words.pop(0)
        if words:
            runs = name_of(words[0]).rstrip("0123456789.") in _RUNNERS
            found.append(" ".join(words) if runs else words[0])
    return "; ".join(found)


def read(look: Look) -> Iterator[Starter]:
    """Tell what shells leave running and what plain desktops and KDE start besides."""
    files = [f"{folder}/{entry.name}" for folder in _SHELL_FOLDERS for entry in look.folder(folder) or ()]
    for place in (*_SHELLS, *files):
        for line in (look.text(place, kept_shell) or "").split("\n"):
            if line:
                yield starter("shell", line[:60], found(look, _programs(line)), place, own=place.startswith("~"))
    for place in _PLAIN_DESKTOPS:
        for line in (look.text(place, kept_desktop) or "").split("\n"):
            if match := _EXEC_LINE.match(line):
                yield starter("desktop", match.group(1)[:60], found(look, _programs(match.group(1))), place, own=True)
    for folder in _KDE:
        for entry in look.folder(folder) or ():
            if entry.kind in {"file", "link"}:
                yield starter("desktop", entry.name, entry.target, f"{folder}/{entry.name}", own=True)
