"""The simulated phone, seen through the real adb server and client."""

import concurrent.futures
import dataclasses
import hashlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests import situations
from tests.simphone import (
    FIXED_CLOCK,
    AccessibilityService,
    Account,
    AdbKey,
    AdbServer,
    App,
    AppOp,
    AppState,
    BondedDevice,
    Companion,
    DeviceAdmin,
    Fault,
    ForegroundService,
    LocationRequest,
    Phone,
    SettingChange,
    SimPhone,
    User,
    connect,
    disconnect,
    faults,
    phones,
    states,
    wait_for_state,
)
from tests.simphone.protocol import VERSION_WITH_CHECKSUM

pytestmark = pytest.mark.adb

SDKS = range(26, 37)

WATCHER = App(
    package="com.example.watcher",
    label="Sync Service",
    granted=("android.permission.INTERNET",),
    accessibility=(AccessibilityService(name=".Watch", label="System, Update"),),
)


@pytest.fixture(scope="module")
def adb() -> Iterator[AdbServer]:
    with AdbServer() as server:
        yield server


def shell(adb: AdbServer, phone: SimPhone, line: str) -> subprocess.CompletedProcess[bytes]:
    return adb.run("-s", phone.serial, "shell", line)


def answers(adb: AdbServer, description: Phone, *lines: str, broken: tuple[Fault, ...] = ()) -> list[str]:
    """Return the standard outputs of several commands on one phone."""
    with SimPhone(description, broken) as phone:
        adb.connect(phone)
        outputs = [shell(adb, phone, line).stdout.decode(errors="replace") for line in lines]
        disconnect(adb.port, phone.serial)
    return outputs


def watched(sdk: int) -> Phone:
    """A phone with an enabled accessibility service, an administrator and a listener."""
    phone = phones.with_app(phones.ordinary(sdk), WATCHER)
    return phones.with_owner(
        phone,
        accessibility_services=("com.example.watcher/.Watch",),
        notification_listeners=("com.example.watcher/.Listen",),
        device_admins=(DeviceAdmin(component="com.example.watcher/.Admin"),),
    )


# The link


def test_exit_code_and_both_streams(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary()) as phone:
        adb.connect(phone)
        result = shell(adb, phone, "echo out; echo err >&2; exit 7")
        assert (result.returncode, result.stdout, result.stderr) == (7, b"out\n", b"err\n")
        assert phone.services[-1] == "shell,v2,raw:echo out; echo err >&2; exit 7"
        assert phone.bytes_sent > 0


def test_script_over_stdin(adb: AdbServer) -> None:
    script = b's(){ echo @; "$@" </dev/null 2>&1; echo =$?; }\ns pm list users\ns cmd nothing\nexit 4\n'
    with SimPhone(phones.ordinary()) as phone:
        adb.connect(phone)
        result = adb.run("-s", phone.serial, "shell", "sh", stdin=script)
        assert result.returncode == 4
        assert result.stdout.decode().split("@\n")[1:] == [
            "Users:\n\tUserInfo{0:Owner:4c13} running\n=0\n",
            "cmd: Can't find service: nothing\n=20\n",
        ]


def test_script_longer_than_one_payload_of_old_phones(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary(), protocol_version=VERSION_WITH_CHECKSUM) as phone:
        adb.connect(phone)
        text = "x" * 30_000
        assert adb.run("-s", phone.serial, "shell", "wc -c", stdin=text.encode()).stdout.split() == [b"30000"]


@pytest.mark.parametrize("version", [VERSION_WITH_CHECKSUM, VERSION_WITH_CHECKSUM + 1])
def test_eight_megabytes_arrive_unchanged(adb: AdbServer, version: int) -> None:
    line = "seq 1 1200000"
    expected = "".join(f"{n}\n" for n in range(1, 1_200_001)).encode()
    assert len(expected) > 8_000_000
    with SimPhone(phones.ordinary(), protocol_version=version) as phone:
        adb.connect(phone)
        received = shell(adb, phone, line).stdout
        assert hashlib.sha256(received).digest() == hashlib.sha256(expected).digest()


def test_streams_run_side_by_side(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary()) as phone:
        adb.connect(phone)
        meeting = "echo > a$N; until test -e a$M; do sleep 0.01; done; seq $N 20000"
        lines = [f"N={n}; M={3 - n}; {meeting}" for n in (1, 2)]
        with concurrent.futures.ThreadPoolExecutor() as pool:
            one, two = pool.map(lambda line: shell(adb, phone, line).stdout.split(), lines)
    assert (len(one), len(two)) == (20_000, 19_999)


