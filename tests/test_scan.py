"""`safecheck scan` end to end: the real entry point, the real adb server, a simulated phone."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.loose import ROOT
from tests.simphone import AdbServer, App, AppOp, AppState, Fault, Phone, User, faults, phones
from tests.station import connected, safecheck

LISTED = App(package="com.systemservice", label="System Service", installer="com.google.android.packageinstaller")

pytestmark = pytest.mark.adb


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    """One real adb server for all tests of this file."""
    with AdbServer() as running:
        yield running


def _infected() -> Phone:
    phone = phones.with_app(phones.ordinary(), LISTED)
    return phones.with_owner(
        phone,
        accessibility_services=("com.systemservice/.Watch",),
        notification_listeners=("com.systemservice/.Listen",),
    )


@pytest.mark.parametrize("sdk", [26, 28, 30, 31, 33, 34, 36])
def test_an_ordinary_phone(server: AdbServer, sdk: int) -> None:
    """Old phones do not tell which computers they trust, nor which watches belong to them: that is said."""
    with connected(server, phones.ordinary(sdk)) as phone:
        done = safecheck("scan", "-f", "json", server=server)
        assert len(phone.services) == 8
    report = json.loads(done.stdout)
    missing = {line["gap"]["fact"] for line in report["missing"]}
    assert (done.returncode, missing) == ((0, set()) if sdk > 29 else (3, {"adb-keys", "companions"}))


@pytest.mark.parametrize("flavour", ["samsung", "xiaomi", "oppo"])
def test_an_ordinary_phone_of_another_maker(server: AdbServer, flavour: str) -> None:
    with connected(server, phones.ordinary(34, flavour)):  # type: ignore[arg-type]
        assert safecheck("scan", server=server).returncode == 0


def test_a_phone_with_a_listed_app(server: AdbServer) -> None:
    with connected(server, _infected()):
        done = safecheck("scan", server=server)
    assert done.returncode == 10, done.stderr
    assert "An app on our list of watching apps: TheTruthSpy" in done.stdout
    assert "(com.systemservice)” is on this phone" in " ".join(done.stdout.split())
    assert done.stdout.count("IMPORTANT: PLAN FIRST") == 1  # all that stands out of one app is said in one place
    assert "read all that is on the screen and press buttons; read every notification" in " ".join(done.stdout.split())
    assert done.stdout.index("are you in danger now?") < done.stdout.index("The watching app: leave it in place")
    assert done.stdout.index("The watching app") < done.stdout.index("switch USB debugging off\n")


def test_a_profile_that_refuses_is_named(server: AdbServer) -> None:
    with connected(server, phones.with_secure_folder_refusing()) as phone:
        done = safecheck("scan", server=server)
        assert len(phone.services) == 8
    assert done.returncode == 3, done.stderr
    text = " ".join(done.stdout.split())
    assert "did not let us see which apps have special powers (for profile “Secure Folder”)" in text
    assert "In the part that we could see, nothing stood out." in text
    assert "We did not see any app" not in text


def test_a_listed_app_that_is_only_in_a_refusing_profile_is_found(server: AdbServer) -> None:
    app = App(package="com.systemservice", states=(AppState(user_id=0, installed=False), AppState(user_id=150)))
    with connected(server, phones.with_app(phones.with_secure_folder_refusing(), app)):
        done = safecheck("scan", server=server)
    assert done.returncode == 10
    assert "is on this phone (profile “Secure Folder”)" in " ".join(done.stdout.split())


def test_a_locked_profile_is_said_to_be_locked(server: AdbServer) -> None:
    app = App(
        package="com.quiet.one", installer=None, states=(AppState(user_id=0, installed=False), AppState(user_id=11))
    )
    with connected(server, phones.with_app(phones.with_private_space_locked(), app)):
        done = safecheck("scan", "-f", "json", server=server)
    report = json.loads(done.stdout)
    missing = {(m["gap"]["fact"], m["gap"]["user"], m["gap"]["reason"]) for m in report["missing"]}
    assert missing == {("launcher", 11, "locked")}
    kinds = {f["kind"] for j in report["judgements"] for f in j["outcome"].get("findings", [])}
    assert "outside-store-computer" in kinds or "outside-store-not-said" in kinds
    assert "no-icon" not in kinds


@pytest.mark.parametrize("sdk", [28, 30, 31, 33, 34, 36])
def test_a_vpn_of_the_phones_own_settings_is_seen_on_every_android(server: AdbServer, sdk: int) -> None:
    with connected(server, phones.with_owner(phones.ordinary(sdk), built_in_vpn=True)):
        done = safecheck("scan", "-f", "json", server=server)
    report = json.loads(done.stdout)
    kinds = {f["kind"] for j in report["judgements"] for f in j["outcome"].get("findings", [])}
    assert "network-vpn" in kinds


@pytest.mark.parametrize("sdk", [26, 27, 28])
def test_an_android_that_does_not_tell_the_background_says_so(server: AdbServer, sdk: int) -> None:
    app = App(package="com.quiet.one", ops=(AppOp(op="RECORD_AUDIO", seconds_ago=600, background=True),))
    with connected(server, phones.with_app(phones.ordinary(sdk), app)):
        done = safecheck("scan", "-f", "json", server=server)
    reasons = {(m["gap"]["fact"], m["gap"]["reason"]) for m in json.loads(done.stdout)["missing"]}
    assert (("appops", "partly") in reasons) is (sdk < 28)


def test_the_json_report_keeps_its_schema(server: AdbServer) -> None:
    with connected(server, _infected()):
        done = safecheck("scan", "-f", "json", server=server)
    report = json.loads(done.stdout)
    jsonschema.validate(report, json.loads((ROOT / "safecheck" / "report.schema.json").read_text("utf-8")))
    assert report["exit_code"] == done.returncode == 10
    kinds = {f["kind"] for j in report["judgements"] for f in j["outcome"].get("findings", [])}
    assert {"known-app-watching", "powers-added", "outside-store-file"} <= kinds


def test_record_and_judge_again_gives_the_same_bytes(server: AdbServer, tmp_path: Path) -> None:
    record = tmp_path / "phone.json"
    with connected(server, _infected()):
        first = safecheck("scan", "--record", str(record), server=server)
    assert record.stat().st_mode & 0o777 == 0o600
    again, later = safecheck("scan", "--from", str(record)), safecheck("scan", "--from", str(record))
    assert first.returncode == again.returncode == 10
    assert first.stdout == again.stdout == later.stdout
    moved = safecheck("scan", "--from", str(record), "--now", "2027-05-01T08:00:00+00:00")
    assert "Looked at on 2027-05-01" in moved.stdout
    assert "days old" in moved.stdout


def _report(done: "object") -> str:
    return " ".join(getattr(done, "stdout", "").split())


LINK_FAULTS: dict[str, tuple[list[Fault], set[int], str]] = {
    "unauthorized": ([faults.unauthorized()], {1}, "has not allowed this computer yet"),
    "no shell v2": ([faults.no_shell_v2()], {1}, "too old for this check"),
    "offline": ([faults.offline()], {1}, "does not answer"),
    "gone at the first question": ([faults.gone_at_service(1)], {1}, "connection broke off"),
    "gone at the second question": ([faults.gone_at_service(2)], {1, 3, 10}, "connection broke off"),
    "gone at the third question": ([faults.gone_at_service(3)], {1, 3, 10}, "connection broke off"),
    "cut after 100 bytes": ([faults.cut_after(100)], {1, 3, 10}, "connection broke off"),
    "cut after 20 kB": ([faults.cut_after(20_000)], {1, 3, 10}, "connection broke off"),
    "cut after 60 kB": ([faults.cut_after(60_000)], {1, 3, 10}, "connection broke off"),
    "slow": ([faults.slow(service_delay=0.3, bytes_per_second=300_000)], {10}, "TheTruthSpy"),
}


@pytest.mark.parametrize("name", LINK_FAULTS, ids=lambda name: name.replace(" ", "-"))
def test_a_broken_link_is_said_and_what_was_read_is_judged(server: AdbServer, name: str) -> None:
    broken, codes, words = LINK_FAULTS[name]
    with connected(server, _infected(), broken):
        done = safecheck("scan", server=server)
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode in codes, said
    assert words in said
    assert "Traceback" not in said
    assert "We did not see any app on our list, or" not in said


PREFIXES = {
    "users": "pm list users",
    "identity": "getprop",
    "clock": "date",
    "settings-global": "settings list global",
    "accessibility": "dumpsys -t 20 accessibility",
    "device-policy": "dumpsys -t 20 device_policy",
    "packages": "dumpsys -t 60 package",
    "shared-users": "dumpsys -t 20 package shared-users",
    "settings-secure": "settings list --user",
    "package-names": "pm list packages",
}
COMMAND_FAULTS = {
    "truncated": faults.truncated,
    "killed": faults.killed,
    "garbled": faults.garbled,
    "denied": faults.denied,
    "empty": faults.empty,
    "huge": lambda prefix: faults.huge(prefix, 3_000_000),
    "dump_timeout": faults.dump_timeout,
    "missing": faults.missing,
}


@pytest.mark.parametrize("kind", COMMAND_FAULTS)
@pytest.mark.parametrize("fact", PREFIXES)
def test_a_broken_answer_never_reads_as_nothing_found(server: AdbServer, fact: str, kind: str) -> None:
    """The phone's command itself is broken; the answer arrives whole."""
    fault: Fault = COMMAND_FAULTS[kind](PREFIXES[fact])
    with connected(server, phones.ordinary(apps=60), [fault]):
        done = safecheck("scan", "-f", "json", server=server)
    assert "Traceback" not in done.stderr
    report = json.loads(done.stdout)
    assert done.returncode in {3, 10}, (done.returncode, done.stderr)
    assert fact in {missing["gap"]["fact"] for missing in report["missing"]}


