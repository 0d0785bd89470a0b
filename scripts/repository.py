"""The files of a feed on the publisher's side: made, signed, put out; for publish.py.

A feed is a folder. `public/` is what a web host serves and a stick carries; `waiting/` holds what is not signed by
enough people yet, so that nothing half-signed is ever served.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from securesystemslib.signer import CryptoSigner, Key, SSlibKey
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from safecheck.catalogue import load_signatures
from safecheck.feed import bundle, content
from safecheck.feed.bundle import LIST
from safecheck.feed.verify import ED25519, ISSUED, SHRUNK, Verified, verify
from safecheck.model import SignatureList

DAYS = {"root": 730, "targets": 365, "snapshot": 90, "timestamp": 30}  # until a signature runs out
BUNDLE = "list.zip"  # the whole feed as one file, beside the others

AnyMetadata = Metadata[Any]


class Trouble(Exception):  # noqa: N818 - told in one sentence, never a traceback
    """What keeps the publisher from going on."""


class Signers(NamedTuple):
    """Who may sign for a role, and how many of them must."""

    keys: Sequence[Key]
    needed: int


class Feed:
    """The folder of a feed."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is read yet."""
        self.metadata = folder / "public" / "metadata"
        self.targets = folder / "public" / "targets"
        self.waiting = folder / "waiting"
        self.bundle = folder / "public" / BUNDLE

    def newest(self, role: str) -> AnyMetadata | None:
        """Read the newest published file of a role; None before the first."""
        if role == Timestamp.type:
            file = self.metadata / "timestamp.json"
            return Metadata[Any].from_file(str(file)) if file.is_file() else None
        files = sorted(self.metadata.glob(f"*.{role}.json"), key=_number)
        return Metadata[Any].from_file(str(files[-1])) if files else None

    def required(self, role: str) -> Any:  # noqa: ANN401 - the signed part of that role
        """Give the signed part of a role that must be there."""
        metadata = self.newest(role)
        if metadata is None:
            raise Trouble(f"Nothing of the role {role} is put out yet.")
        return metadata.signed

    def roots(self) -> Iterator[Path]:
        """Give every published root, the oldest first."""
        yield from sorted(self.metadata.glob("*.root.json"), key=_number)


def mark(key: Key) -> str:
    """Give the mark of a key, made anew from what signs: what a file says of itself may be somebody else's mark."""
    if key.scheme != ED25519:
        raise Trouble("A key is of another kind.")
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.keyval["public"]))
    return SSlibKey.from_crypto(public).keyid


def hold_keys(root: Root) -> None:
    """Refuse a root in which a key bears another mark than its own: people compare marks."""
    for keyid, key in root.keys.items():
        if mark(key) != keyid:
            raise Trouble(f"A key that is shown as {keyid[:12]} is another: {mark(key)[:12]}.")


def _number(file: Path) -> int:
    return int(file.name.partition(".")[0])


def _in(days: int, now: datetime) -> datetime:
    return (now + timedelta(days=days)).replace(microsecond=0)


def make_root(feed: Feed, signers: Mapping[str, Signers], now: datetime) -> Path:
    """Write the next root, for these signers, where it waits for signatures; old and new root keys must sign it."""
    before = feed.newest(Root.type)
    root = Root(version=before.signed.version + 1 if before else 1, expires=_in(DAYS["root"], now))
    for role, those in signers.items():
        if len({mark(key) for key in those.keys}) < len(those.keys):
            raise Trouble(f"{role}: the same key is named twice.")
        for key in those.keys:
            root.add_key(key, role)
        if not 0 < those.needed <= len(root.roles[role].keyids):
            raise Trouble(f"{role}: {those.needed} must sign, but there are {len(root.roles[role].keyids)} keys.")
        root.roles[role].threshold = those.needed
    return _wait(feed, f"{root.version}.root.json", Metadata(root))


def signers_of(feed: Feed) -> dict[str, Signers]:
    """Give who may sign by the newest root."""
    root: Root = feed.required(Root.type)
    return {
        name: Signers(tuple(root.keys[keyid] for keyid in role.keyids), role.threshold)
        for name, role in root.roles.items()
    }


def make_targets(feed: Feed, listed: bytes, shrunk: str, now: datetime) -> Path:
    """Write the next targets, for this list, where they wait for signatures."""
    target = TargetFile.from_data(LIST, listed, ["sha256"])
    if shrunk:
        target.unrecognized_fields["custom"] = {SHRUNK: shrunk}
    feed.waiting.mkdir(parents=True, exist_ok=True)
    (feed.waiting / f"{target.hashes['sha256']}.{LIST}").write_bytes(listed)
    return _next_targets(feed, target, now)


def renew_targets(feed: Feed, now: datetime) -> Path:
    """Write the next targets for the list that is put out already: for other keys, or before they run out."""
    return _next_targets(feed, feed.required(Targets.type).targets[LIST], now)


def _next_targets(feed: Feed, target: TargetFile, now: datetime) -> Path:
    before = feed.newest(Targets.type)
    version = before.signed.version + 1 if before else 1
    targets = Targets(version=version, expires=_in(DAYS["targets"], now), targets={LIST: target})
    return _wait(feed, f"{version}.targets.json", Metadata(targets))


def hold(feed: Feed, listed: bytes, shrunk: str) -> tuple[SignatureList, SignatureList]:
    """Hold a list against the gates that every client holds it against; give it, and the one before."""
    shipped = load_signatures().signatures.listed
    new = content.read(listed, shipped)
    before = published(feed) or shipped
    if published(feed) and new.version <= before.version:
        raise Trouble(f"Its number {new.version} is not higher than {before.version}.")
    content.hold_size(new, before, shipped, shrunk)
    return new, before


