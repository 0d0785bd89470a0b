"""What every list must pass before it is used, whoever made it: the linter and the reader of own lists ask here."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from safecheck.gates import computer, phone
from safecheck.gates.refusal import Refusal, is_private, line_of, line_of_error, text
from safecheck.model import Facts, Family, SampleList, SignatureList

__all__ = ["Refusal", "is_private", "line_of", "line_of_error", "refusals", "sample_refusals", "text"]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_NAME = 60  # characters
_SHA256 = re.compile(r"[0-9A-F]{64}")
_NAMES: Mapping[str, Callable[[Facts], tuple[str, ...]]] = {
    "shared_packages": lambda facts: facts.packages,
    "shared_certificates": lambda facts: (*facts.cert_sha1, *facts.cert_sha256),
    "": lambda facts: facts.components,  # never shared
}


def refusals(listed: SignatureList) -> Iterator[Refusal]:
    """Give every reason to refuse this list; none for a good one."""
    for source in listed.sources.values():
        for written in (source.name, source.url, source.revision, source.licence, source.credit):
            yield from text(written)
    for family in listed.families:
        for refusal in _family(family, listed.sources):
            yield refusal._replace(family=family.id)
    for id_, count in Counter(family.id for family in listed.families).items():
        if count > 1:
            yield Refusal(id_, f"two families have the id {id_}")
    for field, names in _NAMES.items():
        yield from _shared(listed, field, names)


def _family(family: Family, sources: Mapping[str, object]) -> Iterator[Refusal]:
    """One family: who it is, and its facts."""
    if not _ID.fullmatch(family.id) or len(family.id) > _LONGEST_NAME:
        yield Refusal(family.id, f"no id of a family: {family.id} (a-z, 0-9, -)")
    for name in (family.name, *family.aliases):
        yield from text(name, _LONGEST_NAME)
    if not family.name or not family.facts:
        yield Refusal(family.id, f"{family.id} has no name, or no fact")
    yield from phone.imitations(family)
    for facts in family.facts:
        if facts.source not in sources:
            yield Refusal(facts.source, f"no such source: {facts.source}")
        if not (facts.packages or facts.cert_sha1 or facts.cert_sha256 or facts.components or facts.computer):
            yield Refusal(family.id, f"a group of facts of {family.id} is empty")
        yield from phone.refusals(facts, family)
        yield from computer.refusals(facts)
    yield from computer.enough(family)
    for values in (*_NAMES.values(), _marks):
        for value, count in Counter(value for facts in family.facts for value in values(facts)).items():
            if count > 1:
                name = value.rpartition("|")[2]
                yield Refusal(name, f"twice in {family.id}: {name}")


def _marks(facts: Facts) -> tuple[str, ...]:
    """Every mark on a computer as one text."""
    return tuple(f"{mark.system}|{mark.kind}|{mark.value}" for mark in facts.computer)


def _shared(listed: SignatureList, field: str, names: Callable[[Facts], tuple[str, ...]]) -> Iterator[Refusal]:
    """A name or certificate stands in one family, or `field` of the list says that it is meant to stand in more."""
    meant: frozenset[str] = frozenset(getattr(listed, field) if field else ())
    owners: dict[str, list[str]] = {}
    for family in listed.families:
        for name in dict.fromkeys(name for facts in family.facts for name in names(facts)):
            owners.setdefault(name, []).append(family.id)
    for name, families in owners.items():
        if len(families) > 1 and name not in meant:
            hint = f": if that is meant, {field} must name it" if field else ""
            yield Refusal(name, f"{name} is listed by {', '.join(families)}{hint}")
    for name in sorted(meant):
        if len(owners.get(name, ())) < 2:  # noqa: PLR2004 - that is what sharing is
            yield Refusal(name, f"{field} names {name}, which must be listed by two families")


def sample_refusals(samples: SampleList, listed: SignatureList) -> Iterator[Refusal]:
    """Give every reason to refuse these hashes beside this list."""
    families = {family.id for family in listed.families}
    owners: dict[str, str] = {}
    for id_, digests in samples.samples.items():
        if id_ not in families or not digests:
            yield Refusal(id_, f"no such family, or no hash of it: {id_}", id_)
        for digest in digests:
            if not _SHA256.fullmatch(digest):
                yield Refusal(digest, f"not 64 digits of upper-case hex: {digest}", id_)
            if digest in owners:
                yield Refusal(digest, f"listed by {owners[digest]} and by {id_}: {digest}", id_)
            owners[digest] = id_
