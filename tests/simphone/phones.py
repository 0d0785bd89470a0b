"""Ready-made phones, and helpers that put one more app or user on a phone."""

from __future__ import annotations

import dataclasses

from .catalogue import SYSTEM_APPS, USER_APPS
from .description import FIXED_CLOCK, Account, App, AppState, Flavour, Phone, User

_RELEASES = {
    26: "8.0.0",
    27: "8.1.0",
    28: "9",
    29: "10",
    30: "11",
    31: "12",
    32: "12",
    33: "13",
    34: "14",
    35: "15",
    36: "16",
}

_MAKERS: dict[Flavour, tuple[str, str, str, str]] = {
    "aosp": ("Google", "google", "Pixel 7", "panther"),
    "samsung": ("samsung", "samsung", "SM-S911B", "dm1q"),
    "xiaomi": ("Xiaomi", "Xiaomi", "2210132G", "nuwa"),
    "oppo": ("OPPO", "OPPO", "CPH2437", "OP5359L1"),
}
"""Manufacturer, brand, model and device name of each flavour."""

PLAY_STORE = "com.android.vending"
_DAY = 86_400
_FIRST_APP_ID = 10_050

_GLOBAL = {
    "adb_enabled": "1",
    "airplane_mode_on": "0",
    "auto_time": "1",
    "development_settings_enabled": "1",
    "device_provisioned": "1",
    "package_verifier_user_consent": "1",
    "private_dns_mode": "opportunistic",
    "stay_on_while_plugged_in": "0",
}
_SYSTEM = {
    "accelerometer_rotation": "1",
    "screen_brightness": "102",
    "screen_off_timeout": "30000",
    "time_12_24": None,
}
_SECURE = {
    "autofill_service": "com.google.android.gms/.autofill.service.AutofillService",
    "sms_default_application": "com.google.android.apps.messaging",
}
_KEYBOARD = "com.google.android.inputmethod.latin/.LatinIME"


def ordinary(sdk: int = 34, flavour: Flavour = "aosp", apps: int = 60) -> Phone:
    """Return a phone as most people have it: one user, no service with special powers."""
    maker, brand, model, device = _MAKERS[flavour]
    return Phone(
        sdk=sdk,
        release=_RELEASES[sdk],
        maker=maker,
        brand=brand,
        model=model,
        device=device,
        flavour=flavour,
        global_settings=_GLOBAL,
        system_settings=_SYSTEM,
        setting_writers={"package_verifier_user_consent": PLAY_STORE},
        users=(owner(sdk),),
        apps=_apps(apps),
    )


def big(packages: int = 600, users: int = 3) -> Phone:
    """Return a phone with many packages and several users."""
    phone = ordinary(apps=packages)
    for number in range(1, users):
        phone = with_user(phone, User(id=9 + number, name=f"Guest {number}", flags=0x410, running=number == 1))
    return phone


def with_work_profile(sdk: int = 34, flavour: Flavour = "aosp") -> Phone:
    """Return a phone whose employer manages a second profile."""
    owner_app = App(
        package="com.example.workpolicy",
        label="Work policy",
        installer=PLAY_STORE,
        states=(AppState(user_id=0, installed=False), AppState(user_id=10)),
    )
    profile = User(
        id=10,
        name="Work profile",
        flags=0x1030,
        parent_id=0,
        profile_owner="com.example.workpolicy/.AdminReceiver",
        restrictions=("no_install_unknown_sources",),
    )
    return with_user(with_app(ordinary(sdk, flavour), owner_app), profile)


def with_secure_folder_refusing(sdk: int = 34) -> Phone:
    """Return a Samsung phone whose Secure Folder is closed to the shell."""
    folder_app = App(
        package="com.samsung.knox.securefolder",
        label="Secure Folder",
        system=True,
        launcher=True,
    )
    folder = User(
        id=150,
        name="Secure Folder",
        flags=0x61010,
        parent_id=0,
        user_type="android.os.usertype.profile.PRIVATE",
        refuses_shell=True,
        profile_owner="com.samsung.knox.securefolder/.containeragent.KnoxAdminReceiver",
    )
    return with_user(with_app(ordinary(sdk, "samsung"), folder_app), folder)


