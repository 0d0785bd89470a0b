"""What the readers of files give, one entry at a time; nothing here is grouped or named yet."""

from datetime import datetime
from typing import NamedTuple

from safecheck.model import ChangeKind, ContactKind, DeviceType, ExportFact, Provider, SeenKind


class Begin(NamedTuple):
    """From here on, this list of this service is told."""

    service: Provider
    fact: ExportFact
    doubt: str = ""  # a key of words/phrases.toml, where the form is uncertain
    sure: bool = True  # it is this list of this service even if it holds nothing


class Use(NamedTuple):
    """A device was seen."""

    kind: SeenKind
    device: DeviceType = DeviceType.NOT_TOLD
    model: str = ""
    place: str = ""
    program: str = ""
    network: str = ""
    first: datetime | None = None
    last: datetime | None = None


class Changed(NamedTuple):
    """Something about the account was changed."""

    kind: ChangeKind
    time: datetime | None
    detail: str = ""


class Reachable(NamedTuple):
    """An address or number that belongs to the account, in full: it is shortened when it is gathered."""

    kind: ContactKind
    value: str


class Installed(NamedTuple):
    """An app was set up with the account."""

    title: str
    package: str = ""
    device: str = ""
    first: datetime | None = None


class LocationHistory(NamedTuple):
    """Whether the service keeps where the person was."""

    on: bool | None
    changed: datetime | None


class HomeThing(NamedTuple):
    """A thing in the person's home."""

    name: str


class Problem(NamedTuple):
    """An entry that could not be read."""

    why: str


Record = Begin | Use | Changed | Reachable | Installed | LocationHistory | HomeThing | Problem
