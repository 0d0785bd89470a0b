"""What downloaded copies of accounts tell, once read. All times are UTC."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from safecheck.model.base import Frozen


class Provider(StrEnum):
    """Whose download it is."""

    GOOGLE = "google"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    SNAPCHAT = "snapchat"
    APPLE = "apple"


class ExportFact(StrEnum):
    """What downloads can tell; each has its phrase in words/facts.toml."""

    FILES = "export-files"  # the files themselves
    SESSIONS = "export-sessions"
    DEVICES = "export-devices"
    BROWSERS = "export-browsers"
    CONTACTS = "export-contacts"
    CHANGES = "export-changes"
    APPS = "export-apps"
    LOCATION = "export-location"


class DeviceType(StrEnum):
    """What kind of device it was, as far as the service tells; its phrase is words/phrases.toml "device-…"."""

    ANDROID = "android"
    IPHONE = "iphone"
    IPAD = "ipad"
    WINDOWS = "windows"
    MAC = "mac"
    LINUX = "linux"
    CHROMEBOOK = "chromebook"
    TV = "tv"
    PHONE = "phone"
    COMPUTER = "computer"
    NOT_TOLD = "not-told"


class SeenKind(StrEnum):
    """In which way a device was seen."""

    SESSION = "session"  # it used the account
    DEVICE = "device"  # the service lists it
    BROWSER = "browser"  # it keeps a copy of passwords and pages
    REPORTER = "reporter"  # it tells the service where it is


class Seen(Frozen, frozen=True):
    """Devices of one type and model in one place, that a service saw in one way: "was this you?"."""

    id: str  # "export.google.session.1a2b3c4d5e": the same for the same type, model and place, in every download
    service: Provider
    kind: SeenKind
    device: DeviceType
    model: str  # as the service writes it, "" not told
    place: str  # town and country, "" not told
    first: datetime | None
    last: datetime | None
    times: int  # entries that tell of it
    programs: tuple[str, ...]  # what it used, the first few
    networks: tuple[str, ...]  # without the part that tells one home from another, the first few
    network_count: int  # all of them


class ChangeKind(StrEnum):
    """What was changed."""

    PASSWORD = "password"  # noqa: S105 - the word, no secret
    EMAIL = "email"
    PHONE = "phone"
    SECOND_STEP = "second-step"
    DOWNLOAD = "download"  # somebody asked for a copy of the data
    PRIVACY = "privacy"
    CLOSED = "closed"  # the account was switched off or on
    OTHER = "other"


class Change(Frozen, frozen=True):
    """One change of an account."""

    service: Provider
    kind: ChangeKind
    time: datetime | None
    detail: str  # the new address or number, shortened; or the service's own words; "" not told


class ContactKind(StrEnum):
    """What an address or number is for."""

    RECOVERY = "recovery"  # it can set a new password
    EMAIL = "email"
    PHONE = "phone"
    SECOND_STEP = "second-step"  # it gets the codes


class Contact(Frozen, frozen=True):
    """An address or number that belongs to an account: "is this yours?"."""

    id: str
    service: Provider
    kind: ContactKind
    hint: str  # "ja…e@example.org", "…789": enough for its owner


class AccountApp(Frozen, frozen=True):
    """An app that was set up with an account, there still or not."""

    title: str
    package: str  # "" not told
    device: str  # on which, "" not told
    first: datetime | None


class Switch(Frozen, frozen=True):
    """A setting that is on or off."""

    on: bool | None  # None: not told
    changed: datetime | None


class Span(Frozen, frozen=True):
    """From when to when a list tells anything; nothing outside of it was seen."""

    first: datetime | None
    last: datetime | None
    entries: int


class Export(Frozen, frozen=True):
    """Everything that was read of one service's downloads."""

    service: Provider
    spans: Mapping[str, Span]  # by ExportFact
    seen: tuple[Seen, ...] = ()  # the latest first
    changes: tuple[Change, ...] = ()  # a time line, the latest first
    contacts: tuple[Contact, ...] = ()
    apps: tuple[AccountApp, ...] = ()
    location_history: Switch | None = None
    home: tuple[str, ...] = ()  # cameras, speakers and other things of the home
    bare: Seen | None = None  # the entries that name neither device nor place: nobody can say if they were them
    doubts: tuple[str, ...] = ()  # what is uncertain about the forms: keys of words/phrases.toml
