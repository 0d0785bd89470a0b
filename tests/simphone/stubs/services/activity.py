"""``dumpsys activity services``: the services that run, and which of them in the foreground."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import apk_path, find_app, uid
from tests.simphone.stubs.text import object_hash, short_component, uid_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, ForegroundService, Phone, User

TYPES_SDK = 29
"""From this version on the types stand there [memory: the first one; sampled: 14]."""

_ALWAYS = (
    ("com.android.systemui", ".keyguard.KeyguardService"),
    ("com.google.android.gms", ".nearby.LifeCycleService"),
)


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the services for the word ``services``; the rest of this large dump is left out."""
    if arguments[:1] != ["services"]:
        return Answer("ACTIVITY MANAGER SETTINGS (dumpsys activity settings) activity_manager_constants:\n")
    only = arguments[1] if len(arguments) > 1 else ""
    lines = ["ACTIVITY MANAGER SERVICES (dumpsys activity services)"]
    for user in phone.users:
        blocks = [block for app, block in _services(phone, user) if only in app.package]
        if blocks:
            lines.append(f"  User {user.id} active services:")
            lines += [line for block in blocks for line in block]
    if len(lines) == 1:
        lines.append("  (nothing)")
    return Answer("\n".join(lines) + "\n")


def _services(phone: Phone, user: User) -> list[tuple[App, list[str]]]:
    """Return the running services of a user: the phone's own, and those that are described."""
    found = []
    for package, name in _ALWAYS:
        app = find_app(phone, package)
        if app is not None and user.running:
            found.append((app, _record(phone, user, app, name, None)))
    described = [(app, s) for app in phone.apps for s in app.foreground_services if s.user_id == user.id]
    return found + [(app, _record(phone, user, app, s.name, s)) for app, s in described]


def _record(phone: Phone, user: User, app: App, name: str, service: ForegroundService | None) -> list[str]:
    """Return the block of one service."""
    component = short_component(f"{app.package}/{name}")
    process = (
        f"ProcessRecord{{{object_hash('process', component)} 3065:{app.package}/{uid_name(uid(phone, app, user.id))}}}"
    )
    lines = [f"  * ServiceRecord{{{object_hash('service', component, user.id)} u{user.id} {component}}}"]
    lines += [f"    intent={{cmp={component}}}", f"    packageName={app.package}", f"    processName={app.package}"]
    lines += [f"    baseDir={apk_path(phone, app)}", f"    dataDir=/data/user/{user.id}/{app.package}"]
    lines.append(f"    app={process}")
    if service is not None:
        types = f" types={service.types:08X}" if phone.sdk >= TYPES_SDK else ""
        notice = "Notification(channel=running contentView=null vibrate=null sound=null defaults=0x0 flags=0x62)"
        lines.append(f"    isForeground=true foregroundId=1{types} foregroundNoti={notice}")
    lines += ["    createTime=-2h29m33s601ms startingBgTimeout=--"]
    lines += ["    lastActivity=-2h29m33s601ms restartTime=-2h29m33s601ms createdFromFg=true"]
    return [*lines, "    startRequested=true delayedStop=false stopIfKilled=false callStart=true lastStartId=1", ""]
