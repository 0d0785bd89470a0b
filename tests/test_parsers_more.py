"""The parsers of what apps may do, who else controls the phone, and what goes on now: nothing lost, nothing leaked."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck.masking import masked
from safecheck.model import Account, Association, Projection, SettingChange, SharedUser, UserKind
from safecheck.phone.parsers import (
    accounts,
    adb_keys,
    appops,
    bluetooth,
    call_forwarding,
    certificates,
    companions,
    deviceidle,
    foreground,
    launcher,
    location,
    packages,
    projection,
    roles,
    settings_history,
    shared_users,
    trust,
    uids,
    user_details,
    vpn,
)
from safecheck.phone.parsers.parsed import Parsed, Refused

PARSERS: tuple[Callable[[str], Parsed[Any]], ...] = (
    accounts.parse,
    adb_keys.parse,
    appops.parse,
    bluetooth.parse,
    call_forwarding.parse,
    certificates.parse,
    companions.parse,
    deviceidle.parse,
    foreground.parse,
    launcher.parse,
    location.parse,
    packages.parse,
    projection.parse,
    roles.parse,
    settings_history.parse,
    shared_users.parse,
    trust.parse,
    user_details.parse,
    vpn.parse,
    vpn.connectivity,
)
_each = pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: f"{parse.__module__}.{parse.__name__}")

# Pieces of real forms, so that random texts get deep into the parsers.
_PIECES = [
    "Current AppOps Service state:", "  Uid u0a12:", "  Uid 1000:", "    Package com.a.b:", "      CAMERA (allow): ",
    "      CAMERA: mode=ignore", "      FINE_LOCATION (allow / switch COARSE_LOCATION=allow): ", "        null=[",
    "          Access: [bg-s] 2026-01-01 10:00:00.000 (-1h2m3s4ms)", "                  bg    = 2026-01-01 10:00:00.000 (-1d)",
    "      READ_SMS: mode=0; time=+1h ago (running)", "          Running start at: +1s", "2 activities found:",
    "  Activity #0:", "    com.a/.B", "No activities found", "ROLE STATE (dumpsys role):", "{", "}", "user_id=0", "name=R",
    "holders=com.a", "user,com.a,10012", "system,com.b,10013", "  Whitelist user apps:", "    com.a.b", "  Whitelist user app ids:",
    "User UserInfo{0:Owner:13}:", "  Accounts: 1", "    Account {name=a, type=b}", "  AccountId, Action_Type, timestamp",
    "  1,action_account_add,2026-01-02 03:04:05,10123,accounts,1", "  Active Sessions: 0", "Companion Device Associations:",
    "  Association{mId=2, mUserId=0, mPackageName='com.x', mDisplayName='A', mDeviceProfile='p', mRevoked=false}",
    "Last Removed Association:", "Bluetooth Status", "  enabled: true", "Bonded devices:", "    02:00:5E:00:00:02 [DUAL] Name",
    "ADB MANAGER STATE (dumpsys adb):", "    user_keys=QAAAAAAAAAAAAAAA me@pc", "    keystore=", "    adb_wifi={", "      enabled=true",
    "  UserInfo{0:Owner:13} serialNo=0", "    Type: android.os.usertype.full.SYSTEM", "0: id=0, name=a, type=full.SYSTEM, flags=FULL",
    "VPNs:", "  0: com.x", "Current Networks:", "  NetworkAgentInfo{network{1} ni{VPN CONNECTED extra: } nc{[ Transports: VPN OwnerUid: 10001",
    "  Phone Id=0", "    mCallForwarding=true", "MEDIA PROJECTION MANAGER (dumpsys media_projection)", "Media Projection: ", "null",
    "(com.x, uid=10001): TYPE_SCREEN_CAPTURE", "ACTIVITY MANAGER SERVICES (dumpsys activity services)", "  * ServiceRecord{1f u0 com.a/.B}",
    "    isForeground=true foregroundId=1 types=00000008 foregroundNoti=x", "Trust manager state:",
    ' User "Owner" (id=0, flags=0x13) (current): x', "   Enabled agents:", "   Events:", "1a2b3c4d.0", "ls: a: No such file or directory",
    "ls: a: Permission denied", "AppOp Permissions:", "  AppOp Permission android.permission.X:", "Location Manager State:",
    "  Location Providers:", "    gps provider:", "        10012/com.a[t]/0A1B2C3D Request[@0, WorkSource{10012 com.a}] (inactive)",
    "  Historical Records by Provider:", "    com.a: gps: Interval 0", "  Historical Aggregate Location Provider Data:", "    gps:",
    "      10012/com.a: min/max interval = 0s/0s", "  Active Records by Provider:", "      UpdateRecord[gps com.a(10012 foreground) Request[]]",
    "GLOBAL SETTINGS (user 0)", "_id:1 name:a pkg:com.a value:b default:b defaultSystemSet:true", "Historical operations",
    "2026-05-06 07:08:09 update adb_enabled", "Packages:", "  Package [com.a.b] (1f):", "    pkgFlags=[ SYSTEM ]",
    "    User 0: installed=true hidden=false enabled=0", "      runtime permissions:", "        p.q: granted=true", "    install permissions:",
    "      p.q: granted=true", "    versionName=1", "    splits=[base]", "Shared users:", "  SharedUser [a.b] (1f):", "    User 0: ",
]  # fmt: skip
_texts = st.one_of(
    st.text(),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=20)), max_size=30).map("\n".join),
)
_names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}(\.[A-Za-z0-9_]{1,8}){1,4}", fullmatch=True)
_classes = st.from_regex(r"[A-Z]\w{0,8}", fullmatch=True)
_components = st.builds(lambda package, name: f"{package}/{package}.{name}", _names, _classes)
_users = st.integers(0, 99999)
# What people and other devices call themselves: any character, forms of the dumps themselves included.
_said = st.one_of(
    st.text(max_size=20), st.sampled_from(_PIECES), st.lists(st.sampled_from(_PIECES), max_size=3).map("\n".join)
)


def _strings(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for pair in value.items() for part in pair for text in _strings(part)]
        case tuple() | list() | set() | frozenset():
            return [text for part in value for text in _strings(part)]
        case msgspec.Struct():
            return _strings(msgspec.structs.asdict(value))
        case _:
            return []


def _harmless(parsed: Parsed[Any]) -> bool:
    shown = [*_strings(parsed.value), *parsed.problems]
    return not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for text in shown for c in text)


@_each
@given(text=_texts)
def test_any_text_is_read_or_refused(parse: Callable[[str], Parsed[Any]], text: str) -> None:
    try:
        parsed = parse(text)
    except Refused:
        return
    assert isinstance(parsed, Parsed)
    assert _harmless(parsed)


@_each
def test_an_empty_answer_is_refused(parse: Callable[[str], Parsed[Any]]) -> None:
    for text in ("", "\n", "\n \n", "*** SERVICE 'x' DUMP TIMEOUT (10000ms) EXPIRED ***\n"):
        with pytest.raises(Refused):
            parse(text)


# ---------------------------------------------------------------- apps


_ARCHIVED = """Packages:
  Package [com.x] (1a):
    appId=10319
    sharedUser=SharedUserSetting{1a2b3c android.uid.system/1000}
    codePath=/data/app/~~A==/com.x-B==
    versionCode=15 minSdk=26 targetSdk=28
    versionName=1.5
    usesNonSdkApi=false
    splits=[base]
    timeStamp=2026-02-03 04:05:00
    lastUpdateTime=2026-02-03 04:05:06
    installerPackageName=com.shop
    installerPackageUid=10077
    initiatingPackageName=com.android.shell
    originatingPackageName=com.files
    updateOwnerPackageName=com.owner
    packageSource=3
    signatures=PackageSignatures{2b3c4d version:3, signatures:[0badcafe, 17], past signatures:[99 flags: 17]}
    pkgFlags=[ HAS_CODE ]
    declared permissions:
      com.x.P: prot=signature, granted=true
    install permissions:
      android.permission.INTERNET: granted=true
      android.permission.OTHER: granted=false
    User 0: ceDataInode=-1 deDataInode=2 installed=true hidden=false suspended=true distractionFlags=0 stopped=false \
