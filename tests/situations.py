"""Phones as people bring them along: ``CLEAN`` ones, and ``EVASIONS`` with one trick each that a watcher uses.

A watching app bears a name that no list holds. Where its docstring does not say "from a file", it came from Google
Play and has an icon, so that the trick alone gives it away. Everything is as Android 14 tells it; other versions tell
less (up to 13, who asked for an installation).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from tests.simphone import (
    FIXED_CLOCK,
    AccessibilityService,
    Account,
    App,
    AppOp,
    AppState,
    BondedDevice,
    Companion,
    DeviceAdmin,
    Flavour,
    Phone,
    SettingChange,
    User,
    phones,
)

_DAY = 86_400
_INTERNET = ("android.permission.INTERNET", "android.permission.RECEIVE_BOOT_COMPLETED")
_PLACES = (
    "android.permission.ACCESS_COARSE_LOCATION",
    "android.permission.ACCESS_FINE_LOCATION",
    "android.permission.ACCESS_BACKGROUND_LOCATION",
)
_FILE_INSTALLER = "com.google.android.packageinstaller"
_SET_UP = FIXED_CLOCK - 400 * _DAY
"""When the owner began to use the phone."""

WATCHER = "net.quietwave.helper"
"""The app that watches in most evasions; in all of them no other one does."""


def _app(package: str, label: str, *, source: str, days_ago: int = 40) -> App:
    """Return an app with an icon that one shop, or another app, put on the phone by itself."""
    at = FIXED_CLOCK - days_ago * _DAY
    return App(
        package=package,
        label=label,
        installer=source,
        initiating=source,
        package_source=2,
        install_reason=4,
        granted=_INTERNET,
        first_install=at,
        last_update=at,
        launcher=True,
    )


def _play(package: str, label: str) -> App:
    """Return an app that the owner took from Google Play."""
    return _app(package, label, source=phones.PLAY_STORE)


def _file(package: str, label: str) -> App:
    """Return an app that somebody downloaded in the browser and set up from the file."""
    app = _app(package, label, source=_FILE_INSTALLER, days_ago=12)
    return dataclasses.replace(app, originating="com.android.chrome", package_source=4)


def _system(package: str, label: str, path: str) -> App:
    """Return an app of the maker."""
    return App(package=package, label=label, system=True, factory_path=path, launcher=True)


def _only_for(app: App, user_id: int) -> App:
    """Return the app installed for this user and not for the owner."""
    return dataclasses.replace(app, states=(AppState(user_id=0, installed=False), AppState(user_id=user_id)))


def _with(phone: Phone, *apps: App) -> Phone:
    """Return the phone with these apps."""
    for app in apps:
        phone = phones.with_app(phone, app)
    return phone


def _ordinary_with(*apps: App, flavour: Flavour = "aosp") -> Phone:
    """Return an ordinary phone with these apps."""
    return _with(phones.ordinary(34, flavour), *apps)


def _profile(user_id: int, name: str, flags: int = 0x1030) -> User:
    """Return a profile of the owner, with the owner's keyboard."""
    keyboard = phones.owner(34).default_keyboard
    return User(id=user_id, name=name, flags=flags, parent_id=0, default_keyboard=keyboard)


def _second_user(user_id: int, name: str) -> User:
    """Return another full user, who belongs to nobody."""
    return dataclasses.replace(_profile(user_id, name, 0x410), parent_id=None)


def f_droid() -> Phone:
    """Somebody set up F-Droid from its website and takes free software from there."""
    shop = "org.fdroid.fdroid"
    apps = [
        _app("org.schabi.newpipe", "NewPipe", source=shop),
        _app("de.danoeh.antennapod", "AntennaPod", source=shop),
        _app("net.osmand.plus", "OsmAnd~", source=shop),
    ]
    return _ordinary_with(_file(shop, "F-Droid"), *apps)


def galaxy_store() -> Phone:
    """Somebody with a Samsung phone takes some apps from Samsung's own shop."""
    shop = "com.sec.android.app.samsungapps"
    return _ordinary_with(
        _system(shop, "Galaxy Store", "/system/priv-app/GalaxyApps_OPEN"),
        _app("com.samsung.android.voc", "Samsung Members", source=shop),
        _app("com.sec.android.app.shealth", "Samsung Health", source=shop),
        flavour="samsung",
    )


