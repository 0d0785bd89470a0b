"""The sections ``Packages:`` and ``Hidden system packages:`` of ``dumpsys package``."""

from __future__ import annotations

from tests.simphone.stubs.facts import (
    FACTORY_TIME,
    UserState,
    app_id,
    code_path,
    factory_path,
    find_app,
    first_install,
    last_update,
    signature,
    uid,
    user_state,
)
from tests.simphone.stubs.text import boolean, class_name, hash32, local_time, object_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, Phone, User

APP_ID_SDK = 34
USER_TIMES_SDK = 33
USER_DATA_DIR_SDK = 35


def packages(phone: Phone, only: App | None = None) -> list[str]:
    """Return the section with the installed packages."""
    lines = ["Packages:"]
    for app in phone.apps if only is None else (only,):
        lines += _package(phone, app, single=only is not None)
    return [*lines, ""]


def hidden_packages(phone: Phone, only: App | None = None) -> list[str]:
    """Return the section with the factory versions of updated system apps."""
    apps = [app for app in (phone.apps if only is None else (only,)) if app.updated_system]
    if not apps:
        return []
    lines = ["Hidden system packages:"]
    for app in apps:
        lines += _hidden_package(phone, app)
    return [*lines, ""]


def _package(phone: Phone, app: App, *, single: bool) -> list[str]:
    """Return the block of one package."""
    path = code_path(phone, app)
    lines = _identity(phone, app, path, "")
    lines += _code(phone, app, app.version_code, app.version_name)
    flags = _flags(app)
    lines += [f"    flags=[ {flags} ]", f"    privateFlags=[ {_PRIVATE_FLAGS} ]"]
    if phone.sdk >= 30:
        lines.append("    forceQueryable=false")
    if phone.sdk >= 36:
        lines.append("    pageSizeCompat=0")
    if phone.sdk >= USER_DATA_DIR_SDK:
        lines.append("    scannedAsStoppedSystemApp=false")
    else:
        lines.append(f"    dataDir=/data/user/0/{app.package}")
    lines.append("    supportsScreens=[small, medium, large, xlarge, resizeable, anyDensity]")
    lines.append(f"    timeStamp={local_time(phone, last_update(app))}")
    if phone.sdk < USER_TIMES_SDK:
        lines.append(f"    firstInstallTime={local_time(phone, first_install(app))}")
    lines.append(f"    lastUpdateTime={local_time(phone, last_update(app))}")
    lines += _origin(phone, app)
    lines.append(f"    signatures={_signatures(phone, app)}")
    fixed = "    installPermissionsFixed=true"
    lines.append(f"{fixed} installStatus=1" if phone.sdk < 28 else fixed)
    lines.append(f"    pkgFlags=[ {flags} ]")
    if phone.sdk >= APP_ID_SDK:
        lines.append(f"    privatePkgFlags=[ {_PRIVATE_FLAGS} ]")
        lines.append("    apexModuleName=null")
    if phone.sdk >= 36 and phone.flavour == "samsung":
        lines.append("    componentsDeclared=3")
    if single:
        lines += _block("    requested permissions:", _requested(app))
    # What a shared user holds stands under that shared user, not here.
    if app.granted and app.shared_user is None:
        lines += _block("    install permissions:", [f"{p}: granted=true" for p in app.granted])
    for user in phone.users:
        lines += _user_lines(phone, app, user)
    return lines


