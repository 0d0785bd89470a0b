"""``dumpsys device_policy``: owners and enabled device administrators."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import find_app, uid
from tests.simphone.stubs.text import full_component, short_component

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import DeviceAdmin, Phone, User

_ADMIN_FIELDS = (
    "passwordQuality=0x0",
    "minimumPasswordLength=0",
    "passwordHistoryLength=0",
    "maximumTimeToUnlock=0",
    "specifiesGlobalProxy=false",
    "passwordExpirationTimeout=0",
    "encryptionRequested=false",
    "disableCamera=false",
    "disableScreenCapture=false",
    "disabledKeyguardFeatures=0",
    "organizationColor=-16746133",
    "userRestrictions:",
    "  null",
    "isParent=false",
)


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the state of the device policy manager."""
    lines = ["Current Device Policy Manager state:"]
    if phone.sdk >= 31:
        lines += ["  Immutable state:", "    mHasFeature=true", "    mIsWatch=false"]
        lines += ["    mIsAutomotive=false", "    mHasTelephonyFeature=true"]
        lines += ["    mSafetyChecker=null"]
    for user in phone.users:
        lines += _owners(phone, user)
    lines.append("  " if phone.sdk >= 30 else "")
    for user in phone.users:
        lines += _admins(phone, user)
    lines += ["  Constants:", "    DAS_DIED_SERVICE_RECONNECT_BACKOFF_SEC: 3600", "  "]
    # A phone set to a language with a decimal comma prints it even here.
    total = "total=6,3ms, avg=0,015ms" if phone.flavour == "oppo" else "total=6.3ms, avg=0.015ms"
    lines += ["  Stats:", f"    LockGuard.guard(): count=846, {total}", "  "]
    lines += ["  Encryption Status: per-user"]
    if phone.sdk >= 31:
        lines += _suspension(phone)
    if phone.sdk >= 34:
        lines += _policies(phone)
    return Answer("\n".join(lines) + "\n")


def _owners(phone: Phone, user: User) -> list[str]:
    """Return the device owner and the profile owner of a user."""
    lines = []
    if user.device_owner:
        lines.append("  Device Owner: ")
        lines.append(f"    admin=ComponentInfo{{{full_component(user.device_owner)}}}")
        if phone.sdk < 34:
            lines.append("    name=")
        lines.append(f"    package={user.device_owner.partition('/')[0]}")
        if phone.sdk >= 30:
            lines.append("    isOrganizationOwnedDevice=true")
        lines += [f"    User ID: {user.id}", "  "]
    if user.profile_owner:
        lines.append(f"  Profile Owner (User {user.id}): ")
        lines.append(f"    admin=ComponentInfo{{{full_component(user.profile_owner)}}}")
        if phone.sdk < 34:
            lines.append("    name=")
        lines.append(f"    package={user.profile_owner.partition('/')[0]}")
        if phone.sdk >= 30:
            lines.append("    isOrganizationOwnedDevice=false")
        lines.append("  ")
    return lines


def _admins(phone: Phone, user: User) -> list[str]:
    """Return the heading of a user and its enabled administrators."""
    provisioned = 3 if user.device_owner or user.profile_owner else 0
    lines = [f"  Enabled Device Admins (User {user.id}, provisioningState: {provisioned}):"]
    for admin in user.device_admins:
        lines += _admin(phone, user, admin)
    lines += ["  ", "    mPasswordOwner=-1"]
    if phone.sdk >= 30:
        lines += ["    mUserControlDisabledPackages=[]", "    mAppsSuspended=false"]
    return [*lines, "  "]


def _admin(phone: Phone, user: User, admin: DeviceAdmin) -> list[str]:
    """Return the block of one administrator."""
    app = find_app(phone, admin.component.partition("/")[0])
    number = uid(phone, app, user.id) if app is not None else -1
    lines = [f"    {short_component(admin.component)}:", f"      uid={number}"]
    lines += ["      testOnlyAdmin=false", "      policies:"]
    lines += [f"        {policy}" for policy in admin.policies]
    return lines + [f"      {field}" for field in _ADMIN_FIELDS]


def _suspension(phone: Phone) -> list[str]:
    """Return the lists of packages that are in this dump without being administrators."""
    names = [app.package for app in phone.apps if not app.system]
    lines = ["  ", "    PersonalAppsSuspensionHelper"]
    lines.append(f"      Packages subject to suspension: {len(names)} apps")
    lines += [f"        {index}: {name}" for index, name in enumerate(names)]
    return lines


def _policies(phone: Phone) -> list[str]:
    """Return the policies that owners set, which name components once more."""
    lines = ["  ", "  Local Policies: "]
    for user in phone.users:
        if not user.profile_owner:
            continue
        owner = full_component(user.profile_owner)
        package = owner.partition("/")[0]
        lines += [f"    User {user.id}:"]
        lines += ["      UserRestrictionPolicyKey userRestriction_no_debugging_features"]
        lines += ["        Per-admin Policy:"]
        lines.append(
            f"          EnforcingAdmin {{ mPackageName= {package}, mComponentName= "
            f"ComponentInfo{{{owner}}}, mAuthorities= [enterprise], mUserId= {user.id}, "
            "mIsRoleAuthority= false, mSystemEntity = null }"
        )
        lines += ["            BooleanPolicyValue { mValue= true }"]
    return [*lines, "  ", "  Global Policies: "]