def test_closing_the_stream_ends_the_whole_command(adb: AdbServer, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    with SimPhone(phones.ordinary()) as phone:
        adb.connect(phone)
        line = f"sh -c 'echo $$ > {pid_file}; exec sleep 1000'; true"
        with adb.start_client("-s", phone.serial, "shell", line) as client:
            wait_until(lambda: pid_file.exists() and pid_file.read_text().strip() != "")
            client.kill()
        wait_until_gone(int(pid_file.read_text()))


def test_leaving_the_block_ends_commands_and_folder(adb: AdbServer) -> None:
    with concurrent.futures.ThreadPoolExecutor() as pool:
        with SimPhone(phones.ordinary()) as phone:
            adb.connect(phone)
            home = Path(shell(adb, phone, "pwd").stdout.decode().strip())
            assert home.is_dir()
            running = pool.submit(shell, adb, phone, "echo $$ > pid; exec sleep 1000")
            pid_file = home / "pid"
            wait_until(lambda: pid_file.exists() and pid_file.read_text().strip() != "")
            pid = int(pid_file.read_text())
        assert running.result().returncode != 0
    wait_until_gone(pid)
    assert not home.exists()


def test_unknown_service_is_refused(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary()) as phone:
        adb.connect(phone)
        assert adb.run("-s", phone.serial, "jdwp").returncode != 0
        assert phone.services == ["jdwp"]


def test_exec_output_is_raw(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary()) as phone:
        adb.connect(phone)
        result = adb.run("-s", phone.serial, "exec-out", "printf '\\r\\n\\000\\377'")
        assert result.stdout == b"\r\n\0\xff"


def test_an_unknown_key_is_shown_and_accepted(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary(), key_known=False) as phone:
        adb.connect(phone)
        wait_for_state(adb.port, phone.serial, "device")
        assert shell(adb, phone, "echo hi").stdout == b"hi\n"


def test_server_of_somebody_else(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary()) as phone:
        assert connect(adb.port, phone) == phone.serial
        assert states(adb.port)[phone.serial] == "device"


def test_server_leaves_nothing_behind() -> None:
    with AdbServer() as server:
        folder = server.folder
        assert server.port != 5037
        assert (folder / ".android" / "adbkey").exists()
    assert not folder.exists()
    with pytest.raises(OSError, match="refused"):
        states(server.port)


# Faults of the link


def test_unauthorized_phone_until_the_owner_accepts(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary(), [faults.unauthorized()]) as phone:
        adb.connect(phone)
        assert states(adb.port)[phone.serial] == "unauthorized"
        assert b"unauthorized" in shell(adb, phone, "id").stderr
        phone.accept_key()
        wait_for_state(adb.port, phone.serial, "device")
        assert shell(adb, phone, "echo hi").stdout == b"hi\n"


def test_offline_phone(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary(), [faults.offline()]) as phone:
        adb.connect(phone)
        wait_for_state(adb.port, phone.serial, "offline")
        assert b"offline" in shell(adb, phone, "id").stderr
        disconnect(adb.port, phone.serial)


def test_phone_without_shell_protocol(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary(), [faults.no_shell_v2()]) as phone:
        adb.connect(phone)
        result = shell(adb, phone, "echo out; echo err >&2; exit 7")
        assert (result.returncode, result.stdout) == (0, b"out\nerr\n")
        assert phone.services[-1].startswith("shell:")


def test_link_cut_after_exactly_so_many_bytes(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary(), [faults.cut_after(100_000)]) as phone:
        adb.connect(phone)
        result = adb.run("-s", phone.serial, "exec-out", "seq 1 1000000")
        assert len(result.stdout) <= 100_000
        assert phone.bytes_sent == 100_000
        wait_for_state(adb.port, phone.serial, "offline")
        disconnect(adb.port, phone.serial)


def test_link_gone_at_the_second_service_and_back(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary(), [faults.gone_at_service(2, comes_back=True)]) as phone:
        adb.connect(phone)
        assert shell(adb, phone, "echo one").stdout == b"one\n"
        assert shell(adb, phone, "echo two").returncode != 0
        wait_until(lambda: phone.record.handshakes == 2)
        wait_for_state(adb.port, phone.serial, "device")
        assert shell(adb, phone, "echo three").stdout == b"three\n"


def test_slow_phone_still_answers(adb: AdbServer) -> None:
    slow = faults.slow(service_delay=0.05, command_delays={"dumpsys user": 0.05}, bytes_per_second=200_000)
    out = answers(adb, phones.ordinary(), "dumpsys -t 20 user", "seq 1 5000", broken=(slow,))
    assert out[0].startswith("Current user: 0")
    assert len(out[1].splitlines()) == 5000


# Faults of commands


def broken(adb: AdbServer, fault: Fault, line: str = "dumpsys -t 60 package packages") -> tuple[int, bytes, bytes]:
    with SimPhone(phones.ordinary(), [fault]) as phone:
        adb.connect(phone)
        result = shell(adb, phone, line)
        disconnect(adb.port, phone.serial)
    return result.returncode, result.stdout, result.stderr


@pytest.fixture(scope="module")
def whole(adb: AdbServer) -> bytes:
    return answers(adb, phones.ordinary(), "dumpsys package packages")[0].encode()


def test_truncated(adb: AdbServer, whole: bytes) -> None:
    assert broken(adb, faults.truncated("dumpsys package", 0.25)) == (0, whole[: len(whole) // 4], b"")


def test_killed(adb: AdbServer, whole: bytes) -> None:
    assert broken(adb, faults.killed("dumpsys package")) == (137, whole[: len(whole) // 2], b"")


def test_garbled(adb: AdbServer, whole: bytes) -> None:
    code, first, _ = broken(adb, faults.garbled("dumpsys package", seed=3))
    again = broken(adb, faults.garbled("dumpsys package", seed=3))[1]
    other = broken(adb, faults.garbled("dumpsys package", seed=4))[1]
    assert code == 0
    assert first == again != other
    assert len(first) == len(whole)
    assert first != whole
    assert any(byte < 9 for byte in first)
    with pytest.raises(UnicodeDecodeError):
        first.decode()


def test_hanging(adb: AdbServer, whole: bytes) -> None:
    with SimPhone(phones.ordinary(), [faults.hanging("dumpsys package")]) as phone:
        adb.connect(phone)
        with adb.start_client("-s", phone.serial, "shell", "dumpsys package packages") as client:
            assert client.stdout is not None
            received = client.stdout.read(len(whole) // 2)
            assert client.poll() is None
            client.kill()
    assert received == whole[: len(whole) // 2]


def test_denied(adb: AdbServer) -> None:
    code, out, _ = broken(adb, faults.denied("dumpsys package"))
    assert (code, b"Permission Denial: can't dump package" in out) == (0, True)
    code, out, err = broken(adb, faults.denied("pm list"), "pm list users")
    assert (code, out, b"java.lang.SecurityException" in err) == (255, b"", True)


def test_empty(adb: AdbServer) -> None:
    assert broken(adb, faults.empty("dumpsys package")) == (0, b"", b"")


def test_huge(adb: AdbServer, whole: bytes) -> None:
    _, out, _ = broken(adb, faults.huge("dumpsys package", 2_000_000))
    assert len(out) == len(whole) + 2_000_001
    assert max(map(len, out.split(b"\n"))) == 2_000_000


def test_dump_timeout(adb: AdbServer, whole: bytes) -> None:
    code, out, _ = broken(adb, faults.dump_timeout("dumpsys package"))
    assert code == 0
    assert out.startswith(whole[: len(whole) // 2])
    assert out.endswith(b"\n*** SERVICE 'package' DUMP TIMEOUT (10000ms) EXPIRED ***\n\n")


def test_missing(adb: AdbServer) -> None:
    assert broken(adb, faults.missing("dumpsys package")) == (0, b"", b"Can't find service: package\n")
    assert broken(adb, faults.missing("cmd user"), "cmd user list")[0] == 20
    assert broken(adb, faults.missing("getenforce"), "getenforce")[0] == 127


def test_other_commands_are_left_alone(adb: AdbServer) -> None:
    assert broken(adb, faults.empty("dumpsys package"), "getprop ro.build.version.sdk")[1] == b"34\n"


# What the commands print, version by version


@pytest.mark.parametrize("sdk", SDKS)
def test_package_dump_of_each_version(adb: AdbServer, sdk: int) -> None:
    whole, one = answers(adb, watched(sdk), "dumpsys package packages", "dumpsys package com.example.watcher")
    block = whole.split("  Package [com.example.watcher]")[1].split("\n  Package [")[0].split("\nHidden")[0]
    users = [line for line in block.splitlines() if line.startswith("    User 0: ")]
    assert len(users) == 1
    words = dict(word.split("=") for word in users[0].removeprefix("    User 0: ").split())
    assert words["installed"] == "true"
    assert ("distractionFlags" in words, "quarantined" in words) == (sdk >= 29, sdk >= 35)
    assert ("    appId=" in block, "    userId=" in block) == (sdk >= 34, sdk < 34)
    assert ("\n    firstInstallTime=" in block, "\n      firstInstallTime=" in block) == (sdk < 33, sdk >= 33)
    assert ("initiatingPackageName=" in block) == (sdk >= 34)
    assert ("\n    dataDir=" in block, "\n      dataDir=" in block) == (sdk < 35, sdk >= 35)
    assert ("version:3, signatures:[" in block) == (sdk >= 28)
    assert "requested permissions:" not in whole
    assert "    requested permissions:\n      android.permission.INTERNET\n" in one
    assert "\nHidden system packages:\n  Package [com.google.android.gms]" in whole
    assert ("\nQueries:\n" in whole) == (sdk >= 30)
    path = "/data/app/~~" if sdk >= 30 else "/data/app/com.example.watcher-"
    assert f"    codePath={path}" in block


@pytest.mark.parametrize("sdk", SDKS)
def test_accessibility_dump_of_each_version(adb: AdbServer, sdk: int) -> None:
    dump, setting = answers(
        adb, watched(sdk), "dumpsys accessibility", "settings get --user 0 secure enabled_accessibility_services"
    )
    assert dump.startswith("ACCESSIBILITY MANAGER (dumpsys accessibility)\n\n")
    assert setting == "com.example.watcher/.Watch\n"
    assert "Service[label=System, Update, " in dump
    enabled = "Enabled services:{{com.example.watcher/com.example.watcher.Watch}}"
    assert (enabled in dump) == (sdk >= 30)
    assert ("Crashed services:{}" in dump) == (sdk >= 31)
    assert ("button mode: 1" in dump) == (sdk >= 36)


@pytest.mark.parametrize("sdk", SDKS)
def test_owners_and_users_of_each_version(adb: AdbServer, sdk: int) -> None:
    policy, owners, users, verbose, dump = answers(
        adb,
        watched(sdk),
        "dumpsys device_policy",
        "dpm list-owners",
        "pm list users",
        "cmd user list -v",
        "dumpsys user",
    )
    heading = "  Enabled Device Admins (User 0, provisioningState: 0):\n    com.example.watcher/.Admin:\n      uid="
    assert heading in policy
    assert ("Immutable state:" in policy) == (sdk >= 31)
    assert owners == ("no owners\n" if sdk >= 31 else "")
    flags = "13" if sdk < 30 else "c13" if sdk < 34 else "4c13"
    assert users == f"Users:\n\tUserInfo{{0:Owner:{flags}}} running\n"
    assert verbose.startswith("1 users:\n\n0: id=0, name=Owner," if sdk >= 30 else "Users:")
    assert ("type=full.SYSTEM" in verbose) == (sdk >= 33)
    assert ("    Type: android.os.usertype.full.SYSTEM" in dump) == (sdk >= 30)


def loaded(sdk: int) -> Phone:
    """A phone on which one app does everything that the dumps can tell."""
    app = dataclasses.replace(
        WATCHER,
        app_id=10_123,
        appop_permissions=("android.permission.SYSTEM_ALERT_WINDOW",),
        ops=(
            AppOp(op="COARSE_LOCATION", mode="ignore"),
            AppOp(op="FINE_LOCATION", seconds_ago=3600),
            AppOp(op="FINE_LOCATION", seconds_ago=90_061, background=True),
            AppOp(op="CAMERA", mode="deny", seconds_ago=60, rejected=True),
            AppOp(op="RECORD_AUDIO", seconds_ago=10, background=True, running=True),
            AppOp(op="READ_SMS", mode="ignore", whole_uid=True),
            AppOp(op="SYSTEM_ALERT_WINDOW", user_id=10),
        ),
        account_types=("com.example.sync",),
        foreground_services=(ForegroundService(name=".Track", types=0x8),),
        location_requests=(LocationRequest(), LocationRequest(provider="network", active=False, background=True)),
        states=(AppState(user_id=0), AppState(user_id=10)),
    )
    owner = dataclasses.replace(
        phones.owner(sdk),
        accounts=(
            Account(type="com.google", name="someone@example.org", added=FIXED_CLOCK - 86_400),
            Account(type="com.example.sync", name="gone", added=FIXED_CLOCK - 7200, removed=FIXED_CLOCK - 3600),
        ),
        trust_agents=("com.example.watcher/.Agent",),
        vpn="com.example.watcher",
        vpn_always_on=True,
        certificates=("5ed36f99.0", "243f0bfb.0"),
        setting_writers={"enabled_accessibility_services": "com.example.watcher"},
        accessibility_services=("com.example.watcher/.Watch",),
    )
    profile = User(id=10, name="Work: profile", flags=0x1030, parent_id=0, certificates_denied=True)
    watch = Companion(package="com.example.watcher", name="Anna's Watch", address="02:00:00:00:12:34")
    return dataclasses.replace(
        phones.with_user(phones.with_user(phones.with_app(phones.ordinary(sdk), app), owner), profile),
        projecting="com.example.watcher",
        companions=(watch, dataclasses.replace(watch, name="Old watch", removed=True)),
        bonded=(
            BondedDevice(name="Anna's Watch", address="02:00:00:00:12:34", connected=True),
            BondedDevice(name="Scale", address="02:00:00:00:56:78", kind="LE"),
        ),
        battery_exempt=("com.example.watcher",),
        call_forwarding=(False, True),
        adb_keys=(AdbKey(name="somebody@laptop", last_connected=FIXED_CLOCK - 60),),
        su_paths=("/system/xbin/su",),
        setting_changes=(
            SettingChange(namespace="global", name="package_verifier_user_consent", at=FIXED_CLOCK - 600),
            SettingChange(namespace="global", name="package_verifier_user_consent", at=FIXED_CLOCK - 300),
        ),
    )


def block(text: str, start: str, indent: str = "  ") -> str:
    """Return what stands below a heading, up to the next line that is indented as little."""
    found = re.search(rf"^{re.escape(start)}\n((?:{indent} .*\n)*)", text, re.MULTILINE)
    assert found, start
    return found[1]


@pytest.mark.parametrize("sdk", SDKS)
def test_app_ops_of_each_version(adb: AdbServer, sdk: int) -> None:
    dump, one, asked = answers(
        adb,
        loaded(sdk),
        "dumpsys appops",
        "cmd appops get --user 0 com.example.watcher",
        "cmd appops query-op --user 10 SYSTEM_ALERT_WINDOW allow",
    )
    ops = block(dump, "  Uid u0a123:")
    before, own = ops.split("    Package com.example.watcher:\n")
    assert f"      READ_SMS: mode={'ignore' if sdk >= 28 else 1}\n" in before
    assert ("      LEGACY_STORAGE: mode=ignore\n" in before) == (sdk >= 29)
    drawn = f"      SYSTEM_ALERT_WINDOW{' (allow): ' if sdk >= 28 else ': mode=0'}\n"
    assert (drawn in block(dump, "  Uid u10a123:"), drawn in ops) == (True, False)
    assert "Uid mode: " in one
    assert one.count("Uid mode: ") == 1
    assert re.search(r"^FINE_LOCATION: allow; time=\+1h0m0s\d+ms ago$", one, re.MULTILINE)
    assert asked == "com.example.watcher\n"
    if sdk < 28:
        assert re.search(r"^      FINE_LOCATION: mode=0; time=\+1h0m0s\d+ms ago$", own, re.MULTILINE)
        assert re.search(r"^      CAMERA: mode=2; rejectTime=\+1m0s\d+ms ago$", own, re.MULTILINE)
        return
    assert "      FINE_LOCATION (allow / switch COARSE_LOCATION=ignore): \n" in own
    old = r"          Access: top   = 2025-06-15 16:06:40.\d{3} \(-1h0m0s\d+ms\)\n                  bg    = 2025-06-14 "
    tagged = r"          Access: \[top-s\] 2025-06-15 16:06:40.\d{3} \(-1h0m0s\d+ms\)\n          Access: \[bg-s\] 2025-06-14 "
    assert bool(re.search(old, own)) == (sdk == 28)
    assert bool(re.search(tagged, own)) == (sdk >= 29)
    assert ("          Reject: [top-s]2025-06-15 17:05:40." in own) == (sdk >= 29)
    assert ("        null=[\n" in own) == (sdk >= 30)


@pytest.mark.parametrize("sdk", SDKS)
def test_people_and_trust_of_each_version(adb: AdbServer, sdk: int) -> None:
    account, trust, projection, keys, settings = answers(
        adb,
        loaded(sdk),
        "dumpsys account",
        "dumpsys trust",
        "dumpsys media_projection",
        "dumpsys adb",
        "dumpsys settings",
    )
    assert (
        f"User UserInfo{{0:Owner:{phones.owner(sdk).flags:x}}}:\n  Accounts: 1\n    Account {{name=someone@" in account
    )
    assert "  2,action_account_remove,2025-06-15 16:06:40,10123,accounts,2\n  \n" in account
    assert "{type=com.example.sync}, ComponentInfo{com.example.watcher/" in account
    assert (", lastUpdateTime 17" in account) == (sdk >= 30)
    assert "(current): " + ("trustState=" if sdk >= 33 else "trusted=0,") in trust
    assert "   Enabled agents:\n    com.example.watcher/.Agent\n     bound=1, " in trust
    assert ' User "Work: profile" (id=10, flags=0x1030): managed profile' in trust
    assert projection.splitlines()[1:] == [
        "Media Projection: ",
        "(com.example.watcher, uid=10123): TYPE_SCREEN_CAPTURE",
    ]
    assert bool(re.search(r"^    user_keys=QAAAA\S{690,} somebody@laptop\n\n", keys, re.MULTILINE)) == (sdk >= 29)
    assert ('lastConnection="1749999940000" />' in keys) == (sdk == 30)
    assert ("keystore=ABX\0" in keys) == (sdk >= 31)
    assert ("CONFIG SETTINGS (user 0)\n" in settings) == (sdk >= 29)
    writer = "name:enabled_accessibility_services pkg:com.example.watcher value:com.example.watcher/.Watch\n"
    assert writer in settings
    assert "SECURE SETTINGS (user 10)\n" in settings
    assert "GLOBAL SETTINGS (user 10)\n" not in settings
    history = (
        "Historical operations\n2025-06-15 17:01:40 update package_verifier_user_consent\n2025-06-15 16:56:40 update "
    )
    assert history in settings


@pytest.mark.parametrize("sdk", SDKS)
def test_links_to_the_outside_of_each_version(adb: AdbServer, sdk: int) -> None:
    companions, bluetooth, vpns, networks, calls = answers(
        adb,
        loaded(sdk),
        "dumpsys companiondevice",
        "dumpsys bluetooth_manager",
        "dumpsys vpn_management 2>&1",
        "dumpsys connectivity",
        "dumpsys telephony.registry",
    )
    assert (companions == "") == (sdk < 30)
    assert ("packageName = com.example.watcher, " in companions) == (30 <= sdk < 33)
    assert ("mDisplayName='Anna's Watch', " in companions) == (sdk >= 33)
    assert ("Last Removed Association:\n  Association{mId=90, " in companions) == (sdk >= 36)
    shapes = {
        26: "Bonded devices:\n  02:00:00:00:12:34 [DUAL] Anna's Watch\n  02:00:00:00:56:78 [LE] Scale\n\n",
        28: "  Bonded devices:\n    02:00:00:00:12:34 [ DUAL ] Anna's Watch\n    02:00:00:00:56:78 [  LE  ] Scale\nmSnoop",
        33: "  Bonded devices:\n    (Connected) XX:XX:XX:XX:12:34 [ DUAL ][ 0x",
    }
    assert shapes[max(first for first in shapes if first <= sdk)] in bluetooth
    assert vpns.startswith("VPNs:\n  0: com.example.watcher\n" if sdk >= 31 else "Can't find service: vpn_management")
    assert ("  10: [Legacy VPN]\n" in vpns) == (sdk >= 31)
    assert ("ni{VPN CONNECTED extra: }" in networks, "ni{[type: VPN[], " in networks) == (sdk >= 30, sdk < 30)
    owner = " OwnerUid: 10123 " if sdk >= 30 else " EstablishingVpnAppUid: 10123"
    assert (owner in networks) == (sdk >= 28)
    assert re.findall(r"Phone Id=(\d)|    mCallForwarding=(\w+)", calls) == [
        ("0", ""),
        ("", "false"),
        ("1", ""),
        ("", "true"),
    ]


@pytest.mark.parametrize("sdk", SDKS)
def test_what_runs_in_each_version(adb: AdbServer, sdk: int) -> None:
    location, services, short, full = answers(
        adb,
        loaded(sdk),
        "dumpsys location",
        "dumpsys activity services",
        "dumpsys deviceidle whitelist",
        "dumpsys deviceidle",
    )
    assert ("Location Manager State:" in location) == (sdk >= 30)
    if sdk >= 31:
        gps = location.split("    gps provider:\n")[1].split(" provider:\n")[0]
        assert re.search(
            r"      listeners:\n        10123/com.example.watcher/[0-9A-F]{8} Request\[.*WorkSource\{10123 ", gps
        )
        assert (
            "      10123/com.example.watcher: min/max interval = 0s/0s, total/active/foreground duration = " in location
        )
    else:
        record = "gps 10123/com.example.watcher Req" if sdk == 30 else "gps com.example.watcher(10123 foreground) Req"
        assert f"\n      UpdateRecord[{record}" in location
        order = "network: com.example.watcher" if sdk == 30 else "com.example.watcher: network"
        spent = "30 total, 0 foreground, out" if sdk >= 28 else "30 out"
        assert f"\n    {order}: Interval 0 seconds: Duration requested {spent} of the last 4527 minutes\n" in location
    assert re.search(r"^  \* ServiceRecord\{[0-9a-f]+ u0 com.example.watcher/.Track\}$", services, re.MULTILINE)
    types = " types=00000008" if sdk >= 29 else ""
    assert f"    isForeground=true foregroundId=1{types} foregroundNoti=" in services
    assert "\nuser,com.example.watcher,10123\n" in short
    assert "  Whitelist user apps:\n    com.example.watcher\n" in full
    assert "  Whitelist user app ids:\n    10123\n" in full


def test_what_nobody_asked_for_is_not_there(adb: AdbServer) -> None:
    out = answers(
        adb,
        phones.ordinary(),
        "dumpsys media_projection",
        "dumpsys companiondevice",
        "dumpsys deviceidle",
        "dumpsys connectivity",
        "dumpsys adb",
        "dumpsys settings",
        "dumpsys activity services",
    )
    assert out[0].endswith("\nnull\n")
    assert out[1] == "Companion Device Associations: <empty>\n"
    assert "Whitelist user" not in out[2]
    assert "ni{VPN" not in out[3]
    assert "_keys" not in out[4]
    assert "Historical" not in out[5]
    assert "isForeground" not in out[6]
    off = dataclasses.replace(phones.ordinary(), bluetooth_on=False)
    assert "Bonded" not in answers(adb, off, "dumpsys bluetooth_manager")[0]


@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("ls /data/misc/user/0/cacerts-added", 0, "243f0bfb.0\n5ed36f99.0\n", ""),
        ("ls -a /data/misc/user/0/cacerts-added", 0, ".\n..\n243f0bfb.0\n5ed36f99.0\n", ""),
        ("ls /data/misc/user/10/cacerts-added", 1, "", "ls: /data/misc/user/10/cacerts-added: Permission denied\n"),
        (
            "ls /data/misc/user/11/cacerts-added",
            1,
            "",
            "ls: /data/misc/user/11/cacerts-added: No such file or directory\n",
        ),
        ("ls -d /sbin/su /system/xbin/su", 1, "/system/xbin/su\n", "ls: /sbin/su: No such file or directory\n"),
        ("ls -d /data/adb", 1, "", "ls: /data/adb: Permission denied\n"),
        ("touch here; ls here", 0, "here\n", ""),
        ("getenforce", 0, "Enforcing\n", ""),
        ("settings get secure always_on_vpn_app", 0, "com.example.watcher\n", ""),
        ("settings get secure default_input_method", 0, "com.google.android.inputmethod.latin/.LatinIME\n", ""),
        ("settings get system screen_brightness", 0, "102\n", ""),
    ],
)
def test_files_and_settings(adb: AdbServer, line: str, code: int, out: str, err: str) -> None:
    with SimPhone(loaded(34)) as phone:
        adb.connect(phone)
        result = shell(adb, phone, line)
    assert (result.returncode, result.stdout.decode(), result.stderr.decode()) == (code, out, err)


def test_long_list_of_certificates(adb: AdbServer) -> None:
    lines = answers(adb, loaded(34), "ls -l /data/misc/user/0/cacerts-added")[0].splitlines()
    assert lines[0] == "total 8"
    assert re.fullmatch(r"-rw-r--r-- 1 system system \d+ 2025-06-14 17:06 243f0bfb\.0", lines[1])


def test_app_links(adb: AdbServer) -> None:
    every, old = (
        answers(adb, phones.ordinary(sdk), "pm get-app-links --user all", "pm get-app-links com.no.such")
        for sdk in (34, 30)
    )
    assert re.search(
        r"^  com\.spotify\.music:\n    ID: [0-9a-f-]{36}\n    Signatures: \[(?:[0-9A-F]{2}:){31}[0-9A-F]{2}\]\n"
        r"    Domain verification state:\n      music\.spotify\.com: verified\n    User 0:\n",
        every[0],
        re.MULTILINE,
    )
    assert every[1] == "Error: package com.no.such unavailable\n"
    assert old[0] == "Unknown command: get-app-links\n"


def test_permissions_that_app_ops_decide_on(adb: AdbServer) -> None:
    out = answers(adb, loaded(34), "dumpsys package permissions")[0]
    asked = block(out, "  AppOp Permission android.permission.SYSTEM_ALERT_WINDOW:", "   ")
    assert "    com.example.watcher\n" in asked
    assert "    com.google.android.gms\n" in asked


@pytest.mark.parametrize(
    "state",
    [
        AppState(user_id=0, installed=False),
        AppState(user_id=0, hidden=True),
        AppState(user_id=0, enabled=2),
        AppState(user_id=0, enabled=3),
        AppState(user_id=0, disabled_components=(".MainActivity",)),
        AppState(user_id=0, disabled_components=("com.example.watcher.MainActivity",)),
    ],
)
def test_ways_to_show_no_icon(adb: AdbServer, state: AppState) -> None:
    words = "--components --user 0 -a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
    app = dataclasses.replace(WATCHER, launcher=True)
    phone = phones.with_app(phones.ordinary(), app)
    hidden = phones.with_app(phone, dataclasses.replace(app, states=(state,)))
    shown = answers(adb, phone, f"cmd package query-activities {words}")[0]
    gone, dump = answers(adb, hidden, f"cmd package query-activities {words}", "dumpsys package com.example.watcher")
    assert set(shown.split()) - set(gone.split()) == {"com.example.watcher/.MainActivity"}
    full_name = "      disabledComponents:\n        com.example.watcher.MainActivity\n"
    assert (full_name in dump) == bool(state.disabled_components)


def test_package_state_of_each_user(adb: AdbServer) -> None:
    place = "android.permission.ACCESS_FINE_LOCATION"
    app = dataclasses.replace(
        WATCHER,
        update_owner="com.android.vending",
        runtime_granted=(place,),
        states=(AppState(user_id=0), AppState(user_id=10, runtime_granted=(), runtime_denied=(place,))),
    )
    phone = phones.with_user(phones.with_app(phones.ordinary(), app), User(id=10, flags=0x410))
    dump = answers(adb, phone, "dumpsys package com.example.watcher")[0]
    assert (
        "    originatingPackageName=null\n    updateOwnerPackageName=com.android.vending\n    packageSource=0\n" in dump
    )
    first, second = (dump.split(f"\n    User {number}: ")[1].split("\n    User ")[0] for number in (0, 10))
    assert f"        {place}: granted=true, flags=[ USER_SET|" in first
    assert f"        {place}: granted=false, flags=[ USER_SET|" in second


def test_shared_users(adb: AdbServer) -> None:
    shared, packages = answers(adb, phones.ordinary(), "dumpsys package shared-users", "dumpsys package packages")
    assert "  SharedUser [android.uid.system] (" in shared
    assert "Shared users:" not in packages


@pytest.mark.parametrize(
    ("options", "there", "absent"),
    [
        ("-3", "com.whatsapp", "com.android.systemui"),
        ("-s", "com.android.systemui", "com.whatsapp"),
        ("-d", "com.example.watcher", "com.whatsapp"),
        ("-e", "com.whatsapp", "com.example.watcher"),
        ("-u", "com.booking", ""),
        ("", "com.whatsapp", "com.booking"),
    ],
)
def test_options_of_package_lists(adb: AdbServer, options: str, there: str, absent: str) -> None:
    phone = phones.with_app(phones.ordinary(), dataclasses.replace(WATCHER, states=(AppState(user_id=0, enabled=3),)))
    left = dataclasses.replace(phone.app("com.booking"), states=(AppState(user_id=0, installed=False),))
    listed = answers(adb, phones.with_app(phone, left), f"pm list packages {options} --user 0")[0].splitlines()
    assert f"package:{there}" in listed
    assert f"package:{absent}" not in listed


def test_users_of_makers(adb: AdbServer) -> None:
    phone = phones.with_user(
        phones.ordinary(34, "samsung"), User(id=95, name="DUAL_APP", flags=0x20001010, parent_id=0)
    )
    listed, dump = answers(adb, phone, "cmd user list -v", "dumpsys user")
    assert "type=profile.CLONE, flags=DUALAPP_PROFILE|INITIALIZED|PROFILE (parentId=0)" in listed
    assert "  UserInfo{95:DUAL_APP:20001010} serialNo=95 isPrimary=false parentId=0\n" in dump


# Ready-made situations


def test_situations_can_be_put_on_a_phone() -> None:
    every = {**situations.CLEAN, **situations.EVASIONS}
    assert (len(situations.CLEAN), len(situations.EVASIONS)) == (12, 16)
    for name, make in every.items():
        phone = make()
        assert json.loads(json.dumps(phone.plain())), name
        assert phone != phones.ordinary(phone.sdk, phone.flavour), name
        ids = [app.app_id for app in phone.apps if app.app_id is not None]
        assert len(ids) == len(set(ids)), name
        assert re.match(r"Somebody\b.*\.", make.__doc__ or ""), name


def test_every_app_of_a_situation_has_an_icon_unless_that_is_the_point() -> None:
    for name, make in situations.EVASIONS.items():
        added = [app for app in make().apps if app.package == situations.WATCHER]
        hidden = [app for app in added if not app.launcher or any(state.disabled_components for state in app.states)]
        assert bool(hidden) == (name in ("no-icon", "icon-switched-off")), name


@pytest.mark.parametrize("sdk", SDKS)
def test_package_lists_of_each_version(adb: AdbServer, sdk: int) -> None:
    phone = phones.with_user(watched(sdk), User(id=10, name="Second: user", flags=0x410))
    listed, plain, stopped = answers(
        adb,
        phone,
        "pm list packages -f -i -U --user 0",
        "pm list packages -U com.android.vending",
        "pm list packages --show-stopped --user 0 com.whatsapp",
    )
    grammar = re.compile(r"package:(/\S+)=([\w.]+)  installer=([\w.]+) uid:(\d+)")
    matches = [grammar.fullmatch(line) for line in listed.splitlines()]
    assert all(matches)
    names = {match[2]: match[3] for match in matches if match}
    assert names["com.whatsapp"] == "com.android.vending"
    assert names["com.android.systemui"] == names["com.example.watcher"] == "null"
    assert len(names) >= 60
    assert bool(re.search(r"uid:10\d{3},1010\d{3}$", plain.strip())) == (sdk >= 33)
    known = "package:com.whatsapp stopped=false\n"
    assert stopped == (known if sdk >= 34 else "Error: Unknown option: --show-stopped\n")


@pytest.mark.parametrize("sdk", [29, 30, 33, 34, 35, 36])
def test_user_that_refuses_the_shell(adb: AdbServer, sdk: int) -> None:
    with SimPhone(phones.with_secure_folder_refusing(sdk)) as phone:
        adb.connect(phone)
        text = b"Shell does not have permission to access user 150"
        one = shell(adb, phone, "pm list packages --user 150")
        assert one.stdout == b""
        assert text in one.stderr
        assert one.returncode == (0 if sdk >= 35 else 255)
        everyone = shell(adb, phone, "pm list packages")
        assert (text in everyone.stderr, everyone.stdout == b"") == (sdk >= 33, 33 <= sdk < 35)
        setting = shell(adb, phone, "settings list --user 150 secure")
        assert (setting.stdout, setting.returncode, text in setting.stderr) == (b"", 255, True)
        dump = shell(adb, phone, "dumpsys package packages").stdout
        assert dump.count(b"\n    User 150: ceDataInode=") >= 60
        assert shell(adb, phone, "pm list users").stdout.endswith(b"UserInfo{150:Secure Folder:61010} running\n")


def test_makers_differ(adb: AdbServer) -> None:
    samsung = phones.with_owner(phones.ordinary(34, "samsung"), accessibility_services=("com.a.b/.C",))
    dump = answers(adb, samsung, "dumpsys accessibility")[0]
    assert "  enabled services: {\n    0 : com.a.b/.C\n  }\n" in dump
    oppo = answers(adb, phones.ordinary(34, "oppo"), "dumpsys package com.whatsapp")[0]
    assert " enabled=0 ofs=0 pdm=false instant=false" in oppo
    whole = answers(adb, phones.ordinary(36, "samsung"), "dumpsys package")[0]
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.340: START INSTALL PACKAGE", whole)
    xiaomi = answers(adb, phones.ordinary(34, "xiaomi"), "getprop ro.miui.ui.version.name")[0]
    assert xiaomi == "V816\n"


def test_profiles(adb: AdbServer) -> None:
    owners, users = answers(adb, phones.with_work_profile(), "dpm list-owners", "cmd user list -v")
    assert (
        owners == "1 owner:\nUser 10: admin=com.example.workpolicy/.AdminReceiver,ManagedProfileOwner(parentUserId=0)\n"
    )
    assert "type=profile.MANAGED, flags=INITIALIZED|MANAGED_PROFILE|PROFILE (parentId=0) (running)" in users
    locked = answers(adb, phones.with_private_space_locked(), "pm list users")[0]
    assert locked.splitlines()[-1] == "\tUserInfo{11:Private space:1090}"


def test_state_per_user(adb: AdbServer) -> None:
    app = dataclasses.replace(
        WATCHER, states=(AppState(user_id=0, stopped=True, enabled=3, last_disabled_caller="com.android.shell"),)
    )
    phone = phones.with_app(phones.ordinary(), app)
    dump, disabled = answers(adb, phone, "dumpsys package com.example.watcher", "pm list packages -d")
    assert "stopped=true notLaunched=false enabled=3" in dump
    assert "      lastDisabledCaller: com.android.shell\n" in dump
    assert disabled == "package:com.example.watcher\n"


def test_clock_and_identity(adb: AdbServer) -> None:
    out = answers(
        adb, phones.ordinary(), "date '+%s %Y-%m-%d %H:%M:%S %z 100%%'", "date -u +%H:%M", "id -u", "getenforce"
    )
    assert out == ["1750000000 2025-06-15 17:06:40 +0200 100%\n", "15:06\n", "2000\n", "Enforcing\n"]


def test_launcher_icons(adb: AdbServer) -> None:
    words = "--brief --user 0 -a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
    out = answers(adb, watched(34), f"cmd package query-activities {words}")[0]
    assert re.match(r"\d+ activities found:\n  Activity #0:\n    priority=0 ", out)
    assert "\n    com.whatsapp/.MainActivity\n" in out
    assert "com.example.watcher" not in out


@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("dumpsys nothing", 0, "", "Can't find service: nothing\n"),
        ("dumpsys -t x user", 255, "", "Error: invalid timeout(seconds) number: 'x'\n"),
        ("pm frobnicate", 255, "Unknown command: frobnicate\n", ""),
        ("pm list packages -Z", 255, "Error: Unknown option: -Z\n", ""),
        ("pm list cats", 255, "Error: unknown list type 'cats'\n", ""),
        ("settings list nowhere", 255, "", "Invalid namespace 'nowhere'\n"),
        ("settings get secure", 255, "", "Bad arguments\n"),
        ("settings list --user 77 secure", 255, "", "Invalid user: 77\n"),
        ("settings get secure no_such_key", 0, "null\n", ""),
        ("getprop no.such.key", 0, "\n", ""),
        ("dumpsys package com.no.such", 0, "Unable to find package: com.no.such\n", ""),
        ("no_such_command", 127, "", None),
    ],
)
def test_wrong_words_get_real_complaints(adb: AdbServer, line: str, code: int, out: str, err: str | None) -> None:
    with SimPhone(phones.ordinary()) as phone:
        adb.connect(phone)
        result = shell(adb, phone, line)
    assert (result.returncode, result.stdout.decode()) == (code, out)
    assert err is None or result.stderr.decode() == err


def test_description_can_change_while_the_phone_runs(adb: AdbServer) -> None:
    with SimPhone(phones.ordinary()) as phone:
        adb.connect(phone)
        phone.describe(phones.with_app(phones.ordinary(), WATCHER))
        assert shell(adb, phone, "pm list packages watcher").stdout == b"package:com.example.watcher\n"


def test_descriptions_are_plain_json() -> None:
    phone = phones.with_secure_folder_refusing()
    assert json.loads(json.dumps(phone.plain()))["users"][1]["id"] == 150


def test_big_phone(adb: AdbServer) -> None:
    out = answers(adb, phones.big(packages=1500, users=3), "dumpsys package packages", "pm list users")
    assert out[0].count("\n  Package [") >= 1500
    assert len(out[1].splitlines()) == 4


def test_works_without_mksh_and_toybox(adb: AdbServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with SimPhone(phones.ordinary()) as phone:
        adb.connect(phone)
        result = shell(adb, phone, "pm list users | wc -l; exit 3")
    assert (result.returncode, result.stdout.strip()) == (3, b"2")


# Waiting


def wait_until_gone(pid: int) -> None:
    """Wait until the process has ended; whether init has taken note of it is not our business."""

    def gone() -> bool:
        try:
            return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    wait_until(gone)


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds; how long that takes is not what is tested."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
