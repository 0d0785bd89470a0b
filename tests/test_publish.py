"""A feed from zero, the way docs/feed.md goes, with rotation and loss; and proposals from the public sources."""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import click.testing
import pytest

from safecheck.errors import UpdateCode
from safecheck.feed.refusal import Refused
from tests.clinic import Clinic
from tests.conftest import SHARED
from tests.loose import load_script
from tests.publisher import BIG, a_list, fewer, with_family

pytestmark = pytest.mark.skipif(not sys.flags.safe_path, reason="scripts run with python -P")
_PEOPLE = ("anna", "ben", "cleo")


@pytest.fixture(scope="module")
def publish() -> ModuleType:
    """The script."""
    return load_script("publish")


@pytest.fixture(scope="module")
def propose() -> ModuleType:
    """The script that reads public sources."""
    return load_script("propose")


class Office:
    """The organisation: its people, their keys, the folder of its feed."""

    def __init__(self, publish: ModuleType, folder: Path) -> None:
        self._publish, self.folder, self.feed = publish, folder, folder / "feed"

    def run(self, *arguments: object) -> str:
        """Run one command of publish.py."""
        done = click.testing.CliRunner().invoke(self._publish.main, [str(part) for part in arguments])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.output

    def key(self, *people: str) -> None:
        for person in people:
            self.run("key", self.folder / f"{person}.pem")

    def named(self, role: str, *people: str) -> list[object]:
        return [part for person in people for part in (f"--{role}", self.folder / f"{person}.pem.pub")]

    def sign(self, name: str, *people: str) -> None:
        for person in people:
            self.run("sign", self.feed / "waiting" / name, "--key", self.folder / f"{person}.pem", "--yes")

    def put_out(self, machine: str = "machine") -> str:
        return self.run("release", self.feed) + self.run("stamp", self.feed, "--key", self.folder / f"{machine}.pem")

    def list(self, data: bytes, *more: str) -> str:
        file = self.folder / "list.json"
        file.write_bytes(data)
        return self.run("list", self.feed, file, *more)

    def served(self) -> dict[str, bytes]:
        public = self.feed / "public"
        return {f"/{file.relative_to(public).as_posix()}": file.read_bytes() for file in public.rglob("*.json")}