def _hidden_package(phone: Phone, app: App) -> list[str]:
    """Return the block of a factory version, with the odd values such blocks have."""
    factory = local_time(phone, FACTORY_TIME)
    lines = _identity(phone, app, factory_path(app), "hidden")
    lines += _code(phone, app, max(1, app.version_code // 2), "1.0-factory")
    lines.append("    flags=[ HAS_CODE ALLOW_CLEAR_USER_DATA ALLOW_BACKUP ]")
    if phone.sdk < USER_DATA_DIR_SDK:
        lines.append("    dataDir=null")
    lines.append(f"    timeStamp={factory}")
    if phone.sdk < USER_TIMES_SDK:
        lines.append(f"    firstInstallTime={factory}")
    lines.append(f"    lastUpdateTime={factory}")
    reference = object_hash("hidden signatures", app.package)
    old = f"PackageSignatures{{{reference} []}}"
    new = f"PackageSignatures{{{reference} version:0, signatures:[], past signatures:[]}}"
    lines.append(f"    signatures={old if phone.sdk < 28 else new}")
    lines += ["    installPermissionsFixed=false", "    pkgFlags=[ SYSTEM ]"]
    for user in phone.users:
        lines += _user_lines(phone, app, user)
    return lines


def _identity(phone: Phone, app: App, path: str, salt: str) -> list[str]:
    """Return the head of a block: name, number and folder."""
    package = app.package
    word = "appId" if phone.sdk >= APP_ID_SDK else "userId"
    lines = [f"  Package [{package}] ({object_hash(salt, package)}):"]
    lines.append(f"    {word}={app_id(phone, app)}")
    if app.shared_user is not None:
        number = app_id(phone, app)
        reference = object_hash("shared", app.shared_user)
        lines.append(f"    sharedUser=SharedUserSetting{{{reference} {app.shared_user}/{number}}}")
    lines.append(f"    pkg=Package{{{object_hash('pkg', salt, package)} {package}}}")
    lines += [f"    codePath={path}", f"    resourcePath={path}"]
    return [*lines, f"    legacyNativeLibraryDir={path}/lib"]


def _code(phone: Phone, app: App, version: int, name: str) -> list[str]:
    """Return the lines about version and signing scheme."""
    lines = ["    primaryCpuAbi=null", "    secondaryCpuAbi=null"]
    if phone.sdk >= 31:
        lines = ["    extractNativeLibs=false", *lines, "    cpuAbiOverride=null"]
    lines.append(f"    versionCode={version} minSdk={app.min_sdk} targetSdk={app.target_sdk}")
    if phone.sdk >= 31:
        lines.append("    minExtensionVersions=[]")
    lines.append(f"    versionName={name}")
    if phone.sdk >= 35:
        lines.append("    hiddenApiEnforcementPolicy=2")
    if phone.sdk >= 31:
        lines.append("    usesNonSdkApi=false")
    lines += ["    splits=[base]", f"    apkSigningVersion={3 if phone.sdk >= 28 else 2}"]
    if phone.sdk <= 32:
        kind = "PackageImpl" if phone.sdk >= 31 else "ApplicationInfo"
        reference = object_hash("applicationInfo", app.package)
        lines.append(f"    applicationInfo={kind}{{{reference} {app.package}}}")
    return lines


def _flags(app: App) -> str:
    """Return the flags of the package setting."""
    words = ["SYSTEM"] if app.system else []
    words += ["HAS_CODE", "ALLOW_CLEAR_USER_DATA"]
    words += ["UPDATED_SYSTEM_APP"] if app.updated_system else []
    return " ".join([*words, "ALLOW_BACKUP"])


def _origin(phone: Phone, app: App) -> list[str]:
    """Return who installed the package, in as many lines as the version has."""
    if phone.sdk < APP_ID_SDK:
        return [f"    installerPackageName={app.installer}"] if app.installer else []
    installer = find_app(phone, app.installer) if app.installer else None
    number = uid(phone, installer, 0) if installer is not None else -1
    initiating = app.initiating if app.initiating is not None else app.installer
    lines = [f"    installerPackageName={_or_null(app.installer)}"]
    lines.append(f"    installerPackageUid={number}")
    lines.append(f"    initiatingPackageName={_or_null(initiating)}")
    lines.append(f"    originatingPackageName={_or_null(app.originating)}")
    if app.update_owner is not None:
        lines.append(f"    updateOwnerPackageName={app.update_owner}")
    if phone.flavour == "samsung" and phone.sdk >= 36:
        lines.append("    category=manifest: -1, override: -1, by user: -1")
    lines += [f"    packageSource={app.package_source}", "    appMetadataFilePath=null"]
    return lines + (["    appMetadataSource=0"] if phone.sdk >= 35 else [])


def _signatures(phone: Phone, app: App) -> str:
    """Return the signer's hash in the form of the version."""
    reference = object_hash("signatures", app.package)
    value = f"{signature(phone, app):x}"
    if phone.sdk < 28:
        return f"PackageSignatures{{{reference} [{value}]}}"
    return f"PackageSignatures{{{reference} version:3, signatures:[{value}], past signatures:[]}}"


def _requested(app: App) -> list[str]:
    """Return everything the manifest asks for."""
    wanted = (*app.granted, *app.runtime_granted, *app.runtime_denied, *app.appop_permissions)
    return list(dict.fromkeys(wanted))


def _user_lines(phone: Phone, app: App, user: User) -> list[str]:
    """Return the line of one user and what stands below it."""
    state = user_state(app, user)
    lines = [_user_line(phone, app, user, state)]
    if phone.sdk >= USER_TIMES_SDK:
        lines.append(f"      installReason={app.install_reason if state.installed else 0}")
        if phone.sdk >= USER_DATA_DIR_SDK:
            where = f"/data/user/{user.id}/{app.package}" if state.installed else "null"
            lines.append(f"      dataDir={where}")
        lines.append(f"      firstInstallTime={local_time(phone, state.first_install)}")
        lines.append("      uninstallReason=0")
    if state.last_disabled_caller:
        lines.append(f"      lastDisabledCaller: {state.last_disabled_caller}")
    if app.shared_user is None:
        lines += ["      gids=[3003]", "      runtime permissions:"]
        lines += [runtime_permission(phone, name, granted=True) for name in state.runtime_granted]
        lines += [runtime_permission(phone, name, granted=False) for name in state.runtime_denied]
    if state.disabled_components:
        names = [class_name(f"{app.package}/{name}") for name in state.disabled_components]
        lines += _block("      disabledComponents:", names)
    return lines


def _user_line(phone: Phone, app: App, user: User, state: UserState) -> str:
    """Return the key=value words about one user, in the order of the version."""
    inode = hash32("ce", app.package, user.id) % 900_000 + 1000 if state.installed else 0
    words = [f"ceDataInode={inode}"]
    if phone.sdk >= 35:
        words.append(f"deDataInode={inode + 7 if inode else 0}")
    words.append(f"installed={boolean(state.installed)}")
    words.append(f"hidden={boolean(state.hidden)}")
    words.append(f"suspended={boolean(state.suspended)}")
    if phone.sdk >= 29:
        words.append("distractionFlags=0")
    words.append(f"stopped={boolean(state.stopped)}")
    words.append(f"notLaunched={boolean(state.not_launched)}")
    words.append(f"enabled={state.enabled}")
    if phone.flavour == "oppo":
        words += ["ofs=0", "pdm=false"]
    words += ["instant=false", "virtual=false"]
    if phone.sdk >= 35:
        words.append("quarantined=false")
    return f"    User {user.id}: {' '.join(words)}"


def runtime_permission(phone: Phone, name: str, *, granted: bool) -> str:
    """Return the line of a runtime permission; the flags changed their separator."""
    names = ["USER_SET"] if phone.sdk < 30 else ["USER_SET", "USER_SENSITIVE_WHEN_GRANTED"]
    flags = f"[ {' '.join(names)} ]" if phone.sdk < 30 else f"[ {'|'.join(names)}]"
    return f"        {name}: granted={boolean(granted)}, flags={flags}"


def _block(title: str, names: list[str]) -> list[str]:
    """Return a titled list, indented two blanks more than its title."""
    indent = " " * (len(title) - len(title.lstrip()) + 2)
    return [title, *(indent + name for name in names)]


def _or_null(value: str | None) -> str:
    """Return a value as Java prints it."""
    return "null" if value is None else value


_PRIVATE_FLAGS = "PRIVATE_FLAG_ACTIVITIES_RESIZE_MODE_RESIZEABLE_VIA_SDK_VERSION"
