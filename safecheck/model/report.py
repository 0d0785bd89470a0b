"""The plan and the result document."""

from datetime import date, datetime
from enum import StrEnum

from safecheck.model.base import Frozen
from safecheck.model.judging import Outcome, Part
from safecheck.model.notice import Notice
from safecheck.model.origin import Origin
from safecheck.model.phone import Gap


class Judgement(Frozen, frozen=True):
    """One check's outcome, for one user of the phone or for all of it."""

    check: str
    title: str
    user: int | None
    user_name: str
    outcome: Outcome


class Missing(Frozen, frozen=True):
    """A gap in a whole sentence, with the checks that it leaves open."""

    gap: Gap
    sentence: str
    checks: tuple[str, ...]


class When(StrEnum):
    """In which situation a step belongs into the plan."""

    NAMED = "named"  # only where a finding names it
    ALWAYS = "always"
    FOUND = "found"  # something at "ask" or above
    NOTHING_FOUND = "nothing-found"  # nothing at "ask" or above
    INCOMPLETE = "incomplete"  # something could not be looked at


class Advice(Frozen, frozen=True, forbid_unknown_fields=True):
    """One step of the plan, as it stands in advice/."""

    id: str
    order: int  # place in the plan: safety first, cables last; hundreds are the places of docs/design.md
    title: str
    why: str
    notice: Notice
    save_first: str
    steps: tuple[str, ...]
    helper: str  # who can help with it
    when: When = When.NAMED
    part: Part | None = None  # only where this was looked at
    source: str = ""
    checked: date | None = None
    unverified: bool = False


class Certainty(StrEnum):
    """How sure a number is; what is less sure is not shipped."""

    READ = "read"  # read at the source that is named
    SURE = "sure"  # general knowledge of high certainty


class Helpline(Frozen, frozen=True, forbid_unknown_fields=True):
    """One service that helps, by phone or on its site."""

    service: str
    certainty: Certainty
    checked: date
    number: str = ""
    site: str = ""
    hours: str = ""
    source: str = ""


class Country(Frozen, frozen=True, forbid_unknown_fields=True):
    """Who helps in one country: the emergency number first."""

    code: str
    name: str
    emergency: str
    lines: tuple[Helpline, ...] = ()


class LedgerLine(Frozen, frozen=True):
    """One question that was asked, and what became of it."""

    fact: str
    user: int | None
    app: str  # "" where it is not about one
    command: str
    answer: str  # "whole", or the reason of its gap
    exit: int | None
    bytes: int
    seconds: float


class OwnListInfo(Frozen, frozen=True):
    """Which list of an organisation was used besides; its families are named with it."""

    name: str
    version: int
    issued: date
    families: int  # that leave marks on phones
    on_computers: int  # families that leave marks on computers
    packages: int
    digest: str  # first 12 hex digits of the file's SHA-256


class ListInfo(Frozen, frozen=True):
    """With which list was looked, so that a clinic can say what it tested with."""

    version: int
    issued: date
    age_days: int
    families: int  # that leave marks on phones
    on_computers: int  # families that leave marks on computers
    packages: int
    digest: str  # first 12 hex digits of the list's SHA-256
    credits: tuple[str, ...]
    own: OwnListInfo | None = None
    origin: Origin = Origin()


class Subject(Frozen, frozen=True):
    """What was looked at."""

    maker: str
    model: str
    android: str
    patch: str
    clock: datetime | None
    users: tuple[str, ...]
    apps: int
    phone: bool  # one was looked at, whether or not it told which one it is
    topics: tuple[str, ...] = ()  # what a person was asked about
    downloads: tuple[str, ...] = ()  # whose downloads of accounts were read
    computer: str = ""  # system and version of this computer; "" it was not looked at
    managers: tuple[str, ...] = ()  # who manages this computer, in whole sentences


class Report(Frozen, frozen=True):
    """The result document: all that a format may see. Its JSON Schema is safecheck/report.schema.json."""

    schema: int
    tool: str
    demonstration: bool
    taken: datetime
    exit_code: int
    subject: Subject
    list: ListInfo
    judgements: tuple[Judgement, ...]
    missing: tuple[Missing, ...]
    country: Country | None  # chosen by the person, never guessed
    plan: tuple[Advice, ...]
    ledger: tuple[LedgerLine, ...]
