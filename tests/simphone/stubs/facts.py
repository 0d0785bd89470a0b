"""What follows from a phone description and is needed by more than one command."""

from __future__ import annotations

from .text import hash32, token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, AppState, Phone, User

SHARED_USER_IDS = {
    "android.uid.system": 1000,
    "android.uid.phone": 1001,
    "android.uid.bluetooth": 1002,
    "android.uid.nfc": 1027,
    "android.uid.networkstack": 1073,
    "android.uid.shell": 2000,
}
FACTORY_TIME = 1_230_768_000
USER_RANGE = 100_000


def find_user(phone: Phone, user_id: int) -> User | None:
    """Return the user with this id, if the phone has it."""
    for user in phone.users:
        if user.id == user_id:
            return user
    return None


def find_app(phone: Phone, package: str) -> App | None:
    """Return the app with this package name, if the phone has it."""
    for app in phone.apps:
        if app.package == package:
            return app
    return None


def app_id(phone: Phone, app: App) -> int:
    """Return the number of the app inside every user."""
    if app.app_id is not None:
        return app.app_id
    if app.shared_user in SHARED_USER_IDS:
        return SHARED_USER_IDS[app.shared_user]
    key = app.shared_user or app.package
    keys: list[str] = []
    for other in phone.apps:
        name = other.shared_user or other.package
        if other.app_id is None and other.shared_user not in SHARED_USER_IDS and name not in keys:
            keys.append(name)
    return 10_300 + keys.index(key)


def uid(phone: Phone, app: App, user_id: int) -> int:
    """Return the uid of the app for one user."""
    return user_id * USER_RANGE + app_id(phone, app)


class UserState:
    """How an app stands for a user, with the defaults filled in."""

    def __init__(self, app: App, user: User, given: AppState | None) -> None:
        """Take the described state, or what such a user usually has."""
        self.installed = given.installed if given else user.id == 0 or app.system
        self.hidden = bool(given and given.hidden)
        self.suspended = bool(given and given.suspended)
        self.stopped = given.stopped if given else not self.installed
        self.not_launched = given.not_launched if given else not self.installed
        self.enabled = given.enabled if given else 0
        self.last_disabled_caller = given.last_disabled_caller if given else None
        self.disabled_components = given.disabled_components if given else ()
        granted = given.runtime_granted if given else None
        denied = given.runtime_denied if given else None
        self.runtime_granted = app.runtime_granted if granted is None else granted
        self.runtime_denied = app.runtime_denied if denied is None else denied
        first = given.first_install if given else None
        if first is None:
            first = first_install(app) if self.installed else 0
        self.first_install = first


def user_state(app: App, user: User) -> UserState:
    """Return how this app stands for this user."""
    for state in app.states:
        if state.user_id == user.id:
            return UserState(app, user, state)
    return UserState(app, user, None)


def first_install(app: App) -> int:
    """Return when the app came onto the phone."""
    if app.first_install is not None:
        return app.first_install
    return FACTORY_TIME if app.system else FACTORY_TIME + 500_000_000


def last_update(app: App) -> int:
    """Return when the present version of the app was installed."""
    return first_install(app) if app.last_update is None else app.last_update


def in_data(app: App) -> bool:
    """Return whether the running copy of the app lies on the data partition."""
    return not app.system or app.updated_system


def code_path(phone: Phone, app: App) -> str:
    """Return the folder of the app as this Android version names it."""
    if app.code_path is not None:
        return app.code_path
    if not in_data(app):
        return factory_path(app)
    inner = f"{app.package}-{token(app.package, app.version_code)}"
    if phone.sdk >= 30:
        return f"/data/app/~~{token('outer', app.package)}/{inner}"
    return f"/data/app/{inner}"


def factory_path(app: App) -> str:
    """Return where the maker put the app."""
    if app.package == "android":
        return "/system/framework/framework-res.apk"
    return app.factory_path or f"/system/app/{factory_name(app)}"


def factory_name(app: App) -> str:
    """Return the name of a preinstalled app's folder."""
    last = app.package.rpartition(".")[2]
    return last[:1].upper() + last[1:]


def apk_path(phone: Phone, app: App) -> str:
    """Return the file that ``pm list packages -f`` names."""
    folder = code_path(phone, app)
    if folder.endswith(".apk"):
        return folder
    if in_data(app):
        return f"{folder}/{app.apk_name}"
    return f"{folder}/{folder.rpartition('/')[2]}.apk"


def signature(phone: Phone, app: App) -> int:
    """Return the 32-bit hash of the app's signing certificate."""
    if app.signature is not None:
        return app.signature
    return hash32("platform", phone.maker) if app.system else hash32("signer", app.package)


def user_type(user: User) -> str:
    """Return the full name of the user's type."""
    if user.user_type is not None:
        return user.user_type
    for bit, name in ((0x800, "full.SYSTEM"), (0x20, "profile.MANAGED"), (0x4, "full.GUEST")):
        if user.flags & bit:
            return f"android.os.usertype.{name}"
    if user.id == 0:
        return "android.os.usertype.full.SYSTEM"
    if user.flags & 0x1000:
        return "android.os.usertype.profile.CLONE"
    return "android.os.usertype.full.SECONDARY"


def secure_settings(user: User) -> dict[str, str | None]:
    """Return the secure settings of a user, with the lists the description gives."""
    services = user.accessibility_services
    values: dict[str, str | None] = {
        "accessibility_enabled": "1" if services else "0",
        "android_id": f"{hash32('android_id', user.id):016x}",
        "location_mode": "3",
        "touch_exploration_enabled": "0",
        "user_setup_complete": "1",
    }
    # A list that was never written is absent: "get" prints null, "list" has no line for it.
    if services:
        values["enabled_accessibility_services"] = ":".join(services)
    if user.notification_listeners:
        values["enabled_notification_listeners"] = ":".join(user.notification_listeners)
    if user.default_keyboard is not None:
        values["default_input_method"] = user.default_keyboard
        values["enabled_input_methods"] = ":".join(user.keyboards or (user.default_keyboard,))
    if user.vpn_always_on:
        values["always_on_vpn_app"] = user.vpn
        values["always_on_vpn_lockdown"] = "1" if user.vpn_lockdown else "0"
    values.update(user.secure)
    return values
