"""The same test as canary.py, of what judges a computer: apart, for a phone alone does not need the readers."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from safecheck.catalogue import Words
from safecheck.computer.collect import Kept
from safecheck.computer.readers import ABOUT
from safecheck.computer.understand import understand
from safecheck.engine import judge
from safecheck.errors import SafecheckError
from safecheck.model import (
    Answer,
    Check,
    End,
    Facts,
    Family,
    FamilyClass,
    Found,
    Grade,
    Mark,
    MarkKind,
    Question,
    Signatures,
    Snapshot,
    Strength,
)
from safecheck.model import System as MarkSystem
from safecheck.model.host import About, AskKind, System, Told

_MATCHING = "computer-known"
_PLACE = "/usr/share/safecheck-canary/run"


def prove(checks: Sequence[Check], signatures: Signatures, words: Words) -> None:
    """Raise SafecheckError unless a made-up program on a made-up computer is seen, and is not where it is not."""
    mark = Mark(system=MarkSystem.LINUX, kind=MarkKind.FILE, value=_PLACE, strength=Strength.STRONG)
    facts = Facts(source="canary", grade=Grade.VENDOR, computer=(mark,))
    canary = Family(id="canary", name="Canary", kind=FamilyClass.STALKERWARE, facts=(facts,))
    listed = signatures.listed
    with_canary = Signatures(msgspec.structs.replace(listed, families=(*listed.families, canary)))
    now = datetime.now(UTC)
    for told, expected in ((Told.SEEN, True), (Told.ABSENT, False)):
        computer, gaps = understand(tuple(_computer_with(told)), with_canary, now)
        snapshot = Snapshot(taken=now, phone=None, gaps=gaps, computer=computer)
        found = {
            finding.subject
            for judgement in judge(snapshot, checks, with_canary, words)
            if judgement.check == _MATCHING and isinstance(judgement.outcome, Found)
            for finding in judgement.outcome.findings
            if finding.severity == "act"
        }
        if (canary.name in found) is not expected:
            raise SafecheckError("self-test-failed")


def _computer_with(told: Told) -> Iterator[Answer]:
    """Give the answers of a computer of which only one place is known."""
    kept = Kept(kind=AskKind.PLACE, of=_PLACE, told=told, text=f'["{_PLACE}"]')
    for fact, output in (
        (ABOUT, msgspec.json.encode(About(system=System.LINUX, user="", admin=False))),
        ("computer-marks", msgspec.json.encode([kept])),
    ):
        question = Question(fact=fact, command="", limit=0)
        yield Answer(question=question, output=output, exit=0, end=End.WHOLE, seconds=0.0)
