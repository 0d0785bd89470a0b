"""From what a person told to signs: one for each topic, whatever it is about."""

from collections.abc import Iterator, Mapping

from safecheck.model import (
    Accounts,
    Check,
    Confidence,
    Gravity,
    Item,
    Part,
    Reply,
    Severity,
    Sign,
    Topic,
    TopicKind,
)

_SEVERITIES = {Gravity.NOTE: Severity.NOTE, Gravity.ASK: Severity.ASK, Gravity.ACT: Severity.ACT}


def check(kind: TopicKind, advice: tuple[str, ...]) -> Check:
    """Make the check of one kind of topic; `advice` names every step that its questions can name."""
    return Check(
        id=kind.value,
        needs=(kind.value,),
        kinds=(f"{kind}-told", f"{kind}-unsure"),
        advice=advice,
        blanks=("name", "said", "notice", "save", "instead"),
        per_user=False,
        part=Part.TOLD,
        run=lambda accounts, _user, _signatures: _signs(kind, accounts),
    )


def _signs(kind: TopicKind, accounts: Accounts) -> Iterator[Sign]:
    """Give the topics of one kind on which a person gave a risky answer, or was not sure."""
    for topic in accounts.topics:
        if topic.kind is kind:
            said = {item: accounts.answers.get(item.id) for item in topic.items}
            telling = {item: reply for item, reply in said.items() if reply in {item.risky, Reply.NOT_SURE}}
            if telling:
                yield _sign(topic, telling)


def _sign(topic: Topic, telling: Mapping[Item, Reply | None]) -> Sign:
    """Put the answers on one topic together: the gravest counts, and "not sure" is at most a question."""
    risky = {item for item, reply in telling.items() if reply is item.risky}
    severities = [
        _SEVERITIES[item.severity] if item in risky else min(_SEVERITIES[item.severity], Severity.ASK)
        for item in telling
    ]
    return Sign(
        kind=f"{topic.kind}-told" if risky else f"{topic.kind}-unsure",
        subject=topic.id,
        users=(),
        severity=max(severities),
        confidence=Confidence.TOLD,
        advice=tuple(dict.fromkeys(step for item in telling for step in item.advice)),
        evidence="; ".join(f"{item.id}: {reply}" for item, reply in telling.items()),
        blanks={
            "name": topic.name,
            "said": " ".join(item.said if item in risky else item.unsure for item in telling),
            "notice": topic.noticed,
            "save": topic.save,
            "instead": topic.instead,
        },
    )
