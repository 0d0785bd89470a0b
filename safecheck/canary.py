"""The test that safecheck does of itself before each scan: a made-up app on a made-up list must be seen.

Two scanners of this field shipped for months with a dead match and a calm screen. So the canary goes the real way:
bytes of a phone, the real parsers, the real checks and judging, with the real list and one real name of it besides.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from safecheck.catalogue import Words
from safecheck.engine import judge
from safecheck.errors import SafecheckError
from safecheck.model import (
    AccountApp,
    Accounts,
    Answer,
    Check,
    DeviceType,
    End,
    Export,
    Facts,
    Family,
    FamilyClass,
    Found,
    Grade,
    Gravity,
    Item,
    Provider,
    Question,
    Reply,
    Seen,
    SeenKind,
    Signatures,
    Snapshot,
    Topic,
    TopicKind,
    unanswered,
)
from safecheck.phone.read import read_phone

_NAME = "app.safecheck.canary"
_MATCHING = "known-app"  # the check that matches names with the list
_DUMP = """Packages:
  Package [{package}] (0):
    pkgFlags=[ HAS_CODE ]
    User 0: installed=true
"""


class _CanaryPhone:
    """A phone that has only the canary, or one app of the real list."""

    def __init__(self, package: str) -> None:
        self._package = package

    def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """Answer the question for apps; leave the others without an answer."""
        for question in questions:
            if question.fact == "packages":
                output = _DUMP.format(package=self._package).encode()
                yield Answer(question=question, output=output, exit=0, end=End.WHOLE, seconds=0.0)
            else:
                yield unanswered(question)

    def stop(self) -> None:
        """Nothing is under way."""


def prove(checks: Sequence[Check], signatures: Signatures, words: Words) -> None:
    """Raise SafecheckError unless the canary and a real listed name are seen, and a name of no list is not."""
    listed = signatures.listed
    canary = Family(
        id="canary",
        name="Canary",
        kind=FamilyClass.STALKERWARE,
        facts=(Facts(source="canary", grade=Grade.VENDOR, packages=(_NAME,)),),
    )
    with_canary = Signatures(msgspec.structs.replace(listed, families=(*listed.families, canary)))
    real = _listed_name(signatures)
    for package, expected in ((_NAME, True), (real, True), (f"{_NAME}.unlisted", False)):
        snapshot = read_phone(_CanaryPhone(package), datetime.now(UTC))
        found = {
            finding.subject
            for judgement in judge(snapshot, checks, with_canary, words)
            if judgement.check == _MATCHING and isinstance(judgement.outcome, Found)
            for finding in judgement.outcome.findings
            if finding.severity != "note"
        }
        if (package in found) is not expected:
            raise SafecheckError("self-test-failed")


def _listed_name(signatures: Signatures) -> str:
    names = [name for family in signatures.listed.families for facts in family.facts for name in facts.packages]
    return names[len(names) // 2]


def prove_told(checks: Sequence[Check], signatures: Signatures, words: Words) -> None:
    """Raise SafecheckError unless, on every kind of topic, a risky answer is told of, and a harmless one is not."""
    for kind in TopicKind:
        item = Item(
            id="canary.question",
            text="",
            risky=Reply.YES,
            severity=Gravity.ACT,
            said="",
            unsure="",
            then="",
            screen=False,
            careful="",
            advice=(),
            places=(),
        )
        topic = Topic(id="canary", name="", kind=kind, noticed="", save="", instead="", items=(item,))
        for reply, expected in ((Reply.YES, {kind.value}), (Reply.NOT_SURE, {kind.value}), (Reply.NO, set())):
            accounts = Accounts(answers={item.id: reply}, topics=(topic,))
            snapshot = Snapshot(taken=datetime.now(UTC), phone=None, gaps=(), accounts=accounts)
            judgements = judge(snapshot, checks, signatures, words)
            found = {judgement.check for judgement in judgements if isinstance(judgement.outcome, Found)}
            if found != expected:
                raise SafecheckError("self-test-failed")


def prove_downloads(checks: Sequence[Check], signatures: Signatures, words: Words) -> None:
    """Raise SafecheckError unless a device that was not the person, and a listed app, are told of; and only such."""
    seen = Seen(
        id="export.canary",
        service=Provider.GOOGLE,
        kind=SeenKind.SESSION,
        device=DeviceType.NOT_TOLD,
        model="",
        place="",
        first=None,
        last=None,
        times=1,
        programs=(),
        networks=(),
        network_count=0,
    )
    for reply, package, expected in (
        (Reply.NO, _listed_name(signatures), {"export-sessions", "export-apps"}),
        (Reply.YES, f"{_NAME}.unlisted", set()),
    ):
        app = AccountApp(title="", package=package, device="", first=None)
        export = Export(service=Provider.GOOGLE, spans={}, seen=(seen,), apps=(app,))
        accounts = Accounts(answers={seen.id: reply}, exports=(export,))
        snapshot = Snapshot(taken=datetime.now(UTC), phone=None, gaps=(), accounts=accounts)
        judgements = judge(snapshot, checks, signatures, words)
        found = {
            judgement.check
            for judgement in judgements
            if isinstance(judgement.outcome, Found)
            and any(finding.severity != "note" for finding in judgement.outcome.findings)
        }
        if found != expected:
            raise SafecheckError("self-test-failed")
