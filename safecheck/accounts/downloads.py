"""The questions about downloads of accounts: what their checks ask, one after the other."""

from collections.abc import Sequence

from safecheck.catalogue import Words
from safecheck.exported import ASKED
from safecheck.model import Found, Gravity, Item, Judgement, Reply, Topic

ID = "export"
_ORDER = ("export-contacts", "export-sessions", "export-changes")  # what opens an account comes first


def topics(judgements: Sequence[Judgement], words: Words) -> tuple[Topic, ...]:
    """Make one topic of all that these checks of downloads ask; none if they ask nothing."""
    ordered = sorted(judgements, key=lambda judged: (judged.check not in _ORDER, judged.check))
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