def xiaomi_with_preloads() -> Phone:
    """Somebody uses a Xiaomi phone as it came, with what its shop and its installer put there in the first hour."""
    shop, installer = "com.xiaomi.mipicks", "com.miui.packageinstaller"
    from_installer = dataclasses.replace(
        # That such apps name the installer of files, and no reason: [memory].
        _app("com.mi.global.shop", "Mi Store", source=installer, days_ago=400),
        package_source=0,
        install_reason=0,
    )
    return _ordinary_with(
        _system(shop, "GetApps", "/product/priv-app/MIUISuperMarket"),
        _system(installer, "Package installer", "/product/priv-app/MIUIPackageInstaller"),
        _app("com.mi.global.bbs", "Xiaomi Community", source=shop),
        from_installer,
        flavour="xiaomi",
    )


def oppo_with_preloads() -> Phone:
    """Somebody uses an Oppo phone as it came; its maker put some apps beside those that people install."""
    made = {
        "package_source": 0,
        "install_reason": 0,
        "first_install": _SET_UP,
        "last_update": _SET_UP,
    }
    preloads = [
        ("com.coloros.backuprestore", "Clone Phone", "BackupAndRestore"),
        ("com.amazon.mShop.android.shopping", "Amazon Shopping", "AmazonShoppingEU-20.22"),
    ]
    apps = [
        dataclasses.replace(
            _app(package, label, source="pc"),
            initiating=None,
            code_path=f"/data/app/{folder}",
            apk_name=f"{folder}.apk",
            **made,  # type: ignore[arg-type]
        )
        for package, label, folder in preloads
    ]
    return _ordinary_with(*apps, flavour="oppo")


def work_phone() -> Phone:
    """Somebody's employer manages a second profile, which the owner agreed to."""
    package = "com.google.android.apps.work.clouddpc"
    admin = f"{package}/.receivers.CloudDeviceAdminReceiver"
    profile = dataclasses.replace(
        _profile(10, "Work profile"),
        profile_owner=admin,
        device_admins=(DeviceAdmin(component=admin),),
        restrictions=("no_install_unknown_sources",),
        accounts=(Account(type="com.google", name="someone@company.example", added=FIXED_CLOCK - 90 * _DAY),),
    )
    owner_app = dataclasses.replace(_play(package, "Android Device Policy"), launcher=False)
    colleague = _only_for(_play("com.microsoft.teams", "Teams"), 10)
    return phones.with_user(_ordinary_with(_only_for(owner_app, 10), colleague), profile)


def password_manager() -> Phone:
    """Somebody lets a password manager fill in passwords, which needs the accessibility service on some pages."""
    package = "com.x8bit.bitwarden"
    name = "com.x8bit.bitwarden.Accessibility.AccessibilityService"
    app = dataclasses.replace(
        _play(package, "Bitwarden"),
        accessibility=(AccessibilityService(name=name, label="Bitwarden", capabilities=1),),
    )
    phone = _ordinary_with(app)
    secure = {**phone.user(0).secure, "autofill_service": f"{package}/.Autofill.AutofillService"}
    return phones.with_owner(phone, accessibility_services=(f"{package}/{name}",), secure=secure)


def talkback() -> Phone:
    """Somebody who sees little has the phone read out what is on the screen."""
    service = "com.google.android.marvin.talkback/.TalkBackService"
    return phones.with_owner(phones.ordinary(), accessibility_services=(service,))


def companion_devices() -> Phone:
    """Somebody wears a watch that shows the phone's messages, and listens with headphones."""
    package = "com.google.android.wearable.app"
    watch, address = "Someone's Watch", "02:00:00:00:12:34"
    phone = _ordinary_with(_play(package, "Wear OS"))
    phone = dataclasses.replace(
        phone,
        companions=(
            Companion(package=package, name=watch, address=address, profile="android.app.role.COMPANION_DEVICE_WATCH"),
        ),
        bonded=(
            BondedDevice(name=watch, address=address, connected=True),
            BondedDevice(name="Headphones", address="02:00:00:00:56:78", kind="BR/EDR"),
        ),
        battery_exempt=(package,),
    )
    listener = f"{package}/com.google.android.clockwork.stream.NotificationCollectorService"
    return phones.with_owner(phone, notification_listeners=(listener,))


def custom_keyboard() -> Phone:
    """Somebody writes with a keyboard from Google Play."""
    keyboard = "com.touchtype.swiftkey/com.touchtype.KeyboardService"
    phone = _ordinary_with(_play("com.touchtype.swiftkey", "SwiftKey"))
    keyboards = (*phone.user(0).keyboards, keyboard)
    return phones.with_owner(phone, default_keyboard=keyboard, keyboards=keyboards)


