"""Lint the authored list: every gate that lists must pass, and what holds for the shipped one besides.

Called by lint_data.py. Each problem is one line, with file and line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path

from compile_data import Head, Samples

from safecheck import gates
from safecheck.catalogue import SCHEMA, T, load_toml
from safecheck.errors import SafecheckError
from safecheck.model import Family, Frozen, SampleList, SignatureList, Source


class ExclusionKind(StrEnum):
    """What was left out."""

    PACKAGE = "package"
    CERTIFICATE = "certificate"
    ALIAS = "alias"
    FAMILY = "family"
    PRODUCT = "product"  # for computers


class Reason(StrEnum):
    """Why it was left out."""

    MIXED_UP = "mixed-up"  # the source gives it to several, or to the wrong one
    SHARED_KEY = "shared-key"  # anyone, or several makers, sign with it
    OTHER_BEARER = "other-bearer"  # an app that has nothing to do with it is known by this name
    PLAIN_WORDS = "plain-words"  # an app of another maker may well bear it
    ORDINARY_APP = "ordinary-app"  # it is no way to watch somebody
    ANTIVIRUS_LABEL = "antivirus-label"  # no brand
    OTHER_NAME = "other-name"  # names something else, or nothing
    OWN_FAMILY = "own-family"  # it stands as a family of its own
    MISSPELT = "misspelt"
    NO_IDENTIFIER = "no-identifier"  # nothing that could be compared
    NO_SECOND_MARK = "no-second-mark"  # a bare name, or one doubtful thing
    PERSON = "person"  # it names somebody


class Exclusion(Frozen, frozen=True, forbid_unknown_fields=True):
    """One line of signatures/exclusions.toml: what a source lists and this list leaves out."""

    source: str
    family: str  # as the source calls it
    kind: ExclusionKind
    fact: str
    reason: Reason
    why: str


class Exclusions(Frozen, frozen=True, forbid_unknown_fields=True):
    """signatures/exclusions.toml."""

    exclusions: tuple[Exclusion, ...]


def problems(folder: Path) -> Iterator[str]:
    """Give every problem of the list authored in `folder`."""
    found: list[str] = []
    files = [folder / "list.toml", folder / "sources.toml", *sorted((folder / "families").glob("*.toml"))]
    head = _load(files[0], Head, found)
    sources = _load(files[1], dict[str, Source], found) or {}
    families = {file: _load(file, Family, found) for file in files[2:]}
    samples = {file: _load(file, Samples, found) for file in sorted((folder / "samples").glob("*.toml"))}
    excluded = _load(folder / "exclusions.toml", Exclusions, found)
    yield from found
    if head is None:
        return
    yield from _head(head, files[0])
    listed = SignatureList(
        schema=head.schema,
        version=head.version,
        issued=head.issued,
        sources=sources,
        families=tuple(family for family in families.values() if family),
        shared_packages=head.shared_packages,
        shared_certificates=head.shared_certificates,
    )
    of_family = {family.id: file for file, family in families.items() if family}
    for refusal in gates.refusals(listed):
        where = [of_family[refusal.family]] if refusal.family else files
        yield f"{_places(where, refusal.about)}: {refusal.why}"
    for file, family in families.items():
        if family and family.id != file.stem:
            yield f"{_places([file], family.id)}: its id is {family.id}, its file {file.stem}"
    hashes = SampleList(
        schema=head.schema, version=head.version, samples={file.stem: s.sha256 for file, s in samples.items() if s}
    )
    for refusal in gates.sample_refusals(hashes, listed):
        file = folder / "samples" / f"{refusal.family}.toml"
        yield f"{_places([file], refusal.about)}: {refusal.why}"
    exclusions = excluded.exclusions if excluded else ()
    named = {facts.source for family in listed.families for facts in family.facts} | {
        *(sample.source for sample in samples.values() if sample),
        *(exclusion.source for exclusion in exclusions),
    }
    yield from _sources(sources, named, files[1], [*samples, folder / "exclusions.toml"])
    yield from _exclusions(exclusions, listed, folder / "exclusions.toml")
    yield from _private([*files, *samples, folder / "exclusions.toml"])


def _load(file: Path, kind: type[T], found: list[str]) -> T | None:
    """Read a file; a refusal becomes a problem with its line."""
    try:
        return load_toml(file, kind)
    except SafecheckError as error:
        why = error.blanks["why"]
        line = gates.line_of_error(file.read_text("utf-8", errors="replace"), why) if file.is_file() else None
        found.append(f"{file.name}:{line or 1}: {why}")
        return None


def _places(files: Iterable[Path], about: str) -> str:
    """Name the places where a text stands, up to three."""
    contents = {file.name: file.read_text("utf-8") for file in files}
    places = (f"{name}:{line}" for name, content in contents.items() if (line := gates.line_of(content, about)))
    return ", ".join(islice(places, 3)) or f"{next(iter(contents))}:1"


def _head(head: Head, file: Path) -> Iterator[str]:
    """The list's number says its day."""
    if head.schema != SCHEMA:
        yield f"{_places([file], 'schema')}: form {head.schema}, this code knows {SCHEMA}"
    day = re.fullmatch(r"(\d{4})(\d\d)(\d\d)\d\d", str(head.version))
    if day is None or date(*map(int, day.groups())) < head.issued:
        yield f"{_places([file], 'version')}: {head.version} is not YYYYMMDDnn, on or after the day of issue"


def _sources(sources: dict[str, Source], named: set[str], file: Path, users: Sequence[Path]) -> Iterator[str]:
    """Every source can be found again and is used; credit is given where the licence asks for it."""
    for id_, source in sources.items():
        place = _places([file], f"[{id_}]")
        if not (source.url.startswith(("https://", "http://")) and source.revision and source.licence):
            yield f"{place}: {id_} needs an address, a revision and a licence"
        if source.licence.startswith("CC-BY") and not source.credit:
            yield f"{place}: the licence of {id_} asks for a credit"
    for id_ in sorted(set(sources) - named):
        yield f"{_places([file], f'[{id_}]')}: nothing comes from {id_}"
    for id_ in sorted(named - set(sources)):
        yield f"{_places(users, id_)}: no such source: {id_}"


def _exclusions(exclusions: Sequence[Exclusion], listed: SignatureList, file: Path) -> Iterator[str]:
    """What is left out is not listed, and stands in the table once."""
    certificates = {
        digest
        for family in listed.families
        for facts in family.facts
        for digest in (*facts.cert_sha1, *facts.cert_sha256)
    }
    there = {ExclusionKind.PACKAGE: listed.packages, ExclusionKind.CERTIFICATE: certificates}
    seen: set[tuple[str, str, ExclusionKind, str]] = set()
    for exclusion in exclusions:
        key = (exclusion.source, exclusion.family, exclusion.kind, exclusion.fact)
        if exclusion.fact in there.get(exclusion.kind, ()):
            yield f"{_places([file], exclusion.fact)}: left out, and listed all the same: {exclusion.fact}"
        if key in seen:
            yield f"{_places([file], exclusion.fact)}: twice in the table: {exclusion.fact}"
        if not exclusion.why:
            yield f"{_places([file], exclusion.fact)}: no word on why {exclusion.fact} is left out"
        seen.add(key)


def _private(files: Sequence[Path]) -> Iterator[str]:
    """Not even a comment holds anybody's address or number."""
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if "extension-id" not in line and gates.is_private(line):
                yield f"{file.name}:{number}: somebody's private data"
