"""The smaller sections of ``dumpsys package``."""

from __future__ import annotations

from tests.simphone.stubs.facts import app_id, find_app, last_update, uid
from tests.simphone.stubs.text import local_time, object_hash, short_component

from .package_packages import runtime_permission

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, Phone

_VERIFIER = "com.android.vending"


def versions(phone: Phone) -> list[str]:
    """Return ``Database versions:``."""
    lines = ["Database versions:"]
    for volume in ("Internal", "External"):
        lines += [f"  {volume}:", f"    sdkVersion={phone.sdk} databaseVersion=3 "]
        lines.append(f"    fingerprint={phone.brand}/{phone.device}/{phone.device}:user ")
    return lines


def verifiers(phone: Phone) -> list[str]:
    """Return ``Verifiers:``."""
    app = find_app(phone, _VERIFIER)
    if app is None:
        return ["Verifiers:", "  Required: null (uid=-1)"]
    return ["Verifiers:", f"  Required: {_VERIFIER} (uid={uid(phone, app, 0)})"]


def permissions(phone: Phone) -> list[str]:
    """Return ``Permissions:`` and who asks for the permissions that app ops decide on."""
    lines = ["Permissions:"]
    for name in sorted({p for app in phone.apps for p in app.granted}):
        lines += [f"  Permission [{name}] ({object_hash(name)}):", "    sourcePackage=android"]
        lines += ["    uid=1000 gids=[] type=0 prot=signature|privileged"]
        lines += [f"    perm=PermissionInfo{{{object_hash('info', name)} {name}}}"]
    lines += ["", "AppOp Permissions:"]
    asked: dict[str, list[str]] = {}
    for app in phone.apps:
        for name in app.appop_permissions:
            asked.setdefault(name, []).append(app.package)
    for name, askers in asked.items():
        lines.append(f"  AppOp Permission {name}:")
        lines += [f"    {package}" for package in askers]
    return lines


def queries(phone: Phone, only: App | None = None) -> list[str]:
    """Return ``Queries:``, where bare ``User 0:`` lines stand without any field."""
    lines = ["Queries:", "  system apps queryable: false", "  queries via package name:"]
    lines += ["  queries via intent:", "  queryable via interaction:"]
    names = [app.package for app in phone.apps if app.system][:3]
    target = only.package if only is not None else (names or ["android"])[0]
    for user in phone.users:
        lines += [f"    User {user.id}:", f"      [{','.join(names)}]:", f"        {target}"]
    return [*lines, "  queryable via uses-library:"]


def shared_users(phone: Phone) -> list[str]:
    """Return ``Shared users:`` with what their packages were granted."""
    lines = ["Shared users:"]
    groups: dict[str, list[App]] = {}
    for app in phone.apps:
        if app.shared_user is not None:
            groups.setdefault(app.shared_user, []).append(app)
    for name, apps in groups.items():
        lines += _shared_user(phone, name, apps)
    return lines


def _shared_user(phone: Phone, name: str, apps: list[App]) -> list[str]:
    """Return the block of one shared user."""
    number = app_id(phone, apps[0])
    word = "appId" if phone.sdk >= 34 else "userId"
    lines = [f"  SharedUser [{name}] ({object_hash('shared', name)}):", f"    {word}={number}"]
    if phone.sdk >= 31:
        lines.append("    Packages")
        for app in apps:
            reference = object_hash("setting", app.package)
            lines.append(f"      PackageSetting{{{reference} {app.package}/{number}}}")
    lines.append("    install permissions:")
    granted = dict.fromkeys(p for app in apps for p in app.granted)
    lines += [f"      {permission}: granted=true" for permission in granted]
    for user in phone.users:
        lines += [f"    User {user.id}: ", "      gids=[3003]", "      runtime permissions:"]
        runtime = dict.fromkeys(p for app in apps for p in app.runtime_granted)
        lines += [runtime_permission(phone, name, granted=True) for name in runtime]
    return lines


def sessions(phone: Phone) -> list[str]:
    """Return the sections about install sessions, whose long lines break inside words."""
    lines = ["Active install sessions:", "", "Historical install sessions:"]
    for number, app in enumerate(_by_store(phone), start=1):
        text = (
            f"userId=0 mOriginalInstallerUid=10078 mInstallerPackageName={app.installer} "
            f"appPackageName={app.package} createdMillis={last_update(app) * 1000} "
            "stageDir=null installFlags=0x400012 originatingUri=null"
        )
        lines.append(f"  Session {number}:")
        lines += [f"    {text[i : i + 116]}" for i in range(0, len(text), 116)]
    return [*lines, "", "Legacy install sessions:", "  null"]


def install_log(phone: Phone) -> list[str]:
    """Return the log of installations that Samsung prints before everything else."""
    lines = []
    for app in _by_store(phone):
        time = local_time(phone, last_update(app))
        observer = int(object_hash("observer", app.package), 16)
        lines += [f"{time}.340: START INSTALL PACKAGE: observer{{{observer}}}"]
        lines += [f"          stagedDir{{/data/app/vmdl{observer}.tmp}}"]
        lines += [f"          pkg{{{app.package}}}"]
        lines += [f"          versionCode{{{app.version_code}}}"]
        lines += [f"          Request from{{{app.installer}}}"]
        lines += [f"{time}.717: result of install: 1{{{observer}}}"]
    return lines


def resolver(app: App) -> list[str]:
    """Return ``Activity Resolver Table:`` of one package; without an icon it has no entry."""
    if not app.launcher:
        return []
    component = short_component(f"{app.package}/{app.launcher_activity}")
    lines = ["Activity Resolver Table:", "  Non-Data Actions:"]
    lines += ["      android.intent.action.MAIN:"]
    references = object_hash("activity", component), object_hash("filter", component)
    lines += [f"        {references[0]} {component} filter {references[1]}"]
    lines += ['          Action: "android.intent.action.MAIN"']
    return [*lines, '          Category: "android.intent.category.LAUNCHER"', ""]


def _by_store(phone: Phone) -> list[App]:
    """Return the apps that some installer brought onto the phone."""
    return [app for app in phone.apps if app.installer is not None and not app.system]
