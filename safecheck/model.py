"""Every value that safecheck passes around, and the one interface to a device; imports nothing of ours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Protocol

import msgspec


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """A value: named fields, never changed."""


# ---------------------------------------------------------------- asking a device


class Question(Frozen, frozen=True):
    """One fixed, read-only command for a device."""

    fact: str  # what the answer tells, e.g. "packages"
    command: str  # a shell command line
    limit: int  # seconds that the command may take
    user: int | None = None  # the phone's user number, or None for the whole phone


class End(StrEnum):
    """How an answer ended; only WHOLE proves that nothing is missing."""

    WHOLE = "whole"
    CUT = "cut"  # the connection broke off
    TIMEOUT = "timeout"  # the command did not end in time
    TOO_BIG = "too-big"  # more came than any real phone says
    STOPPED = "stopped"  # the person stopped the scan
    NOT_ASKED = "not-asked"  # the connection was gone before


class Answer(Frozen, frozen=True):
    """What a device said to one question, as bytes, and whether that was all of it."""

    question: Question
    output: bytes
    exit: int | None  # None: the command's end was not seen
    end: End
    seconds: float


class Device(Protocol):
    """A phone on a cable or a recorded one: the whole of what may be done with it."""

    def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """Yield one answer per question, in order, as they arrive; never raises for a lost phone."""

    def stop(self) -> None:
        """End every question under way (called from another thread)."""


# ---------------------------------------------------------------- what was read


class GapReason(StrEnum):
    """Why something that should have been seen was not; each has its sentence in words/gaps.toml."""

    DENIED = "denied"
    TIMEOUT = "timeout"
    CUT = "cut"
    FAILED = "failed"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    CONTRADICTION = "contradiction"
    STOPPED = "stopped"
    TOO_BIG = "too-big"


class Gap(Frozen, frozen=True):
    """Something that should have been seen and was not."""

    fact: str
    reason: GapReason
    user: int | None = None  # None: the whole phone
    detail: str = ""  # the phone's own words, cleaned


class Identity(Frozen, frozen=True):
    """Which phone this is; empty where the phone did not say."""

    maker: str = ""
    model: str = ""
    android: str = ""
    sdk: int | None = None
    patch: str = ""  # date of the last security update, as the phone writes it


class User(Frozen, frozen=True):
    """One user or profile of the phone."""

    number: int
    name: str
    flags: int
    running: bool


class AppState(Frozen, frozen=True):
    """An app's state for one user; None and "" where the phone does not say."""

    hidden: bool | None = None  # by a device or profile owner: as if it were not installed
    suspended: bool | None = None
    stopped: bool | None = None  # never opened, or force-stopped and not opened since
    not_launched: bool | None = None  # never opened
    enabled: int | None = None  # 0 as its maker set it, 1 on, 2 off, 3 off by the person, 4 off until it is used
    last_disabled_caller: str = ""  # who switched it on or off last
    first_installed: str = ""  # the phone's local time, as it writes it; Android 13 and newer
    granted: frozenset[str] = frozenset()  # runtime permissions that it has
    disabled_components: frozenset[str] = frozenset()  # classes, as the phone writes them


class Package(Frozen, frozen=True):
    """One installed (or formerly installed) app, from `dumpsys package`."""

    name: str
    system: bool | None  # it came with the phone (pkgFlags has SYSTEM), updated since or not; None: not known
    code_path: str
    installer: str  # who put it there, "" where the phone does not say
    first_installed: str  # the phone's local time, as it writes it; "" unknown
    installed: Mapping[int, bool]  # by user number; empty: the phone did not say
    states: Mapping[int, AppState] = {}  # by user number
    app_id: int | None = None  # its uid is user number * 100000 + this
    version_name: str = ""
    last_updated: str = ""  # the phone's local time, as it writes it
    initiating: str = ""  # who asked for the installation; Android 14 and newer
    originating: str = ""  # where the file came from; Android 14 and newer
    update_owner: str = ""  # who alone may update it; Android 14 and newer
    package_source: int | None = None  # 0 not said, 1 other, 2 store, 3 local file, 4 downloaded file
    shared_user: str = ""  # its permissions then stand under this shared user
    signatures: tuple[str, ...] = ()  # 32-bit hashes of its signers' certificates, in hex: equal within one phone only
    install_permissions: frozenset[str] = frozenset()  # those that it has without anybody being asked


class Phone(Frozen, frozen=True):
    """All that was read from one phone; what is missing has a Gap in the Snapshot."""

    identity: Identity
    clock: datetime | None
    users: tuple[User, ...]
    packages: Mapping[str, Package]
    global_settings: Mapping[str, str]
    accessibility: Mapping[int, tuple[str, ...]]  # switched-on services (components) by user, by either witness
    listeners: Mapping[int, tuple[str, ...]]  # apps' components that may read notifications, by user
    admins: Mapping[int, tuple[str, ...]]  # active device admins (components) by user
    device_owner: str  # component, "" none
    profile_owners: Mapping[int, str]  # component by user


class Snapshot(Frozen, frozen=True):
    """All that a check may see."""

    taken: datetime
    phone: Phone | None
    gaps: tuple[Gap, ...]
    answers: tuple[Answer, ...] = ()


# ---------------------------------------------------------------- what is known


class FamilyClass(StrEnum):
    """What a product is, as its makers sell it; a closed set."""

    STALKERWARE = "stalkerware"
    WATCHWARE = "watchware"
    DUAL_USE = "dual-use"
    REMOTE_ACCESS = "remote-access"
    KEYLOGGER = "keylogger"
    EMPLOYEE_MONITOR = "employee-monitor"
    SPYWARE_TARGETED = "spyware-targeted"
    MANAGED = "managed"