notLaunched=true enabled=3 ofs=0 instant=false virtual=false quarantined=false
      firstInstallTime=2026-02-03 04:05:06
      lastDisabledCaller: shell:2000
      gids=[3003]
      runtime permissions:
        android.permission.CAMERA: granted=true, flags=[ USER_SET|USER_SENSITIVE_WHEN_GRANTED]
        android.permission.RECORD_AUDIO: granted=false, flags=[ USER_SET ]
      disabledComponents:
        com.x.Launcher
      enabledComponents:
        com.x.Other
    User 10: ceDataInode=0 installed=false hidden=true suspended=false stopped=true notLaunched=true enabled=0
      firstInstallTime=1970-01-01 01:00:00

Queries:
  User 0:

Hidden system packages:
  Package [com.x] (2b):
    pkgFlags=[ ]

Shared users:
  SharedUser [android.uid.system] (3c):
    userId=1000
    Packages
      PackageSetting{3c4d5e com.x/1000}
    install permissions:
      android.permission.REBOOT: granted=true
    User 0:
      gids=[1]
      runtime permissions:
        android.permission.READ_SMS: granted=true, flags=[ SYSTEM_FIXED|GRANTED_BY_DEFAULT]
        android.permission.SEND_SMS: granted=false, flags=[ ]
