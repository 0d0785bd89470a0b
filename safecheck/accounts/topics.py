"""From cards and questions as data to topics that are ready to be asked about."""

from collections.abc import Iterator, Mapping

from safecheck.catalogue import fill
from safecheck.model import (
    About,
    Ask,
    Item,
    Look,
    Noticed,
    Place,
    Questions,
    Service,
    ServiceKind,
    Topic,
    TopicKind,
)

YOU, MAIN, USE = "you", "main", "use"  # two ids of topics, and the question "do you use it?" of each service
_KINDS = {ServiceKind.SHARING: TopicKind.SHARING, ServiceKind.CAMERA: TopicKind.CAMERA}
_NOWHERE = "the settings"  # stands for a screen whose name is not known


def situation(questions: Questions) -> Topic:
    """How the person lives."""
    return _besides(YOU, TopicKind.SITUATION, questions.you, questions)


def main_account(questions: Questions) -> Topic:
    """The account that everything else hangs on."""
    return _besides(MAIN, TopicKind.MAIN, questions.main, questions)


def of_service(service: Service, questions: Questions) -> Topic:
    """What is asked about one service; all doors of a camera, also those whose screens are not known."""
    looks = {look.ask: look for look in service.look}
    if service.kind is ServiceKind.CAMERA:
        asked = {name: questions.door[name] for name in questions.door}
    else:
        asked = {name: questions.share[name] for name in looks}
    return Topic(
        id=service.id,
        name=service.name,
        kind=_KINDS[service.kind],
        noticed=_noticed(service.noticed, questions),
        save=service.save or questions.save[service.kind],
        instead=service.instead or questions.instead[service.kind],
        items=tuple(_items(service.id, service.name, asked, looks)),
        packages=service.packages + service.packages_unverified,
        everyone=service.everyone,
    )


def _besides(id_: str, kind: TopicKind, asked: Mapping[str, Ask], questions: Questions) -> Topic:
    """A topic that is no service."""
    about: About = questions.about[id_]
    return Topic(
        id=id_,
        name=about.name,
        kind=kind,
        noticed=_noticed(about.noticed, questions),
        save=about.save,
        instead=about.instead,
        items=tuple(_items(id_, about.name, asked, {})),
    )


def _noticed(noticed: Noticed, questions: Questions) -> str:
    """Say whether a change is noticed, in whole sentences."""
    return " ".join(filter(None, (questions.noticed[noticed.may], noticed.because)))


def _items(id_: str, name: str, asked: Mapping[str, Ask], looks: Mapping[str, Look]) -> Iterator[Item]:
    """Fill the blanks of each question."""
    for key, ask in asked.items():
        look = looks.get(key) or Look(ask=key)
        places = look.places or ask.places
        values = {"name": name, "place": _screen(places)}
        yield Item(
            id=f"{id_}.{key}",
            text=fill(ask.text, values),
            risky=ask.risky,
            severity=look.severity or ask.severity,
            said=fill(ask.said, values),
            unsure=fill(ask.unsure, values),
            then=ask.then,
            screen=ask.screen,
            careful=look.careful,
            advice=look.advice or ask.advice,
            places=places,
        )


def _screen(places: tuple[Place, ...]) -> str:
    """Name the screen that the first way leads to."""
    return places[0].path[-1] if places else _NOWHERE
