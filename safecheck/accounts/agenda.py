"""What is asked about, in which order, and what of it stayed open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from safecheck import catalogue, services
from safecheck.accounts import topics
from safecheck.apps import is_anywhere
from safecheck.catalogue import Words, fill
from safecheck.model import Frozen, Gap, GapReason, Group, Phone, Reply, Scan, Service, Topic, TopicKind


class Agenda(Frozen, frozen=True):
    """Topics that are asked about at once, and groups of which a person first says what they use."""

    first: tuple[Topic, ...]
    seen: tuple[str, ...] = ()  # topics of `first` whose app is on the phone
    groups: Mapping[Group, tuple[Topic, ...]] = {}
    downloads: tuple[Topic, ...] = ()  # asked before all of it; what is open of it, the checks of downloads say

    @property
    def all(self) -> tuple[Topic, ...]:
        """Every topic of cards and questions, in order."""
        return (*self.first, *(topic for group in self.groups.values() for topic in group))


def whole(phone: Phone | None) -> Agenda:
    """How things are, the main account, what the phone shows, then the rest in groups."""
    questions = catalogue.load_questions()
    cards = [catalogue.load_service(name) for name in services.names()]
    seen = [card for card in cards if phone is not None and _is_on(phone, card)]
    seen.sort(key=lambda card: list(Group).index(card.group))
    rest = [card for card in cards if card not in seen]
    return Agenda(
        first=(
            topics.situation(questions),
            topics.main_account(questions),
            *(topics.of_service(card, questions) for card in seen),
        ),
        seen=tuple(card.id for card in seen),
        groups={
            group: tuple(topics.of_service(card, questions) for card in rest if card.group is group)
            for group in Group
            if any(card.group is group for card in rest)
        },
    )


def only(names: Iterable[str]) -> Agenda:
    """Just these services."""
    questions = catalogue.load_questions()
    return Agenda(first=tuple(topics.of_service(catalogue.load_service(name), questions) for name in names))


def with_answered(agenda: Agenda, answers: Mapping[str, Reply]) -> Agenda:
    """Add what is not asked about this time and was answered before, so that no answer gets lost."""
    ids = {topic.id for topic in agenda.all}
    before = (
        topic
        for topic in whole(None).all
        if topic.id not in ids and (_is_spoken_of(topic, answers) or answers.get(use(topic)) is Reply.YES)
    )
    return msgspec.structs.replace(agenda, first=(*agenda.first, *before))


def question_ids() -> frozenset[str]:
    """Name every question that there is."""
    agenda = whole(None)
    uses = {use(topic) for topic in agenda.all if not topic.everyone}
    return frozenset(uses | {item.id for topic in agenda.all for item in topic.items})


def use(topic: Topic) -> str:
    """Name the question whether a service is used."""
    return f"{topic.id}.{topics.USE}"


def is_used(topic: Topic, answers: Mapping[str, Reply]) -> bool:
    """Whether a person uses this, or has spoken of it, or it concerns everyone."""
    return topic.everyone or _is_spoken_of(topic, answers) or answers.get(use(topic)) is Reply.YES


def is_left_out(topic: Topic, answers: Mapping[str, Reply]) -> bool:
    """Whether a person said that they do not use this, and nothing else of it."""
    return answers.get(use(topic)) is Reply.NO and not _is_spoken_of(topic, answers)


def asked(agenda: Agenda, answers: Mapping[str, Reply]) -> tuple[Topic, ...]:
    """Give the topics on which there is an answer."""
    return tuple(topic for topic in agenda.all if _is_spoken_of(topic, answers))


def _is_spoken_of(topic: Topic, answers: Mapping[str, Reply]) -> bool:
    return any(item.id in answers for item in topic.items)


def open_points(agenda: Agenda, answers: Mapping[str, Reply], words: Words, *, stopped: bool) -> tuple[Gap, ...]:
    """Give all that was not answered, so that it never reads as "nothing there"; `stopped`: the person ended early."""
    gaps: list[Gap] = []
    for topic in agenda.first:
        if not is_left_out(topic, answers):
            gaps += _items(topic, answers, words, stopped=stopped)
    for group in agenda.groups.values():
        for topic in group:
            if is_used(topic, answers):
                gaps += _items(topic, answers, words, stopped=stopped)
        gaps += _uses([topic for topic in group if not is_used(topic, answers)], answers, stopped=stopped)
    kinds = {topic.kind for topic in agenda.all}
    gaps += [Gap(fact=kind.value, reason=GapReason.NOT_ASKED) for kind in TopicKind if kind not in kinds]
    return tuple(gaps)


def _items(topic: Topic, answers: Mapping[str, Reply], words: Words, *, stopped: bool) -> Iterator[Gap]:
    """The open questions of one topic, as one gap."""
    missing = [item.id for item in topic.items if answers.get(item.id, Reply.SKIP) is Reply.SKIP]
    if missing:
        values = {"name": topic.name, "count": len(missing), "all": len(topic.items)}
        yield Gap(
            fact=_fact(topic),
            reason=_reason(missing, answers, stopped=stopped),
            about=topic.name if len(missing) == len(topic.items) else fill(words.labels["about-some"], values),
            detail=", ".join(missing),
        )


def _uses(group: Sequence[Topic], answers: Mapping[str, Reply], *, stopped: bool) -> Iterator[Gap]:
    """The services of a group of which it is not known whether they are used, as one gap for each reason."""
    unsure = [topic for topic in group if answers.get(use(topic)) is Reply.NOT_SURE]
    left = [topic for topic in group if answers.get(use(topic), Reply.SKIP) is Reply.SKIP]
    for topics_, reason in (
        (unsure, GapReason.NOT_SURE),
        (left, _reason([use(topic) for topic in left], answers, stopped=stopped)),
    ):
        if topics_:
            yield Gap(
                fact=_fact(topics_[0]),
                reason=reason,
                about=", ".join(topic.name for topic in topics_),
                detail=", ".join(use(topic) for topic in topics_),
            )


def _fact(topic: Topic) -> str:
    if topic.kind is None:
        raise ValueError(f"{topic.id} is of downloads, whose checks say what is open")
    return topic.kind.value


def _reason(ids: Sequence[str], answers: Mapping[str, Reply], *, stopped: bool) -> GapReason:
    """Why these questions are open: skipped, or never asked."""
    if all(id_ in answers for id_ in ids):
        return GapReason.SKIPPED
    return GapReason.LEFT if stopped else GapReason.NOT_ASKED


def _is_on(phone: Phone, card: Service) -> bool:
    """Whether the phone shows that a service is there; that it has what every phone has says nothing."""
    names = card.packages + card.packages_unverified
    return card.scan is Scan.APP and any(name in phone.packages and is_anywhere(phone.packages[name]) for name in names)
