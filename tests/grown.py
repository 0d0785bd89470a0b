"""Answers of any length for every question (synthetic), in the forms of real phones: a head, so many rows, an end."""

from collections.abc import Callable
from typing import NamedTuple

from safecheck.phone.probes import PROBES, Probe
from tests.scripted import healthy


class Form(NamedTuple):
    """How one answer grows."""

    fact: str
    head: str
    row: Callable[[int], str]  # the row with this number, which ends in a line break
    end: str = ""

    @property
    def probe(self) -> Probe:
        """The row of the probe table that asks for it."""
        return next(probe for probe in PROBES if probe.fact == self.fact)

    def text(self, rows: int, *, same: bool = False) -> str:
        """Write so many rows; with `same`, one and the same again and again."""
        return self.head + "".join(self.row(0 if same else number) for number in range(rows)) + self.end


def _package(number: int) -> str:
    users = "".join(
        f"    User {user}: ceDataInode=1 installed=true hidden=false suspended=false stopped=false notLaunched=false"
        " enabled=0 instant=false virtual=false\n      installReason=4\n      firstInstallTime=2025-06-25 15:00:32\n"
        "      lastDisabledCaller: shell:2000\n      gids=[3003]\n      runtime permissions:\n"
        "        android.permission.CAMERA: granted=true, flags=[ USER_SET|USER_SENSITIVE_WHEN_GRANTED]\n"
        f"        android.permission.P{number}: granted=false, flags=[ USER_SET]\n"
        f"      disabledComponents:\n        com.example.App{number}\n      enabledComponents:\n        com.example.B\n"
        for user in (0, 10)
    )
    return (
        f"  Package [com.example.app{number}] (1a2b{number:x}):\n    appId={10_000 + number}\n"
        f"    sharedUser=SharedUserSetting{{1f com.example.shared/{10_000 + number}}}\n"
        f"    codePath=/data/app/~~A==/com.example.app{number}-B==\n    versionCode=1 minSdk=26 targetSdk=34\n"
        "    versionName=1.0\n    splits=[base]\n    flags=[ HAS_CODE ]\n    lastUpdateTime=2026-02-03 04:05:06\n"
        "    installerPackageName=com.android.vending\n    initiatingPackageName=com.android.vending\n"
        "    originatingPackageName=null\n    packageSource=2\n"
        "    signatures=PackageSignatures{2b version:3, signatures:[0badcafe], past signatures:[]}\n"
        f"    pkgFlags=[ HAS_CODE ]\n    install permissions:\n      android.permission.I{number}: granted=true\n{users}"
    )


def _shared_user(number: int) -> str:
    return (
        f"  SharedUser [com.example.shared{number}] (1a2b{number:x}):\n    appId={10_000 + number}\n    Packages\n"
        f"      PackageSetting{{1f com.example.app{number}/{10_000 + number}}}\n    install permissions:\n"
        f"      android.permission.I{number}: granted=true\n    User 0: \n      gids=[3003]\n      runtime permissions:\n"
        f"        android.permission.R{number}: granted=true, flags=[ USER_SET]\n"
    )


def _service(number: int) -> str:
    return (
        f"  * ServiceRecord{{1a2b u0 com.example.app{number}/.Quiet:isolated c:com.example.app}}\n"
        f"    intent={{act=any.thing cmp=com.example.app{number}/.Quiet}}\n    packageName=com.example.app{number}\n"
        "    isForeground=true foregroundId=1 types=00000008 foregroundNoti=Notification(channel=x types=000000FF)\n\n"
    )


def _admins(number: int) -> str:
    return (
        f"  Profile Owner (User {number}): \n    admin=ComponentInfo{{com.example.owner{number}/.Receiver}}\n    name=\n"
        f"  Enabled Device Admins (User {number}, provisioningState: 3):\n    com.example.app{number}/.Receiver:\n"
        f"      uid={10_000 + number}\n      policies:\n        wipe-data\n  \n"
    )


def _connected(number: int) -> str:
    return (
        f"  NetworkAgentInfo{{network{{{number}}}  handle{{1}}  ni{{VPN CONNECTED extra: }}  lp{{{{InterfaceName: tun0}}}}"
        f"  nc{{[ Transports: WIFI|VPN Capabilities: NOT_METERED OwnerUid: {10_000 + number} AdminUids: [1] ]}}}}\n"
    )


def _association(number: int) -> str:
    return (
        f"  Association{{mId={number}, mUserId=0, mPackageName='com.example.app{number}', mTag='null', "
        f"mDeviceMacAddress=02:00:5e:00:00:02, mDisplayName='Anna's Watch {number}', "
        "mDeviceProfile='android.app.role.COMPANION_DEVICE_WATCH', mRevoked=false}\n"
    )


