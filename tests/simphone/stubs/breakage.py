"""Puts the faults that were ordered for a command into its answer and writes it out."""

from __future__ import annotations

import os
import time

from .answer import FAILURE, Answer, exception

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tests.simphone.description import Phone

    from .record import State

NOT_FOUND = 127
KILLED = 137


def emit(state: State, name: str, arguments: list[str], answer: Answer) -> int:
    """Write the answer with all delays and faults, and return the exit code."""
    spellings = _spellings(name, arguments)
    for prefix, seconds in state.delays.items():
        if any(text.startswith(prefix) for text in spellings):
            time.sleep(seconds)
    for fault in state.faults:
        if any(text.startswith(fault["prefix"]) for text in spellings):
            return _emit_broken(fault, state.phone, spellings[-1], answer)
    return _write_all(answer)


def _spellings(name: str, arguments: list[str]) -> list[str]:
    """Return the command as typed and, for dumps, also without its time limit."""
    typed = " ".join([name, *arguments])
    if name == "dumpsys" and arguments[:1] in (["-t"], ["-T"]):
        return [typed, " ".join([name, *arguments[2:]])]
    return [typed]


def _emit_broken(fault: dict[str, Any], phone: Phone, command: str, answer: Answer) -> int:
    """Write what the fault leaves of an answer, and return the exit code."""
    kind = fault["kind"]
    name, _, rest = command.partition(" ")
    subject = rest.partition(" ")[0]
    replacements: dict[str, Callable[[], Answer]] = {
        "empty": Answer,
        "denied": lambda: _denied(phone, name, subject),
        "missing": lambda: _missing(name, subject),
    }
    if kind in replacements:
        return _write_all(replacements[kind]())
    out = _encode(answer.out)
    part = out[: int(len(out) * fault["fraction"])]
    if kind in ("garbled", "huge"):
        _write(1, garble(out, fault["seed"]) if kind == "garbled" else _swollen(out, fault["size"]))
        return answer.code
    _write(1, part)
    if kind == "dump_timeout":
        text = f"\n*** SERVICE '{subject}' DUMP TIMEOUT (10000ms) EXPIRED ***\n\n"
        _write(1, _encode(text))
    if kind == "hanging":
        time.sleep(fault["seconds"])
    return {"killed": KILLED, "hanging": FAILURE}.get(kind, 0)


def _denied(phone: Phone, name: str, subject: str) -> Answer:
    """Return the answer of a phone that forbids the command."""
    if name == "dumpsys":
        text = f"Permission Denial: can't dump {subject} from from pid=4711, uid=2000"
        return Answer(f"\njava.lang.SecurityException: {text}\n")
    message = "Permission denial: com.android.shell may not do this (uid=2000)"
    return exception(phone, subject, "java.lang.SecurityException", message)


def _missing(name: str, subject: str) -> Answer:
    """Return the answer of a phone that does not have the service or the command."""
    if name == "dumpsys":
        return Answer(err=f"Can't find service: {subject}\n")
    if name == "cmd":
        return Answer(err=f"cmd: Can't find service: {subject}\n", code=20)
    return Answer(err=f"/system/bin/sh: {name}: inaccessible or not found\n", code=NOT_FOUND)


def _swollen(out: bytes, size: int) -> bytes:
    """Return the bytes with one very long line after the first."""
    first, newline, rest = out.partition(b"\n")
    return first + newline + b"x" * size + b"\n" + rest


def garble(data: bytes, seed: int) -> bytes:
    """Return the bytes with about one in forty replaced, the same for the same seed."""
    mixed = bytearray(data)
    number = seed * 2 + 1
    position = 0
    while True:
        # A linear congruential generator: importing "random" would take longer than the dump.
        number = (number * 6364136223846793005 + 1442695040888963407) % 2**64
        position += 1 + (number >> 33) % 79
        if position >= len(mixed):
            mixed[len(mixed) // 2 : len(mixed) // 2 + 1] = b"\xff"  # a short answer is garbled too
            return bytes(mixed)
        mixed[position] = (number >> 24) % 256


def _write_all(answer: Answer) -> int:
    """Write both streams as they are, and return the exit code."""
    _write(2, _encode(answer.err))
    _write(1, _encode(answer.out))
    return answer.code


def _write(stream: int, data: bytes) -> None:
    """Write all bytes to a stream, however small its pipe is."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(stream, rest) :]


def _encode(text: str) -> bytes:
    """Return the bytes of a text; bytes that came in as arguments go out unchanged."""
    return text.encode("utf-8", "surrogateescape")