@pytest.fixture
def office(publish: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An organisation that has published its first list."""
    monkeypatch.setenv("SAFECHECK_FEED_PASSPHRASE", "correct horse")
    here = Office(publish, tmp_path)
    here.key(*_PEOPLE)
    here.run("key", tmp_path / "machine.pem", "--for-a-machine")
    here.run(
        "root",
        here.feed,
        *here.named("root", *_PEOPLE),
        *here.named("targets", *_PEOPLE),
        *here.named("machine", "machine"),
    )
    here.sign("1.root.json", "anna", "ben")
    here.list(with_family("Newone", "com.newone.tracker"))
    here.sign("1.targets.json", "ben", "cleo")
    here.put_out()
    return here


@pytest.fixture
def trusted(fresh: Clinic, office: Office) -> Callable[[], UpdateCode]:
    """A clinic that trusts the office's first root; gives how an update ends."""
    root = office.feed / "public" / "metadata" / "1.root.json"
    mark = hashlib.sha256(root.read_bytes()).hexdigest()
    assert mark in office.run("status", office.feed).replace(" ", "").replace("\n", "")
    assert fresh.run("feed", "add", fresh.host.url, "--root", root, "--fingerprint", mark).code == 0

    def update() -> UpdateCode:
        fresh.host.files = office.served()
        return UpdateCode(fresh.update().code)

    return update


def test_from_zero_to_a_scan(trusted: Callable[[], UpdateCode], fresh: Clinic) -> None:
    assert trusted() is UpdateCode.UPDATED
    assert fresh.used().startswith(f"With list {BIG + 1} ")
    assert trusted() is UpdateCode.CURRENT


def test_the_bundle_is_one_file_for_a_stick(office: Office, trusted: object, fresh: Clinic) -> None:
    assert fresh.run("feed", "import", office.feed / "public" / "list.zip").code == UpdateCode.UPDATED
    assert fresh.host.asked == []


def test_a_list_is_shown_held_and_signed_by_two(office: Office, trusted: Callable[[], UpdateCode]) -> None:
    shown = office.list(with_family("Another", "com.another.tracker", number=2))
    assert "+ another  packages  com.another.tracker" in shown
    assert "- newone  packages  com.newone.tracker" in shown
    office.sign("2.targets.json", "anna")
    with pytest.raises(Exception, match=r"Not signed by enough people yet: 2\.targets\.json"):
        office.run("release", office.feed)
    office.sign("2.targets.json", "anna")  # the same person twice is one person
    with pytest.raises(Exception, match="Not signed by enough people"):
        office.run("release", office.feed)
    assert trusted() is UpdateCode.UPDATED  # still the first list
    office.sign("2.targets.json", "cleo")
    office.put_out()
    assert trusted() is UpdateCode.UPDATED


@pytest.mark.parametrize("listed", [with_family("Poison", "com.whatsapp", number=2), a_list(2, families=[]), fewer(2)])
def test_what_clients_would_refuse_is_not_signed(office: Office, listed: bytes) -> None:
    with pytest.raises(Refused):
        office.list(listed)
    assert not list((office.feed / "waiting").iterdir())


def test_a_list_that_goes_back_is_not_signed(office: Office) -> None:
    with pytest.raises(Exception, match="not higher"):
        office.list(a_list(1))


def test_a_shorter_list_says_why(office: Office, trusted: Callable[[], UpdateCode]) -> None:
    assert trusted() is UpdateCode.UPDATED
    office.list(fewer(2), "--shrunk", "outdated")
    office.sign("2.targets.json", "anna", "ben")
    office.put_out()
    assert trusted() is UpdateCode.UPDATED


def test_one_person_is_replaced(office: Office, trusted: Callable[[], UpdateCode], fresh: Clinic) -> None:
    assert trusted() is UpdateCode.UPDATED
    office.key("dora")
    those = ("anna", "ben", "dora")
    office.run("root", office.feed, *office.named("root", *those), *office.named("targets", *those))
    office.sign("2.root.json", "anna", "ben")
    with pytest.raises(Exception, match=r"2\.targets\.json"):  # a root alone would leave the list unsigned
        office.run("release", office.feed)
    office.sign("2.targets.json", "dora", "anna")
    office.put_out()
    assert trusted() is UpdateCode.CURRENT
    office.list(a_list(2))
    office.sign("3.targets.json", "anna", "cleo")  # cleo is no longer one of them
    with pytest.raises(Exception, match="Not signed by enough people"):
        office.run("release", office.feed)
    office.sign("3.targets.json", "dora")
    office.put_out()
    assert trusted() is UpdateCode.UPDATED
    assert fresh.used().startswith(f"With list {BIG + 2} ")


def test_the_machine_is_replaced(office: Office, trusted: Callable[[], UpdateCode]) -> None:
    assert trusted() is UpdateCode.UPDATED
    office.run("key", office.folder / "second.pem", "--for-a-machine")
    office.run("root", office.feed, *office.named("machine", "second"))
    office.sign("2.root.json", "ben", "cleo")
    office.put_out("second")
    with pytest.raises(Exception, match="may not stamp"):
        office.run("stamp", office.feed, "--key", office.folder / "machine.pem")
    assert trusted() is UpdateCode.CURRENT


def test_what_runs_out_is_renewed(office: Office, trusted: Callable[[], UpdateCode]) -> None:
    assert trusted() is UpdateCode.UPDATED
    office.run("root", office.feed)
    office.run("renew", office.feed)
    office.sign("2.root.json", "anna", "cleo")
    office.sign("2.targets.json", "anna", "cleo")
    office.put_out()
    assert trusted() is UpdateCode.CURRENT


def test_a_root_that_too_few_of_the_old_keys_signed_is_not_put_out(office: Office) -> None:
    office.key("x", "y", "z")
    office.run("root", office.feed, *office.named("root", "x", "y", "z"))
    office.sign("2.root.json", "x", "y", "z", "anna")
    with pytest.raises(Exception, match="Not signed by enough people"):
        office.run("release", office.feed)


def test_a_key_is_its_owners_only_and_needs_its_passphrase(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    file = office.folder / "anna.pem"
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"ENCRYPTED" in file.read_bytes()
    assert "private" not in json.loads((office.folder / "anna.pem.pub").read_text())["keyval"]
    with pytest.raises(Exception, match="already there"):
        office.key("anna")
    office.run("renew", office.feed)
    monkeypatch.setenv("SAFECHECK_FEED_PASSPHRASE", "wrong")
    with pytest.raises(Exception, match="passphrase is another"):
        office.sign("2.targets.json", "anna")


def test_a_key_that_bears_the_mark_of_another_is_not_taken(office: Office) -> None:
    anna = json.loads((office.folder / "anna.pem.pub").read_text())
    ben = office.folder / "ben.pem.pub"
    ben.write_text(json.dumps({**json.loads(ben.read_text()), "keyid": anna["keyid"]}))
    with pytest.raises(Exception, match=f"is shown as key {anna['keyid'][:12]}, but is"):
        office.run("root", office.feed, *office.named("root", *_PEOPLE))


def test_the_same_person_is_not_counted_twice(office: Office) -> None:
    with pytest.raises(Exception, match="the same key is named twice"):
        office.run("root", office.feed, *office.named("root", "anna", "anna", "ben"))


def test_a_root_that_shows_anna_and_means_another_is_not_signed(office: Office) -> None:
    office.key("mallory")
    anna, mallory = (json.loads((office.folder / f"{name}.pem.pub").read_text()) for name in ("anna", "mallory"))
    office.run("root", office.feed)
    file = office.feed / "waiting" / "2.root.json"
    root = json.loads(file.read_text())
    root["signed"]["keys"][anna["keyid"]]["keyval"] = mallory["keyval"]
    file.write_text(json.dumps(root))
    with pytest.raises(Exception, match=f"shown as {anna['keyid'][:12]} is another: {mallory['keyid'][:12]}"):
        office.sign("2.root.json", "ben")


def test_what_was_shown_is_signed_whatever_stands_in_the_file_then(
    office: Office, publish: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.list(with_family("Shown", "com.shown.tracker", number=2))
    file = office.feed / "waiting" / "2.targets.json"
    shown = file.read_bytes()
    real = publish.click.confirm

    def swap(_: str) -> bool:
        file.write_bytes(shown.replace(b"signatures-1.json", b"signatures-9.json"))
        return True

    monkeypatch.setattr(publish.click, "confirm", swap)
    office.run("sign", file, "--key", office.folder / "anna.pem")
    monkeypatch.setattr(publish.click, "confirm", real)
    assert b"signatures-1.json" in file.read_bytes()


def test_what_is_nothing_to_sign_is_said_to_be(office: Office) -> None:
    (office.folder / "x.json").write_text("{}")
    with pytest.raises(Exception, match="nothing that can be signed"):
        office.run("sign", office.folder / "x.json", "--key", office.folder / "anna.pem", "--yes")


class TestProposals:
    """What public sources would change is only ever shown."""

    @staticmethod
    def shown(propose: ModuleType, *arguments: object) -> str:
        done = click.testing.CliRunner().invoke(propose.main, [str(part) for part in arguments])
        assert done.exit_code == 0, done.output
        return done.output

    def test_of_echap(self, propose: ModuleType, tmp_path: Path) -> None:
        (tmp_path / "ioc.yaml").write_text(
            "- name: mSpy\n  packages:\n  - com.mspy.lite\n  - com.new.mspy.tracker\n  - com.whatsapp\n"
            "- name: New One\n  packages:\n  - com.newone.tracker\n"
        )
        (tmp_path / "watchware.yaml").write_text("- name: mSpy\n")
        shown = self.shown(propose, "echap", tmp_path, "--write", tmp_path / "out")
        assert "+ mspy  packages  com.new.mspy.tracker" in shown
        assert "+ new-one (a new family: stalkerware?)  packages  com.newone.tracker" in shown
        assert "! mspy  packages  everybody has this app: com.whatsapp" in shown
        assert "com.mspy.lite" not in shown
        assert "2 new, 1 refused" in shown
        written = (tmp_path / "out" / "new-one.toml").read_text()
        from safecheck.catalogue import load_toml
        from safecheck.model import Family

        assert load_toml(tmp_path / "out" / "new-one.toml", Family).facts[0].packages == ("com.newone.tracker",)
        assert "com.whatsapp" not in written + (tmp_path / "out" / "mspy.toml").read_text()

    def test_of_mvt(self, propose: ModuleType, tmp_path: Path) -> None:
        def indicator(number: int, pattern: str) -> dict[str, Any]:
            return {"type": "indicator", "id": f"indicator--{number}", "pattern": pattern}

        objects = [
            {"type": "malware", "id": "malware--1", "name": "Newspy"},
            indicator(1, "[app:id='com.newspy.agent']"),
            indicator(2, f"[app:cert.sha256 = '{'ab' * 32}']"),
            indicator(3, "[domain-name:value='newspy.example']"),
            indicator(4, "[app:id='com.a' OR app:id='com.b']"),
            {
                "type": "relationship",
                "relationship_type": "indicates",
                "source_ref": "indicator--1",
                "target_ref": "malware--1",
            },
        ]
        (tmp_path / "x.stix2").write_text(json.dumps({"objects": objects}))
        shown = self.shown(propose, "mvt-indicators", tmp_path)
        assert "+ newspy (a new family: spyware-targeted?)  packages  com.newspy.agent" in shown
        assert f"cert_sha256  {'AB' * 32}" in shown
        assert "newspy.example" not in shown
        assert "2 read" in shown

    def test_of_lolrmm(self, propose: ModuleType, tmp_path: Path) -> None:
        (tmp_path / "x.yaml").write_text(
            "Name: AnyDesk\n"
            "Details:\n  InstallationPaths:\n  - C:\\Program Files\\AnyDesk\\new.exe\n  - anydesk.exe\n  - /Applications/New.app\n"
            "Artifacts:\n  EventLog:\n  - ServiceName: New Service\n"
            "  Registry:\n  - Path: HKLM\\SOFTWARE\\WOW6432Node\\NewKey\n  - Path: HKLM\\SOFTWARE\\*\n"
            "CodeSigning:\n  certificates:\n  - signer_name: Microsoft Corporation\n"
        )
        shown = self.shown(propose, "lolrmm", tmp_path)
        for lead in (
            "windows file {program_files}/AnyDesk/new.exe (medium)",
            "macos folder /Applications/New.app (medium)",
            "windows service New Service (medium)",
            "windows registry-key HKLM/SOFTWARE/NewKey (medium)",
        ):
            assert f"+ anydesk  computer  {lead}" in shown
        assert "! anydesk  computer  this signs for others" in shown
        assert "5 read" in shown

    @pytest.mark.skipif(not (SHARED / "indicators").is_dir(), reason="the sources are not here")
    @pytest.mark.parametrize(("source", "folder"), [("echap", "."), ("mvt-indicators", "mvt-indicators")])
    def test_the_sources_as_they_are_have_nothing_new(self, propose: ModuleType, source: str, folder: str) -> None:
        assert ", 0 new, 0 refused" in self.shown(propose, source, SHARED / "indicators" / folder)
