"""What one simulated phone is: plain frozen values that the stub commands render."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

Flavour = Literal["aosp", "samsung", "xiaomi", "oppo"]

FIXED_CLOCK = 1_750_000_000
"""The moment at which every ready-made phone stands still (15 June 2025)."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class AppState:
    """How one app stands for one user; users without such a value get the default of their kind."""

    user_id: int
    installed: bool = True
    hidden: bool = False
    suspended: bool = False
    stopped: bool = False
    not_launched: bool = False
    enabled: int = 0
    first_install: int | None = None
    last_disabled_caller: str | None = None
    disabled_components: tuple[str, ...] = ()
    runtime_granted: tuple[str, ...] | None = None
    runtime_denied: tuple[str, ...] | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class AppOp:
    """The mode of one app op of one app for one user, and one use of it; several uses are several values."""

    op: str
    mode: str = "allow"
    user_id: int = 0
    whole_uid: bool = False
    seconds_ago: int | None = None
    background: bool = False
    rejected: bool = False
    running: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class ForegroundService:
    """A service of an app that runs in the foreground now; types as in ``ServiceInfo`` (8 is location)."""

    name: str
    types: int = 0
    user_id: int = 0


@dataclasses.dataclass(frozen=True, kw_only=True)
class LocationRequest:
    """An app's request for the position, at present or earlier since the phone's start."""

    provider: str = "gps"
    user_id: int = 0
    active: bool = True
    background: bool = False
    minutes: int = 30


@dataclasses.dataclass(frozen=True, kw_only=True)
class AccessibilityService:
    """An accessibility service that an app declares: its class and the label users see."""

    name: str
    label: str
    capabilities: int = 1


@dataclasses.dataclass(frozen=True, kw_only=True)
class App:
    """One installed package."""

    package: str
    label: str = ""
    version_code: int = 1
    version_name: str = "1.0"
    min_sdk: int = 26
    target_sdk: int = 34
    app_id: int | None = None
    system: bool = False
    updated_system: bool = False
    code_path: str | None = None
    factory_path: str | None = None
    apk_name: str = "base.apk"
    apk: str | None = "v2-v3"
    apk_hole: int = 0
    installer: str | None = None
    initiating: str | None = None
    originating: str | None = None
    update_owner: str | None = None
    package_source: int = 0
    install_reason: int = 0
    granted: tuple[str, ...] = ()
    runtime_granted: tuple[str, ...] = ()
    runtime_denied: tuple[str, ...] = ()
    appop_permissions: tuple[str, ...] = ()
    shared_user: str | None = None
    first_install: int | None = None
    last_update: int | None = None
    signature: int | None = None
    launcher: bool = False
    launcher_activity: str = ".MainActivity"
    accessibility: tuple[AccessibilityService, ...] = ()
    account_types: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    ops: tuple[AppOp, ...] = ()
    foreground_services: tuple[ForegroundService, ...] = ()
    location_requests: tuple[LocationRequest, ...] = ()
    states: tuple[AppState, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeviceAdmin:
    """An enabled device administrator and the policies it may use."""

    component: str
    policies: tuple[str, ...] = ("wipe-data", "reset-password", "force-lock")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Account:
    """An account of a user; one that was removed stands in the history only."""

    type: str
    name: str
    added: int | None = None
    removed: int | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class SettingChange:
    """A change of a setting that the phone's history of settings still knows."""

    namespace: Literal["global", "secure", "system"]
    name: str
    at: int
    user_id: int = 0
    action: str = "update"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Companion:
    """A device that an app is bound to; with a profile the app may do more for it."""

    package: str
    name: str
    address: str
    user_id: int = 0
    profile: str | None = None
    removed: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class BondedDevice:
    """A Bluetooth device that the phone is paired with."""

    name: str
    address: str
    kind: Literal["BR/EDR", "LE", "DUAL"] = "DUAL"
    connected: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class AdbKey:
    """A computer whose key the owner accepted for good."""

    name: str
    last_connected: int | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class User:
    """One Android user or profile."""

    id: int
    name: str | None = "Owner"
    flags: int = 0x4C13
    user_type: str | None = None
    parent_id: int | None = None
    running: bool = True
    refuses_shell: bool = False
    secure: Mapping[str, str | None] = dataclasses.field(default_factory=dict)
    accessibility_services: tuple[str, ...] = ()
    crashed_accessibility_services: tuple[str, ...] = ()
    notification_listeners: tuple[str, ...] = ()
    device_admins: tuple[DeviceAdmin, ...] = ()
    profile_owner: str | None = None
    device_owner: str | None = None
    restrictions: tuple[str, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    default_keyboard: str | None = None
    keyboards: tuple[str, ...] = ()
    setting_writers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    accounts: tuple[Account, ...] = ()
    trust_agents: tuple[str, ...] = ()
    vpn: str | None = None
    vpn_connected: bool = True
    vpn_always_on: bool = False
    vpn_lockdown: bool = False
    built_in_vpn: bool = False
    certificates: tuple[str, ...] | None = None
    certificates_denied: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Phone:
    """A whole phone, as far as its shell commands can show it."""

    sdk: int = 34
    release: str = "14"
    maker: str = "Google"
    brand: str = "google"
    model: str = "Pixel 7"
    device: str = "panther"
    build_id: str = "UQ1A.240105.004"
    security_patch: str = "2025-05-05"
    flavour: Flavour = "aosp"
    timezone: str = "Europe/Berlin"
    utc_offset_minutes: int = 120
    clock: int = FIXED_CLOCK
    enforcing: bool = True
    current_user: int = 0
    props: Mapping[str, str] = dataclasses.field(default_factory=dict)
    global_settings: Mapping[str, str | None] = dataclasses.field(default_factory=dict)
    system_settings: Mapping[str, str | None] = dataclasses.field(default_factory=dict)
    setting_writers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    setting_changes: tuple[SettingChange, ...] = ()
    projecting: str | None = None
    projecting_user: int = 0
    companions: tuple[Companion, ...] = ()
    bluetooth_on: bool = True
    bonded: tuple[BondedDevice, ...] = ()
    battery_exempt: tuple[str, ...] = ()
    call_forwarding: tuple[bool, ...] = (False,)
    adb_keys: tuple[AdbKey, ...] = ()
    adb_wifi: bool = False
    su_paths: tuple[str, ...] = ()
    users: tuple[User, ...] = (User(id=0),)
    apps: tuple[App, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the description as nested plain values that JSON can hold."""
        return dataclasses.asdict(self)

    def user(self, user_id: int) -> User:
        """Return the user with this id; KeyError where there is none."""
        for user in self.users:
            if user.id == user_id:
                return user
        raise KeyError(user_id)

    def app(self, package: str) -> App:
        """Return the app with this package name; KeyError where there is none."""
        for app in self.apps:
            if app.package == package:
                return app
        raise KeyError(package)
