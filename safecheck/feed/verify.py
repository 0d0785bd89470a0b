"""Hold a bundle against the key that it must come from: signatures, thresholds, versions, sizes, hashes.

The one check that every list passes, when it is taken and each time it is loaded. It asks for no time: what is out of
date is not false, and a list that is old is said to be old.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeVar

from tuf.api.exceptions import LengthOrHashMismatchError, RepositoryError, UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from safecheck.feed.bundle import LARGEST_LIST, LIST
from safecheck.feed.refusal import Reason, Refused
from safecheck.feed.state import HIGHEST
from safecheck.model import Frozen

ISSUED = "x-issued-at"  # in the timestamp's signed part: TUF itself knows only when something runs out
SHRUNK = "x-shrunk"  # with the list in the signed targets: why it is so much shorter than the one before
_Role = TypeVar("_Role", Timestamp, Snapshot, Targets)
ED25519 = "ed25519"  # the one kind of key that can be checked everywhere


class Verified(Frozen, frozen=True):
    """A list, and what its feed says of it."""

    listed: bytes
    digest: str  # SHA-256 of the list, hex
    issued: datetime  # when the feed last vouched for it
    expires: datetime  # when the first of its signatures runs out
    timestamp: int  # version
    shrunk: str  # why the list is so much shorter than the one before; empty for no reason given


def verify(members: Mapping[str, bytes], anchor: bytes) -> Verified:
    """Check a bundle against the root that the person trusts; raises Refused."""
    try:
        return _verified(members, anchor)
    except UnsignedMetadataError as error:
        raise Refused(Reason.UNSIGNED) from error
    except LengthOrHashMismatchError as error:
        raise Refused(Reason.CHANGED) from error
    except (
        RepositoryError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        raise Refused(Reason.FORM) from error


def _verified(members: Mapping[str, bytes], anchor: bytes) -> Verified:
    root = _last_root(members, anchor)
    timestamp = _signed(members, root, Timestamp)
    timestamp.snapshot_meta.verify_length_and_hashes(members["snapshot.json"])
    snapshot = _signed(members, root, Snapshot)
    meta = snapshot.meta["targets.json"]
    meta.verify_length_and_hashes(members["targets.json"])
    targets = _signed(members, root, Targets)
    if (snapshot.version, targets.version) != (timestamp.snapshot_meta.version, meta.version):
        raise Refused(Reason.CHANGED)
    target = targets.targets[LIST]
    if target.length > LARGEST_LIST:
        raise Refused(Reason.LARGE)
    target.verify_length_and_hashes(members[LIST])
    issued = moment(timestamp.unrecognized_fields[ISSUED])
    if issued > min(timestamp.expires, root.expires) or timestamp.version > HIGHEST:
        # Whoever has the machine's key cannot stamp for a time, or with a number, beyond what people can put right.
        raise Refused(Reason.FORM)
    return Verified(
        listed=members[LIST],
        digest=target.hashes["sha256"],
        issued=issued,
        expires=min(part.expires for part in (root, timestamp, snapshot, targets)),
        timestamp=timestamp.version,
        shrunk=str((target.custom or {}).get(SHRUNK, "")),
    )


def _last_root(members: Mapping[str, bytes], anchor: bytes) -> Root:
    """Follow the changes of keys from the root that is trusted to the last one."""
    root = Metadata[Root].from_bytes(anchor).signed
    while (data := members.get(f"{root.version + 1}.root.json")) is not None:
        following = Metadata[Root].from_bytes(data)
        for keys in (root, following.signed):
            keys.verify_delegate(Root.type, following.signed_bytes, following.signatures)
        if following.signed.version != root.version + 1:
            raise Refused(Reason.FORM)
        root = following.signed
    return root


def _signed(members: Mapping[str, bytes], root: Root, role: type[_Role]) -> _Role:
    """Read one file of metadata, signed as the root asks."""
    metadata = Metadata[_Role].from_bytes(members[f"{role.type}.json"])
    if metadata.signed.type != role.type:
        raise Refused(Reason.FORM)
    root.verify_delegate(role.type, metadata.signed_bytes, metadata.signatures)
    return metadata.signed


def moment(written: str) -> datetime:
    """Read a time that names its zone; raises ValueError for another."""
    read = datetime.fromisoformat(written)
    if read.tzinfo is None:
        raise ValueError(f"no zone: {written}")
    return read.astimezone(UTC)
