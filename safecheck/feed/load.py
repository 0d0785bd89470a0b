"""Which list a scan uses: the newest that can be proved, and never none. Everything that uses the list asks here."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from safecheck import catalogue
from safecheck.catalogue import LoadedList, fill, load_words
from safecheck.clean import clean
from safecheck.errors import SafecheckError
from safecheck.feed import clock, place, state
from safecheck.feed.refusal import Reason, Refused
from safecheck.feed.state import Feed, Kept, State
from safecheck.model import ListKind, Origin, SampleList, SignatureList, Signatures

_LONGEST = 300  # characters of a note


def load_list(now: datetime | None = None, folder: Path | None = None, *, with_samples: bool = False) -> LoadedList:
    """Give the list to use, and where it came from: the active one, else one before it, else the shipped one.

    Each is held against its signature and its hash anew. Where one is passed over, the origin's notes say why. Hashes
    of whole APKs come with safecheck only: those of the families that the list has.
    """
    baseline = catalogue.load_signatures(with_samples=with_samples)
    folder = folder or place.folder()
    try:
        known = state.load(folder)
    except SafecheckError:
        return _noted(baseline, [load_words().labels["list-state-broken"]])
    notes: list[str] = []
    loaded = next(_usable(baseline, folder, known, notes), baseline)
    if loaded is not baseline and baseline.signatures.samples:
        listed = loaded.signatures.listed
        loaded = replace(loaded, signatures=Signatures(listed, samples=_of(listed, baseline.signatures.samples)))
    return _noted(loaded, [*notes, *_clock(now or datetime.now(UTC), baseline, known)])


def _of(listed: SignatureList, samples: SampleList) -> SampleList:
    """Keep the samples of families that a list has."""
    there = {family.id for family in listed.families}
    return replace(samples, samples={id_: digests for id_, digests in samples.samples.items() if id_ in there})


def _usable(baseline: LoadedList, folder: Path, known: State, notes: list[str]) -> Iterator[LoadedList]:
    """Give the lists that can be used, the best first; put into `notes` why others are passed over."""
    labels = load_words().labels
    for kept in known.candidates:
        try:
            loaded = load_kept(folder, kept, known.feed, baseline)
        except Refused as refused:
            notes.append(fill(labels["list-passed-over"], {"version": kept.version, "why": refused.why}))
            continue
        if loaded.signatures.listed.version >= baseline.signatures.listed.version:
            yield loaded
        else:
            notes.append(fill(labels["list-shipped-is-newer"], {"version": kept.version}))


def load_kept(folder: Path, kept: Kept, feed: Feed | None, baseline: LoadedList) -> LoadedList:
    """Load one list that was taken; raises Refused where it is not what was taken, or must not be used any more."""
    try:
        return (
            _community(folder, kept, baseline)
            if kept.kind is ListKind.COMMUNITY
            else _signed(folder, kept, feed, baseline)
        )
    except OSError as error:
        raise Refused(Reason.GONE) from error


def _signed(folder: Path, kept: Kept, feed: Feed | None, baseline: LoadedList) -> LoadedList:
    from safecheck.feed import bundle, content
    from safecheck.feed.verify import verify  # python-tuf: loaded only where there is something to verify

    if feed is None:
        raise Refused(Reason.UNSIGNED)
    verified = verify(bundle.read(state.path(folder, kept)), feed.root.encode())
    if verified.digest != kept.digest:
        raise Refused(Reason.CHANGED)
    return LoadedList(
        signatures=Signatures(content.read(verified.listed, baseline.signatures.listed)),
        digest=verified.digest,
        origin=Origin(kind=kept.kind, host=urlsplit(feed.url).hostname or "", confirmed=verified.issued.date()),
    )


def _community(folder: Path, kept: Kept, baseline: LoadedList) -> LoadedList:
    from safecheck.feed import community

    overlay = community.read(state.path(folder, kept), kept.digest)
    merged = community.merge(baseline.signatures.listed, overlay).listed
    return LoadedList(
        signatures=Signatures(merged),
        digest=hashlib.sha256(msgspec.json.encode(merged, order="deterministic")).hexdigest(),
        origin=Origin(kind=kept.kind, host=community.HOST, confirmed=kept.confirmed.date()),
    )


def _clock(now: datetime, baseline: LoadedList, known: State) -> Iterator[str]:
    """Say that the clock is wrong where it says a time that is surely over."""
    latest = clock.effective(now, baseline.signatures.listed, known.lists)
    if latest - now > clock.TOLERANCE:
        yield fill(load_words().labels["list-clock"], {"clock": now.date(), "latest": latest.date()})


def _noted(loaded: LoadedList, notes: list[str]) -> LoadedList:
    """Put notes beside the origin; they may hold text of a list that was refused."""
    return replace(loaded, origin=replace(loaded.origin, notes=tuple(clean(note, _LONGEST) for note in notes)))
