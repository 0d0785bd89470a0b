r"""One batch of questions as one shell script, and its output taken apart as it arrives.

Each answer stands between two marker lines, `@NONCE+i` and `@NONCE-i EXIT`: the nonce is made anew for each trip, so
that no text of an app can fake the end of an answer, and an answer without its end line is known to be cut short.
Works in mksh and any POSIX shell. Time limits are kept on this side alone: the `timeout` of toybox 0.8.8 and 0.8.9,
which phones carry, loses the exit code of commands that end quickly (toybox issue 389; seen with 0.8.9).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from safecheck.model import Question

SCRIPT_LIMIT = 65_535  # bytes that fit into one service request of adb


_FRAME, _FRAME_OF_EACH = 200, 40  # bytes that a script, and each question in it, takes beside the commands


class Part(NamedTuple):
    """One answer of the batch: which question, its bytes, its exit code."""

    place: int  # of its question in the batch
    output: bytes
    exit: int


def write(questions: Sequence[Question], nonce: str) -> str:
    """Write the script that asks `questions` and marks the answers with `nonce`."""
    lines = [
        f'b() {{ echo "\n@{nonce}+$1"; }}',  # echo is a part of every shell; phones have printf as a program only
        f'e() {{ echo "\n@{nonce}-$1 $2"; }}',
    ]
    lines += [
        f"b {index}; {question.command} </dev/null 2>&1; e {index} $?" for index, question in enumerate(questions)
    ]
    script = "\n".join(lines) + "\n"
    if len(script.encode()) > SCRIPT_LIMIT:
        raise ValueError("too many questions for one trip")
    return script


def fitting(questions: Sequence[Question]) -> int:
    """Say how many of the first questions fit into one script: all but always, and at least one."""
    room = SCRIPT_LIMIT - _FRAME
    for place, question in enumerate(questions):
        room -= len(question.command.encode()) + _FRAME_OF_EACH
        if room < 0:
            return max(place, 1)
    return len(questions)


class Splitter:
    """Takes the output of a batch apart while it arrives; each byte is looked at once."""

    def __init__(self, nonce: str) -> None:
        """Wait for the markers of `nonce`."""
        self._marker = re.compile(rb"\n@" + nonce.encode() + rb"(?:\+(?P<begin>\d+)|-(?P<end>\d+) (?P<exit>\d+))\n")
        self._longest = len(nonce) + 24
        self._buffer = bytearray()
        self._searched = 0
        self._current: int | None = None  # index of the answer that is being read

    def feed(self, data: bytes) -> Iterator[Part]:
        """Take more output; yield the answers that are whole with it."""
        self._buffer += data
        while match := self._marker.search(self._buffer, self._searched):
            if match["begin"] is not None:
                self._current = int(match["begin"])
            elif self._current == int(match["end"]):
                yield Part(self._current, bytes(self._buffer[: match.start()]), int(match["exit"]))
                self._current = None
            del self._buffer[: match.end()]
            self._searched = 0
        self._searched = max(0, len(self._buffer) - self._longest)  # a marker may be half here

    @property
    def pending(self) -> int:
        """How many bytes of an unfinished answer are waiting."""
        return len(self._buffer)

    def rest(self) -> bytes:
        """Give what came of the answer that has no end, as far as it goes."""
        return bytes(self._buffer) if self._current is not None else b""