"""


def test_all_of_an_app_is_read() -> None:
    dump, problems = packages.parse(_ARCHIVED)
    assert problems == ()
    app = dump.packages["com.x"]
    assert (app.app_id, app.version_name, app.shared_user) == (10319, "1.5", "android.uid.system")
    assert (app.installer, app.initiating, app.originating) == ("com.shop", "com.android.shell", "com.files")
    assert (app.update_owner, app.package_source, app.signatures) == ("com.owner", 3, ("0badcafe", "17"))
    assert app.last_updated == app.first_installed == "2026-02-03 04:05:06"
    assert app.install_permissions == {"android.permission.INTERNET"}
    owner, second = app.states[0], app.states[10]
    assert (owner.hidden, owner.suspended, owner.stopped, owner.not_launched) == (False, True, False, True)
    assert (owner.enabled, owner.last_disabled_caller) == (3, "shell:2000")
    assert owner.granted == {"android.permission.CAMERA"}
    assert owner.disabled_components == {"com.x.Launcher"}
    assert (second.hidden, second.enabled, second.first_installed, second.granted) == (True, 0, "", frozenset())
    assert dump.hidden == {"com.x"}
    user = SharedUser(
        frozenset({"com.x"}), frozenset({"android.permission.REBOOT"}), {0: frozenset({"android.permission.READ_SMS"})}
    )
    assert shared_users.parse(_ARCHIVED) == ({"android.uid.system": user}, ())


def test_older_forms_of_an_app_are_read() -> None:
    dump = (
        "Packages:\n  Package [com.x] (1a):\n    userId=10130\n    versionName=1\n    splits=[base]\n"
        "    firstInstallTime=2018-03-04 05:06:07\n    signatures=PackageSignatures{4d5e6f [feedbeef]}\n"
        "    pkgFlags=[ HAS_CODE ]\n    User 0: ceDataInode=8 installed=true hidden=false stopped=true enabled=0\n"
        "    overlay paths:\n      /vendor/a.apk\n      gids=[1]\n      runtime permissions:\n"
        "        android.permission.CAMERA: granted=true, flags=[ GRANTED_BY_DEFAULT ]\n"
    )
    value, problems = packages.parse(dump)
    assert problems == ()
    app = value.packages["com.x"]
    assert (app.app_id, app.signatures, app.first_installed) == (10130, ("feedbeef",), "2018-03-04 05:06:07")
    assert app.states[0].granted == {"android.permission.CAMERA"}
    assert (app.states[0].suspended, app.states[0].not_launched) == (None, None)


@given(
    st.dictionaries(
        _names,
        st.dictionaries(
            st.integers(0, 9999),
            st.tuples(
                st.booleans(),
                st.booleans(),
                st.integers(0, 4),
                st.sets(_names, max_size=3),
                st.sets(_names, max_size=3),
            ),
            min_size=1,
            max_size=3,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_every_state_and_right_of_every_app_is_found(
    apps: dict[str, dict[int, tuple[bool, bool, int, set[str], set[str]]]],
) -> None:
    lines = ["Packages:"]
    for name, states in apps.items():
        lines += [f"  Package [{name}] (abc12):", "    pkgFlags=[ ]"]
        for user, (hidden, stopped, enabled, granted, disabled) in states.items():
            words = f"installed=true hidden={str(hidden).lower()} stopped={str(stopped).lower()} enabled={enabled} x=y"
            lines += [f"    User {user}: ofs=0 {words}", "      gids=[1]", "      runtime permissions:"]
            lines += [f"        {permission}: granted=true, flags=[ A|B]" for permission in granted]
            lines += ["        not.granted: granted=false, flags=[ ]", "      disabledComponents:"]
            lines += [f"        {component}" for component in disabled]
    value, problems = packages.parse("\n".join([*lines, ""]))
    assert problems == ()
    found = {
        name: {
            user: (state.hidden, state.stopped, state.enabled, set(state.granted), set(state.disabled_components))
            for user, state in package.states.items()
        }
        for name, package in value.packages.items()
    }
    assert found == apps


@pytest.mark.parametrize(
    "written",
    [
        "    installerPackageName=com.android.vending",
        "    splits=[base]\n    installerPackageName=com.android.vending",
        "    usesNonSdkApi=false\n    signatures=PackageSignatures{1 [12345678]}",
        "    User 0: installed=false hidden=false stopped=true enabled=2",
        "  Package [com.android.settings] (1):\n    pkgFlags=[ SYSTEM ]",
    ],
)
def test_a_version_name_of_several_lines_is_a_problem_and_gains_nothing(written: str) -> None:
    dump = (
        f"Packages:\n  Package [com.evil] (1):\n    versionName=1\n{written}\n    splits=[base]\n"
        "    signatures=PackageSignatures{2 [abc]}\n    pkgFlags=[ ]\n"
        "    User 0: installed=true hidden=false stopped=false enabled=0\n"
        "  Package [com.android.settings] (2):\n    pkgFlags=[ HAS_CODE ]\n    User 0: installed=true\n"
    )
    value, problems = packages.parse(dump)
    assert problems
    apps = value.packages
    assert all(app.installer == "" and "12345678" not in app.signatures for app in apps.values())
    assert apps["com.android.settings"].system is False
    for state in apps["com.evil"].states.values():
        assert (state.stopped, state.enabled) == (False, 0)


def test_what_is_said_twice_of_an_app_is_a_problem_and_the_worse_counts() -> None:
    dump = (
        "Packages:\n  Package [com.x] (1):\n    pkgFlags=[ ]\n    installerPackageName=a.b\n    installerPackageName=c.d\n"
        "    User 0: installed=true hidden=true enabled=2 hidden=false enabled=0\n"
        "      runtime permissions:\n        p.one: granted=true\n"
        "    User 0: installed=false hidden=true stopped=true enabled=3\n"
        "      runtime permissions:\n        p.two: granted=true\n"
        "  Package [com.x] (1):\n    pkgFlags=[ ]\n    install permissions:\n      p.three: granted=true\n"
        "    User 0: installed=true hidden=true stopped=false\n      runtime permissions:\n        p.four: granted=true\n"
    )
    value, problems = packages.parse(dump)
    assert len(problems) >= 3
    app = value.packages["com.x"]
    assert app.installer == ""
    assert app.install_permissions == {"p.three"}
    state = app.states[0]
    assert (state.hidden, state.stopped, state.enabled) == (False, False, 0)
    assert state.granted == {"p.one", "p.two", "p.four"}


@pytest.mark.parametrize(
    "written",
    [
        "    splits=[base]\n    pkgFlags=[ ]\n    User 0: installed=true\n\nHidden system packages:\n  Package [com.evil] (9):",
        "    splits=[base]\n    pkgFlags=[ ]\n    User 0: installed=true\n\nQueries:",
        "Packages:\n  Package [com.evil] (9):",
        "\nPackages:\n  Package [com.evil] (9):",
        "Hidden system packages:",
        "Shared users:",
    ],
)
def test_a_title_in_a_version_name_is_a_problem(written: str) -> None:
    dump = (
        f"Packages:\n  Package [com.evil] (1):\n    versionName=1\n{written}\n    splits=[base]\n    pkgFlags=[ ]\n"
        "    User 0: installed=true\n  Package [com.other] (2):\n    pkgFlags=[ ]\n    User 0: installed=true\n"
    )
    assert packages.parse(dump.replace(f"{written}\n", "")).problems == ()
    assert packages.parse(dump).problems


def test_two_blocks_of_one_name_are_a_problem_and_gain_nothing() -> None:
    block = "  Package [{}] ({}):\n    codePath={}\n    pkgFlags=[ {} ]\n    installerPackageName={}\n    User 0: installed=true\n"
    dump = (
        "Packages:\n"
        + block.format("com.evil", 1, "/system/app/Evil", "SYSTEM", "com.android.vending")
        + block.format("com.evil", 2, "/data/app/~~A==/com.evil-B==", "HAS_CODE", "com.shady")
    )
    value, problems = packages.parse(dump)
    assert any("twice" in problem for problem in problems)
    app = value.packages["com.evil"]
    assert (app.system, app.code_path, app.installer) == (False, "", "")


def test_shared_users_that_are_said_twice_count_together() -> None:
    block = "  SharedUser [a.b] (1f):\n    Packages\n      PackageSetting{{1f com.{0}/10001}}\n    install permissions:\n      p.{0}: granted=true\n    User 0: \n      runtime permissions:\n        r.{0}: granted=true\n"
    text = "Shared users:\n" + block.format("one") + block.format("two")
    value, problems = shared_users.parse(text)
    assert problems == ("shared user a.b: twice",)
    assert value == {
        "a.b": SharedUser(
            frozenset({"com.one", "com.two"}), frozenset({"p.one", "p.two"}), {0: frozenset({"r.one", "r.two"})}
        )
    }
    assert shared_users.parse(text + "\nShared users:\n" + block.format("three")).problems
    assert shared_users.parse(text + "  SharedUser [\ufffd] (1f):\n").problems


# ---------------------------------------------------------------- app ops


_MODES = ("allow", "ignore", "deny", "default", "foreground")
_ops = st.dictionaries(st.sampled_from(sorted(appops.OPS)), st.sampled_from(_MODES), max_size=4)


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 999), st.integers(0, 9999)),
        st.tuples(_ops, st.dictionaries(_names, _ops, min_size=1, max_size=3)),
        min_size=1,
        max_size=5,
    ),
    st.integers(7, 11),
)
def test_every_mode_of_every_app_is_found_and_that_of_the_uid_counts(
    wanted: dict[tuple[int, int], tuple[dict[str, str], dict[str, dict[str, str]]]], version: int
) -> None:
    def op(name: str, mode: str, *, of_uid: bool) -> str:
        if version < 9:
            return f"      {name}: mode={_MODES.index(mode)}" + ("" if of_uid else "; time=+1d2h ago; duration=+1ms")
        return f"      {name}: mode={mode}" if of_uid else f"      {name} ({mode}): "

    lines = [
        "Current AppOps Service state:",
        "  Op mode watchers:",
        "    Op CAMERA:",
        "      #0: ModeCallback{1 uid=1}",
    ]
    expected: dict[int, dict[str, dict[str, str]]] = {}
    worst = ("allow", "foreground", "default", "ignore", "deny")
    for (user, app), (whole, apps) in wanted.items():
        lines += [
            f"  Uid u{user}a{app}:",
            "    state=cch",
            *(op(name, mode, of_uid=True) for name, mode in whole.items()),
        ]
        for package, ops in apps.items():
            lines.append(f"    Package {package}:")
            for name, mode in ops.items():
                lines.append(op(name, mode, of_uid=False))
                if version >= 11:
                    lines += ["        null=[", "          Access: [top-s] 2026-01-01 10:00:00.000 (-1h)", "        ]"]
            mine = expected.setdefault(user, {}).setdefault(package, {})
            for name, mode in (ops | whole).items():
                mine[name] = min(mine.get(name, mode), mode, key=worst.index)
    value, problems = appops.parse("\n".join([*lines, "", "  AppOps policy location tags:", "    CAMERA", ""]))
    assert problems == ()
    assert {
        user: {package: {name: use.mode for name, use in ops.items()} for package, ops in apps.items()}
        for user, apps in value.items()
    } == expected


@pytest.mark.parametrize(
    ("form", "last", "background", "last_background"),
    [
        ("      CAMERA: mode=0; time=+1d2h3m4s5ms ago; rejectTime=+1s ago; duration=+1s", 93784, None, None),
        ("      CAMERA: mode=0", None, None, None),
        (
            (
                "      CAMERA (allow): \n          Access: top   = 2026-01-01 10:00:00.000 (-2h)\n"
                "                  bg    = 2026-01-01 10:00:00.000 (-1h)\n          Reject: cch   = 2026-01-01 10:00:00.000 (-1s)\n"
                "                  bg    = 2026-01-01 10:00:00.000 (-2s)\n          duration=+1ms"
            ),
            3600,
            True,
            3600,
        ),
        ("      CAMERA (allow): \n          Access: [pers-s] 2026-01-01 10:00:00.000 (-4m5s)", 245, False, None),
        (
            (
                "      CAMERA (allow): \n        null=[\n          Access: [top-s] 2026-01-01 10:00:00.000 (-5s) duration=+1h\n"
                "          Reject: [bg-s]2026-01-01 10:00:00.000 (-1s)\n        ]\n        a tag=[\n"
                "          Access: [cch-tpd] 2026-01-01 10:00:00.000 (-7s) proxy[uid=1, pkg=a.b]\n        ]"
            ),
            5,
            False,
            7,
        ),
        (
            "      CAMERA (allow): \n        null=[\n          Access: [bg-s] 1970-06-08 10:00:00.000 (-20166d8h)",
            None,
            True,
            appops._OLDEST,
        ),
    ],
)
def test_accesses_of_each_version_are_read(
    form: str,
    last: int | None,
    background: bool | None,  # noqa: FBT001
    last_background: int | None,
) -> None:
    value, problems = appops.parse(f"Current AppOps Service state:\n  Uid u0a1:\n    Package com.x:\n{form}\n")
    assert problems == ()
    use = value[0]["com.x"]["CAMERA"]
    assert (use.mode, use.last_access, use.background, use.last_background) == (
        "allow",
        last,
        background,
        last_background,
    )
    assert use.used == ("time=" in form or "Access" in form)


def test_the_op_that_another_switches_to_decides_for_it() -> None:
    dump = (
        "Current AppOps Service state:\n  Uid u0a1:\n      COARSE_LOCATION: mode=ignore\n    Package com.x:\n"
        "      FINE_LOCATION (allow / switch COARSE_LOCATION=allow): \n          Running start at: +1s\n"
        "  Uid u0a2:\n    Package com.y:\n      FINE_LOCATION (allow / switch COARSE_LOCATION=deny): \n"
    )
    uses = appops.parse(dump).value[0]
    assert uses["com.x"]["FINE_LOCATION"].mode == "ignore"
    assert uses["com.x"]["FINE_LOCATION"].running
    assert uses["com.x"]["COARSE_LOCATION"].mode == "ignore"
    assert uses["com.y"]["FINE_LOCATION"].mode == "deny"


def test_an_op_said_twice_is_a_problem_and_the_worse_counts() -> None:
    dump = (
        "Current AppOps Service state:\n  Uid u0a1:\n    Package com.x:\n      CAMERA (allow): \n      CAMERA (ignore): \n"
        "  Uid u0a2:\n      RECORD_AUDIO: mode=ignore\n      RECORD_AUDIO: mode=allow\n    Package com.y:\n      CAMERA (MIU): \n"
    )
    value, problems = appops.parse(dump)
    assert len(problems) == 3
    assert value[0]["com.x"]["CAMERA"].mode == "allow"
    assert value[0]["com.y"]["RECORD_AUDIO"].mode == "allow"


def test_an_app_whose_name_cannot_be_read_gives_its_ops_to_no_other() -> None:
    dump = (
        "Current AppOps Service state:\n  Uid u0a1:\n    Package com.x:\n    Package \ufffd:\n      CAMERA (allow): \n"
        "  Uid u0aX:\n    Package com.z:\n      CAMERA (allow): \n"
    )
    value, problems = appops.parse(dump)
    assert len(problems) == 2
    assert value == {0: {"com.x": {}}}


def test_uids_are_read_in_each_form() -> None:
    assert [uids.read(text) for text in ("u10a5", "u0i3", "u11s1000", "1000", "1010005", "u0", "x", "1" * 99)] == [
        (10, 10005), (0, 99003), (11, 1000), (0, 1000), (10, 10005), None, None, None,
    ]  # fmt: skip


# ---------------------------------------------------------------- icons, roles, batteries


@given(st.lists(_components, max_size=6))
def test_every_icon_is_found(names: list[str]) -> None:
    text = f"{len(names)} activities found:\n" if names else "No activities found\n"
    for number, name in enumerate(names):
        text += f"  Activity #{number}:\n    priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true\n    {name}\n"
    assert launcher.parse(text) == (frozenset(name.partition("/")[0] for name in names), ())


def test_a_list_of_icons_that_loses_one_says_so() -> None:
    assert launcher.parse("2 activities found:\n  Activity #0:\n    com.a/.B\n").problems
    assert launcher.parse("com.a/.B\n") == (frozenset({"com.a"}), ())  # --components
    for text in ("2 activities found:\n", "Error: Unknown option: --user\n"):
        with pytest.raises(Refused):
            launcher.parse(text)


@given(
    st.dictionaries(
        _users,
        st.dictionaries(_names, st.lists(_names, unique=True, max_size=3), min_size=1, max_size=4),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
def test_every_holder_of_a_role_is_found(wanted: dict[int, dict[str, list[str]]], old: bool) -> None:  # noqa: FBT001
    text = f"ROLE {'MANAGER ' * old}STATE (dumpsys role):\n{{\n"
    for user, held in wanted.items():
        text += f"  user_states={{\n    user_id={user}\n    version=1\n    roles=[\n"
        for name, holders in held.items():
            rows = "".join(f"        holders={holder}\n" for holder in holders)
            text += f"      {{\n        name={name}\n        fallback_enabled=true\n{rows}      }}\n"
        text += "    ]\n  }\n"
    value, problems = roles.parse(text + "}\n")
    assert problems == ()
    assert value == {user: {name: tuple(holders) for name, holders in held.items()} for user, held in wanted.items()}
    assert any("end is missing" in problem for problem in roles.parse(text).problems)


@given(st.sets(_names, min_size=1, max_size=4), st.sets(_names, max_size=4), st.sets(_names, max_size=4), st.booleans())
def test_every_app_that_the_battery_leaves_alone_is_found(
    idle: set[str],
    system: set[str],
    user: set[str],
    whole: bool,  # noqa: FBT001
) -> None:
    kinds = (("system-excidle", idle), ("system", system), ("user", user))
    text = "".join(f"{kind},{name},10012\n" for kind, names in kinds for name in names)
    if whole:
        text = "  Settings:\n    idle_factor=2.0\n"
        for heading, names in (("(except idle) system", idle), ("system", system), ("user", user)):
            text += f"  Whitelist {heading} apps:\n" + "".join(f"    {name}\n" for name in names)
        text += "  Whitelist all app ids:\n    1000\n  mState=ACTIVE\n"
    assert deviceidle.parse(text) == (frozenset(user), ())


def test_numbers_without_names_are_a_problem() -> None:
    text = "  Whitelist system apps:\n    a.b\n  Whitelist user app ids:\n    10012\n"
    assert deviceidle.parse(text).problems == ("it gives numbers of apps and no names of them",)


# ---------------------------------------------------------------- people


@given(st.dictionaries(_users, st.lists(st.tuples(_said, _names), max_size=4), min_size=1, max_size=3))
def test_no_whole_name_of_an_account_gets_out(wanted: dict[int, list[tuple[str, str]]]) -> None:
    text = ""
    for user, rows in wanted.items():
        text += f"User UserInfo{{{user}:Owner:4c13}}:\n  Accounts: {len(rows)}\n"
        text += "".join(f"    Account {{name={name}, type={kind}}}\n" for name, kind in rows)
        text += "  \n  AccountId, Action_Type, timestamp, UID, TableName, Key\n  Accounts History\n"
        text += "  Account visibility:\n    somebody@example.org\n"
    parsed = accounts.parse(text)
    assert _harmless(parsed)
    plain = all(name.isprintable() and ", type=" not in name for rows in wanted.values() for name, _ in rows)
    if plain:
        assert parsed.problems == ()
        assert {u: [account.kind for account in found] for u, found in parsed.value.items()} == {
            user: [kind for _, kind in rows] for user, rows in wanted.items()
        }
    for found in parsed.value.values():
        for account in found:
            assert len(account.name) <= 5  # two letters, "@" and two ellipses


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("anna.muster@gmail.com", "a…@g…"),
        ("+49 170 1234567", "…67"),
        ("0000000042", "…42"),
        ("42", "…"),
        ("Messenger", "M…"),
        ("", ""),
        ("@", "…@…"),
        ("a@b@c", "a…@b…"),
        ("\u202eevil\n", "e…"),
    ],
)
def test_names_are_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_an_account_that_writes_lines_into_the_dump_hides_no_other() -> None:
    evil = "x, type=y}\n  AccountId, Action_Type\nUser UserInfo{10:z:13}:\n  Accounts: 0"
    dump = f"User UserInfo{{0:Owner:13}}:\n  Accounts: 2\n    Account {{name={evil}, type=com.x}}\n    Account {{name=b, type=com.y}}\n"
    assert accounts.parse(dump).problems
    dump = "User UserInfo{0:Owner:13}:\n  Accounts: 1\n    Account {name=a, type=b, type=com.x}\n"
    assert accounts.parse(dump).value[0] == (Account("com.x", "a…"),)


@given(
    st.lists(
        st.tuples(_users, _names, _said, st.sampled_from(["", "android.app.role.COMPANION_DEVICE_WATCH"])), max_size=4
    )
)
def test_every_companion_is_found(wanted: list[tuple[int, str, str, str]]) -> None:
    text = "Companion Device Associations: \n" if wanted else "Companion Device Associations: <empty>\n"
    for number, (user, package, name, profile) in enumerate(wanted):
        text += (
            f"  Association{{mId={number}, mUserId={user}, mPackageName='{package}', mTag='null', mDeviceMacAddress=02:00, "
            f"mDisplayName='{name}', mDeviceProfile='{profile or 'null'}', mSelfManaged=false, mRevoked=false}}\n"
        )
    text += "Last Removed Association:\n  Association{mId=9, mUserId=0, mPackageName='com.removed', mDeviceProfile='null'}\n"
    parsed = companions.parse(text)
    assert _harmless(parsed)
    if all(name.isprintable() and "mD" not in name for _, _, name, _ in wanted):
        assert parsed.problems == ()
        assert {(a.user, a.package) for a in parsed.value} == {(u, p) for u, p, _, _ in wanted}


def test_names_of_companions_may_hold_apostrophes_and_lines() -> None:
    form = "Companion Device Associations:\n  Association{{mId=1, mUserId=10, mPackageName='com.x', mDisplayName='{}', mDeviceProfile='p', a=b}}\n"
    assert companions.parse(form.format("Anna's 'best' Watch")) == (
        (Association(10, "com.x", "Anna's 'best' Watch"),),
        (),
    )
    second = "  Association{mId=2, mUserId=0, mPackageName='com.y', mDeviceProfile='q'}\n"
    parsed = companions.parse(form.format("x\nLast Removed Association:\n") + second)
    assert parsed.problems
    parsed = companions.parse(form.format("x', mDeviceProfile='nothing") + second)
    assert parsed.problems
    assert [found.package for found in parsed.value] == ["com.x", "com.y"]
    old = "Companion Device Associations:\n  Association { userId = 0, deviceMacAddress = 02:00, packageName = com.x, a = b }\n"
    assert companions.parse(old) == ((Association(0, "com.x", ""),), ())
    assert companions.parse("Companion Device Associations:\n") == ((), ())


@pytest.mark.parametrize("form", ["  02:00:5E:00:12:34 [BR/EDR] {}", "    XX:XX:XX:XX:12:34 [  LE  ] {}"])
@given(names=st.lists(_said, max_size=4))
def test_every_paired_device_is_found(form: str, names: list[str]) -> None:
    text = (
        "Bluetooth Status\n  enabled: true\nBonded devices:\n"
        + "".join(form.format(name) + "\n" for name in names)
        + "\nProfile: x\n"
    )
    parsed = bluetooth.parse(text)
    assert _harmless(parsed)
    if all(name.isprintable() for name in names):
        assert parsed.problems == ()
        assert [device.address for device in parsed.value] == ["…12:34"] * len(names)


def test_newer_forms_of_paired_devices_are_read_and_silence_is_no_answer() -> None:
    text = (
        "Bluetooth Status\n  enabled: true\n  Bonded devices:\n"
        "    (Connected) XX:XX:XX:XX:0A:0B => XX:XX:XX:XX:0C:0D [  LE  ][ 0x000100 ] My (nice) ring (No uuid)\n"
        "                XX:XX:XX:XX:0E:0F [ DUAL ][ 0x200404 ] Car (SPP,00000000-0000-0000-0000-000000000000)\nmSnoop = x\n"
    )
    value, problems = bluetooth.parse(text)
    assert problems == ()
    assert [tuple(device) for device in value] == [("My (nice) ring", "…0A:0B"), ("Car", "…0E:0F")]
    assert bluetooth.parse("Bluetooth Status\n  enabled: false\nBonded devices:\n\n").problems
    with pytest.raises(Refused, match="off"):
        bluetooth.parse("Bluetooth Status\n  enabled: false\n")


# ---------------------------------------------------------------- other ways in


_key = st.from_regex(r"QAAAA[A-Za-z0-9+/]{20,60}={0,2}", fullmatch=True)
_comment = st.from_regex(r"[a-z0-9._-]{1,10}@[A-Za-z0-9._-]{1,10}", fullmatch=True)


@given(
    st.dictionaries(_key, _comment, max_size=4),
    st.dictionaries(_key, _comment, max_size=3),
    st.sampled_from([None, True, False]),
)
def test_every_trusted_computer_is_found_and_no_key_gets_out(
    lines: dict[str, str],
    xml: dict[str, str],
    wireless: bool | None,  # noqa: FBT001
) -> None:
    keys = "\n".join(f"{key} {name}" for key, name in lines.items())
    rows = "".join(f'    <adbKey key="{key} {name}" lastConnection="1767225600000" />\n' for key, name in xml.items())
    wifi = f"    adb_wifi={{\n      enabled={str(wireless).lower()}\n    }}\n" if wireless is not None else ""
    text = (
        f"ADB MANAGER STATE (dumpsys adb):\n{{\n  debugging_manager={{\n    connected_to_adb=true\n    user_keys={keys}\n\n"
        f"    keystore=<?xml version='1.0' ?>\n    <keyStore version=\"1\">\n{rows}    </keyStore>\n{wifi}  }}\n}}\n"
    )
    parsed = adb_keys.parse(text)
    assert parsed.problems == ()
    assert parsed.value.wireless is wireless
    assert len(parsed.value.computers) == len(lines | xml)
    assert {computer.name for computer in parsed.value.computers} >= set((xml | lines).values())
    assert sum(computer.last_connected is not None for computer in parsed.value.computers) == len(xml)
    assert not any("QAAAA" in shown for shown in _strings(parsed))


def test_keys_in_binary_xml_and_without_a_comment_are_found() -> None:
    text = (
        "  debugging_manager={\n    user_keys=QAAAAabcdefgh\n    system_keys=QAAAAmaker maker@factory\n"
        "    keystore=ABX\x00\x102\ufffd\ufffd\x00\x08keyStore\x00\x03key\x02\ufffdQAAAAxyzxyz= me@laptop\ufffd\x00\x0elastConnection\n  }\n"
    )
    computers = adb_keys.parse(text).value.computers
    assert [(computer.name, computer.built_in) for computer in computers] == [
        ("", False), ("maker@factory", True), ("me@laptop", False),
    ]  # fmt: skip
    assert adb_keys.parse("  debugging_manager={\n  QAAAAabcdefgh a@b\n").problems


@pytest.mark.parametrize(
    ("head", "below", "kind"),
    [
        (
            "0:Owner:4c13",
            "    Type: android.os.usertype.full.SYSTEM\n    Flags: 19475 (ADMIN|FULL)\n",
            UserKind.SYSTEM,
        ),
        ("0:null:13", "", UserKind.SYSTEM),
        ("10:Work:30", "    State: 3\n", UserKind.MANAGED),
        ("11:Guest:14", "", UserKind.GUEST),
        ("12:Kid:18", "", UserKind.RESTRICTED),
        ("13:Other:10", "", UserKind.SECONDARY),
        ("999:Dual:20001010", "", UserKind.OTHER),
        (
            "11:Private space:1090",
            "    Type: android.os.usertype.profile.PRIVATE\n    Flags: 4240 (PROFILE)\n",
            UserKind.PRIVATE,
        ),
        (
            "150:Secure Folder:61010",
            "    Type: android.os.usertype.profile.PRIVATE\n    Flags: 1 (PROFILE|SECURE_FOLDER)\n",
            UserKind.SECURE_FOLDER,
        ),
        ("95:x:y} {z:20001010", "    Type: android.os.usertype.profile.CLONE\n", UserKind.CLONE),
        ("20:x:1010", "    Type: com.maker.usertype.PARALLEL\n", UserKind.OTHER),
        ("0:x:813", "    Type: android.os.usertype.system.HEADLESS\n", UserKind.SYSTEM),
    ],
)
def test_kinds_of_users_are_told_from_types_and_flags(head: str, below: str, kind: UserKind) -> None:
    value, problems = user_details.parse(
        f"Users:\n  UserInfo{{{head}}} serialNo=0 isPrimary=false parentId=0\n{below}    State: -1\n"
    )
    assert problems == ()
    assert [details.kind for details in value.values()] == [kind]


@pytest.mark.parametrize(
    ("state", "unlocked"),
    [
        ("    State: RUNNING_UNLOCKED\n", True),
        ("    State: RUNNING_LOCKED\n", False),
        ("    State: -1\n", False),
        ("", None),
    ],
)
def test_whether_users_are_unlocked_is_told_from_android_8_on(state: str, unlocked: bool | None) -> None:  # noqa: FBT001
    text = f"Users:\n  UserInfo{{10:Work:30}} serialNo=0\n{state}    Created: <unknown>\n"
    assert user_details.parse(text).value == {10: (UserKind.MANAGED, unlocked)}


def test_vpns_are_told_from_wishes_for_one() -> None:
    assert vpn.parse("VPNs:\n  0: com.x\n    details\n  10: [Legacy VPN]\n  11: com.y\n") == (
        vpn.PreparedVpns({0: "com.x", 11: "com.y"}, frozenset({10})),
        (),
    )
    assert vpn.parse("VPNs:\n") == (vpn.PreparedVpns({}, frozenset()), ())
    assert vpn.parse("VPNs:\n  0: com.x\n  0: com.y\n").problems
    assert vpn.parse("VPNs:\n  0: com \ufffd\n").problems
    agent = "  NetworkAgentInfo{{network{{101}} ni{{{}}} nc{{[ Transports: {} Capabilities: NOT_VPN OwnerUid: {} AdminUids: [1] ]}}}}\n"
    wish = "      NetworkRequest [ LISTEN id=74, [ Transports: VPN Capabilities: NOT_VPN RequestorUid: 1000 ]\n"
    head = "Active default network: 100\n\nCurrent Networks:\n"
    assert vpn.connectivity(head) == ((), ())
    assert vpn.connectivity(head + agent.format("WIFI CONNECTED extra: ", "WIFI", 1000) + wish) == ((), ())
    found = vpn.connectivity(head + agent.format("VPN CONNECTED extra: ", "WIFI|VPN", 1010123) + wish).value
    assert found == (vpn.ActiveVpn(10, 10123),)
    old = "  NetworkAgentInfo{ ni{[type: VPN[], state: CONNECTED/CONNECTED, reason: x]}  network{102} }\n"
    assert vpn.connectivity(head + old).value == (vpn.ActiveVpn(None, None),)
    own = vpn.connectivity(head + agent.format("VPN CONNECTED extra: ", "WIFI|VPN", 1001000)).value
    assert own == (vpn.ActiveVpn(10, None),)


@pytest.mark.parametrize(
    ("kind", "apps", "untold"),
    [
        ("    Active vpn type: -1\n", {}, set()),
        ("    Active vpn type: 2\n", {0: vpn.UNKNOWN_APP}, set()),
        ("    Active vpn type: 3\n", {0: vpn.UNKNOWN_APP}, set()),
        ("", {}, {0}),
    ],
)
def test_the_vpn_of_the_phone_itself_is_told_from_none(kind: str, apps: dict[int, str], untold: set[int]) -> None:
    for name in ("[Legacy VPN]", "null"):
        text = f"VPNs:\n  0: {name}\n    Active package name: {name}\n{kind}    \n      2026-01-01 - event\n  \n"
        assert vpn.parse(text) == (vpn.PreparedVpns(apps, frozenset(untold)), ())


@given(st.dictionaries(st.integers(0, 9), st.sampled_from([True, False, None]), min_size=1, max_size=3), st.booleans())
def test_call_forwarding_is_read_and_nothing_else(wanted: dict[int, bool | None], old: bool) -> None:  # noqa: FBT001
    text = "last known state:\n"
    pad = "  " if old else "    "
    for phone, on in wanted.items():
        text += f"  Phone Id={phone}\n{pad}mCallState=0\n{pad}mCallIncomingNumber=+491701234567\n"
        text += f"{pad}mCallForwarding={str(on).lower()}\n" if on is not None else ""
    value, problems = call_forwarding.parse(text + "registrations: count=1\n  {callingPackage=mCallForwarding=true}\n")
    assert value == wanted
    assert bool(problems) == (None in wanted.values())
    assert not any("4917" in problem for problem in problems)


def test_call_forwarding_said_twice_is_on_if_it_is_once() -> None:
    text = (
        "  Phone Id=0\n    mCallForwarding=false\n    mCallForwarding=true\n  Phone Id=1\n    mCallForwarding=perhaps\n"
    )
    value, problems = call_forwarding.parse(text)
    assert value == {0: True, 1: None}
    assert len(problems) == 3


# ---------------------------------------------------------------- what goes on now


def test_who_sees_the_screen() -> None:
    head = "MEDIA PROJECTION MANAGER (dumpsys media_projection)\nMedia Projection: \n"
    assert projection.parse(head + "null\n") == ((), ())
    assert projection.parse(head + "(com.x, uid=1010123): TYPE_SCREEN_CAPTURE\n") == (
        (Projection("com.x", 10, "TYPE_SCREEN_CAPTURE"),),
        (),
    )
    assert projection.parse(head + "null\n(com.x, uid=10123): 2\n").problems
    assert projection.parse(head + "(com \ufffd, uid=10123): 2\n").problems
    for text in (head, "null\n"):
        with pytest.raises(Refused):
            projection.parse(text)


@given(
    st.lists(
        st.tuples(_users, _components, st.sampled_from([None, 0, 8, 0xE8, 0x40000000]), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
def test_every_service_in_the_foreground_is_found(wanted: list[tuple[int, str, int | None, bool]]) -> None:
    text = "ACTIVITY MANAGER SERVICES (dumpsys activity services)\n  Last ANR service:\nServiceRecord{1 u0 com.anr/.X}\n    isForeground=true\n"
    for user, name, types, here in wanted:
        text += f"  * ServiceRecord{{1f u{user} {name}}}\n    intent={{cmp={name}}}\n startCommandResult=1\n"
        text += f"    packageName={name.partition('/')[0]}\n"
        word = f" types={types:08X}" if types is not None else ""
        text += (
            f"    isForeground=true foregroundId=1{word} foregroundNoti=Notification(channel=x types=000000FF)\n"
            if here
            else ""
        )
        text += "    createTime=-1s\n\n"
    text += "  Connection bindings to services:\n  * ConnectionRecord{1 u0 CR com.c/.D:@1 flags=0x1}\n    binding=x\n"
    value, problems = foreground.parse(text)
    assert problems == ()
    assert {(s.user, s.component, s.types) for s in value} == {
        (u, name, types) for u, name, types, here in wanted if here
    }
    assert all(service.component.startswith(f"{service.package}/") for service in value)


def test_forms_of_services_are_read_and_half_ones_said() -> None:
    head = "ACTIVITY MANAGER SERVICES (dumpsys activity services)\n"
    forms = ("com.a/.B}", "com.a/.B:isolated_0}", "com.a/.B c:com.caller}", "com.a/com.a.B:com.x c:com.y}")
    for form in forms:
        value, problems = foreground.parse(
            f"{head}  * ServiceRecord{{1f u0 {form}\n    isForeground=true foregroundId=1 types=8\n"
        )
        assert ([service.component for service in value], problems) == (["com.a/com.a.B"], ())
    text = f"{head}  * ServiceRecord{{1f u0 com.a/.B}}\n    isForeground=true\n    isForeground=false\n  * ServiceRecord{{1f u0 c\ufffd/.B}}\n"
    value, problems = foreground.parse(text)
    assert (len(value), len(problems)) == (1, 2)
    with pytest.raises(Refused):
        foreground.parse(head + "(nothing)\n")


_EVIL = "    packageName=com.evil\n    isForeground=true foregroundId=1 types=00000080\n"


@pytest.mark.parametrize(
    "text",
    [
        "no part of any service",
        "  no service:",
        "  * ServiceRecord{2 u0 com.good/.Quiet}",
        "  * ServiceRecord{2 u0 com.good/.Quiet}\n    packageName=com.good\n    isForeground=false\n  end:",
        "  * ServiceRecord{2 u0 com.good/.Quiet}\n    packageName=com.good",
        "  * ServiceRecord{2 u10 com.evil/.Watch}",
        "  * ServiceRecord{2 u0 com.evil/.Watch}\n    isForeground=false foregroundId=0",
        "  * ServiceRecord{",
        "  Last ANR service:",
        "  User 0 active services:",
        "  Destroying services:\n  * Destroy ServiceRecord{2 u0 com.good/.Quiet}",
    ],
)
def test_an_intent_of_several_lines_does_not_hide_its_service(text: str) -> None:
    dump = (
        "ACTIVITY MANAGER SERVICES (dumpsys activity services)\n  User 0 active services:\n"
        f"  * ServiceRecord{{1 u0 com.evil/.Watch}}\n    intent={{act=x\n{text}\n}}\n{_EVIL}"
        "  * ServiceRecord{3 u0 com.good/.Other}\n    packageName=com.good\n"
    )
    value, problems = foreground.parse(dump)
    assert problems
    # Where an app's name is behind a line at all, it is not another's alone.
    assert {service.package for service in value} <= {"com.evil", "com.good"}


def test_services_that_end_or_begin_again_count_and_those_of_an_earlier_fault_do_not() -> None:
    dump = (
        "ACTIVITY MANAGER SERVICES (dumpsys activity services)\n  Last ANR service:\nServiceRecord{1 u0 com.anr/.X}\n"
        "    packageName=com.anr\n    isForeground=true\n\n  User 0 active services:\n"
        "  * ServiceRecord{2 u0 com.a/.B}\n    packageName=com.a\n\n  Restarting services:\n"
        f"  * Restarting ServiceRecord{{3 u10 com.evil/.Watch}}\n{_EVIL}"
    )
    value, problems = foreground.parse(dump)
    assert problems == ()
    assert [(service.user, service.package, service.types) for service in value] == [(10, "com.evil", 0x80)]


@given(
    st.dictionaries(
        _users,
        st.tuples(
            st.text(st.characters(exclude_categories=["C", "Z"]), max_size=10),
            st.lists(_components, unique=True, max_size=3),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_every_trust_agent_is_found(wanted: dict[int, tuple[str, list[str]]]) -> None:
    text = "Trust manager state:\n"
    for user, (name, agents) in wanted.items():
        rows = "".join(f"    {agent}\n     bound=1, connected=1, managingTrust=1, trusted=0\n" for agent in agents)
        text += f' User "{name}" (id={user}, flags=0x13) (current): trustState=UNTRUSTED\n   Enabled agents:\n{rows}   Events:\n    #0  x/y\n'
    assert trust.parse(text + "\ntarget service=1/a.b/.C\n") == (
        {user: tuple(agents) for user, (_, agents) in wanted.items()},
        (),
    )


def test_profiles_without_a_lock_of_their_own_have_no_agents() -> None:
    text = 'Trust manager state:\n User "W" (id=10, flags=0x30) (managed profile)\n   disabled because switching to this user is not possible.\n'
    assert trust.parse(text) == ({10: ()}, ())
    assert trust.parse('Trust manager state:\n User "W" (id=1, flags=0x3) x\n   Enabled agents:\n    half\n').problems


def test_certificates_have_three_answers() -> None:
    assert certificates.parse("1a2b3c4d.0\n00000001.1\n").value == ("1a2b3c4d.0", "00000001.1")
    assert certificates.parse("ls: /data/misc/user/0/cacerts-added: No such file or directory\n").value == ()
    assert certificates.parse("ls: /data/misc/user/0/cacerts-added: Permission denied\n").value is None
    assert certificates.parse("1a2b3c4d.0\nls: 0: Permission denied\n").problems
    for text in ("sh: ls: not found\n", "cacerts\n", "ls: a: Permission denied\nls: b: No such file or directory\n"):
        with pytest.raises(Refused):
            certificates.parse(text)


_POSITION = "Location[gps 12.345678,98.765432 hAcc=8 et=+1d]"


@pytest.mark.parametrize(
    "text",
    [
        (
            "Current Location Manager state:\n  Active Records by Provider:\n    gps:\n"
            "      UpdateRecord[gps com.x(10123 foreground) Request[POWER_HIGH gps fastest=0] null]\n"
            "  Historical Records by Provider:\n    com.y: network: Interval 0 seconds: Duration requested 1 out of the last 16 minutes\n"
            "    com.x: gps: Interval 0 seconds: Duration requested 1 out of the last 16 minutes: Currently active\n"
            f"  Last Known Locations:\n    gps: {_POSITION}\n"
        ),
        (
            "Location Manager State:\n  Active Records by Provider:\n    gps:\n"
            "      UpdateRecord[gps 3739/com.x[tag] (background) Request[POWER_HIGH gps] null]\n"
            "  Historical Records by Provider:\n    network: com.y: tag: Interval 1 seconds: Duration requested 0 total\n"
            f"  Location Providers:\n    gps provider:\n      last location={_POSITION}\n"
        ),
        (
            "Location Manager State:\n  Location Providers:\n    gps provider:\n      listeners:\n"
            "        10123/com.x[tag]/0A1B2C3D Request[@0 HIGH_ACCURACY, WorkSource{10123 com.x}]\n"
            f"      last location={_POSITION}\n    network provider:\n      listeners:\n"
            "        10124/com.y/1A1B2C3D Request[@0 BALANCED, WorkSource{10124 com.y}] (inactive)\n"
            "  Historical Aggregate Location Provider Data:\n    gps:\n"
            "      10123/com.x[tag]: min/max interval = 0s/0s, total/active/foreground duration = +4s/+4s/+4s, locations = 1\n"
        ),
    ],
)
def test_who_asks_for_the_position_is_read_and_never_the_position(text: str) -> None:
    value, problems = location.parse(text)
    assert problems == ()
    assert value == {"com.x"}
    broken = text.replace("UpdateRecord[gps com.x", f"UpdateRecord[{_POSITION}").replace("10124/com.y/", _POSITION)
    parsed = location.parse(broken)
    assert not re.search("12.34|98.76", " ".join((*_strings(parsed.value), *parsed.problems)))


def test_an_app_that_asks_through_another_is_named_too() -> None:
    text = (
        "Location Manager State:\n  Location Providers:\n    fused provider:\n      listeners:\n"
        "        10219/com.google.android.gms[a/b]/A1 Request[@0, WorkSource{10123 com.x, 10124 com.y}]\n"
    )
    assert location.parse(text).value == {"com.google.android.gms", "com.x", "com.y"}


_changes = st.lists(st.tuples(st.sampled_from(["update", "insert", "delete"]), _names), max_size=4)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["GLOBAL", "SECURE", "SYSTEM"]), st.integers(0, 20)),
        st.tuples(st.dictionaries(_names, _said.filter(lambda said: "\n" not in said), max_size=4), _changes),
        max_size=3,
    ),
    _changes,
    st.booleans(),
)
def test_every_change_of_a_global_setting_is_found(
    others: dict[tuple[str, int], tuple[dict[str, str], list[tuple[str, str]]]],
    wanted: list[tuple[str, str]],
    new: bool,  # noqa: FBT001
) -> None:
    sections = {**others, ("GLOBAL", 0): ({"adb_enabled": "1"}, wanted)}
    text = ""
    for (namespace, user), (rows, changes) in sections.items():
        text += f"{namespace} SETTINGS (user {user})\n" + "version: 200\n" * new
        for number, (name, value) in enumerate(rows.items()):
            text += f"_id:{number} name:{name} pkg:com.x value:{value} default:{value} defaultSystemSet:true\n"
        history = "".join(
            f"2026-05-06 07:08:{number:02} {word} {name}\n" for number, (word, name) in enumerate(changes)
        )
        text += f"\nHistorical operations\n{history}2026-05-06 07:08:59 persist\n\n" if new else "\n"
    parsed = settings_history.parse(text)
    assert parsed.problems == ()
    expected = [SettingChange(f"2026-05-06 07:08:{number:02}", name) for number, (_, name) in enumerate(wanted)]
    assert parsed.value == ((*expected, SettingChange("2026-05-06 07:08:59", "")) if new else ())


def test_older_forms_of_changes_are_read_and_what_values_write_is_said() -> None:
    text = (
        "Unknown argument: -a; use -h for help\nGLOBAL SETTINGS (user 0)\n_id:1 name:own pkg:com.x value:abc\ndef\n"
        "Historical operations\n1970-01-01 00:01:02 insert  Setting{name=own value=2 packageName=com.y}\nwhat\n"
    )
    value, problems = settings_history.parse(text)
    assert value == (SettingChange("", "own"),)
    assert [problem[:8] for problem in problems] == ["a change"]
    for written in ("SECURE SETTINGS (user 0)", "Historical operations", "GLOBAL SETTINGS (user 0)"):
        forged = text.replace("def", written).replace("what\n", "") + "SECURE SETTINGS (user 0)\n_id:2 name:a value:b\n"
        assert settings_history.parse(forged).problems, written
    assert settings_history.parse("SECURE SETTINGS (user 0)\n_id:2 name:a value:b\n").problems
