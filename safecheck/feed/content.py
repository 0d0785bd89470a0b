"""What a list must be, however well it is signed: a mistake, or a maintainer under pressure, signs as well as anyone.

Identifiers only: nothing that a feed writes may speak to the person. It can at worst miss or point too often, and may
not silence much at once. Publishers ask the same before they sign.
"""

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from enum import StrEnum
from itertools import islice

import msgspec

from safecheck import gates
from safecheck.catalogue import SCHEMA, load_signatures
from safecheck.errors import SafecheckError
from safecheck.feed.bundle import LARGEST_LIST
from safecheck.feed.refusal import Reason, Refused
from safecheck.feed.state import HIGHEST
from safecheck.model import Facts, FamilyClass, Frozen, SignatureList, Source

_MOST_FAMILIES, _MOST_TEXTS = 5_000, 50_000
_MOST_WORDS = 4  # of a name that the shipped list does not have: more could say something
_KEPT_MARKS, _KEPT_FAMILIES, _KEPT_OF_BASELINE = 75, 70, 80  # in a hundred, at least
_TOLD = 3  # reasons
_LINK = re.compile(r"://|\w\.[^\W\d_]{2,}")
_LICENCE = re.compile(r"[\w.+-]{1,40}(?: (?:AND|OR|WITH) [\w.+-]{1,40}){0,3}", re.ASCII)
_REVISION = re.compile(r"[\w.-]{0,40}", re.ASCII)
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

Mark = tuple[str, object]  # field of Facts, value


class Shrunk(StrEnum):
    """Why a list may be much shorter than the one before: a closed set, signed with it."""

    FALSE_ALARMS = "false-alarms"
    LICENCE = "licence"
    OUTDATED = "outdated"
    REGROUPED = "regrouped"


class _Form(Frozen, frozen=True):
    """The one field that a list of any form has."""

    schema: int


def read(data: bytes, baseline: SignatureList) -> SignatureList:
    """Read a list that came from elsewhere; raises Refused for one that must not be used."""
    listed = checked(_decoded(data), baseline)
    return msgspec.structs.replace(
        listed, sources={id_: _source(id_, source, baseline) for id_, source in listed.sources.items()}
    )


def checked(listed: SignatureList, baseline: SignatureList) -> SignatureList:
    """Give the list if it passes every gate; raises Refused otherwise."""
    reasons = [*_bounds(listed), *(refusal.why for refusal in gates.refusals(listed)), *_names(listed, baseline)]
    if reasons:
        raise Refused(Reason.CONTENT, what="; ".join(reasons[:_TOLD]))
    return listed


def _decoded(data: bytes) -> SignatureList:
    if len(data) > LARGEST_LIST:
        raise Refused(Reason.LARGE)
    try:
        if msgspec.json.decode(data, type=_Form).schema > SCHEMA:
            raise Refused(Reason.NEWER_FORM)
        return load_signatures(data).signatures.listed
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(Reason.FORM) from error
    except SafecheckError as error:
        raise Refused(Reason.CONTENT, what=error.blanks["why"]) from error


def _bounds(listed: SignatureList) -> Iterator[str]:
    count = len(listed.sources) + len(listed.shared_packages) + len(listed.shared_certificates)
    for family in listed.families:
        count += len(family.aliases) + len(family.imitates) + sum(1 for facts in family.facts for _ in of_facts(facts))
    if len(listed.families) > _MOST_FAMILIES or count > _MOST_TEXTS:
        yield f"{len(listed.families)} families, {count} marks"
    if not 0 <= listed.version <= HIGHEST:
        yield "no number of a list"
    yield from (f"no id of a source: {id_}" for id_ in listed.sources if not _SOURCE.fullmatch(id_))


def _names(listed: SignatureList, baseline: SignatureList) -> Iterator[str]:
    """A name is a name: what the shipped list calls a product, or a few words."""
    known = {name for family in baseline.families for name in (family.name, *family.aliases)}
    for family in listed.families:
        for name in (family.name, *family.aliases):
            if name not in known and not is_name(name):
                yield f"no name of a product: {name}"


def is_name(name: str) -> bool:
    """Whether a name is too short to say something to whoever reads it, and leads nowhere."""
    return len(name.split()) <= _MOST_WORDS and not _LINK.search(name)


def _source(id_: str, source: Source, baseline: SignatureList) -> Source:
    """Say of a source what the shipped list says of it; of a new one, no more than its id and its licence."""
    revision = source.revision if _REVISION.fullmatch(source.revision) else ""
    if known := baseline.sources.get(id_):
        return msgspec.structs.replace(known, revision=revision, date=source.date)
    licence = source.licence if _LICENCE.fullmatch(source.licence) else ""
    credit = f"{id_} ({licence})" if licence else id_
    return Source(name=id_, url="", revision=revision, date=source.date, licence=licence, credit=credit)


def of_facts(facts: Facts) -> Iterator[Mark]:
    """Give every mark of a group of facts, whatever kinds there are."""
    for field in facts.__struct_fields__:
        values = getattr(facts, field)
        if isinstance(values, tuple):
            yield from ((field, value) for value in values)


def marks(listed: SignatureList, source: str | None = None) -> set[Mark]:
    """Give every mark of a list, or of one source of it."""
    return {
        mark
        for family in listed.families
        for facts in family.facts
        if source in {None, facts.source}
        for mark in of_facts(facts)
    }


def hold_size(new: SignatureList, before: SignatureList, baseline: SignatureList, shrunk: str = "") -> None:
    """Refuse a list that lost much of the one it takes the place of, or of the shipped one, and does not say why.

    What counts is what is still there, not how much there is: the same number of other names would be as bad.
    """
    if shrunk in set(Shrunk):
        return
    hold_marks(_classed(before), _classed(new))
    hold_marks(before.packages, new.packages)
    if len(new.families) * 100 < len(before.families) * _KEPT_FAMILIES:
        raise Refused(Reason.FAMILIES, now=len(new.families), before=len(before.families))
    there = Counter(family.kind for family in new.families)
    for kind in islice((family.kind for family in before.families if not there[family.kind]), 1):
        raise Refused(Reason.EMPTIED, kind=kind.value)
    for id_ in baseline.sources:
        hold_share(marks(baseline, id_), marks(new), id_)


def _classed(listed: SignatureList) -> set[tuple[FamilyClass, Mark]]:
    """Give every mark with the class of its product: a stalking app that is called something milder is lost too."""
    return {(family.kind, mark) for family in listed.families for facts in family.facts for mark in of_facts(facts)}


def hold_marks(before: AbstractSet[object], now: AbstractSet[object]) -> None:
    """Refuse what lost much of what was there before."""
    kept = len(before & now)
    if kept * 100 < len(before) * _KEPT_MARKS:
        raise Refused(Reason.SHRUNK, kept=kept, before=len(before))


def hold_share(shipped: AbstractSet[Mark], now: AbstractSet[Mark], source: str) -> None:
    """Refuse what lost much of what the shipped list knows from one source."""
    kept = len(shipped & now)
    if kept * 100 < len(shipped) * _KEPT_OF_BASELINE:
        raise Refused(Reason.BELOW_BASELINE, kept=kept, before=len(shipped), source=source)
