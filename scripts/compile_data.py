"""Make the files that are made from others: the compiled list, and the JSON Schema of the report."""

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
from safecheck.model import Family, Frozen, SignatureList, Source

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "signatures"


class _Head(Frozen, frozen=True, forbid_unknown_fields=True):
    """signatures/list.toml: which list this is."""

    schema: int
    version: int  # YYYYMMDDnn
    issued: date
    shared_packages: tuple[str, ...] = ()  # named on purpose by two families


def family_files() -> tuple[Path, ...]:
    """Name every authored family file, in the order of the compiled list."""
    return tuple(sorted((FOLDER / "families").glob("*.toml")))


def compile_list() -> bytes:
    """Put the authored files together: JSON, one family a line, the same bytes for the same files."""
    head = load_toml(FOLDER / "list.toml", _Head)
    if head.schema != SCHEMA:
        raise SystemExit(f"list.toml has form {head.schema}, this code writes form {SCHEMA}")
    listed = SignatureList(
        schema=head.schema,
        version=head.version,
        issued=head.issued,
        sources=load_toml(FOLDER / "sources.toml", dict[str, Source]),
        families=tuple(load_toml(file, Family) for file in family_files()),
    )
    empty = msgspec.json.encode(msgspec.structs.replace(listed, families=())).removesuffix(b"]}")
    lines = (msgspec.json.encode(family, order="deterministic") for family in listed.families)
    return empty + b"\n" + b",\n".join(lines) + b"\n]}\n"


def compiled() -> dict[Path, bytes]:
    """Give every made file with what belongs into it."""
    return {
        FOLDER / "signatures.json": compile_list(),
        ROOT / "safecheck" / "report.schema.json": json.dumps(schema(), indent=1).encode() + b"\n",
    }


if __name__ == "__main__":
    for path, data in compiled().items():
        path.write_bytes(data)
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(data)} bytes\n")
