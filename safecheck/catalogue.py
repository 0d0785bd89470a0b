"""Load the data that safecheck ships (the list, the advice, the words) and refuse bad data."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import msgspec

from safecheck.errors import SafecheckError
from safecheck.model import Advice, Country, Frozen, Origin, Questions, SampleList, Service, SignatureList, Signatures

T = TypeVar("T")
ListT = TypeVar("ListT", SignatureList, SampleList)

SCHEMA = 1  # of signatures.json
FEWEST_FAMILIES, FEWEST_PACKAGES = 200, 550  # a shorter list is a broken one: it would find nothing and say so calmly
_LANGUAGE = "en"


class FindingWords(Frozen, frozen=True, forbid_unknown_fields=True):
    """The sentences of one kind of finding, with named blanks."""

    title: str
    reason: str
    meaning: str
    not_proof: str
    noticed: str


class CheckWords(Frozen, frozen=True, forbid_unknown_fields=True):
    """What a check is called, and what it says when it found nothing."""

    title: str
    clear: str


class ErrorWords(Frozen, frozen=True, forbid_unknown_fields=True):
    """An error in three parts."""

    happened: str
    means: str
    do: str


class Words(Frozen, frozen=True):
    """Everything that people read, but for the advice."""

    findings: Mapping[str, FindingWords]
    checks: Mapping[str, CheckWords]
    facts: Mapping[str, str]
    gaps: Mapping[str, str]
    errors: Mapping[str, ErrorWords]
    labels: Mapping[str, str]
    phrases: Mapping[str, str]


class LoadedList(Frozen, frozen=True):
    """The list, with its index and the hash of its bytes."""

    signatures: Signatures
    digest: str  # SHA-256, hex
    own_digest: str = ""  # of the organisation's own list, where there is one
    origin: Origin = Origin()


def _package() -> Traversable:
    return files("safecheck")


def signatures_file(name: str = "signatures.json") -> Traversable:
    """Where a compiled list lies: inside an installed package, or beside it in a checkout."""
    installed = _package() / "signatures" / name
    return installed if installed.is_file() else Path(__file__).parents[1] / "signatures" / name


def load_signatures(data: bytes | None = None, *, with_samples: bool = False) -> LoadedList:
    """Read the list (or `data` in its place); refuse one that is broken, of another schema, or far too short.

    The hashes of whole APKs are read only where they are asked for: they are more than the rest.
    """
    data = _read("signatures.json") if data is None else data
    listed = _decode(data, SignatureList)
    names = len(listed.packages)
    if len(listed.families) < FEWEST_FAMILIES or names < FEWEST_PACKAGES:
        raise SafecheckError("list-broken", why=f"only {len(listed.families)} families and {names} names are in it")
    samples = _decode(_read("samples.json"), SampleList) if with_samples else None
    if samples and samples.version != listed.version:
        raise SafecheckError("list-broken", why=f"its samples belong to list {samples.version}, not {listed.version}")
    return LoadedList(signatures=Signatures(listed, samples=samples), digest=hashlib.sha256(data).hexdigest())


def _read(name: str) -> bytes:
    """Read one compiled file."""
    try:
        return signatures_file(name).read_bytes()
    except OSError as error:
        raise SafecheckError("list-broken", why=error) from error


def _decode(data: bytes, kind: type[ListT]) -> ListT:
    """Read a compiled list; one that does not fit, or is of another form, raises SafecheckError."""
    try:
        listed = msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SafecheckError("list-broken", why=error) from error
    if listed.schema != SCHEMA:
        raise SafecheckError("list-broken", why=f"it has form {listed.schema}, this safecheck reads form {SCHEMA}")
    return listed


def load_toml(file: Traversable | Path, kind: type[T]) -> T:
    """Read one TOML file as `kind`; what does not fit raises SafecheckError with the file and the place."""
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), kind)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SafecheckError("data-broken", file=file.name, why=error) from error


@cache
def load_words() -> Words:
    """Read all sentences."""
    folder = _package() / "words" / _LANGUAGE
    return Words(
        findings=load_toml(folder / "findings.toml", dict[str, FindingWords]),
        checks=load_toml(folder / "checks.toml", dict[str, CheckWords]),
        facts=load_toml(folder / "facts.toml", dict[str, str]),
        gaps=load_toml(folder / "gaps.toml", dict[str, str]),
        errors=load_toml(folder / "errors.toml", dict[str, ErrorWords]),
        labels=load_toml(folder / "labels.toml", dict[str, str]),
        phrases=load_toml(folder / "phrases.toml", dict[str, str]),
    )


def load_advice() -> tuple[Advice, ...]:
    """Read every step of advice, in the order of the plan."""
    steps = [
        load_toml(file, Advice)
        for file in sorted((_package() / "advice").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    ]
    if not steps:
        raise SafecheckError("data-broken", file="advice", why="no step in it")
    return tuple(sorted(steps, key=lambda step: (step.order, step.id)))


def load_country(code: str) -> Country:
    """Read who helps in one country of helplines.countries."""
    return load_toml(_package() / "helplines" / f"{code}.toml", Country)


def load_service(id_: str) -> Service:
    """Read the card of one service of services.names."""
    return load_toml(_package() / "services" / f"{id_}.toml", Service)


@cache
def load_questions() -> Questions:
    """Read every question that people are asked."""
    return load_toml(_package() / "accounts" / "questions.toml", Questions)


_BLANK = re.compile(r"\{(\w+)\}")


def blanks(sentence: str) -> frozenset[str]:
    """Name the blanks of a sentence."""
    return frozenset(_BLANK.findall(sentence))


def fill(sentence: str, values: Mapping[str, object]) -> str:
    """Fill the named blanks of a sentence; a blank without a value raises KeyError."""
    return _BLANK.sub(lambda blank: str(values[blank.group(1)]), sentence)