def published(feed: Feed) -> SignatureList | None:
    """Give the list that is published; None before the first."""
    metadata = feed.newest(Targets.type)
    if metadata is None:
        return None
    data = (feed.targets / f"{metadata.signed.targets[LIST].hashes['sha256']}.{LIST}").read_bytes()
    return content.read(data, load_signatures().signatures.listed)


def _wait(feed: Feed, name: str, metadata: AnyMetadata) -> Path:
    feed.waiting.mkdir(parents=True, exist_ok=True)
    file = feed.waiting / name
    metadata.to_file(str(file))
    return file


def sign(file: Path, metadata: AnyMetadata, signer: CryptoSigner) -> None:
    """Add a signature to what was read from a file that waits, and write it there."""
    metadata.sign(signer, append=True)
    metadata.to_file(str(file))


def release(feed: Feed) -> list[str]:
    """Put out what waits and is signed by enough people, all of it or nothing; say what was put out."""
    roots = sorted(feed.waiting.glob("*.root.json"), key=_number)
    targets = sorted(feed.waiting.glob("*.targets.json"), key=_number)
    root = feed.newest(Root.type)
    for file in roots:
        following = Metadata[Any].from_file(str(file))
        for by in (following, *((root,) if root else ())):  # by its own keys, and by those before
            _need(by.signed, following, file.name)
        root = following
    if root is None:
        raise Trouble("There is no root yet.")
    last = Metadata[Any].from_file(str(targets[-1])) if targets else feed.newest(Targets.type)
    if last is not None:  # a root that made the published list unsigned would break the feed
        _need(root.signed, last, f"{last.signed.version}.targets.json")
    lists = sorted(feed.waiting.glob(f"*.{LIST}"))
    return [
        *(_put(file, feed.targets) for file in lists),
        *(_put(file, feed.metadata) for file in (*roots, *targets)),
    ]


def _need(root: Root, metadata: AnyMetadata, name: str) -> None:
    """Ask for enough signatures."""
    try:
        root.verify_delegate(metadata.signed.type, metadata.signed_bytes, metadata.signatures)
    except UnsignedMetadataError as error:
        raise Trouble(f"Not signed by enough people yet: {name} ({error})") from error


def _put(file: Path, folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.move(file, folder / file.name)
    return file.name


def stamp(feed: Feed, signer: CryptoSigner, now: datetime) -> Verified:
    """Vouch for what is put out: a snapshot where one is needed, a timestamp always, and the whole as one file.

    For the machine that does it every week; ends with the check that every client makes.
    """
    root: Root = feed.required(Root.type)
    if any(signer.public_key.keyid not in root.roles[role].keyids for role in (Snapshot.type, Timestamp.type)):
        raise Trouble("By the newest root, this key may not stamp.")
    targets, snapshot = feed.required(Targets.type), feed.newest(Snapshot.type)
    if snapshot is None or not _good(feed, snapshot, targets.version, now):
        data = (feed.metadata / f"{targets.version}.targets.json").read_bytes()
        version = snapshot.signed.version + 1 if snapshot else 1
        made = Snapshot(
            version=version,
            expires=_in(DAYS["snapshot"], now),
            meta={"targets.json": MetaFile.from_data(targets.version, data, ["sha256"])},
        )
        _write(feed.metadata / f"{version}.snapshot.json", made, signer)
    version = feed.required(Snapshot.type).version
    data = (feed.metadata / f"{version}.snapshot.json").read_bytes()
    before = feed.newest(Timestamp.type)
    timestamp = Timestamp(
        version=before.signed.version + 1 if before else 1,
        expires=_in(DAYS["timestamp"], now),
        snapshot_meta=MetaFile.from_data(version, data, ["sha256"]),
        unrecognized_fields={ISSUED: now.astimezone(UTC).replace(microsecond=0).isoformat()},
    )
    _write(feed.metadata / "timestamp.json", timestamp, signer)
    return check(feed)


def _good(feed: Feed, snapshot: AnyMetadata, targets: int, now: datetime) -> bool:
    """Whether a snapshot speaks of these targets, lasts for long enough, and is signed by today's key."""
    try:
        _need(feed.required(Root.type), snapshot, "snapshot")
    except Trouble:
        return False
    signed: Snapshot = snapshot.signed
    return signed.expires >= _in(DAYS["snapshot"] // 2, now) and signed.meta["targets.json"].version == targets


def _write(file: Path, signed: Snapshot | Timestamp, signer: CryptoSigner) -> None:
    metadata: AnyMetadata = Metadata(signed)
    metadata.sign(signer)
    metadata.to_file(str(file))


def check(feed: Feed) -> Verified:
    """Make the check that every client makes, from the first root on, and write the bundle."""
    targets = feed.required(Targets.type)
    listed = feed.targets / f"{targets.targets[LIST].hashes['sha256']}.{LIST}"
    members = {file.name: file.read_bytes() for file in feed.roots()} | {
        "timestamp.json": (feed.metadata / "timestamp.json").read_bytes(),
        "snapshot.json": (feed.metadata / f"{feed.required(Snapshot.type).version}.snapshot.json").read_bytes(),
        "targets.json": (feed.metadata / f"{targets.version}.targets.json").read_bytes(),
        LIST: listed.read_bytes(),
    }
    verified = verify(members, next(feed.roots()).read_bytes())
    content.read(verified.listed, load_signatures().signatures.listed)
    feed.bundle.write_bytes(bundle.encode(members))
    return verified
