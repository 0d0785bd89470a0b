"""An organisation that publishes a signed list, made of python-tuf's Metadata API; it can also sign nonsense."""

import copy
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from safecheck import catalogue
from safecheck.feed.bundle import LIST, encode

SHIPPED: dict[str, Any] = msgspec.json.decode(catalogue.signatures_file().read_bytes())
BIG = 10**12  # no list that ships ever has so high a number


def a_list(number: int = 1, **changes: Any) -> bytes:  # noqa: ANN401 - any field of the list
    """Give the shipped list with another number and other fields."""
    return json.dumps({**SHIPPED, "version": BIG + number, **changes}).encode()


def with_family(name: str, *packages: str, number: int = 1) -> bytes:
    """Give the shipped list with one more product."""
    family = {
        "id": "".join(filter(str.isalnum, name.lower())),
        "name": name,
        "class": "stalkerware",
        "facts": [{"source": "echap", "grade": "B", "packages": list(packages)}],
    }
    return a_list(number, families=[*SHIPPED["families"], family])


def with_families(families: list[dict[str, Any]], number: int = 2) -> bytes:
    """Give a list of these families, sharing only what they still share."""
    shared = {}
    for key, fields in (("shared_packages", ("packages",)), ("shared_certificates", ("cert_sha1", "cert_sha256"))):
        there = [
            {name for facts in family["facts"] for field in fields for name in facts.get(field, ())}
            for family in families
        ]
        shared[key] = [name for name in SHIPPED.get(key, ()) if sum(name in names for names in there) > 1]
    return a_list(number, families=families, **shared)


def fewer(number: int = 2) -> bytes:
    """Give the shipped list without most of its certificates."""
    families = copy.deepcopy(SHIPPED["families"])
    for facts in (facts for family in families for facts in family["facts"] if facts.get("packages")):
        facts.pop("cert_sha1", None)
    return with_families(families, number)


class Publisher:
    """Keys, and the newest state of each file of metadata."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime.now(UTC).replace(microsecond=0)
        self.keys = {role: [CryptoSigner.generate_ed25519() for _ in range(count)] for role, count in _KEYS.items()}
        self.version = dict.fromkeys(("root", "timestamp", "snapshot", "targets"), 0)
        self.files: dict[str, Any] = {}
        self.root()

    def root(
        self, keys: "Mapping[str, list[CryptoSigner]] | None" = None, signers: Iterable[CryptoSigner] = ()
    ) -> bytes:
        """Publish a root; with other keys from now on, signed by both."""
        before = self.keys["root"]
        self.keys = {**self.keys, **(keys or {})}
        root = Root(version=self._next("root"), expires=self._in(730), consistent_snapshot=True)
        for role, owners in self.keys.items():
            for owner in owners:
                root.add_key(owner.public_key, role)
            root.roles[role].threshold = _THRESHOLDS[role]
        signed = self._sign(root, signers or {id(s): s for s in (*before, *self.keys["root"])}.values())
        self.files[f"/metadata/{root.version}.root.json"] = signed
        return signed

    def publish(  # noqa: PLR0913 - what can be signed wrongly
        self,
        listed: bytes,
        *,
        days: int = 30,
        signers: Iterable[CryptoSigner] | None = None,
        stampers: Iterable[CryptoSigner] | None = None,
        custom: dict[str, str] | None = None,
        path: str = LIST,
        issued: str | None = None,
    ) -> None:
        """Publish a list with all that vouches for it."""
        target = TargetFile.from_data(path, listed, ["sha256"])
        if custom:
            target.unrecognized_fields["custom"] = custom
        targets = Targets(version=self._next("targets"), expires=self._in(365), targets={path: target})
        self.files[f"/targets/{target.hashes['sha256']}.{path}"] = listed
        self.targets = self._sign(targets, self.keys["targets"] if signers is None else signers)
        self.files[f"/metadata/{targets.version}.targets.json"] = self.targets
        self.listed = listed
        self.snapshot(days=days)
        self.stamp(days=days, stampers=stampers, issued=issued)

    def snapshot(self, days: int = 90) -> None:
        """Say which targets belong together."""
        snapshot = Snapshot(
            version=self._next("snapshot"),
            expires=self._in(max(days, 90)),
            meta={"targets.json": MetaFile.from_data(self.version["targets"], self.targets, ["sha256"])},
        )
        self._snapshot = self._sign(snapshot, self.keys["snapshot"])
        self.files[f"/metadata/{snapshot.version}.snapshot.json"] = self._snapshot

    def stamp(self, days: int = 30, stampers: Iterable[CryptoSigner] | None = None, issued: str | None = None) -> None:
        """Vouch for the snapshot anew."""
        timestamp = Timestamp(
            version=self._next("timestamp"),
            expires=self._in(days),
            snapshot_meta=MetaFile.from_data(self.version["snapshot"], self._snapshot, ["sha256"]),
            unrecognized_fields={"x-issued-at": issued or self.now.isoformat()},
        )
        signed = self._sign(timestamp, self.keys["timestamp"] if stampers is None else stampers)
        self.files["/metadata/timestamp.json"] = signed

    def bundle(self) -> bytes:
        """Give all of it as one file."""
        return encode(self.members())

    def members(self) -> dict[str, bytes]:
        """Give what a bundle holds."""
        roots = {path.rpartition("/")[2]: data for path, data in self.files.items() if path.endswith(".root.json")}
        return roots | {
            "timestamp.json": self.files["/metadata/timestamp.json"],
            "snapshot.json": self._snapshot,
            "targets.json": self.targets,
            LIST: self.listed,
        }

    def _next(self, role: str) -> int:
        self.version[role] += 1
        return self.version[role]

    def _in(self, days: int) -> datetime:
        return self.now + timedelta(days=days)

    @staticmethod
    def _sign(signed: Root | Targets | Snapshot | Timestamp, signers: Iterable[CryptoSigner]) -> bytes:
        metadata: Metadata[Any] = Metadata(signed)
        for signer in signers:
            metadata.sign(signer, append=True)
        return metadata.to_bytes()


_KEYS = {"root": 3, "targets": 3, "snapshot": 1, "timestamp": 1}
_THRESHOLDS = {"root": 2, "targets": 2, "snapshot": 1, "timestamp": 1}