def test_a_command_that_hangs_costs_only_its_own_answer(server: AdbServer) -> None:
    with connected(server, _infected(), [faults.hanging("date", 300)]) as phone:
        done = safecheck("scan", "-f", "json", server=server)
        assert len(phone.services) == 10  # the rest of the batch was asked again
    report = json.loads(done.stdout)
    assert done.returncode == 10
    assert [(m["gap"]["fact"], m["gap"]["reason"]) for m in report["missing"]] == [("clock", "timeout")]


_HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07\u202e\u2066<script>alert(1)</script>{family}\r\n\tUserInfo{0:x:13} running "
    + "A" * 1_000_000
)


def test_hostile_names_come_out_harmless(server: AdbServer) -> None:
    phone = phones.with_user(phones.ordinary(), User(id=10, name=_HOSTILE, flags=0x30))
    phone = phones.with_app(
        phone,
        App(package="com.systemservice", version_name=_HOSTILE, installer="evil\x1b[31m\u202e<b>", label=_HOSTILE),
    )
    with connected(server, phone):
        texts = [safecheck("scan", "-f", form, server=server) for form in ("text", "json")]
    for done in texts:
        assert done.returncode == 10, done.stderr
        assert "TheTruthSpy" in done.stdout
        assert "Traceback" not in done.stderr
        assert not set(done.stdout + done.stderr) & set("\x1b\x07\r\u202e\u2066")
        assert len(done.stdout) < 60_000
        assert done.stdout.isprintable() or all(c.isprintable() or c == "\n" for c in done.stdout)


