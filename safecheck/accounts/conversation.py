"""The guided conversation: what is said and asked, one question after the other. How it is shown is not known here."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from safecheck.accounts.agenda import Agenda, is_left_out, is_used, use
from safecheck.catalogue import Words, fill
from safecheck.model import Group, Item, Reply, Topic

_WORDS = {
    **dict.fromkeys(("y", "yes"), Reply.YES),
    **dict.fromkeys(("n", "no"), Reply.NO),
    **dict.fromkeys(("u", "?", "unsure", "not sure"), Reply.NOT_SURE),
    **dict.fromkeys(("s", "skip", ""), Reply.SKIP),
}
_END = {"e", "end", "stop", "stop here"}
_OPEN = {"o", "open"}


class Person(Protocol):
    """The one who is asked. Leaving at once is for `hear` to raise: nothing here may stop it."""

    def say(self, text: str = "", *, strong: bool = False) -> None:
        """Show a text; a strong one stands out, where the screen allows it."""

    def hear(self, prompt: str) -> str:
        """Give the next line that is typed."""


class Opening(NamedTuple):
    """A screen that can be opened on the connected phone."""

    name: str
    open: Callable[[], bool]  # whether the phone did it


class Talked(NamedTuple):
    """What came of a conversation."""

    answers: Mapping[str, Reply]  # with those from before
    stopped: bool  # the person ended it early


class _EndedError(Exception):
    """The person wants to stop here."""


def converse(
    agenda: Agenda,
    before: Mapping[str, Reply],
    words: Words,
    person: Person,
    opening: Callable[[Topic, Item], Opening | None] = lambda *_: None,
) -> Talked:
    """Ask what `before` does not answer; `opening` says what can be opened on the phone for a question."""
    talk = _Talk(words, person, opening, dict(before))
    stopped = False
    try:
        talk.through(agenda)
    except _EndedError:
        stopped = True
    person.say()
    person.say(words.labels["talk-ended" if stopped else "talk-end"])
    person.say()
    return Talked(talk.answers, stopped)


class _Talk:
    """One conversation under way."""

    def __init__(
        self,
        words: Words,
        person: Person,
        opening: Callable[[Topic, Item], Opening | None],
        answers: dict[str, Reply],
    ) -> None:
        self.answers = answers
        self._words = words
        self._person = person
        self._opening = opening

    def through(self, agenda: Agenda) -> None:
        """Ask everything, in order."""
        self._say("talk-keys")
        for topic in agenda.downloads:
            self._topic(topic)
        for topic in agenda.first:
            if agenda.seen[:1] == (topic.id,):
                names = ", ".join(other.name for other in agenda.first if other.id in agenda.seen)
                self._person.say()
                self._say("talk-seen", names=names)
            if not is_left_out(topic, self.answers):
                self._topic(topic)
        for number, (group, topics) in enumerate(agenda.groups.items(), 1):
            self._group(group, topics, f"{number}/{len(agenda.groups)}")

    def _say(self, key: str, *, strong: bool = False, **blanks: object) -> None:
        self._person.say(fill(self._words.labels[key], blanks), strong=strong)

    # ---- one topic

    def _topic(self, topic: Topic) -> None:
        """Ask the open questions of one topic, and say what an answer calls for."""
        left = [item for item in topic.items if item.id not in self.answers]
        if not left:
            return
        self._person.say()
        self._person.say(topic.name, strong=True)
        for item in left:
            self._item(topic, item)
        said = [self.answers.get(item.id) for item in topic.items]
        if topic.save and any(
            reply is Reply.NOT_SURE or reply is item.risky for item, reply in zip(topic.items, said, strict=True)
        ):
            self._person.say()
            self._say("talk-keep", save=topic.save)
            self._say("finding-noticed", text=topic.noticed)
            self._person.say(topic.instead)

    def _item(self, topic: Topic, item: Item) -> None:
        """Ask one question."""
        self._person.say()
        if item.careful:
            self._person.say(item.careful)
        for place in item.places:
            self._say(f"where-{place.platform}", path=", ".join(place.path))
        if any(place.unverified for place in item.places):
            self._say("where-unsure")
        if item.screen and not item.places:
            self._say("where-unknown")
        self._person.say(item.text, strong=True)
        opening = self._opening(topic, item)
        while True:
            typed = self._hear("talk-prompt-open" if opening else "talk-prompt")
            if typed in _WORDS:
                break
            if opening and typed in _OPEN:
                self._open(opening)
            else:
                self._say("talk-keys")
        self.answers[item.id] = _WORDS[typed]
        if _WORDS[typed] is item.risky and item.then:
            self._person.say(item.then)

    def _open(self, opening: Opening) -> None:
        """Open a screen on the phone, after one more yes."""
        self._say("open-ask", name=opening.name)
        if _WORDS.get(self._hear("open-prompt")) is Reply.YES:
            self._say("open-done" if opening.open() else "open-failed")

    def _hear(self, prompt: str) -> str:
        """Give what is typed, in small letters; raise _EndedError where the person wants to stop here."""
        typed = " ".join(self._person.hear(self._words.labels[prompt]).lower().split())
        if typed in _END:
            raise _EndedError
        return typed

    # ---- a group

    def _group(self, group: Group, topics: Sequence[Topic], place: str) -> None:
        """Ask which services of a group are used, then about each of those."""
        left = [topic for topic in topics if not is_used(topic, self.answers) and use(topic) not in self.answers]
        if left:
            self._person.say()
            self._say(f"group-{group}", strong=True, place=place)
            for number, topic in enumerate(left, 1):
                self._person.say(f"{number} {topic.name}")
            self._chosen(left)
        for topic in topics:
            if is_used(topic, self.answers):
                self._topic(topic)

    def _chosen(self, topics: Sequence[Topic]) -> None:
        """Ask for the numbers of the services that are used; those not named are not."""
        while True:
            typed = self._hear("group-prompt")
            numbers = typed.replace(",", " ").split()
            if typed in {"a", "all"}:
                numbers = [str(number) for number in range(1, len(topics) + 1)]
            if numbers and all(number in {str(n) for n in range(1, len(topics) + 1)} for number in numbers):
                for number, topic in enumerate(topics, 1):
                    self.answers[use(topic)] = Reply.YES if str(number) in numbers else Reply.NO
                return
            reply = _WORDS.get(typed)
            if reply is Reply.YES and len(topics) > 1:
                self._say("group-which")
            elif reply is not None:
                self.answers |= dict.fromkeys(map(use, topics), reply)
                return
            else:
                self._say("group-keys")
