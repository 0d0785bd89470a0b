"""Look at a computer and judge it, as `scan` does."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from safecheck import catalogue, engine
from safecheck.checks import load_checks
from safecheck.computer.collect import collect
from safecheck.computer.readers import readers
from safecheck.computer.understand import understand
from safecheck.desktop import wanted
from safecheck.model import (
    Answer,
    Facts,
    Family,
    FamilyClass,
    Finding,
    Found,
    Gap,
    Grade,
    Mark,
    MarkKind,
    Part,
    Report,
    Signatures,
    Snapshot,
    Strength,
    ThisComputer,
)
from safecheck.model import System as MarkSystem
from safecheck.model.host import Host
from tests.small_list import SMALL

TAKEN = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def family(id_: str, kind: str, *marks: tuple[str, str, str, str]) -> Family:
    """Make a product of the list: marks are (system, kind, value, strength)."""
    computer = tuple(
        Mark(system=MarkSystem(system), kind=MarkKind(what), value=value, strength=Strength(strength))
        for system, what, value, strength in marks
    )
    facts = Facts(source="made-up", grade=Grade.VENDOR, computer=computer)
    return Family(id=id_.lower(), name=id_, kind=FamilyClass(kind), facts=(facts,))


FAMILIES = (
    family(
        "Farview",
        "remote-access",
        ("linux", "folder", "{home}/.config/Farview", "medium"),
        ("linux", "systemd-unit", "farview.service", "medium"),
        ("linux", "file-name", "farview", "weak"),
        ("windows", "folder", "{program_files}/Farview", "medium"),
        ("windows", "service", "Farview", "medium"),
        ("windows", "file-name", "farview.exe", "weak"),
        ("macos", "bundle-id", "com.example.farview", "strong"),
        ("macos", "launchd-label", "com.example.farview.service", "strong"),
    ),
    family(
        "Keywatch",
        "keylogger",
        ("linux", "file", "/usr/share/keywatch/run", "strong"),
        ("linux", "folder", "/etc/keywatch", "medium"),
        ("windows", "file", "{program_data}/kw/csrss.exe", "strong"),
        ("windows", "folder-start", "{program_data}/Keywatch Data (", "medium"),
        ("windows", "registry-key", "HKLM/SOFTWARE/Keywatch", "medium"),
        ("macos", "launchd-start", "com.kw.log", "strong"),
        ("macos", "folder", "/Library/.Keywatch", "strong"),
    ),
    family("Schoolview", "managed", ("browser", "extension-id", "a" * 31 + "b", "strong")),
)


def listed(families: Sequence[Family]) -> Signatures:
    """Make a list of these products."""
    return Signatures(msgspec.structs.replace(SMALL.signatures.listed, families=tuple(families)))


LIST = listed(FAMILIES)


class Looked(NamedTuple):
    """All that one look gave."""

    answers: tuple[Answer, ...]
    computer: ThisComputer
    gaps: tuple[Gap, ...]
    report: Report

    @property
    def findings(self) -> list[Finding]:
        """Every finding."""
        outcomes = [judgement.outcome for judgement in self.report.judgements]
        return [finding for outcome in outcomes if isinstance(outcome, Found) for finding in outcome.findings]

    @property
    def kinds(self) -> set[tuple[str, str]]:
        """Every kind of finding, with its severity."""
        return {(finding.kind, finding.severity) for finding in self.findings}

    def about(self, kind: str) -> list[str]:
        """Name the subjects of one kind of finding."""
        return sorted(finding.subject for finding in self.findings if finding.kind == kind)


def look_at(host: Host, signatures: Signatures = LIST) -> Looked:
    """Ask a computer everything, and judge it."""
    system = host.about.system
    return judged(collect(host, readers(system, wanted(signatures, system))), signatures)


def judged(answers: Sequence[Answer], signatures: Signatures = LIST) -> Looked:
    """Judge what a computer answered."""
    computer, gaps = understand(answers, signatures, TAKEN)
    assert computer is not None
    snapshot = Snapshot(taken=TAKEN, phone=None, gaps=gaps, answers=tuple(answers), computer=computer)
    loaded = msgspec.structs.replace(SMALL, signatures=signatures)
    checks = [check for check in load_checks() if check.part is Part.COMPUTER]
    report = engine.make_report(snapshot, checks, loaded, catalogue.load_advice(), catalogue.load_words())
    return Looked(tuple(answers), computer, gaps, report)
