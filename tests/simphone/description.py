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
    installer: str | None = None
    initiating: str | None = None
    originating: str | None = None
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
    states: tuple[AppState, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeviceAdmin:
    """An enabled device administrator and the policies it may use."""

    component: str
    policies: tuple[str, ...] = ("wipe-data", "reset-password", "force-lock")


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