def vpn_user() -> Phone:
    """Somebody sends all traffic through a VPN from Google Play."""
    package = "com.wireguard.android"
    ops = (AppOp(op="ACTIVATE_VPN"), AppOp(op="ESTABLISH_VPN_SERVICE", seconds_ago=7200, background=True))
    phone = _ordinary_with(dataclasses.replace(_play(package, "WireGuard"), ops=ops))
    return phones.with_owner(phone, vpn=package, vpn_always_on=True, vpn_lockdown=True)


def sideloaded_game() -> Phone:
    """Somebody downloaded a game in the browser; it has an icon and may do nothing special."""
    ops = (AppOp(op="REQUEST_INSTALL_PACKAGES", seconds_ago=12 * _DAY),)
    phone = _ordinary_with(_file("org.blocktower.game", "Block Tower"))
    return _with(phone, dataclasses.replace(phone.app("com.android.chrome"), ops=ops))


def freshly_restored() -> Phone:
    """Somebody moved to this phone yesterday; most apps came along and were never opened here."""
    source = "com.google.android.apps.restore"
    phone = _ordinary_with(_system(source, "Data Restore Tool", "/product/priv-app/DataTransferTool"))
    yesterday = FIXED_CLOCK - _DAY
    apps = [
        dataclasses.replace(
            app,
            # Some name the tool that moved them, some the shop that it asked [memory].
            installer=source if number % 2 else phones.PLAY_STORE,
            initiating=source if number % 2 else phones.PLAY_STORE,
            install_reason=2,
            first_install=yesterday,
            last_update=yesterday,
            states=(AppState(user_id=0, stopped=True, not_launched=True),),
        )
        for number, app in enumerate(app for app in phone.apps if not app.system)
    ]
    return _with(phone, *apps)


def no_icon() -> Phone:
    """Somebody set up, from a file, an app that never shows an icon."""
    return _ordinary_with(dataclasses.replace(_file(WATCHER, "Helper"), launcher=False))


def icon_switched_off() -> Phone:
    """Somebody set up, from a file, an app that switched off its own icon after its first start."""
    state = AppState(user_id=0, disabled_components=(".LauncherAlias",))
    app = dataclasses.replace(_file(WATCHER, "Helper"), launcher_activity=".LauncherAlias", states=(state,))
    return _ordinary_with(app)


def notification_access() -> Phone:
    """Somebody lets an app read all notifications, and with them most messages."""
    phone = _ordinary_with(_play(WATCHER, "Helper"))
    return phones.with_owner(phone, notification_listeners=(f"{WATCHER}/.ReaderService",))


def device_admin() -> Phone:
    """Somebody made an app a device administrator, so that it cannot simply be removed."""
    phone = _ordinary_with(_play(WATCHER, "Helper"))
    return phones.with_owner(phone, device_admins=(DeviceAdmin(component=f"{WATCHER}/.AdminReceiver"),))


def overlay() -> Phone:
    """Somebody set up an app from a file and lets it draw over all others.

    From a shop that alone would be no sign: messengers and navigation do it too.
    """
    asked = ("android.permission.SYSTEM_ALERT_WINDOW",)
    ops = (AppOp(op="SYSTEM_ALERT_WINDOW", seconds_ago=5000, background=True),)
    return _ordinary_with(dataclasses.replace(_file(WATCHER, "Helper"), appop_permissions=asked, ops=ops))


def usage_and_location() -> Phone:
    """Somebody lets an app see which apps are used, and at all times where the phone is."""
    ops = (
        AppOp(op="GET_USAGE_STATS", seconds_ago=900, background=True),
        AppOp(op="COARSE_LOCATION", seconds_ago=600, background=True),
        AppOp(op="FINE_LOCATION", seconds_ago=600, background=True),
    )
    app = dataclasses.replace(
        _play(WATCHER, "Helper"),
        appop_permissions=("android.permission.PACKAGE_USAGE_STATS",),
        runtime_granted=_PLACES,
        ops=ops,
    )
    return _ordinary_with(app)


def shared_rights() -> Phone:
    """Somebody lets an app see which apps are used; a second one holds, for both, the right to know the place."""
    app = dataclasses.replace(
        _play(WATCHER, "Helper"),
        shared_user="net.quietwave.shared",
        appop_permissions=("android.permission.PACKAGE_USAGE_STATS",),
        ops=(AppOp(op="GET_USAGE_STATS", seconds_ago=900, background=True),),
    )
    holder = _play("net.quietwave.maps", "Quiet Maps")
    holder = dataclasses.replace(holder, shared_user="net.quietwave.shared", runtime_granted=_PLACES)
    return _ordinary_with(app, holder)


