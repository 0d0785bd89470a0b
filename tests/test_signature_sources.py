"""The list held against its sources, entry by entry, and against the parts of real phones.

Sources and phones are not part of this repository: where they are absent, nothing is tried.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from safecheck import catalogue, protected
from safecheck.phone.parsers import package_names, packages
from safecheck.phone.parsers.parsed import Refused
from tests.conftest import SHARED
from tests.loose import ROOT

_INDICATORS = SHARED / "indicators"
_PHONES = SHARED / "ground-truth"
sources = pytest.mark.skipif(not _INDICATORS.is_dir(), reason="the sources are not here")


class Upstream(NamedTuple):
    """One entry of a source."""

    name: str
    lists: dict[str, list[str]]


def _entries(file: str) -> Iterator[Upstream]:
    """Read Echap's file: a list of entries with plain lists, nothing in it is quoted; 16 have a blank before the colon."""
    for block in re.split(r"^- ", (_INDICATORS / file).read_text("ascii"), flags=re.MULTILINE)[1:]:
        entry = "  " + block
        (name,) = re.findall(r"^  name ?: (.+?) *$", entry, re.MULTILINE)
        lists = re.findall(r"^  (\w+):\n((?: +- .*\n)*)", entry, re.MULTILINE)
        yield Upstream(name, {key: re.findall(r"- (\S.*?) *$", items, re.MULTILINE) for key, items in lists})


def _excluded(source: str, kind: str) -> set[str]:
    table = tomllib.loads((ROOT / "signatures" / "exclusions.toml").read_text("utf-8"))["exclusions"]
    return {line["fact"] for line in table if (line["source"], line["kind"]) == (source, kind)}


@sources
@pytest.mark.parametrize(
    ("file", "families", "names", "certificates", "aliases"),
    [("ioc.yaml", 147, 616, 472, 217), ("watchware.yaml", 27, 30, 14, 2)],
)
def test_every_entry_of_echap_is_listed_or_left_out_for_a_reason(  # noqa: PLR0913 - one per set
    loaded: catalogue.LoadedList, file: str, families: int, names: int, certificates: int, aliases: int
) -> None:
    entries = list(_entries(file))
    found = {
        key: [item for entry in entries for item in entry.lists.get(key, [])]
        for key in ("packages", "certificates", "names")
    }
    assert (len(entries), *map(len, found.values())) == (families, names, certificates, aliases)
    signatures = loaded.signatures
    assert {name for name in found["packages"] if not signatures.families_of(name)} <= _excluded("echap", "package")
    assert {digest for digest in found["certificates"] if not signatures.families_of_certificate(digest)} <= _excluded(
        "echap", "certificate"
    )
    known = {_plain(name) for family in signatures.listed.families for name in (family.name, *family.aliases)}
    gone = _excluded("echap", "family")
    called = {
        name for entry in entries if entry.name not in gone for name in (entry.name, *entry.lists.get("names", []))
    }
    assert {name for name in called if _plain(name) not in known} <= _excluded("echap", "alias")


def _plain(name: str) -> str:
    """Write a brand's name so that spelling does not matter."""
    return re.sub(r"[^a-z0-9]", "", name.lower().replace("ã", "a"))


@sources
def test_every_sample_of_echap_is_listed() -> None:
    rows = [line.split(",") for line in (_INDICATORS / "samples.csv").read_text("ascii").splitlines()[1:]]
    assert len(rows) == 3228
    signatures = catalogue.load_signatures(with_samples=True).signatures
    assert all(signatures.families_of_apk(row[0]) for row in rows)
    assert {row[1] for row in rows if row[1] and not signatures.families_of(row[1])} == set()


@sources
def test_every_app_and_certificate_of_mvt_is_listed(loaded: catalogue.LoadedList) -> None:
    patterns = [
        re.fullmatch(r"\[(app:[\w.]+)\s*=\s*'(.*)'\]", indicator["pattern"])
        for file in sorted((_INDICATORS / "mvt-indicators").glob("*.stix2"))
        for indicator in json.loads(file.read_text("utf-8"))["objects"]
        if indicator["type"] == "indicator"
    ]
    pairs = {match.groups() for match in patterns if match}
    ids = {value for key, value in pairs if key == "app:id"}
    digests = {value for key, value in pairs if key == "app:cert.sha256"}
    assert (len(ids), len(digests), len(pairs)) == (21, 8, 29)
    signatures = loaded.signatures
    assert {name for name in ids if not signatures.families_of(name)} == _excluded("mvt-indicators", "package")
    assert all(signatures.families_of_certificate(digest) for digest in digests)


@sources
def test_what_is_left_out_stands_in_the_source() -> None:
    entries = [*_entries("ioc.yaml"), *_entries("watchware.yaml")]
    for kind, key in (("package", "packages"), ("certificate", "certificates")):
        there = {item for entry in entries for item in entry.lists.get(key, [])}
        assert _excluded("echap", kind) <= there


@pytest.mark.skipif(not _PHONES.is_dir(), reason="the phones are not here")
def test_no_part_of_a_real_phone_is_listed_and_none_is_protected_in_vain(loaded: catalogue.LoadedList) -> None:
    parts = set(_parts())
    assert len(parts) > 600
    assert {name for name in parts if loaded.signatures.families_of(name)} == set()
    assert len(parts & protected.PACKAGES) > 100


def _parts() -> Iterator[str]:
    """Name what came with the phones whose lists are at hand."""
    for file in sorted(_PHONES.glob("dumpsys-package*/*.txt")):
        try:
            value, _ = packages.parse(_text(file))
        except Refused:
            continue
        yield from (name for name, package in value.packages.items() if package.system)
        yield from value.hidden
    for file in sorted(_PHONES.glob("pm-list-packages-s/*.txt")):
        yield from package_names.parse(_text(file)).value


def _text(file: Path) -> str:
    data = file.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # saved by a Windows shell
        data = data.decode("utf-16").encode()
    text = data.replace(b"\r\n", b"\n").decode(errors="replace")
    return text.partition("\n")[2] if text.startswith("# source: ") else text