_OPS_TITLE = "Current AppOps Service state:\n"

FORMS = (
    Form("users", "Users:\n", lambda n: f"\tUserInfo{{{n}:Name: {n}:30}} running\n"),
    Form("identity", healthy()["identity", None], lambda n: f"[persist.example.{n}]: [one\ntwo {n}]\n"),
    Form("clock", "1795262400 +0000\n", lambda n: f"{n}\n"),
    Form("settings-global", "adb_enabled=1\n", lambda n: f"key_{n}=value {n}\n{{\n"),
    Form(
        "settings-secure",
        "android_id=1\nenabled_accessibility_services=a.b/.C\n",
        lambda n: f"enabled_notification_listeners=com.example.app{n}/.A:com.example.app{n}/com.example.B:no\n",
    ),
    Form("package-names", "", lambda n: f"package:com.example.app{n}\n"),
    Form("system-names", "", lambda n: f"package:com.example.app{n}\n"),
    Form(
        "launcher",
        "9 activities found:\n",
        lambda n: (
            f"  Activity #{n}:\n    priority=0 preferredOrder=0 match=0x108000 isDefault=true\n    com.example.a{n}/.M\n"
        ),
    ),
    Form("certificates", ".\n..\n", lambda n: f"{n:08x}.0\nls: {n}: Permission denied\n"),
    Form("packages", "Packages:\n", _package, "\nHidden system packages:\n  Package [com.example.app0] (1):\n"),
    Form("packages", "Packages:\n", lambda n: f"{_package(n)}\nHidden system packages:\n{_package(n)}"),
    Form("shared-users", "Shared users:\n", _shared_user),
    Form(
        "accessibility",
        "ACCESSIBILITY MANAGER (dumpsys accessibility)\n",
        lambda n: (
            f"User state[\n     attributes:{{id={n}, a=b}}\n     Bound services:{{Service[label=A, x]}}\n"
            f"     Enabled services:{{{{a.b/.C{n}}}, {{d.e/d.e.F}}}}\n"
        ),
    ),
    Form(
        "accessibility",
        "User state[attributes:{id=0, currentUser=true\n",
        lambda n: f"  enabled services: {{\n    0 : a.b/.C{n}\n    1 : d.e/.F\n  }}\n",
    ),
    Form("device-policy", "Current Device Policy Manager state:\n  Device Owner: \n    admin=x\n", _admins),
    Form(
        "appops",
        _OPS_TITLE,
        lambda n: (
            f"  Uid u0a{n}:\n    state=cch\n      LEGACY_STORAGE: mode=ignore\n      OWN_{n}: mode=allow\n"
            f"    Package com.example.app{n}:\n      FINE_LOCATION (allow / switch COARSE_LOCATION=allow): \n"
            "        null=[\n          Access: [bg-s] 2026-01-01 10:00:00.000 (-1h2m3s4ms) duration=+1s\n"
            "          Reject: [fg-s]2021-01-11 11:13:47.892 (-5h)\n          Running start at: +1s\n        ]\n"
        ),
    ),
    Form(
        "appops",
        f"{_OPS_TITLE}  Uid u0a1:\n    Package com.example.one:\n",
        lambda n: f"      OWN_{n}: mode=0; time=+{n}h ago\n      CAMERA: mode=0; time=+1h2m ago (running)\n",
    ),
    Form(
        "appops",
        f"{_OPS_TITLE}  Uid u0a1:\n",
        lambda n: f"      OWN_{n}: mode=allow\n",
        "".join(f"    Package com.example.app{n}:\n      CAMERA (allow): \n" for n in range(50)),
    ),
    Form(
        "roles",
        "ROLE STATE (dumpsys role):\n{\n  user_states={\n    user_id=0\n    roles=[\n",
        lambda n: f"      {{\n        name=android.app.role.R{n}\n        holders=com.example.app{n}\n      }}\n",
        "    ]\n  }\n}\n",
    ),
    Form(
        "roles",
        "ROLE STATE (dumpsys role):\n{\n  user_states={\n    user_id=0\n    roles=[\n      {\n        name=R\n",
        lambda n: f"        holders=com.example.app{n}\n",
        "      }\n    ]\n  }\n}\n",
    ),
    Form("battery", "system,android,1000\n", lambda n: f"user,com.example.app{n},{n}\n"),
    Form("battery", "  Whitelist user apps:\n", lambda n: f"    com.example.app{n}\n"),
    Form(
        "projection",
        "MEDIA PROJECTION MANAGER (dumpsys media_projection)\nMedia Projection: \n",
        lambda n: f"(com.example.app{n}, uid={10_000 + n}): TYPE_SCREEN_CAPTURE\n",
    ),
    Form(
        "foreground",
        "ACTIVITY MANAGER SERVICES (dumpsys activity services)\n  User 0 active services:\n",
        _service,
        "  Connection bindings to services:\n  * ConnectionRecord{1 u0 CR com.c/.D:@1 flags=0x1}\n",
    ),
    Form(
        "location",
        "Location Manager State:\n  Location Providers:\n    gps provider:\n      listeners:\n",
        lambda n: (
            f"        {10_000 + n}/com.example.app{n}[tag]/0A1B2C3D Request[@0 HIGH_ACCURACY, "
            f"WorkSource{{{n} com.a, {n} com.b}}]\n"
        ),
    ),
    Form(
        "location",
        "Current Location Manager state:\n  Active Records by Provider:\n    gps:\n"
        "      UpdateRecord[gps com.x(10123 foreground) Request[POWER_HIGH gps] null]\n  Historical Records by Provider:\n",
        lambda n: f"    com.example.app{n}: gps: Interval 0 seconds: Duration requested 1: Currently active\n",
    ),
    Form(
        "accounts",
        "",
        lambda n: (
            f"User UserInfo{{{n}:Owner:4c13}}:\n  Accounts: 1\n    Account {{name=some@example.org, type=com.t{n}}}\n"
            "  \n  AccountId, Action_Type, timestamp, UID, TableName, Key\n"
        ),
    ),
    Form(
        "accounts",
        "User UserInfo{0:Owner:4c13}:\n  Accounts: 4\n",
        lambda n: f"    Account {{name=someone{n}@example.org, type=com.t{n}}}\n",
        "  AccountId, Action_Type, timestamp, UID, TableName, Key\n",
    ),
    Form(
        "trust",
        "Trust manager state:\n",
        lambda n: (
            f' User "Owner {n}" (id={n}, flags=0x13) (current): trusted=0\n   Enabled agents:\n    com.a/.Agent{n}\n'
            "     bound=1, connected=1, managingTrust=1, trusted=0\n   Events:\n    #0  x/y\n"
        ),
    ),
    Form("companions", "Companion Device Associations: \n", _association, "Last Removed Association:\n  null\n"),
    Form(
        "bluetooth",
        "Bluetooth Status\n  enabled: true\n\n  Bonded devices:\n",
        lambda n: f"    (Connected) 02:00:5E:00:{n % 100:02}:02 [ DUAL ][ 0x200404 ] Car {n} (SPP,A2DP)\n",
        "\nProfile: x\n",
    ),
    Form(
        "vpn",
        "VPNs:\n",
        lambda n: f"  {n}: com.example.app{n}\n    Active package name: x\n    Active vpn type: 1\n    \n",
    ),
    Form(
        "call-forwarding",
        "last known state:\n",
        lambda n: f"  Phone Id={n % 100}\n    mCallState=0\n    mCallForwarding=false\n",
    ),
    Form(
        "adb-keys",
        "ADB MANAGER STATE (dumpsys adb):\n{\n  debugging_manager={\n    user_keys=",
        lambda n: f'QAAAA{n:050}== me@pc{n}\n<adbKey key="QAAAA{n:051} you@pc" lastConnection="1767225600000" />\n',
        "    adb_wifi={\n      enabled=false\n    }\n  }\n}\n",
    ),
    Form(
        "user-details",
        "Users:\n",
        lambda n: (
            f"  UserInfo{{{n}:Name {n}:1090}} serialNo={n} isPrimary=false parentId=0\n"
            "    Type: android.os.usertype.profile.PRIVATE\n    Flags: 4240 (PROFILE|QUIET_MODE)\n    State: -1\n"
        ),
    ),
    Form(
        "setting-changes",
        "GLOBAL SETTINGS (user 0)\n_id:1 name:a pkg:com.x value:1\nHistorical operations\n",
        lambda n: f"2026-05-06 07:08:09 update name_{n}\n2026-05-06 07:08:09 insert Setting{{name=n{n} value=x}}\n",
    ),
    Form(
        "setting-changes",
        "",
        lambda n: f"SECURE SETTINGS (user {n})\n_id:{n} name:a pkg:com.x value:1 defaultSystemSet:true\n",
        "GLOBAL SETTINGS (user 0)\n",
    ),
    Form("networks", "Current Networks:\n", _connected),
    Form("su", "", lambda n: f"ls: /system/bin/su{n}: No such file or directory\n/sbin/su{n}\n"),
)