class Facts(Frozen, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Marks that one source documents for a family."""

    source: str
    grade: str  # A vendor, B maintained public list, C single artefact
    packages: tuple[str, ...] = ()
    cert_sha1: tuple[str, ...] = ()
    cert_sha256: tuple[str, ...] = ()


class Family(Frozen, frozen=True, rename={"kind": "class"}, forbid_unknown_fields=True, omit_defaults=True):
    """One product and the marks that it leaves."""

    id: str
    name: str
    kind: FamilyClass
    aliases: tuple[str, ...] = ()
    facts: tuple[Facts, ...] = ()


class Source(Frozen, frozen=True, forbid_unknown_fields=True):
    """Where facts come from, and the credit that its licence asks for."""

    name: str
    url: str
    revision: str
    date: date
    licence: str  # SPDX
    credit: str


class SignatureList(Frozen, frozen=True, forbid_unknown_fields=True):
    """The list as it is shipped: signatures/signatures.json."""

    schema: int
    version: int  # YYYYMMDDnn
    issued: date
    sources: Mapping[str, Source]
    families: tuple[Family, ...]


class Signatures:
    """The list with its index, built once; lookups are exact and may name several families."""

    def __init__(self, listed: SignatureList) -> None:
        """Index every package name of `listed`."""
        self.listed = listed
        self._by_package: dict[str, list[Family]] = {}
        for family in listed.families:
            for name in dict.fromkeys(name for facts in family.facts for name in facts.packages):
                self._by_package.setdefault(name, []).append(family)

    def families_of(self, package: str) -> tuple[Family, ...]:
        """Give all families that list this exact package name."""
        return tuple(self._by_package.get(package, ()))

    @property
    def package_count(self) -> int:
        """How many different package names the list knows."""
        return len(self._by_package)


# ---------------------------------------------------------------- judging


class Severity(IntEnum):
    """Is it a problem? ASK is "is this yours?"; ACT leads to the plan."""

    NOTE = 1
    ASK = 2
    ACT = 3


class Confidence(IntEnum):
    """Is it really there?"""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


class Sign(Frozen, frozen=True):
    """What a check saw, still without sentences."""

    kind: str  # a key of words/findings.toml
    subject: str  # what it is about: a package, a profile
    users: tuple[int, ...]  # where on the phone; empty: all of it, or not known
    severity: Severity
    confidence: Confidence
    advice: tuple[str, ...]  # ids of advice steps
    evidence: str  # the line of the phone's answer that shows it
    blanks: Mapping[str, str] = {}  # for the sentences of this kind, besides {subject} and {where}


class Check(Frozen, frozen=True):
    """One question about a snapshot: which facts it needs, and a pure function that gives the signs."""

    id: str
    needs: tuple[str, ...]
    kinds: tuple[str, ...]  # every kind of sign that it can give
    advice: tuple[str, ...]  # every advice step that its signs can name
    per_user: bool  # judged once for each user of the phone
    run: Callable[[Phone, User | None, Signatures], Iterator[Sign]]
    blanks: tuple[str, ...] = ()  # every blank that its signs fill, besides {subject} and {where}


class Finding(Frozen, frozen=True):
    """A sign in whole sentences, for people."""

    kind: str
    subject: str
    users: tuple[int, ...]
    severity: str
    confidence: str
    title: str
    reason: str  # what was seen
    meaning: str  # what it can mean
    not_proof: str  # what it does not prove
    noticed: str  # may the other person notice if something is done about it
    advice: tuple[str, ...]
    evidence: str


class Clear(Frozen, frozen=True, tag="clear", tag_field="result"):
    """The check saw all that it needs and found nothing."""


class Found(Frozen, frozen=True, tag="found", tag_field="result"):
    """The check found something; `gaps` tells what it could not see besides."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...] = ()


class NotChecked(Frozen, frozen=True, tag="not-checked", tag_field="result"):
    """The check could not see what it needs, and found nothing in what it saw."""

    gaps: tuple[Gap, ...]


Outcome = Clear | Found | NotChecked


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


class Notice(StrEnum):
    """May the other person notice this step? UNKNOWN is planned as if YES."""

    YES = "yes"
    PROBABLY = "probably"
    NO = "no"
    UNKNOWN = "unknown"


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
    order: int  # place in the plan: safety first, cables last
    title: str
    why: str
    notice: Notice
    save_first: str
    steps: tuple[str, ...]
    when: When = When.NAMED
    source: str = ""
    checked: date | None = None
    unverified: bool = False


class LedgerLine(Frozen, frozen=True):
    """One question that was asked, and what became of it."""

    fact: str
    user: int | None
    command: str
    answer: str  # "whole", or the reason of its gap
    exit: int | None
    bytes: int
    seconds: float


class ListInfo(Frozen, frozen=True):
    """With which list was looked, so that a clinic can say what it tested with."""

    version: int
    issued: date
    age_days: int
    families: int
    packages: int
    digest: str  # first 12 hex digits of the list's SHA-256
    credits: tuple[str, ...]


class Subject(Frozen, frozen=True):
    """What was looked at."""

    maker: str
    model: str
    android: str
    patch: str
    clock: datetime | None
    users: tuple[str, ...]
    apps: int


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
    plan: tuple[Advice, ...]
    ledger: tuple[LedgerLine, ...]
