"""Make the files that are made from others: the compiled list and its samples, and the JSON Schema of the report."""

import json
import sys
from datetime import date
from pathlib import Path

if not getattr(sys.flags, "safe_path", False):  # older Pythons do not know it
    import bootstrap

    bootstrap.enter(__file__, "dev")

import msgspec

from safecheck.catalogue import SCHEMA, load_toml
from safecheck.formats.json import schema
from safecheck.model import Family, Frozen, SampleList, SignatureList, Source

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "signatures"


class Head(Frozen, frozen=True, forbid_unknown_fields=True):
    """signatures/list.toml: which list this is."""

    schema: int
    version: int  # YYYYMMDDnn
    issued: date
    shared_packages: tuple[str, ...] = ()
    shared_certificates: tuple[str, ...] = ()


class Samples(Frozen, frozen=True, forbid_unknown_fields=True):
    """signatures/samples/<family>.toml: hashes of whole APKs."""

    source: str
    sha256: tuple[str, ...]


def the_list(folder: Path = FOLDER) -> SignatureList:
    """Put the authored files below `folder` together."""
    head = load_toml(folder / "list.toml", Head)
    if head.schema != SCHEMA:
        raise SystemExit(f"list.toml has form {head.schema}, this code writes form {SCHEMA}")
    return SignatureList(
        schema=head.schema,
        version=head.version,
        issued=head.issued,
        shared_packages=head.shared_packages,
        shared_certificates=head.shared_certificates,
        sources=load_toml(folder / "sources.toml", dict[str, Source]),
        families=tuple(load_toml(file, Family) for file in sorted((folder / "families").glob("*.toml"))),
    )


def the_samples(folder: Path = FOLDER) -> SampleList:
    """Put the authored hashes together."""
    head = load_toml(folder / "list.toml", Head)
    files = sorted((folder / "samples").glob("*.toml"))
    return SampleList(
        schema=head.schema,
        version=head.version,
        samples={file.stem: load_toml(file, Samples).sha256 for file in files},
    )


def compile_list() -> bytes:
    """Write the list: JSON, one family a line, the same bytes for the same files."""
    listed = the_list()
    empty = msgspec.json.encode(msgspec.structs.replace(listed, families=()))
    lines = (msgspec.json.encode(family, order="deterministic") for family in listed.families)
    return empty.replace(b'"families":[]', b'"families":[\n' + b",\n".join(lines) + b"\n]", 1) + b"\n"


def compiled() -> dict[Path, bytes]:
    """Give every made file with what belongs into it."""
    return {
        FOLDER / "signatures.json": compile_list(),
        FOLDER / "samples.json": msgspec.json.encode(the_samples()) + b"\n",
        ROOT / "safecheck" / "report.schema.json": json.dumps(schema(), indent=1).encode() + b"\n",
    }


if __name__ == "__main__":
    for path, data in compiled().items():
        path.write_bytes(data)
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(data)} bytes\n")
