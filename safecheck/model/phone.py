"""What was read from a phone, and what was not."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from safecheck.model.accounts import Accounts
from safecheck.model.asking import Answer
from safecheck.model.base import Frozen
from safecheck.model.computer import ThisComputer
from safecheck.model.exports import Provider


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
    LOCKED = "locked"  # the user is: until the unlocking the phone does not tell it
    PARTLY = "partly"  # this version of Android tells only a part of it
    UNWRITTEN = "unwritten"  # safecheck does not know how to look there
    NOT_LOOKED = "not-looked"  # it was meant to be looked at, and was not ready
    # what was asked of a person
    SKIPPED = "skipped"
    NOT_SURE = "not-sure"
    LEFT = "left"  # they stopped before it
    NOT_ASKED = "not-asked"
    ANSWERED_BEFORE = "answered-before"  # about a download that was not read this time
    FILE_CUT = "file-cut"  # a file ends before its end
    FILE_UNREADABLE = "file-unreadable"
    FILE_TOO_BIG = "file-too-big"
    FILE_LOCKED = "file-locked"  # with a password
    FILE_FORM = "file-form"  # of a form that is not read here
    FILE_UNKNOWN = "file-unknown"  # nothing in it is known here
    FILE_MISSING = "file-missing"  # a download does not hold it


class Gap(Frozen, frozen=True):
    """Something that should have been seen and was not."""

    fact: str
    reason: GapReason
    user: int | None = None  # None: the whole phone
    detail: str = ""  # the phone's own words, cleaned
    apps: tuple[str, ...] = ()  # those that it is about; empty: all that the fact is about
    about: str = ""  # which part of the fact


# ---- the phone and its users


class Identity(Frozen, frozen=True):
    """Which phone this is; empty where the phone did not say."""

    maker: str = ""
    model: str = ""
    android: str = ""
    sdk: int | None = None
    patch: str = ""  # date of the last security update, as the phone writes it


class UserKind(StrEnum):
    """What a user of the phone is."""

    SYSTEM = "system"  # the first user
    SECONDARY = "secondary"  # another full user
    GUEST = "guest"
    RESTRICTED = "restricted"
    MANAGED = "managed"  # work profile
    CLONE = "clone"  # second copies of apps: dual apps, dual messenger
    PRIVATE = "private"  # Android's private space
    SECURE_FOLDER = "secure-folder"  # Samsung's
    OTHER = "other"  # a maker's own, or not known here


class User(Frozen, frozen=True):
    """One user or profile of the phone."""

    number: int
    name: str
    flags: int
    running: bool
    kind: UserKind = UserKind.OTHER  # as `dumpsys user` tells it


# ---- apps


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


class Standing(StrEnum):
    """What the phone made of a signer of an app."""

    CURRENT = "current"  # the phone trusts the app by it
    EARLIER = "earlier"  # the present signer proved to follow it
    ASIDE = "aside"  # it stands in the file only, in a signature that this phone does not look at


class Signer(Frozen, frozen=True):
    """One certificate that an app's file carries; hashes of its DER bytes, in upper-case hex."""

    sha1: str
    sha256: str
    scheme: str  # v1, v2, v3 or v3.1: the signature that names it
    standing: Standing


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
    shared_user: str = ""  # whose permissions are its own too
    signatures: tuple[str, ...] = ()  # 32-bit hashes of its signers' certificates, in hex: equal within one phone only
    install_permissions: frozenset[str] = frozenset()  # those that it has without anybody being asked
    signers: tuple[Signer, ...] | None = None  # from its file; None: not read
    apk_sha256: str | None = None  # of its file (base.apk), in upper-case hex; None: not read, or too large for a scan
    label: str | None = None  # what it calls itself, cleaned, from its file; None: not read


class SharedUser(NamedTuple):
    """What apps with one `sharedUser` hold together."""

    members: frozenset[str]  # packages; Android 12 and newer name them
    install_permissions: frozenset[str]
    granted: dict[int, frozenset[str]]  # runtime permissions by user number


# ---- what apps may do and did


class OpUse(NamedTuple):
    """One op of one app."""

    mode: str  # that counts: allow, ignore, deny, default, foreground, or a maker's own word such as ask
    used: bool  # the phone tells of an access
    last_access: int | None  # seconds before the dump; None: no access, or its time is not known
    background: bool | None  # the last access was in the background; None: no access, or not told (8.1 and older)
    last_background: int | None  # seconds before the dump of the last access in the background; 5 years: not known
    running: bool  # it is going on now