def with_private_space_locked(sdk: int = 35) -> Phone:
    """Return a phone whose private space exists but is locked."""
    space = User(
        id=11,
        name="Private space",
        flags=0x1090,
        parent_id=0,
        user_type="android.os.usertype.profile.PRIVATE",
        running=False,
    )
    return with_user(ordinary(sdk), space)


def owner(sdk: int) -> User:
    """Return the first user as this version describes it."""
    flags = 0x13 if sdk < 30 else 0xC13 if sdk < 34 else 0x4C13
    roles = {
        "android.app.role.BROWSER": ("com.android.chrome",),
        "android.app.role.DIALER": ("com.google.android.dialer",),
        "android.app.role.HOME": ("com.google.android.apps.nexuslauncher",),
        "android.app.role.SMS": ("com.google.android.apps.messaging",),
    }
    return User(
        id=0,
        name="Owner",
        flags=flags,
        secure=_SECURE,
        roles=roles,
        default_keyboard=_KEYBOARD,
        keyboards=(f"{_KEYBOARD};1891618174",),
        accounts=(Account(type="com.google", name="someone@example.org", added=FIXED_CLOCK - 700 * _DAY),),
        trust_agents=("com.google.android.gms/.auth.trustagent.GoogleTrustAgent",),
    )


def with_app(phone: Phone, app: App) -> Phone:
    """Return the phone with one more app, or with this app instead of its namesake."""
    others = tuple(other for other in phone.apps if other.package != app.package)
    if app.app_id is None and app.shared_user is None:
        taken = [other.app_id for other in phone.apps if other.app_id is not None]
        app = dataclasses.replace(app, app_id=max([*taken, _FIRST_APP_ID]) + 1)
    return dataclasses.replace(phone, apps=(*others, app))


def with_user(phone: Phone, user: User) -> Phone:
    """Return the phone with one more user, or with this user instead of the one with its id."""
    others = [other for other in phone.users if other.id != user.id]
    users = sorted([*others, user], key=lambda each: each.id)
    return dataclasses.replace(phone, users=tuple(users))


def with_owner(phone: Phone, **changes: object) -> Phone:
    """Return the phone with changed fields of user 0."""
    return with_user(phone, dataclasses.replace(phone.user(0), **changes))  # type: ignore[arg-type]


def _apps(count: int) -> tuple[App, ...]:
    """Return so many apps: the known names first, then invented ones from the store."""
    apps: list[App] = []
    for entry in SYSTEM_APPS:
        apps.append(dataclasses.replace(entry, app_id=_number(entry, len(apps))))
    for package, label in USER_APPS:
        apps.append(_store_app(package, label, len(apps)))
    while len(apps) < count:
        number = len(apps)
        apps.append(_store_app(f"com.example.vendor{number % 97}.app{number}", "", number))
    return tuple(apps)


def _number(app: App, position: int) -> int | None:
    """Return the app's number; shared users bring their own."""
    return None if app.shared_user is not None else _FIRST_APP_ID + position


def _store_app(package: str, label: str, position: int) -> App:
    """Return an app that the owner took from the Play Store."""
    installed = FIXED_CLOCK - (position % 400 + 20) * _DAY
    return App(
        package=package,
        label=label or package,
        version_code=1000 + position,
        version_name=f"{position % 9 + 1}.{position % 7}",
        app_id=_FIRST_APP_ID + position,
        installer=PLAY_STORE,
        initiating=PLAY_STORE,
        package_source=2,
        install_reason=4,
        granted=("android.permission.INTERNET", "android.permission.ACCESS_NETWORK_STATE"),
        runtime_granted=("android.permission.POST_NOTIFICATIONS",),
        runtime_denied=("android.permission.CAMERA",),
        first_install=installed,
        last_update=installed + 10 * _DAY,
        launcher=True,
        domains=(".".join(reversed(package.lower().split("."))),),
        states=(AppState(user_id=0),),
    )
