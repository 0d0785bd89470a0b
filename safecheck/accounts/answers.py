"""The answers file: JSON that a clinic's form can write. Described in docs/answers.md."""

import json
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

import msgspec

from safecheck.errors import SafecheckError
from safecheck.model import Frozen, Reply

FORMAT = 1
_OF_DOWNLOADS = "export."  # how the questions about a download begin, which another download may not ask
_SIZE_LIMIT = 1024 * 1024  # bytes; every question answered is some 10 KB


class _File(Frozen, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    safecheck_answers: int
    answers: Mapping[str, str]


def load(path: Path, known: Container[str]) -> dict[str, Reply]:
    """Read an answers file; raise SafecheckError where it cannot be read or says what nobody asked."""
    try:
        with path.open("rb") as file:
            data = file.read(_SIZE_LIMIT + 1)
    except OSError as error:
        raise SafecheckError("answers-unreadable", file=path, why=error.strerror or error) from error
    if len(data) > _SIZE_LIMIT:
        raise SafecheckError("answers-unreadable", file=path, why="it is too big")
    return decode(data, str(path), known)


def decode(data: bytes, name: str, known: Container[str]) -> dict[str, Reply]:
    """Read the bytes of an answers file; `name` is what errors call it, `known` the questions that there are."""
    try:
        file = msgspec.convert(json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once), _File)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise SafecheckError("answers-damaged", file=name, why=error) from error
    if file.safecheck_answers != FORMAT:
        raise SafecheckError("answers-other-format", file=name, format=file.safecheck_answers)
    unknown = [id_ for id_ in file.answers if id_ not in known and not id_.startswith(_OF_DOWNLOADS)]
    if unknown:
        raise SafecheckError("answers-unknown", file=name, questions=", ".join(sorted(unknown)))
    wrong = [f"{id_}: {said}" for id_, said in file.answers.items() if said not in set(Reply)]
    if wrong:
        raise SafecheckError("answers-wrong", file=name, answers=", ".join(sorted(wrong)))
    return {id_: Reply(said) for id_, said in file.answers.items()}


def encode(answers: Mapping[str, Reply]) -> bytes:
    """Write the bytes of an answers file, in the order of `answers`."""
    file = _File(safecheck_answers=FORMAT, answers=dict(answers))
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says the same twice: one of the two answers would be lost."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("it names the same thing twice")
    return found
