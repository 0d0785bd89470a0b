"""What a person told about their accounts, and what they were asked."""

from collections.abc import Mapping
from enum import StrEnum

from safecheck.model.base import Frozen
from safecheck.model.exports import Export
from safecheck.model.services import Gravity, Place, Reply


class TopicKind(StrEnum):
    """What a topic is about; each kind has its check and its fact."""

    SITUATION = "situation"
    MAIN = "account-roots"
    SHARING = "sharing"
    CAMERA = "cameras"


class Item(Frozen, frozen=True):
    """One question of one topic, ready to be asked."""

    id: str  # "ring.shared"
    text: str
    risky: Reply
    severity: Gravity
    said: str
    unsure: str
    then: str
    screen: bool
    careful: str  # said before the question
    advice: tuple[str, ...]
    places: tuple[Place, ...]


class Topic(Frozen, frozen=True):
    """One thing that is asked about: how someone lives, their main account, one service, or downloads."""

    id: str
    name: str
    kind: TopicKind | None  # None: of downloads, which have checks of their own
    noticed: str  # whether a change is noticed, in whole sentences
    save: str
    instead: str
    items: tuple[Item, ...]
    packages: tuple[str, ...] = ()
    everyone: bool = True  # asked without a question before it, whether it is used


class Accounts(Frozen, frozen=True):
    """All that is known without a phone."""

    answers: Mapping[str, Reply] = {}  # by the id of what was asked
    topics: tuple[Topic, ...] = ()  # that were asked about
    exports: tuple[Export, ...] = ()  # downloads that were read
