"""One thing that starts by itself on Linux, and what of a file that starts things is kept."""

import re

from safecheck.clean import clean
from safecheck.command_lines import is_whole, words_of
from safecheck.computer.forms import text_of
from safecheck.computer.look import Look
from safecheck.model.computer import Starter

LONGEST = 300
_LOGIN = re.compile(r"//[^/\s]*@")
_OWN_PROGRAMS = ("~/.local/bin", "~/bin")  # where a program without a path is looked for first
_FIRST_WORDS = 5  # of a command: the program may stand behind "env" and the like


def written(*lines: str) -> bytes:
    """Write lines without the names and passwords that stand in addresses."""
    return "".join(f"{_LOGIN.sub('//', line)}\n" for line in lines).encode(errors="replace")


def lines_of(data: bytes) -> list[str]:
    """Give the lines that are no comments."""
    # Without marks of byte order: one that blanks hide would begin the kept text, and be taken for its mark there.
    text = text_of(data).replace("\ufeff", "")
    return [line for line in map(str.strip, text.split("\n")) if line and line[0] != "#"]


def found(look: Look, command: str) -> str:
    """Write a program of the home with its path where only its name stands: such a name can look like the system's."""
    words = words_of(command)[:_FIRST_WORDS]
    for word in words:
        if re.fullmatch(r"[A-Za-z0-9][\w.+-]{0,60}", word):
            for folder in _OWN_PROGRAMS:
                if look.there(f"{folder}/{word}"):
                    return f"{folder}/{word} ({command})"
        if is_whole(word):
            break
    return command


def starter(  # noqa: PLR0913 - what a starter is made of
    kind: str, name: str, command: str, place: str, *, own: bool = False, packaged: bool = False, enabled: bool = True
) -> Starter:
    """Make one, with its texts cleaned."""
    return Starter(
        kind=kind,
        name=clean(name),
        command=clean(command, LONGEST),
        place=clean(place, LONGEST),
        own=own,
        packaged=packaged,
        enabled=enabled,
    )
