"""The questions about downloads of accounts: what their checks ask, one after the other."""

from collections.abc import Mapping, Sequence

from safecheck.catalogue import Words
from safecheck.clean import clean
from safecheck.exported import ASKED
from safecheck.model import (
    ChangeKind,
    ExportFact,
    Found,
    Gap,
    GapReason,
    Gravity,
    Item,
    Judgement,
    Reply,
    SeenKind,
    Topic,
)

ID = "export"
_FACTS: dict[str, ExportFact] = {  # by what stands third in the id of a question
    SeenKind.SESSION: ExportFact.SESSIONS,
    SeenKind.DEVICE: ExportFact.DEVICES,
    SeenKind.BROWSER: ExportFact.BROWSERS,
    SeenKind.REPORTER: ExportFact.LOCATION,
    "contact": ExportFact.CONTACTS,
    **dict.fromkeys(ChangeKind, ExportFact.CHANGES),
}
_FIRST = ("export-contacts", "export-sessions", "export-changes")  # what opens an account


def topics(judgements: Sequence[Judgement], words: Words) -> tuple[Topic, ...]:
    """Make one topic of all that these checks of downloads ask; none if they ask nothing."""
    first = {check: place for place, check in enumerate(_FIRST)}
    ordered = sorted(judgements, key=lambda judged: first.get(judged.check, len(first)))
    items = tuple(
        Item(
            id=finding.subject,
            text=finding.title,
            risky=Reply.NO,
            severity=Gravity.ACT,
            said=finding.title,
            unsure=finding.title,
            then="",
            screen=False,
            careful=finding.reason,
            advice=finding.advice,
            places=(),
        )
        for judged in ordered
        if isinstance(judged.outcome, Found)
        for finding in judged.outcome.findings
        if finding.kind.endswith(ASKED)
    )
    if not items:
        return ()
    labels = words.labels
    return (
        Topic(
            id=ID,
            name=labels["downloads-name"],
            kind=None,
            noticed=labels["downloads-noticed"],
            save=labels["downloads-save"],
            instead=labels["downloads-instead"],
            items=items,
        ),
    )


def left_alone(answers: Mapping[str, Reply], judgements: Sequence[Judgement]) -> tuple[Gap, ...]:
    """Give what was answered with "no" or "not sure" about downloads that were not read now: no answer may get lost."""
    found = [judged.outcome.findings for judged in judgements if isinstance(judged.outcome, Found)]
    here = {finding.subject for findings in found for finding in findings}
    alone = dict.fromkeys(
        tuple(id_.split(".")[1:3])
        for id_, reply in answers.items()
        if id_.startswith(f"{ID}.") and reply in {Reply.NO, Reply.NOT_SURE} and id_ not in here
    )
    return tuple(
        Gap(
            fact=_FACTS.get(kind[0] if kind else "", ExportFact.FILES),
            reason=GapReason.ANSWERED_BEFORE,
            detail=clean(service.capitalize(), 40),
        )
        for service, *kind in alone
    )