class TestChoosing:
    """No phone, the wrong one, too many."""

    def test_no_phone(self, server: AdbServer) -> None:
        done = safecheck("scan", server=server)
        assert done.returncode == 1
        assert done.stdout == ""
        assert "No phone was found on the cable" in done.stderr
        assert "Safety Check" in done.stderr

    def test_two_phones(self, server: AdbServer) -> None:
        with connected(server, phones.ordinary()) as one, connected(server, _infected()) as two:
            both = safecheck("scan", server=server)
            chosen = safecheck("scan", "-s", two.serial, server=server)
            assert not one.services
        assert both.returncode == 1
        assert "More than one phone is connected" in both.stderr
        assert chosen.returncode == 10

    def test_a_name_that_is_not_there(self, server: AdbServer) -> None:
        with connected(server, phones.ordinary()) as phone:
            done = safecheck("scan", "-s", "nothing", server=server)
            assert done.returncode == 1
            assert "There is no phone named “nothing”" in done.stderr
            assert phone.serial in done.stderr

    def test_doctor(self, server: AdbServer) -> None:
        with connected(server, phones.ordinary()) as phone:
            done = safecheck("doctor", server=server)
            assert (done.returncode, phone.services) == (0, [])
            assert "is connected and ready" in done.stdout
        assert safecheck("doctor", server=server).returncode == 1


def test_files_are_named_and_refused_before_the_phone_is_touched(server: AdbServer, tmp_path: Path) -> None:
    there = tmp_path / "there.json"
    there.write_text("old")
    with connected(server, phones.ordinary()) as phone:
        for arguments in (["--record", str(there)], ["-o", str(tmp_path / "no" / "x")], ["--now", "yesterday"]):
            done = safecheck("scan", *arguments, server=server)
            assert done.returncode == 2, done.stderr
            assert done.stdout == ""
        assert phone.services == []
        assert there.read_text() == "old"
        done = safecheck("scan", "-o", str(tmp_path / "report.txt"), server=server)
        assert (done.returncode, done.stdout) == (0, "")
        assert str(tmp_path / "report.txt") in "".join(done.stderr.split("\n"))
    assert "WHAT WE LOOKED AT" in (tmp_path / "report.txt").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.txt", "there.json"]


def test_phone_and_computer_are_one_report_and_one_recording(server: AdbServer, tmp_path: Path) -> None:
    file = tmp_path / "both.json"
    with connected(server, _infected()):
        done = safecheck("scan", "-f", "json", "--record", str(file), server=server, computer=True)
    report = json.loads(done.stdout)
    assert done.returncode == 10, done.stderr
    assert report["subject"]["phone"]
    assert report["subject"]["computer"]
    checks = {judgement["check"] for judgement in report["judgements"]}
    assert {"known-app", "computer-known", "computer-managed"} <= checks
    again = safecheck("scan", "-f", "json", "--from", str(file))
    assert again.stdout == done.stdout
