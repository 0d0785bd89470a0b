"""One public source as it is now, for as long as nobody runs a signed feed: nobody vouches for it.

So it can only add. What the shipped list knows was looked at by people and stays, in the family where they put it;
what they left out stays out; and of what is new, only what needs no second look is taken.
"""

import hashlib
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from safecheck import gates
from safecheck.catalogue import signatures_file
from safecheck.feed import content, state
from safecheck.feed.content import Mark
from safecheck.feed.refusal import Reason, Refused
from safecheck.model import Facts, Family, FamilyClass, Frozen, SignatureList, Source

HOST = "raw.githubusercontent.com"
BASE = f"https://{HOST}/AssoEchap/stalkerware-indicators/master/"
FILES: Mapping[str, FamilyClass] = {  # the second says better what a product that stands in both is
    "ioc.yaml": FamilyClass.STALKERWARE,
    "watchware.yaml": FamilyClass.WATCHWARE,
}
SOURCE = "echap"
SCHEMA = 1
_LARGEST = 4 * 1024 * 1024  # bytes of what is kept
_SHORTEST = 11  # characters of a name that nobody looked at: shorter ones are anyone's
_PLACEHOLDERS = ("com.example.", "com.metasploit.", "io.github.vvb2060.")


class Entry(Frozen, frozen=True, forbid_unknown_fields=True):
    """One product as the source has it; nothing in it was checked."""

    name: str
    kind: FamilyClass
    packages: tuple[str, ...] = ()
    cert_sha1: tuple[str, ...] = ()


class Overlay(Frozen, frozen=True, forbid_unknown_fields=True):
    """The source as it was."""

    schema: int
    entries: tuple[Entry, ...]


class Merged(Frozen, frozen=True):
    """The shipped list with what is new, and what became of the rest."""

    listed: SignatureList
    added: int  # marks
    passed_over: int  # marks that a person must look at first
    withdrawn: int  # marks of the shipped list that the source does not have any more: they stay


def read(file: Path, digest: str) -> Overlay:
    """Read what was kept; raises Refused where it is not what was kept, or OSError."""
    data = state.read(file, _LARGEST)
    if hashlib.sha256(data).hexdigest() != digest:
        raise Refused(Reason.CHANGED)
    try:
        overlay = msgspec.json.decode(data, type=Overlay)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(Reason.FORM) from error
    if overlay.schema != SCHEMA:
        raise Refused(Reason.NEWER_FORM)
    return overlay


def merge(baseline: SignatureList, overlay: Overlay) -> Merged:
    """Add what is new to the shipped list; raises Refused where what comes out is no list to be used."""
    entries = _by_product(overlay.entries)
    left_out = _left_out()
    known = left_out | {value for _, value in content.marks(baseline)}
    bearers = Counter(mark for entry in entries for mark in _marks(entry))
    families = {_plain(name): family.id for family in baseline.families for name in (family.name, *family.aliases)}
    fresh_of = [[mark for mark in _marks(entry) if mark[1] not in known] for entry in entries]
    shipped, count = content.marks(baseline, SOURCE), sum(map(len, fresh_of))
    if count > len(shipped):
        raise Refused(Reason.FLOODED, added=count, before=len(shipped))
    taken: dict[str, tuple[Entry, list[Mark]]] = {}
    passed_over = 0
    for entry, fresh in zip(entries, fresh_of, strict=True):
        id_ = families.get(_plain(entry.name)) or _new_id(entry.name)
        plain = [mark for mark in fresh if bearers[mark] == 1 and _needs_no_look(mark, id_, entry.name)]
        passed_over += len(fresh) - len(plain)
        if plain and entry.name not in left_out:
            taken.setdefault(id_, (entry, []))[1].extend(plain)
    added = sum(len(plain) for _, plain in taken.values())
    merged = content.checked(_with(baseline, taken), baseline)
    return Merged(listed=merged, added=added, passed_over=passed_over, withdrawn=len(shipped - bearers.keys()))


def hold_size(overlay: Overlay, before: Overlay | None, baseline: SignatureList) -> None:
    """Refuse a source that lost much of what was known from it: then it is not the source any more."""
    now = _all_marks(overlay)
    if before is not None:
        content.hold_marks(_all_marks(before), now)
    content.hold_share(content.marks(baseline, SOURCE), now, SOURCE)


def _all_marks(overlay: Overlay) -> set[Mark]:
    return {mark for entry in overlay.entries for mark in _marks(entry)}


def _by_product(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Put the entries of one product together; the class of a later file holds."""
    products: dict[str, Entry] = {}
    for entry in entries:
        before = products.get(_plain(entry.name), entry)
        products[_plain(entry.name)] = Entry(
            name=before.name,
            kind=entry.kind,
            packages=tuple(dict.fromkeys((*before.packages, *entry.packages))),
            cert_sha1=tuple(dict.fromkeys((*before.cert_sha1, *entry.cert_sha1))),
        )
    return tuple(products.values())


def _marks(entry: Entry) -> tuple[Mark, ...]:
    """Give every mark of an entry, each once."""
    return tuple(
        dict.fromkeys((field, value) for field in ("packages", "cert_sha1") for value in getattr(entry, field))
    )


def _plain(name: str) -> str:
    """Write a brand's name so that spelling does not matter."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _new_id(name: str) -> str:
    """Make an id for a product that the shipped list does not have."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _needs_no_look(mark: Mark, id_: str, name: str) -> bool:
    """Whether a mark that nobody looked at may be used: alone it passes every gate, and is no short or common name."""
    field, value = mark
    if field == "packages" and (len(str(value)) < _SHORTEST or str(value).startswith(_PLACEHOLDERS)):
        return False
    family = Family(id=id_, name=name, kind=FamilyClass.STALKERWARE, facts=(_facts({field: (value,)}),))
    source = Source(name=SOURCE, url="", revision="", date=date.min, licence="", credit="")
    alone = SignatureList(schema=1, version=1, issued=date.min, sources={SOURCE: source}, families=(family,))
    return content.is_name(name) and not any(gates.refusals(alone))


def _facts(marks: Mapping[str, tuple[object, ...]]) -> Facts:
    return msgspec.convert({"source": SOURCE, "grade": "B", **marks}, Facts)


def _with(baseline: SignatureList, taken: Mapping[str, tuple[Entry, list[Mark]]]) -> SignatureList:
    """Put new marks beside those of their families, and new families behind the others."""
    facts: dict[str, Facts] = {}
    for id_, (_, marks) in taken.items():
        fields: dict[str, list[object]] = defaultdict(list)
        for field, value in marks:
            fields[field].append(value)
        facts[id_] = _facts({field: tuple(values) for field, values in fields.items()})
    families = [
        msgspec.structs.replace(family, facts=(*family.facts, facts.pop(family.id))) if family.id in facts else family
        for family in baseline.families
    ]
    families += [
        Family(id=id_, name=taken[id_][0].name, kind=taken[id_][0].kind, facts=(added,)) for id_, added in facts.items()
    ]
    return msgspec.structs.replace(baseline, families=tuple(families))


@cache
def _left_out() -> frozenset[str]:
    """Give every name and mark that people left out of the shipped list on purpose."""
    table = tomllib.loads(signatures_file("exclusions.toml").read_text("utf-8"))
    return frozenset(line["fact"] for line in table["exclusions"])
