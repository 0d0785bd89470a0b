"""A list that an organisation keeps for itself: read whole or not at all, and only ever added to the shipped one."""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from safecheck import gates
from safecheck.catalogue import SCHEMA, LoadedList, fill
from safecheck.errors import SafecheckError
from safecheck.model import OwnList, Signatures

_LARGEST = 4 * 1024 * 1024  # bytes
_MOST_REASONS = 5  # are told


def add(loaded: LoadedList, file: Path, label: str) -> LoadedList:
    """Add the families of `file` to the list; each is named with `label` ({family}, {list}).

    The file is TOML (or JSON, where it is named so) in the form of the shipped list, with a `name`. Anything wrong in
    it raises SafecheckError with line and reason.
    """
    data = _read(file)
    own = _decode(data, file)
    shipped = loaded.signatures.listed
    reasons = [*gates.refusals(own), *_clashes(own, {family.id for family in shipped.families})]
    if reasons:
        content = data.decode("utf-8-sig")
        told = [f"{_line(gates.line_of(content, reason.about))}{reason.why}" for reason in reasons[:_MOST_REASONS]]
        raise SafecheckError("own-list-broken", file=file, why="; ".join(told))
    families = tuple(
        msgspec.structs.replace(family, name=fill(label, {"family": family.name, "list": own.name}))
        for family in own.families
    )
    own = msgspec.structs.replace(own, families=families)
    return msgspec.structs.replace(
        loaded,
        signatures=Signatures(shipped, own, loaded.signatures.samples),
        own_digest=hashlib.sha256(data).hexdigest(),
    )


def _read(file: Path) -> bytes:
    """Read the file, if it has a size that a list can have."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except OSError as error:
        raise SafecheckError("own-list-broken", file=file, why=error.strerror or error) from error
    if len(data) > _LARGEST:
        raise SafecheckError("own-list-broken", file=file, why="it is too large for a list")
    return data


def _decode(data: bytes, file: Path) -> OwnList:
    """Take the bytes for a list, or say on which line they are none."""
    content = data.decode("utf-8-sig", errors="replace")  # some editors write a mark before the text
    try:
        if file.suffix.lower() == ".json":
            own = msgspec.json.decode(data, type=OwnList)
        else:
            own = msgspec.convert(tomllib.loads(data.decode("utf-8-sig")), OwnList)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SafecheckError("own-list-broken", file=file, why=error) from error
    except msgspec.MsgspecError as error:
        place = _line(gates.line_of_error(content, str(error)))
        raise SafecheckError("own-list-broken", file=file, why=f"{place}{error}") from error
    if own.schema != SCHEMA:
        why = f"it has form {own.schema}, this safecheck reads form {SCHEMA}"
        raise SafecheckError("own-list-broken", file=file, why=why)
    return own


def _clashes(own: OwnList, shipped: set[str]) -> Iterator[gates.Refusal]:
    """An own family never takes a shipped one's place."""
    yield from gates.text(own.name)
    if not own.name or not own.families:
        yield gates.Refusal("name", "it has no name, or no family")
    for family in own.families:
        if family.id in shipped:
            yield gates.Refusal(family.id, f"{family.id} is the id of a family of the shipped list: choose another")


def _line(number: int | None) -> str:
    return f"line {number}: " if number else ""
