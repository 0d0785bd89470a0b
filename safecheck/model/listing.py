"""The list of known products and its index."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property

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


class Grade(StrEnum):
    """How good a source is."""

    VENDOR = "A"  # the maker's own document
    LIST = "B"  # a maintained public list, or an antivirus write-up
    SINGLE = "C"  # one artefact of a third party


class System(StrEnum):
    """Where a mark is left on a computer."""

    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"
    BROWSER = "browser"  # whatever it runs on


class MarkKind(StrEnum):
    """What a mark on a computer is; signatures/README.md says how each is compared."""

    FILE = "file"
    FOLDER = "folder"
    FOLDER_START = "folder-start"
    FILE_NAME = "file-name"
    SERVICE = "service"
    SERVICE_START = "service-start"
    REGISTRY_KEY = "registry-key"
    SIGNER = "signer"
    LAUNCHD_LABEL = "launchd-label"
    LAUNCHD_START = "launchd-start"
    SYSTEMD_UNIT = "systemd-unit"
    BUNDLE_ID = "bundle-id"
    EXTENSION_ID = "extension-id"


class Strength(StrEnum):
    """How far a mark on a computer goes."""

    STRONG = "strong"  # names the product by itself
    MEDIUM = "medium"  # two of different kinds name it, one alone makes it possible
    WEAK = "weak"  # only beside a medium one


class Mark(Frozen, frozen=True, forbid_unknown_fields=True):
    """One thing that a product leaves on a computer."""

    system: System
    kind: MarkKind
    value: str
    strength: Strength


class Facts(Frozen, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Marks that one source documents for a family."""

    source: str
    grade: Grade
    packages: tuple[str, ...] = ()
    cert_sha1: tuple[str, ...] = ()
    cert_sha256: tuple[str, ...] = ()
    components: tuple[str, ...] = ()  # whole names of classes, which stay where a package is renamed
    computer: tuple[Mark, ...] = ()


class Family(Frozen, frozen=True, rename={"kind": "class"}, forbid_unknown_fields=True, omit_defaults=True):
    """One product and the marks that it leaves."""

    id: str
    name: str
    kind: FamilyClass
    aliases: tuple[str, ...] = ()
    imitates: tuple[str, ...] = ()  # makers' name spaces that its package names imitate
    facts: tuple[Facts, ...] = ()


class Source(Frozen, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where facts come from, and the credit that its licence asks for."""

    name: str
    date: date
    url: str = ""
    revision: str = ""
    licence: str = ""  # SPDX
    credit: str = ""


class SignatureList(Frozen, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A list: the shipped one is signatures/signatures.json."""

    schema: int
    version: int  # YYYYMMDDnn
    issued: date
    sources: Mapping[str, Source]
    families: tuple[Family, ...]
    shared_packages: tuple[str, ...] = ()  # named on purpose by two families: a match names both
    shared_certificates: tuple[str, ...] = ()  # the same

    @property
    def packages(self) -> frozenset[str]:
        """Every package name in it."""
        return frozenset(name for family in self.families for facts in family.facts for name in facts.packages)

    @property
    def on_phones(self) -> int:
        """How many of its families leave marks on a phone."""
        return sum(
            any(facts.packages or facts.cert_sha1 or facts.cert_sha256 or facts.components for facts in family.facts)
            for family in self.families
        )

    @property
    def on_computers(self) -> int:
        """How many of its families leave marks on a computer."""
        return sum(any(facts.computer for facts in family.facts) for family in self.families)


class OwnList(SignatureList, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A list that an organisation keeps for itself, beside the shipped one."""

    name: str  # whose list it is


class SampleList(Frozen, frozen=True, forbid_unknown_fields=True):
    """Hashes of whole APKs, in a file of their own: signatures/samples.json."""

    schema: int
    version: int  # of the list it belongs to
    samples: Mapping[str, tuple[str, ...]]  # a family's id, and SHA-256 of files in upper-case hex


class Signatures:
    """The list with its index, each part built once when it is first asked; lookups are exact and name all families."""

    def __init__(self, listed: SignatureList, own: OwnList | None = None, samples: SampleList | None = None) -> None:
        """Put the shipped list, an organisation's own families and the hashes of APKs together."""
        self.listed = listed
        self.own = own
        self.samples = samples
        self.families = (*listed.families, *(own.families if own else ()))

    def families_of(self, package: str) -> tuple[Family, ...]:
        """Give all families that list this exact package name."""
        return self._by_package.get(package, ())

    def families_of_certificate(self, digest: str) -> tuple[Family, ...]:
        """Give all families that sign with the certificate of this SHA-1 or SHA-256 (hex, colons or not)."""
        return self._by_certificate.get(_hex(digest), ())

    def families_of_component(self, name: str) -> tuple[Family, ...]:
        """Give all families that have a component of this whole class name."""
        return self._by_component.get(name, ())

    def families_of_apk(self, digest: str) -> tuple[Family, ...]:
        """Give all families of which a file with this SHA-256 (hex) is known; none where no samples were loaded."""
        return self._by_apk.get(_hex(digest), ())

    @cached_property
    def _by_package(self) -> dict[str, tuple[Family, ...]]:
        return _index((name, family) for family, facts in self._facts() for name in facts.packages)

    @cached_property
    def _by_certificate(self) -> dict[str, tuple[Family, ...]]:
        return _index(
            (digest, family) for family, facts in self._facts() for digest in (*facts.cert_sha1, *facts.cert_sha256)
        )

    @cached_property
    def _by_component(self) -> dict[str, tuple[Family, ...]]:
        return _index((name, family) for family, facts in self._facts() for name in facts.components)

    @cached_property
    def _by_apk(self) -> dict[str, tuple[Family, ...]]:
        families = {family.id: family for family in self.listed.families}
        samples = self.samples.samples if self.samples else {}
        return _index((digest, families[id_]) for id_, digests in samples.items() for digest in digests)

    def _facts(self) -> Iterable[tuple[Family, Facts]]:
        return ((family, facts) for family in self.families for facts in family.facts)


def _hex(digest: str) -> str:
    """Write a digest as the list does."""
    return digest.replace(":", "").upper()


def _index(pairs: Iterable[tuple[str, Family]]) -> dict[str, tuple[Family, ...]]:
    """Gather the families of each name, each family once, in the list's order."""
    found: dict[str, tuple[Family, ...]] = {}
    for name, family in pairs:
        before = found.get(name, ())
        if family not in before:
            found[name] = (*before, family)
    return found
