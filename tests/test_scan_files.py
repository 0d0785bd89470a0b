"""The files of apps end to end: the real shell, `stat`, `tail`, `dd` and `sha256sum` on real APKs, over adb."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.apk_files import REAL, SIGNED, fetch
from tests.simphone import AdbServer, App, Fault, Phone, faults, phones
from tests.simphone.stubs.facts import apk_path
from tests.station import connected, safecheck

pytestmark = pytest.mark.adb

_FROM_FILE = "com.google.android.packageinstaller"


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    with AdbServer() as running:
        yield running


def _app(name: str, **more: Any) -> App:  # noqa: ANN401 - fields of an app
    return App(package=f"org.example.{name.replace('-', '_')}", apk=name, installer="com.android.vending", **more)


def _phone(*apps: App) -> Phone:
    phone = phones.ordinary(apps=0)
    for app in apps:
        phone = phones.with_app(phone, app)
    return phone


def _scan(server: AdbServer, phone: Phone, *broken: Fault, options: tuple[str, ...] = ()) -> dict[str, Any]:
    with connected(server, phone, broken):
        done = safecheck("scan", "-f", "json", *options, server=server)
    assert done.returncode in {0, 3, 10}, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _gaps(report: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [(each["gap"]["fact"], each["gap"]["reason"], each["gap"]["apps"]) for each in report["missing"]]


def test_every_kind_of_signature_is_read_wherever_it_stands_in_the_file(server: AdbServer) -> None:
    """Of 300 megabytes only some thousand bytes are fetched; entries of v1 are counted from the file's begin."""
    apps = [_app(name, apk_hole=0 if name.startswith("v1") else 300_000_256) for name in SIGNED]
    report = _scan(server, _phone(*apps))
    assert _gaps(report) == []
    for app in apps:
        asked = [line for line in report["ledger"] if line["app"] == app.package]
        assert sum(line["bytes"] for line in asked) < 40_000
        assert len(asked) == 2


@pytest.mark.parametrize(
    ("tool", "fault", "reason"),
    [
        ("stat -c %s", faults.denied, "denied"),
        ("stat -c %s", faults.missing, "missing"),
        ("stat -c %s", faults.empty, "unreadable"),
        ("tail -c 1024", faults.truncated, "unreadable"),
        ("tail -c 1024", faults.killed, "failed"),
        ("tail -c 1024", faults.garbled, "unreadable"),
        ("tail -c 1024", faults.huge, "unreadable"),
        ("dd", faults.truncated, "unreadable"),
        ("dd", faults.killed, "failed"),
        ("dd", faults.empty, "unreadable"),
        ("dd", faults.missing, "failed"),  # what it says is not looked at: it prints numbers there
    ],
)
def test_a_tool_that_fails_on_one_file_is_a_gap_of_that_app(
    server: AdbServer, tool: str, fault: Callable[[str], Fault], reason: str
) -> None:
    lost, other = _app("v3"), _app("v2")
    phone = _phone(lost, other)
    path = apk_path(phone, lost)
    broken = fault(f"{tool} if={path}" if tool == "dd" else f"{tool} {path}")
    assert _gaps(_scan(server, phone, broken)) == [("signers", reason, [lost.package])]


def test_a_file_that_is_not_there_or_is_no_app_is_a_gap_of_that_app(server: AdbServer) -> None:
    gone = App(package="org.example.gone", apk=None, installer="com.android.vending")
    report = _scan(server, _phone(gone, _app("unsigned"), _app("v2")))
    assert _gaps(report) == [
        ("signers", "failed", ["org.example.gone"]),
        ("signers", "unreadable", ["org.example.unsigned"]),
    ]
    sentence = report["missing"][1]["sentence"]
    assert sentence == (
        "We could not read all of the phone's answer about which maker signed its apps (org.example.unsigned)."
    )


def test_files_from_outside_a_store_are_hashed_and_with_deep_all_of_them(server: AdbServer, tmp_path: Path) -> None:
    from_file = App(package="org.example.side", apk="v2", installer=_FROM_FILE)
    phone = _phone(from_file, _app("v3"))
    for options, hashed in (((), {"v2"}), (("--deep",), {"v2", "v3"})):
        record = tmp_path / f"{len(hashed)}.json"
        report = _scan(server, phone, options=(*options, "--record", str(record)))
        assert _gaps(report) == []
        saved = [answer for answer in json.loads(record.read_text())["answers"] if answer["fact"] == "app-hashes"]
        ours = {answer["text"][:64] for answer in saved if answer["app"].startswith("org.example.")}
        assert ours == {hashlib.sha256(REAL[name]).hexdigest() for name in hashed}
        assert len(saved) == (len(phone.apps) - sum(app.system for app in phone.apps) if options else 1)
        again = safecheck("scan", "-f", "json", "--from", str(record))
        assert json.loads(again.stdout) == report


def test_an_app_whose_place_is_hostile_is_a_gap_and_its_place_is_never_sent(server: AdbServer) -> None:
    app = App(package="org.example.bad", code_path="/data/app/$(touch x)/org.example.bad-1", apk=None)
    with connected(server, _phone(app, _app("v2"))) as phone:
        done = safecheck("scan", "-f", "json", server=server)
        assert not any("touch" in service for service in phone.services)
    assert _gaps(json.loads(done.stdout)) == [("signers", "unreadable", ["org.example.bad"])]


def test_two_hundred_apps_take_as_many_requests_as_one(server: AdbServer) -> None:
    apps = (App(package=f"org.example.app{number}", installer=phones.PLAY_STORE) for number in range(200))
    with connected(server, _phone(*apps)) as phone:
        done = safecheck("scan", "-f", "json", server=server)
        assert len(phone.services) == 8
    assert not [gap for gap in _gaps(json.loads(done.stdout)) if gap[0] == "signers"]


_OURS = """\
name = "Keys of our own"
schema = 1
version = 2026112101
issued = 2026-11-21

[sources.tests]
name = "The tests"
date = 2026-11-21
credit = "The tests"

[[families]]
id = "testspy"
name = "TestSpy"
class = "stalkerware"

[[families.facts]]
source = "tests"
grade = "A"
cert_sha1 = ["{sha1}"]
"""


@pytest.mark.parametrize("name", ["v1-rsa", "rotated", "rotated-twice"])
def test_an_app_is_known_by_its_maker_from_the_file_to_the_report(server: AdbServer, tmp_path: Path, name: str) -> None:
    """From a real signed file on the phone to the finding, under a name that no list holds."""
    from safecheck.phone.apk import signers

    signed, _, _ = fetch(REAL[name], lambda file: signers.read(file, 34))
    sha1 = signed.value[0].sha1
    own = tmp_path / "own.toml"
    own.write_text(_OURS.format(sha1=sha1), "utf-8")
    report = _scan(server, _phone(_app(name)), options=("--signatures", str(own)))
    (finding,) = (
        finding
        for judgement in report["judgements"]
        if judgement["check"] == "known-app" and judgement["outcome"]["result"] == "found"
        for finding in judgement["outcome"]["findings"]
    )
    assert (finding["kind"], finding["confidence"]) == ("known-app-watching", "certain")
    assert "TestSpy" in finding["title"]