def keyboard() -> Phone:
    """Somebody made a keyboard from a file the one that everything is written with."""
    name = f"{WATCHER}/.KeyboardService"
    phone = _ordinary_with(_file(WATCHER, "Keyboard"))
    return phones.with_owner(phone, default_keyboard=name, keyboards=(*phone.user(0).keyboards, name))


def clone_user() -> Phone:
    """Somebody set up an app from a file in the profile for second copies of apps only."""
    phone = _ordinary_with(_only_for(_file(WATCHER, "Helper"), 999), flavour="xiaomi")
    return phones.with_user(phone, _profile(999, "XSpace", 0x801010))


def private_work_profile() -> Phone:
    """Somebody who is no employer set up, both from files, an app that made a work profile and one inside it."""
    admin = "net.islet.space/.ProfileAdminReceiver"
    profile = dataclasses.replace(
        _profile(10, "Work profile"),
        profile_owner=admin,
        device_admins=(DeviceAdmin(component=admin),),
    )
    owner_app = dataclasses.replace(_file("net.islet.space", "Islet"), states=(AppState(user_id=10),))
    return phones.with_user(_ordinary_with(owner_app, _only_for(_file(WATCHER, "Helper"), 10)), profile)


def second_user() -> Phone:
    """Somebody made a second user on the phone and set up an app from a file there only."""
    phone = _ordinary_with(_only_for(_file(WATCHER, "Helper"), 11))
    return phones.with_user(phone, _second_user(11, "Second"))


def forged_installer() -> Phone:
    """Somebody set up an app from a computer and had it say that it came from Google Play."""
    app = dataclasses.replace(_play(WATCHER, "Helper"), initiating="com.android.shell", package_source=1)
    return _ordinary_with(app)


def look_alike_name() -> Phone:
    """Somebody set up, from a file, an app that is called nearly like a part of Android."""
    return _ordinary_with(_file("com.android.sytem.service", "System Service"))


def from_a_computer() -> Phone:
    """Somebody set up an app from a computer."""
    app = dataclasses.replace(
        _play(WATCHER, "Helper"),
        installer=None,
        initiating="com.android.shell",
        package_source=1,
        install_reason=0,
    )
    return _ordinary_with(app)


def play_protect_paused() -> Phone:
    """Somebody switched Play Protect off, set up an app from a file, and switched it on again minutes later."""
    app = _file(WATCHER, "Helper")
    assert app.first_install is not None
    switch = "package_verifier_user_consent"
    # The history tells when the switch was written, not its values: -1 first, then 1.
    times = (app.first_install - 120, app.first_install + 180)
    changes = tuple(SettingChange(namespace="global", name=switch, at=at) for at in times)
    return dataclasses.replace(_ordinary_with(app), setting_changes=changes)


def accessibility_of_another_user() -> Phone:
    """Somebody switched an accessibility service on for the second user of the phone only."""
    app = dataclasses.replace(
        _play(WATCHER, "Helper"),
        accessibility=(AccessibilityService(name=".ScreenService", label="Helper", capabilities=33),),
        states=(AppState(user_id=0), AppState(user_id=10)),
    )
    user = dataclasses.replace(_second_user(10, "Second"), accessibility_services=(f"{WATCHER}/.ScreenService",))
    return phones.with_user(_ordinary_with(app), user)


Situations = dict[str, Callable[[], Phone]]


def _named(*situations: Callable[[], Phone]) -> Situations:
    """Return the functions by their names, with hyphens."""
    return {situation.__name__.replace("_", "-"): situation for situation in situations}


CLEAN: Situations = _named(
    f_droid,
    galaxy_store,
    xiaomi_with_preloads,
    oppo_with_preloads,
    work_phone,
    password_manager,
    talkback,
    companion_devices,
    custom_keyboard,
    vpn_user,
    sideloaded_game,
    freshly_restored,
)
"""Nobody watches the people whose phones these are."""

EVASIONS: Situations = _named(
    no_icon,
    icon_switched_off,
    notification_access,
    device_admin,
    overlay,
    usage_and_location,
    shared_rights,
    keyboard,
    clone_user,
    private_work_profile,
    second_user,
    forged_installer,
    look_alike_name,
    from_a_computer,
    play_protect_paused,
    accessibility_of_another_user,
)
"""On each of these somebody watches, by one trick."""
