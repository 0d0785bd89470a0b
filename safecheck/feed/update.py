"""Take a newer list, or refuse it and keep the one that is used: from a feed, from a file, from the public source."""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from safecheck.catalogue import load_signatures
from safecheck.errors import SafecheckError, UpdateCode
from safecheck.feed import bundle, clock, community, content, echap, state
from safecheck.feed.client import Bundle, Https, Progress, newest, silent
from safecheck.feed.fetch import Absent, Line
from safecheck.feed.load import load_list
from safecheck.feed.refusal import Reason, Refused
from safecheck.feed.state import Feed, Kept, State
from safecheck.feed.verify import Verified, verify
from safecheck.model import Frozen, ListKind, SignatureList, Signatures

Prove = Callable[[Signatures], None]  # raises SafecheckError where a scan with this list would not see what it must


class Result(Frozen, frozen=True):
    """How an update ended well."""

    code: UpdateCode  # UPDATED or CURRENT
    expires: datetime | None = None  # of the feed's signatures; None for an unsigned source
    merged: community.Merged | None = None  # of the public source


def from_feed(folder: Path, line: Line, now: datetime, prove: Prove, progress: Progress = silent) -> Result:
    """Ask the feed for a newer list; raises Refused or SafecheckError, and then nothing has changed."""
    with state.alone(folder):
        known = state.load(folder)
        feed = state.required(known)
        last = _last(folder, known, feed)

        def asked(lists: Iterable[Kept]) -> dict[str, bytes]:
            latest = clock.effective(now, load_signatures().signatures.listed, lists)
            return newest(folder, feed.root.encode(), last, Https(line), feed.url, latest, progress)

        try:
            members = asked(known.lists)
        except Refused as refused:
            if refused.reason is not Reason.EXPIRED:
                raise
            members = asked(())  # a stolen key may have signed a time to come: where keys have changed, it is forgotten
            if _roots(members) <= _roots(last):
                raise
        return _take(folder, known, last, members, ListKind.FEED, now, prove)


def from_file(folder: Path, file: Path, now: datetime, prove: Prove) -> Result:
    """Take the list of a bundle, however old it is, if it is newer than the one that was taken last."""
    with state.alone(folder):
        known = state.load(folder)
        feed = state.required(known)
        last = _last(folder, known, feed)
        try:
            members = newest(folder, feed.root.encode(), last, Bundle(_read(file)), "bundle:///", None)
        except Refused as refused:
            if refused.reason is Reason.MISSING:  # a part of the file: nobody was asked
                raise Refused(Reason.FORM) from refused
            if refused.reason is not Reason.OLDER:
                raise
            raise SafecheckError("bundle-older", UpdateCode.CURRENT, source=file) from refused
        return _take(folder, known, last, members, ListKind.IMPORTED, now, prove)


def proved(folder: Path, file: Path | None = None) -> tuple[dict[str, bytes], Verified, SignatureList]:
    """Give the members of a bundle, what its feed says, and its list; without a file, of the list that is in use.

    Raises Refused, or SafecheckError where there is none.
    """
    known = state.load(folder)
    feed = state.required(known)
    signed = [kept for kept in known.candidates if kept.kind is not ListKind.COMMUNITY]
    if file is None and not signed:
        raise SafecheckError("nothing-kept", UpdateCode.NOT_DONE)
    members = _read(file) if file else _read(state.path(folder, signed[0]), bundle.read)
    verified = verify(members, feed.root.encode())
    return members, verified, content.read(verified.listed, load_signatures().signatures.listed)


def _read(file: Path, read: Callable[[Path], dict[str, bytes]] = bundle.brought) -> dict[str, bytes]:
    """Read a bundle; raises Refused, or SafecheckError where it cannot be opened."""
    try:
        return read(file)
    except OSError as error:
        raise SafecheckError(
            "bundle-unreadable", UpdateCode.NOT_DONE, file=file, why=error.strerror or error
        ) from error


def _last(folder: Path, known: State, feed: Feed) -> Mapping[str, bytes]:
    """Give the members of the newest bundle that can still be proved: nothing older is taken from now on."""
    for kept in known.lists:
        if kept.kind is not ListKind.COMMUNITY:
            with contextlib.suppress(Refused, OSError):
                members = bundle.read(state.path(folder, kept))
                verify(members, feed.root.encode())
                return members
    return {}


