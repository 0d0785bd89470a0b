"""The rules for cards and questions: safecheck/services/ and safecheck/accounts/questions.toml."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from safecheck import catalogue
from safecheck.accounts import topics
from safecheck.checks import load_checks
from safecheck.errors import SafecheckError
from safecheck.model import (
    Ask,
    Look,
    Notice,
    Noticed,
    Place,
    Platform,
    Questions,
    Reply,
    Scan,
    Service,
    ServiceKind,
    TopicKind,
)
from safecheck.phone.opening import SCREENS
from safecheck.phone.parsers.parsed import PACKAGE

FEWEST = {ServiceKind.SHARING: 35, ServiceKind.CAMERA: 20}
DOORS = ("owner", "shared", "signed-in", "codes", "linked", "local")
_LONGEST, _MOST_WORDS = 320, 30  # characters of one text, words of one sentence
_SOURCE = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}\b|help pages of \w+")
_KINDS = {ServiceKind.SHARING: TopicKind.SHARING, ServiceKind.CAMERA: TopicKind.CAMERA}
_BLANKS = frozenset({"name", "place"})
# Words of the trade; names of screens may hold them, sentences may not.
_JARGON = re.compile(
    r"\b(2fa|two.factor|authenticat\w*|oauth|session\w*|rtsp|onvif|nvr|api|cloud|url|log)\b", re.IGNORECASE
)


class Problem(NamedTuple):
    """What is wrong, and a text that stands where it is wrong."""

    file: Path
    text: str
    problem: str


def problems(package: Path) -> Iterator[Problem]:
    """Give every problem of the cards and questions below `package`."""
    file = package / "accounts" / "questions.toml"
    try:
        questions = catalogue.load_toml(file, Questions)
    except SafecheckError as error:
        yield _refused(file, error)
        return
    yield from _questions(file, questions)
    groups: dict[str, set[ServiceKind]] = {}
    count: Counter[ServiceKind] = Counter()
    for card in sorted((package / "services").glob("*.toml")):
        try:
            service = catalogue.load_toml(card, Service)
        except SafecheckError as error:
            yield _refused(card, error)
            continue
        count[service.kind] += 1
        groups.setdefault(service.group, set()).add(service.kind)
        if len(groups[service.group]) > 1:
            yield Problem(card, "group = ", f"the group {service.group} holds services of two kinds")
        yield from (Problem(card, text, problem) for text, problem in _card(service, card.stem, questions))
    for kind, fewest in FEWEST.items():
        if count[kind] < fewest:
            yield Problem(
                package / "services", "", f"{count[kind]} cards of the kind {kind}, at least {fewest} are known"
            )


def _refused(file: Path, error: SafecheckError) -> Problem:
    """Name the field at which a file was refused."""
    fields = re.findall(r"(\w+)`", error.blanks["why"])
    return Problem(file, f"{fields[0]} = " if fields else "", error.blanks["why"])


def _questions(file: Path, questions: Questions) -> Iterator[Problem]:
    """All questions, and what stands besides them."""
    sections: dict[str, tuple[Mapping[str, Ask], TopicKind]] = {
        "you": (questions.you, TopicKind.SITUATION),
        "main": (questions.main, TopicKind.MAIN),
        "door": (questions.door, TopicKind.CAMERA),
        "share": (questions.share, TopicKind.SHARING),
    }
    for section, (asks, kind) in sections.items():
        for name, ask in asks.items():
            yield from (Problem(file, f"[{section}.{name}]", problem) for problem in _ask(ask, kind))
    if tuple(questions.door) != DOORS:
        yield Problem(file, "[door", f"the doors are {', '.join(DOORS)}, in this order")
    for field, keys in (
        ("noticed", Notice),
        ("save", ServiceKind),
        ("instead", ServiceKind),
        ("about", (topics.YOU, topics.MAIN)),
    ):
        said = getattr(questions, field)
        if set(said) != set(keys):
            yield Problem(file, f"[{field}", f"it needs {', '.join(keys)}")
        for text in said.values():
            if isinstance(text, str):
                yield from (Problem(file, f"[{field}", problem) for problem in _text(text))


def _ask(ask: Ask, kind: TopicKind) -> Iterator[str]:
    """One question: answerable with yes or no, with what an answer means, and its steps known to its check."""
    if ask.risky not in {Reply.YES, Reply.NO} or "?" not in ask.text:
        yield "it is no question, or neither yes nor no is risky"
    if not (ask.said and ask.unsure):
        yield "it does not say what an answer means"
    for text in (ask.text, ask.said, ask.unsure, ask.then):
        yield from _text(text, _BLANKS)
    allowed = next(set(check.advice) for check in load_checks() if check.id == kind)
    for step in set(ask.advice) - allowed:
        yield f"the check {kind} does not name the step {step}"
    for place in ask.places:
        yield from (problem for _, problem in _place(place))


def _card(service: Service, stem: str, questions: Questions) -> Iterator[tuple[str, str]]:
    """One card: a text in it, and what is wrong there."""
    if service.id != stem or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem) or stem in {topics.YOU, topics.MAIN}:
        yield "id = ", f"its id is {service.id}"
    yield from _packages(service)
    for field in ("name", "save", "instead"):
        yield from ((f"{field} = ", problem) for problem in _text(getattr(service, field)))
    yield from (("noticed = ", problem) for problem in (*_text(service.noticed.because), *_source(service.noticed)))
    known = questions.door if service.kind is ServiceKind.CAMERA else questions.share
    asks = [look.ask for look in service.look]
    if not any(look.places for look in service.look):
        yield "[[look]]", "it names no screen at all"
    if len(set(asks)) != len(asks):
        yield "[[look]]", "the same question twice"
    for look in service.look:
        if look.ask not in known:
            yield f'ask = "{look.ask}"', f"no such question: {look.ask}"
        yield from _look(look, _KINDS[service.kind])


def _packages(service: Service) -> Iterator[tuple[str, str]]:
    """The names of its apps."""
    names = service.packages + service.packages_unverified
    if (service.scan is Scan.NOTHING) == bool(names):
        yield "scan = ", "a scan tells nothing without the names of apps, and something with them"
    if len(set(names)) != len(names):
        yield "packages", "a name of an app twice"
    for name in names:
        if not re.fullmatch(PACKAGE, name, re.ASCII) or "." not in name:
            yield name, f"no name of a single app: {name}"


def _look(look: Look, kind: TopicKind) -> Iterator[tuple[str, str]]:
    """One question of a card, and the ways to its screens."""
    yield from (("careful = ", problem) for problem in _text(look.careful))
    allowed = next(set(check.advice) for check in load_checks() if check.id == kind)
    for step in set(look.advice) - allowed:
        yield step, f"the check {kind} does not name the step {step}"
    for place in look.places:
        yield from _place(place)


def _place(place: Place) -> Iterator[tuple[str, str]]:
    """One way to a screen."""
    last = place.path[-1] if place.path else "path"
    if not all(place.path) or not place.path:
        yield last, "a way with nothing in it"
    if place.opens and (place.opens not in SCREENS or place.platform is not Platform.ANDROID):
        yield last, f"safecheck cannot open {place.opens} there"
    for problem in _source(place):
        yield last, problem


def _source(fact: Noticed | Place) -> Iterator[str]:
    """Every fact has a source and the day it was read, or says that it has neither."""
    if fact.unverified == bool(fact.source) or bool(fact.source) != bool(fact.checked):
        yield "it needs a source and the day it was read, or unverified = true and neither"
    if fact.source and not _SOURCE.match(fact.source):
        yield f"no name of a site or of a maker's pages: {fact.source}"


def _text(text: str, blanks: frozenset[str] = frozenset()) -> Iterator[str]:
    """A text that people read: short sentences without words of the trade, and no blank that nobody fills."""
    for blank in sorted(catalogue.blanks(text) - blanks):
        yield f"no such blank: {{{blank}}}"
    if len(text) > _LONGEST:
        yield f"longer than {_LONGEST} characters: {text}"
    for sentence in re.split(r"[.?!:;](?:\s|$)", text):
        if len(sentence.split()) > _MOST_WORDS:
            yield f"a sentence of more than {_MOST_WORDS} words: {sentence.strip()}"
    if word := _JARGON.search(text):
        yield f"a word of the trade: “{word.group()}”"
