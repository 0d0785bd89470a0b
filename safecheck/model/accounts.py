"""What a person told about their accounts, and what they were asked."""

from collections.abc import Mapping
from enum import StrEnum

from safecheck.model.base import Frozen
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
    careful: str
    advice: tuple[str, ...]
    places: tuple[Place, ...]


class Topic(Frozen, frozen=True):
    """One thing that is asked about: how someone lives, their main account, or one service."""

    id: str
    name: str
    kind: TopicKind
    noticed: str  # whether a change is noticed, in whole sentences
    save: str
    instead: str
    items: tuple[Item, ...]
    packages: tuple[str, ...] = ()
    everyone: bool = True  # asked without a question before it, whether it is used


class Accounts(Frozen, frozen=True):
    """All that is known without a phone."""

    answers: Mapping[str, Reply]  # by question id
    topics: tuple[Topic, ...] = ()  # that were asked about