def _roots(members: Mapping[str, bytes]) -> set[str]:
    """Name the roots of a bundle: each change of keys adds one."""
    return {name for name in members if name.endswith(".root.json")}


def _take(  # noqa: PLR0913 - what taking a list depends on
    folder: Path,
    known: State,
    last: Mapping[str, bytes],
    members: Mapping[str, bytes],
    kind: ListKind,
    now: datetime,
    prove: Prove,
) -> Result:
    """Hold a verified bundle against the gates, and use its list from now on."""
    verified = verify(members, state.required(known).root.encode())
    if members == last:
        return Result(code=UpdateCode.CURRENT, expires=verified.expires)
    baseline = load_signatures().signatures.listed
    listed = content.read(verified.listed, baseline)
    if listed.version < baseline.version:
        return Result(code=UpdateCode.CURRENT, expires=verified.expires)
    signed = tuple(kept for kept in known.lists if kept.kind is not ListKind.COMMUNITY)
    again = bool(signed) and signed[0].digest == verified.digest
    if not again:
        used = load_list(now, folder)
        before = baseline if used.origin.kind is ListKind.COMMUNITY else used.signatures.listed
        _hold(listed, signed, verified, before, baseline)
        prove(Signatures(listed))
    kept = Kept(
        file=f"{listed.version}-{verified.digest[:8]}-{verified.timestamp}.zip",
        kind=kind,
        version=listed.version,
        digest=verified.digest,
        confirmed=verified.issued,
        accepted=now,
    )
    state.take(folder, replace(known, lists=signed), kept, bundle.encode(members))
    return Result(code=UpdateCode.CURRENT if again else UpdateCode.UPDATED, expires=verified.expires)


def _hold(
    listed: SignatureList, signed: tuple[Kept, ...], verified: Verified, before: SignatureList, baseline: SignatureList
) -> None:
    """Refuse a list that goes back, or lost too much."""
    if signed and listed.version <= signed[0].version:
        raise Refused(Reason.VERSION, version=listed.version, before=signed[0].version)
    content.hold_size(listed, before, baseline, verified.shrunk)


def from_community(folder: Path, line: Line, base: str, now: datetime, prove: Prove) -> Result:
    """Add to the shipped list what the public source has now; raises Refused or SafecheckError."""
    with state.alone(folder):
        known = state.load(folder)
        if known.feed is not None:
            raise SafecheckError("feed-comes-first", UpdateCode.NOT_DONE)
        baseline = load_signatures().signatures.listed
        overlay = community.Overlay(schema=community.SCHEMA, entries=_fetched(line, base))
        community.hold_size(overlay, _last_overlay(folder, known), baseline)
        merged = community.merge(baseline, overlay)
        prove(Signatures(merged.listed))
        data = msgspec.json.encode(overlay)
        digest = hashlib.sha256(data).hexdigest()
        again = bool(known.lists) and known.lists[0].digest == digest
        kept = Kept(
            file=f"{baseline.version}-{digest[:8]}.json",
            kind=ListKind.COMMUNITY,
            version=baseline.version,
            digest=digest,
            confirmed=clock.effective(now, baseline, known.lists),
            accepted=now,
        )
        state.take(folder, known, kept, data)
        return Result(code=UpdateCode.CURRENT if again else UpdateCode.UPDATED, merged=merged)


def _fetched(line: Line, base: str) -> tuple[community.Entry, ...]:
    """Fetch and read every file of the public source."""
    try:
        return tuple(
            entry
            for name, kind in community.FILES.items()
            for entry in echap.entries(line.read(base + name, echap.LARGEST), kind)
        )
    except Absent as error:
        raise Refused(Reason.MISSING, status=404) from error


def _last_overlay(folder: Path, known: State) -> community.Overlay | None:
    """Give what was taken of the public source before, where it is still whole."""
    for kept in known.lists:
        if kept.kind is ListKind.COMMUNITY:
            with contextlib.suppress(Refused, OSError):
                return community.read(state.path(folder, kept), kept.digest)
    return None
