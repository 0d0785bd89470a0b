"""What is known of services that share places or pictures: one card each, and the questions that cards name."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from safecheck.model.base import Frozen
from safecheck.model.notice import Notice


class Reply(StrEnum):
    """What a person can say to a question."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not-sure"
    SKIP = "skip"


class Gravity(StrEnum):
    """How grave a risky answer is: the names of Severity, as they stand in data."""

    NOTE = "note"
    ASK = "ask"
    ACT = "act"


class ServiceKind(StrEnum):
    """What a service shows to others."""

    SHARING = "sharing"  # where someone is
    CAMERA = "camera"  # who comes and goes


class Group(StrEnum):
    """Services that are offered together, in this order."""

    GOOGLE = "google"
    MESSAGES = "messages"
    FAMILY = "family"
    MAKERS = "makers"
    DOORBELLS = "doorbells"
    HOME = "home"
    AROUND = "around"
    CAR = "car"
    TRAVEL = "travel"
    SPORT = "sport"
    REMOTE = "remote"


class Scan(StrEnum):
    """What the list of apps on a phone can tell of a service; who is let in, it never tells."""

    APP = "app"  # the app is there
    BUILT_IN = "built-in"  # nearly every phone has it, so that it is there says nothing
    NOTHING = "nothing"


class Platform(StrEnum):
    """On what a screen is opened."""

    APP = "app"  # the service's app, on any phone
    ANDROID = "android"
    IPHONE = "iphone"
    WEB = "web"
    THING = "thing"  # the camera, car or box itself


class Place(Frozen, frozen=True, forbid_unknown_fields=True):
    """Where a person looks: the way to one screen."""

    platform: Platform
    path: tuple[str, ...]  # what is opened, one after the other
    opens: str = ""  # a settings screen of phone/opening.py
    source: str = ""
    checked: date | None = None
    unverified: bool = False


class Noticed(Frozen, frozen=True, forbid_unknown_fields=True):
    """Whether the other person learns of a change."""

    may: Notice
    because: str = ""
    source: str = ""
    checked: date | None = None
    unverified: bool = False


class Look(Frozen, frozen=True, forbid_unknown_fields=True):
    """One question of a card, and where to look for its answer."""

    ask: str  # which question of accounts/questions.toml
    places: tuple[Place, ...] = ()
    careful: str = ""  # what looking itself may give away
    severity: Gravity | None = None  # in place of the question's own
    advice: tuple[str, ...] = ()  # in place of the question's own


class Service(Frozen, frozen=True, forbid_unknown_fields=True):
    """One card: services/<id>.toml."""

    id: str
    name: str
    kind: ServiceKind
    group: Group
    scan: Scan
    noticed: Noticed
    look: tuple[Look, ...]  # of a camera: only the doors whose screens are known; all are asked
    packages: tuple[str, ...] = ()  # Android ids that were read in a public repository
    packages_unverified: tuple[str, ...] = ()  # Android ids from general knowledge
    everyone: bool = False  # it can concern people who have nothing of it
    save: str = ""  # before any change; empty: what questions.toml says
    instead: str = ""  # what can be done, besides a change; the same


class Ask(Frozen, frozen=True, forbid_unknown_fields=True):
    """One question as data; cards only name it. Blanks: {name} of the service, {place} where to look."""

    text: str
    risky: Reply
    severity: Gravity
    said: str  # what a risky answer means, as a sentence of the report
    unsure: str  # the same for "not sure"
    then: str = ""  # said at once after a risky answer
    screen: bool = False  # it is answered by looking at a screen
    advice: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


class About(Frozen, frozen=True, forbid_unknown_fields=True):
    """What a card says besides its questions, for a topic that is no service."""

    name: str
    noticed: Noticed
    save: str = ""
    instead: str = ""


class Questions(Frozen, frozen=True, forbid_unknown_fields=True):
    """accounts/questions.toml: every question, and how it is said whether the other person notices."""

    you: Mapping[str, Ask]
    main: Mapping[str, Ask]
    door: Mapping[str, Ask]  # of every camera, in this order
    share: Mapping[str, Ask]
    noticed: Mapping[Notice, str]
    save: Mapping[ServiceKind, str]
    instead: Mapping[ServiceKind, str]
    about: Mapping[str, About]  # of "you" and "main"