class Projection(NamedTuple):
    """An app that sees the screen."""

    package: str
    user: int
    kind: str  # TYPE_SCREEN_CAPTURE, TYPE_MIRRORING, TYPE_PRESENTATION or a number


class ForegroundService(NamedTuple):
    """A service that runs in the foreground."""

    user: int
    package: str
    component: str
    types: (
        int | None
    )  # bits: location 0x8, projection 0x20, camera 0x40, microphone 0x80; None: not told (Android 9 and older)


# ---- who and what is connected


class Account(NamedTuple):
    """One account, with its name masked."""

    kind: str  # its type, e.g. com.google
    name: str  # "a…@g…", "…42", or "a…"


class Association(NamedTuple):
    """One app bound to another device."""

    user: int
    package: str
    name: str  # what the other device calls itself, cleaned; "" where it is not told


class Bonded(NamedTuple):
    """One device that the phone is paired with."""

    name: str  # what it calls itself, cleaned
    address: str  # its last two bytes, "…12:34"


class Computer(NamedTuple):
    """One computer that is trusted for good ("always allow from this computer")."""

    name: str  # usually user@computer, as it calls itself, cleaned; "" nothing told
    last_connected: datetime | None  # UTC; Android 10 and 11 tell it
    built_in: bool  # it came with the phone's system, nobody allowed it


class AdbKeys(NamedTuple):
    """Who may control the phone over adb."""

    computers: tuple[Computer, ...]
    wireless: bool | None  # debugging over Wi-Fi is switched on; None: not told


class SettingChange(NamedTuple):
    """One change of a setting that the phone remembers."""

    time: str  # the phone's local time, as it writes it
    name: str


class Phone(Frozen, frozen=True):
    """All that was read from one phone; what is missing has a Gap in the Snapshot. Numbers are users of the phone."""

    identity: Identity
    properties: Mapping[str, str]  # those that tell of the system's state
    clock: datetime | None
    users: tuple[User, ...]
    packages: Mapping[str, Package]
    lists_every_app: bool  # no list of apps has a gap: a name that is missing is really not there
    hidden_system: frozenset[str]  # apps whose factory version lies below an update
    launcher: Mapping[int, frozenset[str]]  # apps that show an icon
    global_settings: Mapping[str, str]
    secure_settings: Mapping[int, Mapping[str, str]]
    setting_changes: tuple[SettingChange, ...]  # of the global settings, the latest first
    accessibility: Mapping[int, tuple[str, ...]]  # switched-on services (components), by either witness
    listeners: Mapping[int, tuple[str, ...]]  # components that may read notifications
    admins: Mapping[int, tuple[str, ...]]  # active device admins (components)
    device_owner: str  # component, "" none
    profile_owners: Mapping[int, str]  # components
    ops: Mapping[int, Mapping[str, Mapping[str, OpUse]]]  # by user, app and op
    roles: Mapping[int, Mapping[str, tuple[str, ...]]]  # holders by user and role
    unrestricted: frozenset[str]  # apps for which battery optimisation was switched off
    projections: tuple[Projection, ...]
    foreground: tuple[ForegroundService, ...]
    locating: frozenset[str]  # apps that ask for the position now
    trust_agents: Mapping[int, tuple[str, ...]]  # components that may keep the phone unlocked
    vpns: Mapping[int, str]  # apps; "?" is the phone's own VPN, or one whose app is not told
    accounts: Mapping[int, tuple[Account, ...]]
    companions: tuple[Association, ...]
    paired: tuple[Bonded, ...]  # Bluetooth devices
    adb_keys: AdbKeys | None
    certificates: Mapping[int, tuple[str, ...]]  # file names of certificates that were added
    call_forwarding: Mapping[int, bool | None]  # by SIM slot; None: not told
    su_programs: tuple[str, ...]  # paths


class Snapshot(Frozen, frozen=True):
    """All that a check may see."""

    taken: datetime
    phone: Phone | None
    gaps: tuple[Gap, ...]
    answers: tuple[Answer, ...] = ()
    computer: ThisComputer | None = None
    accounts: Accounts | None = None

    @property
    def told(self) -> Accounts | None:
        """The accounts, where a person was asked: without that, the checks of answers would be calm about nothing."""
        return self.accounts if self.accounts and self.accounts.topics else None

    @property
    def exports(self) -> Accounts | None:
        """The accounts, where a download was read: without one, its checks would be calm about nothing."""
        return self.accounts if self.accounts and self.accounts.exports else None

    @property
    def google_exports(self) -> Accounts | None:
        """The accounts, where a download of Google was read: only there is told what some checks ask for."""
        accounts = self.exports
        return accounts if accounts and any(e.service is Provider.GOOGLE for e in accounts.exports) else None
