"""The root file that an organisation hands out: who may sign its list, and how many of them must."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root

from safecheck.feed.refusal import Reason, Refused
from safecheck.feed.verify import ED25519
from safecheck.model import Frozen

LARGEST = 64_000  # bytes


class Anchor(Frozen, frozen=True):
    """What a root file says."""

    fingerprint: str  # SHA-256 of the file, hex
    version: int
    expires: datetime
    signers: Mapping[str, tuple[int, int]]  # of each role: how many must sign, of how many


def describe(data: bytes) -> Anchor:
    """Read a root file; raises Refused where it is none, or is not signed by its own keys."""
    if len(data) > LARGEST:
        raise Refused(Reason.LARGE)
    try:
        metadata = Metadata[Root].from_bytes(data)
        root = metadata.signed
        root.verify_delegate(Root.type, metadata.signed_bytes, metadata.signatures)
    except (RepositoryError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise Refused(Reason.FORM) from error
    keys = root.keys.values()
    if any(key.scheme != ED25519 for key in keys) or len({key.keyval["public"].lower() for key in keys}) < len(keys):
        raise Refused(Reason.FORM)  # one key under two names would count as two people
    return Anchor(
        fingerprint=hashlib.sha256(data).hexdigest(),
        version=root.version,
        expires=root.expires,
        signers={name: (role.threshold, len(role.keyids)) for name, role in root.roles.items()},
    )
