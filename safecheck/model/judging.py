"""Judging: signs, outcomes, and what a check is."""

from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum, StrEnum
from typing import Any

from safecheck.model.base import Frozen
from safecheck.model.listing import Signatures
from safecheck.model.phone import Gap, User


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
    TOLD = 4  # a person saw it and said so; safecheck cannot look there


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
    phrases: Mapping[str, tuple[str, ...]] = {}  # blank: keys of words/phrases.toml, which are joined there
    one_app: bool = False  # the subject is an app, and all of this is about that app


class Part(StrEnum):
    """What a check looks at: the field of the Snapshot that it is given; without it the check is not judged."""

    PHONE = "phone"
    ACCOUNTS = "accounts"
    TOLD = "told"  # the accounts, where a person was asked about them
    EXPORTS = "exports"  # the accounts, where a download was read
    GOOGLE_EXPORTS = "google_exports"  # the same, where one is Google's
    COMPUTER = "computer"


class Check(Frozen, frozen=True):
    """One question about a part of a snapshot: which facts it needs, and a pure function that gives the signs."""

    id: str
    needs: tuple[str, ...]
    kinds: tuple[str, ...]  # every kind of sign that it can give
    advice: tuple[str, ...]  # every advice step that its signs can name
    per_user: bool  # judged once for each user of the phone
    run: Callable[[Any, User | None, Signatures], Iterator[Sign]]  # the part, of which the type depends on `part`
    blanks: tuple[str, ...] = ()  # every blank that its signs fill, besides {subject} and {where}
    phrases: Mapping[
        str, tuple[str, ...]
    ] = {}  # every blank that its signs fill with phrases: all that can stand there
    part: Part = Part.PHONE
    here: Callable[[Any], bool] | None = None  # whether the question makes sense for this part; None: for every one


class Finding(Frozen, frozen=True):
    """A sign in whole sentences, for people."""

    kind: str
    subject: str
    named: str  # the subject as people read it: with what an app calls itself
    one_app: bool  # the subject is an app, and all of this is about that app
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
