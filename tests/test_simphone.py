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

from tests.simphone import (
    AccessibilityService,
    AdbServer,
    App,
    AppState,
    DeviceAdmin,
    Fault,
    Phone,
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
        outputs = [shell(adb, phone, line).stdout.decode() for line in lines]
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
    monkeypatch.setattr(shutil, "which", lambda _: None)
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
