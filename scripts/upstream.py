"""Read the public sources from local copies, each as proposals: what a person then looks at, one by one.

Only identifiers are taken over. Texts, network addresses, patterns and people's data stay where they are.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PureWindowsPath
from typing import Any, NamedTuple

import yaml

from safecheck.feed import community, echap
from safecheck.model import FamilyClass, Mark, MarkKind, Strength, System

_LARGEST = 4 * 1024 * 1024  # bytes of one file
_STIX = re.compile(r"\[(app:id|app:cert\.sha1|app:cert\.sha256)\s*=\s*'([^']*)'\]")
_STIX_FIELDS = {"app:id": "packages", "app:cert.sha1": "cert_sha1", "app:cert.sha256": "cert_sha256"}
# How paths of LOLRMM begin, and what that is here; the longest first.
_WINDOWS = {
    r"c:\program files (x86)": "{program_files}",
    r"c:\program files": "{program_files}",
    r"%programfiles(x86)%": "{program_files}",
    r"%programfiles%": "{program_files}",
    r"c:\programdata": "{program_data}",
    r"%programdata%": "{program_data}",
    r"c:\windows\system32": "{system}",
    r"c:\windows\syswow64": "{system}",
    r"%systemroot%": "{windows}",
    r"c:\windows": "{windows}",
    r"%localappdata%": "{local}",
    r"%appdata%": "{roaming}",
}
_SERVICES = "HKLM/SYSTEM/CurrentControlSet/Services/"


class Proposal(NamedTuple):
    """One mark that a source has for a product."""

    product: str  # as the source calls it
    kind: FamilyClass  # where the list does not have the product
    field: str  # of Facts
    value: str | Mark


def of_echap(folder: Path) -> Iterator[Proposal]:
    """Read ioc.yaml and watchware.yaml."""
    for name, kind in community.FILES.items():
        for entry in echap.entries((folder / name).read_bytes(), kind):
            for field in ("packages", "cert_sha1"):
                yield from (Proposal(entry.name, kind, field, value) for value in getattr(entry, field))


def of_mvt(folder: Path) -> Iterator[Proposal]:
    """Read *.stix2: ids of apps and certificates of patterns that compare one thing, each beside its malware."""
    for file in sorted(folder.glob("*.stix2")):
        objects = _json(file)["objects"]
        named = {thing["id"]: thing for thing in objects if "id" in thing}
        of = {
            link["source_ref"]: named[link["target_ref"]]["name"]
            for link in objects
            if link["type"] == "relationship" and link["target_ref"] in named
        }
        for thing in objects:
            pattern = _STIX.fullmatch(thing.get("pattern", ""))
            if thing["type"] == "indicator" and pattern:
                field = _STIX_FIELDS[pattern[1]]
                value = pattern[2] if field == "packages" else pattern[2].upper()
                yield Proposal(of.get(thing["id"], file.stem), FamilyClass.SPYWARE_TARGETED, field, value)


def of_lolrmm(folder: Path) -> Iterator[Proposal]:
    """Read the tools: whole paths, services, keys and signers. Leads, no more: the source lists what everybody has."""
    for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
        tool = _yaml(file)
        for mark in dict.fromkeys(_marks(tool)):
            yield Proposal(str(tool["Name"]), FamilyClass.REMOTE_ACCESS, "computer", mark)


SOURCES: Mapping[str, Callable[[Path], Iterator[Proposal]]] = {
    "echap": of_echap,
    "mvt-indicators": of_mvt,
    "lolrmm": of_lolrmm,
}


def _json(file: Path) -> Any:  # noqa: ANN401 - STIX
    if file.stat().st_size > _LARGEST:
        raise ValueError(f"{file.name} is too large")
    return json.loads(file.read_text("utf-8"))


def _yaml(file: Path) -> Mapping[str, Any]:
    if file.stat().st_size > _LARGEST:
        raise ValueError(f"{file.name} is too large")
    return dict(yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader))  # noqa: S506 - texts, lists and mappings only


def _marks(tool: Mapping[str, Any]) -> Iterator[Mark]:
    """Give what a tool leaves, as far as it can be said exactly."""
    artifacts = tool.get("Artifacts") or {}
    paths = [*_list(tool.get("Details"), "InstallationPaths"), *_each(artifacts, "Disk", "File")]
    yield from (mark for path in paths if (mark := _path(path)))
    for name in _each(artifacts, "EventLog", "ServiceName"):
        yield _mark(MarkKind.SERVICE, name)
    for key in _each(artifacts, "Registry", "Path"):
        written = re.sub(r"(?i)/wow6432node(?=/)", "", key.replace("\\", "/")).rstrip("/")
        if written.startswith(_SERVICES):
            yield _mark(MarkKind.SERVICE, written.removeprefix(_SERVICES))
        elif "*" not in written:
            yield _mark(MarkKind.REGISTRY_KEY, written)
    for name in _each(tool.get("CodeSigning"), "certificates", "signer_name"):
        yield _mark(MarkKind.SIGNER, name)


def _list(part: object, field: str) -> list[str]:
    """Give the texts of a list that may be missing."""
    found = part.get(field) if isinstance(part, dict) else None
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _each(part: object, field: str, inner: str) -> list[str]:
    """Give one text of each mapping in a list that may be missing."""
    found = part.get(field) if isinstance(part, dict) else None
    items = found if isinstance(found, list) else []
    return [item[inner] for item in items if isinstance(item, dict) and isinstance(item.get(inner), str)]


def _mark(kind: MarkKind, value: str, system: System = System.WINDOWS) -> Mark:
    return Mark(system=system, kind=kind, value=value, strength=Strength.MEDIUM)


def _path(written: str) -> Mark | None:
    """Give a path that begins at a known root, and is exact but for "everything in it"."""
    path = re.sub(r"[\\/]\*(?:\.\*)?$", "", written.strip()).rstrip("\\/")
    if "*" in path:
        return None
    kind = MarkKind.FILE if PureWindowsPath(path).suffix and not path.endswith(".app") else MarkKind.FOLDER
    for start, root in _WINDOWS.items():
        if path.lower().startswith(start + "\\"):
            return _mark(kind, root + path[len(start) :].replace("\\", "/"))
    if path.startswith(("/Applications/", "/Library/", "~/Library/")):
        return _mark(kind, path.replace("~", "{home}"), System.MACOS)
    if path.startswith(("/opt/", "/usr/", "/etc/", "~/.")):
        return _mark(kind, path.replace("~", "{home}"), System.LINUX)
    return None
