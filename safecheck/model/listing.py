"""The list of known products and its index."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from safecheck.model.base import Frozen


class FamilyClass(StrEnum):
    """What a product is, as its makers sell it; a closed set."""

    STALKERWARE = "stalkerware"
    WATCHWARE = "watchware"
    DUAL_USE = "dual-use"
    REMOTE_ACCESS = "remote-access"
    KEYLOGGER = "keylogger"
    EMPLOYEE_MONITOR = "employee-monitor"
    SPYWARE_TARGETED = "spyware-targeted"
    MANAGED = "managed"


class Facts(Frozen, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Marks that one source documents for a family."""

    source: str
    grade: str  # A vendor, B maintained public list, C single artefact
    packages: tuple[str, ...] = ()
    cert_sha1: tuple[str, ...] = ()
    cert_sha256: tuple[str, ...] = ()


class Family(Frozen, frozen=True, rename={"kind": "class"}, forbid_unknown_fields=True, omit_defaults=True):
    """One product and the marks that it leaves."""

    id: str
    name: str
    kind: FamilyClass
    aliases: tuple[str, ...] = ()
    facts: tuple[Facts, ...] = ()


class Source(Frozen, frozen=True, forbid_unknown_fields=True):
    """Where facts come from, and the credit that its licence asks for."""

    name: str
    url: str
    revision: str
    date: date
    licence: str  # SPDX
    credit: str


class SignatureList(Frozen, frozen=True, forbid_unknown_fields=True):
    """The list as it is shipped: signatures/signatures.json."""

    schema: int
    version: int  # YYYYMMDDnn
    issued: date
    sources: Mapping[str, Source]
    families: tuple[Family, ...]


class Signatures:
    """The list with its index, built once; lookups are exact and may name several families."""

    def __init__(self, listed: SignatureList) -> None:
        """Index every package name of `listed`."""
        self.listed = listed
        self._by_package: dict[str, list[Family]] = {}
        for family in listed.families:
            for name in dict.fromkeys(name for facts in family.facts for name in facts.packages):
                self._by_package.setdefault(name, []).append(family)

    def families_of(self, package: str) -> tuple[Family, ...]:
        """Give all families that list this exact package name."""
        return tuple(self._by_package.get(package, ()))

    @property
    def package_count(self) -> int:
        """How many different package names the list knows."""
        return len(self._by_package)
