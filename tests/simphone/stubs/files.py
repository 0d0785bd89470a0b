"""Programs that read the phone's files, where one of them is to fail: what the real program says, to be broken."""

from __future__ import annotations

import os
import sys

from .answer import Answer
from .record import load_state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

_PLACES = ("/data/app/", "/mnt/expand/")


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Run the real program on the files in the host's folder."""
    import subprocess

    state = load_state(sys.argv[1])
    program = next(path for folder in state.tools.split(":") if os.access(path := f"{folder}/{name}", os.X_OK))
    words = [_there(word, state.files) for word in arguments]
    done = subprocess.run([program, *words], capture_output=True, check=False)
    out, err = (stream.decode("utf-8", "surrogateescape") for stream in (done.stdout, done.stderr))
    return Answer(out, err.replace(state.files, ""), done.returncode)


def _there(word: str, root: str) -> str:
    """Return a word of the command with the host's path in place of the phone's."""
    key, given, path = word.rpartition("if=") if word.startswith("if=") else ("", "", word)
    return f"{key}{given}{root}{path}" if path.startswith(_PLACES) else word
