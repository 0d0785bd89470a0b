"""Lists that are kept, carried and gone back from; the folder they are in; the questions that come first."""

import contextlib
import hashlib
import io
import re
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api.metadata import MetaFile, TargetFile, Targets, Timestamp

from safecheck import catalogue
from safecheck.cli import talk
from safecheck.errors import UpdateCode
from safecheck.feed import bundle, load, place, state
from safecheck.feed.bundle import LIST
from safecheck.feed.refusal import Reason, Refused
from safecheck.feed.verify import verify
from safecheck.model import ListKind
from tests.clinic import Clinic
from tests.conftest import environment
from tests.publisher import BIG, Publisher, a_list, fewer, with_family
from tests.station import safecheck

UPDATED, CURRENT, REFUSED, NOT_DONE = UpdateCode.UPDATED, UpdateCode.CURRENT, UpdateCode.REFUSED, UpdateCode.NOT_DONE


def _lists() -> list[Path]:
    return [state.path(place.folder(), kept) for kept in state.load(place.folder()).lists]


class TestEndToEnd:
    """The program as it is started, against a real host."""

    def test_from_nothing_to_a_scan_with_the_list_of_a_feed(self, fresh: Clinic) -> None:
        root = fresh.folder / "root.json"
        root.write_bytes(fresh.publisher.files["/metadata/1.root.json"])
        mark = hashlib.sha256(root.read_bytes()).hexdigest()
        trust = str(fresh.host.authority)
        assert safecheck("update", REQUESTS_CA_BUNDLE=trust).returncode == NOT_DONE
        assert safecheck("feed", "add", fresh.host.url, "--root", str(root), "--fingerprint", mark).returncode == 0
        assert fresh.host.asked == []
        first = safecheck("update", "--yes", REQUESTS_CA_BUNDLE=trust)
        assert (first.returncode, first.stdout) == (UPDATED, "")
        assert str(place.folder()) in "".join(first.stderr.split("\n"))
        assert safecheck("update", REQUESTS_CA_BUNDLE=trust).returncode == CURRENT
        done = safecheck("scan", "--demo")
        assert f"With list {BIG + 1} " in done.stdout
        assert "is signed" in done.stdout
        assert '"kind": "feed"' in safecheck("scan", "--demo", "-f", "json").stdout
        assert safecheck("feed", "status").returncode == 0
        assert safecheck("feed", "remove", "--yes").returncode == 0
        assert not place.folder().exists()

    def test_a_scan_without_a_fetched_list_loads_neither_the_verifier_nor_the_network(self) -> None:
        code = (
            "import sys; from safecheck.feed.load import load_list; load_list();"
            "print([name for name in ('tuf', 'requests', 'yaml', 'filelock') if name in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment(), capture_output=True, encoding="utf-8", check=True
        )
        assert done.stdout.strip() == "[]"


class TestAsking:
    """Nothing is sent before somebody said yes."""

    @staticmethod
    def answer(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, answer: str, *command: str) -> tuple[int, str]:
        monkeypatch.setattr(talk, "is_terminal", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        done = clinic.run(*command)
        return done.code, " ".join(done.err.split())

    def test_the_first_update_says_who_may_notice_and_asks(
        self, fresh: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fresh.add()
        assert fresh.run("update").code == NOT_DONE
        code, said = self.answer(fresh, monkeypatch, "n\n", "update")
        assert code == NOT_DONE
        assert "This asks 127.0.0.1 for a new list" in said
        assert "may see that it was asked" in said
        assert fresh.host.asked == []
        assert self.answer(fresh, monkeypatch, "y\n", "update")[0] == UPDATED
        assert self.answer(fresh, monkeypatch, "", "update")[0] == CURRENT

    def test_a_yes_beforehand_is_told_the_same(self, fresh: Clinic) -> None:
        fresh.add()
        assert "may see that it was asked" in " ".join(fresh.update().err.split())
        assert "may see that it was asked" not in " ".join(fresh.update().err.split())

    def test_a_list_from_a_stick_is_no_yes_to_the_internet(
        self, fresh: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fresh.add()
        file = fresh.folder / "list.zip"
        file.write_bytes(fresh.publisher.bundle())
        assert fresh.run("feed", "import", file).code == UPDATED
        assert fresh.run("update").code == NOT_DONE
        code, said = self.answer(fresh, monkeypatch, "n\n", "update")
        assert (code, "may see that it was asked" in said) == (NOT_DONE, True)
        assert fresh.host.asked == []

    def test_a_feed_is_trusted_only_after_its_fingerprint_was_compared(
        self, fresh: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = fresh.folder / "root.json"
        root.write_bytes(fresh.publisher.files["/metadata/1.root.json"])
        command = ("feed", "add", fresh.host.url, "--root", str(root))
        mark = hashlib.sha256(root.read_bytes()).hexdigest()
        assert fresh.run(*command).code == NOT_DONE
        assert fresh.run(*command, "--fingerprint", "0" * 64).code == NOT_DONE
        code, said = self.answer(fresh, monkeypatch, "n\n", *command)
        assert code == NOT_DONE
        assert mark in said.replace(" ", "")
        assert "2 of 3 people" in said
        assert state.load(place.folder()).feed is None
        assert self.answer(fresh, monkeypatch, "y\n", *command)[0] == UPDATED
        assert self.answer(fresh, monkeypatch, "y\n", *command)[0] == NOT_DONE  # one at a time
        assert fresh.host.asked == []

    @pytest.mark.parametrize(
        "address",
        ["http://127.0.0.1/", "ftp://x/", "127.0.0.1", "https://", "https://a:b@c/", "https://c:x/", "https://c/?a=b"],
    )
    def test_an_address_that_is_none_is_refused(self, fresh: Clinic, address: str) -> None:
        root = fresh.folder / "root.json"
        root.write_bytes(fresh.publisher.files["/metadata/1.root.json"])
        assert fresh.run("feed", "add", address, "--root", root).code == NOT_DONE

    @pytest.mark.parametrize(
        "content",
        [b"", b"{}", b"<html>", b"[" * 60_000, b"x" * 100_000, None],
        ids=["empty", "nothing", "html", "deep", "large", "missing"],
    )
    def test_a_root_file_that_is_none_is_refused(self, fresh: Clinic, content: bytes | None) -> None:
        root = fresh.folder / "root.json"
        if content is not None:
            root.write_bytes(content)
        assert fresh.run("feed", "add", fresh.host.url, "--root", root).code == NOT_DONE

    def test_a_root_file_that_its_own_keys_did_not_sign_is_refused(self, fresh: Clinic) -> None:
        publisher = Publisher()
        root = fresh.folder / "root.json"
        root.write_bytes(publisher.root(signers=publisher.keys["root"][:1]))
        assert fresh.run("feed", "add", fresh.host.url, "--root", root).code == NOT_DONE

    def test_one_key_under_two_names_is_not_two_people(self, fresh: Clinic) -> None:
        publisher = Publisher()
        anna = publisher.keys["root"][0]
        again = CryptoSigner(anna._private_key, SSlibKey("f" * 64, "ed25519", "ed25519", dict(anna.public_key.keyval)))
        publisher.keys["root"] = [anna, again]
        publisher.version["root"] = 0
        root = fresh.folder / "root.json"
        root.write_bytes(publisher.root())
        done = fresh.run("feed", "add", fresh.host.url, "--root", root, "--fingerprint", _sha256(root))
        assert done.code == NOT_DONE
        assert "cannot be used" in done.err


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


class TestKept:
    """What is kept is proved each time it is loaded."""

    def test_a_list_that_somebody_changed_gives_way_to_the_one_before_then_to_the_shipped_one(
        self, clinic: Clinic
    ) -> None:
        clinic.publisher.publish(a_list(2))
        assert clinic.update().code == UPDATED
        newest, before = _lists()
        newest.write_bytes(newest.read_bytes().replace(b"com.", b"con.", 1))
        used = clinic.used()
        assert used.startswith(f"With list {BIG + 1} ")
        assert f"List {BIG + 2} was here, but it was not used: it is no list, or it is damaged" in used
        before.unlink()
        used = clinic.used()
        assert "came with safecheck" in used
        assert f"List {BIG + 1} was here, but it was not used: its file cannot be read" in used
        assert clinic.update().code == CURRENT  # the same list is fetched again, and is whole again
        assert clinic.used().startswith(f"With list {BIG + 2} ")

    def test_a_list_of_other_keys_put_in_its_place_is_not_used(self, clinic: Clinic) -> None:
        other = Publisher()
        other.publish(with_family("Poison", "com.poison.tracker", number=9))
        _lists()[0].write_bytes(other.bundle())
        used = clinic.used()
        assert "came with safecheck" in used
        assert "not signed by the right keys" in used

    def test_an_older_list_of_the_feed_put_in_its_place_is_not_used(self, clinic: Clinic) -> None:
        old = clinic.publisher.bundle()
        clinic.publisher.publish(a_list(2))
        assert clinic.update().code == UPDATED
        _lists()[0].write_bytes(old)
        assert "it was changed, on the way" in clinic.used()

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"schema":99}', b"\xff" * 100, b"[" * 100_000])
    def test_a_state_that_cannot_be_read_gives_the_shipped_list_and_is_set_back(
        self, clinic: Clinic, content: bytes
    ) -> None:
        (place.folder() / "state.json").write_bytes(content)
        used = clinic.used()
        assert "came with safecheck" in used
        assert "cannot be read" in used
        assert clinic.update().code == NOT_DONE
        assert clinic.run("feed", "remove", "--yes").code == 0
        assert "cannot be read" not in clinic.used()

    def test_samples_that_came_with_safecheck_name_families_of_a_fetched_list(self, clinic: Clinic) -> None:
        shipped = catalogue.load_signatures(with_samples=True).signatures.samples
        assert shipped is not None
        id_, digests = next(iter(shipped.samples.items()))
        fetched = load.load_list(with_samples=True)
        assert fetched.origin.kind is ListKind.FEED
        assert [family.id for family in fetched.signatures.families_of_apk(digests[0])] == [id_]
        less = msgspec.structs.replace(fetched.signatures.listed, families=())
        assert load._of(less, shipped).samples == {}

    def test_a_list_older_than_the_shipped_one_is_passed_over(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        newer = a_list(5)
        real = catalogue.load_signatures
        monkeypatch.setattr(catalogue, "load_signatures", lambda **_: real(newer))
        used = load.load_list()
        assert used.origin.kind is ListKind.BASELINE
        assert "is newer" in used.origin.notes[0]


@pytest.fixture(scope="module")
def signed() -> Publisher:
    """A bundle to break."""
    publisher = Publisher()
    publisher.publish(a_list(1))
    return publisher


@given(place_=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
def test_one_byte_that_differs_is_never_taken_for_the_list(signed: Publisher, place_: float, byte: int) -> None:
    data = bytearray(signed.bundle())
    data[int(place_ * len(data))] = byte
    try:
        verified = verify(bundle.decode(bytes(data)), signed.files["/metadata/1.root.json"])
    except Refused:
        return
    assert verified.listed == signed.listed


def _mixed_snapshot(publisher: Publisher, members: dict[str, bytes]) -> None:
    publisher.snapshot()
    members["snapshot.json"] = publisher.members()["snapshot.json"]


def _snapshot_of_the_same_number(publisher: Publisher, members: dict[str, bytes]) -> None:
    publisher.version["snapshot"] -= 1
    publisher.snapshot(days=91)
    members["snapshot.json"] = publisher.members()["snapshot.json"]


def _snapshot_of_another_number(publisher: Publisher, members: dict[str, bytes]) -> None:
    """The stamp names no hash, which TUF allows."""
    stamp = Timestamp(
        version=1,
        expires=publisher.now + timedelta(days=9),
        snapshot_meta=MetaFile(2),
        unrecognized_fields={"x-issued-at": publisher.now.isoformat()},
    )
    members["timestamp.json"] = publisher._sign(stamp, publisher.keys["timestamp"])


def _mixed_targets(publisher: Publisher, members: dict[str, bytes]) -> None:
    publisher.publish(a_list(7))
    members["targets.json"] = publisher.members()["targets.json"]


def _mixed_list(publisher: Publisher, members: dict[str, bytes]) -> None:
    publisher.publish(a_list(7))
    members[LIST] = publisher.listed


def _another_role(publisher: Publisher, members: dict[str, bytes]) -> None:
    members["targets.json"] = publisher.files["/metadata/1.root.json"]


def _stamp_by_people(publisher: Publisher, members: dict[str, bytes]) -> None:
    publisher.stamp(stampers=publisher.keys["targets"])
    members["timestamp.json"] = publisher.files["/metadata/timestamp.json"]


def _root_of_old_keys(publisher: Publisher, members: dict[str, bytes]) -> None:
    old = publisher.keys["root"]
    members["2.root.json"] = publisher.root(
        {"root": [CryptoSigner.generate_ed25519() for _ in range(3)]}, signers=old[:2]
    )


def _root_of_new_keys(publisher: Publisher, members: dict[str, bytes]) -> None:
    new = [CryptoSigner.generate_ed25519() for _ in range(3)]
    members["2.root.json"] = publisher.root({"root": new}, signers=new)


def _root_by_one(publisher: Publisher, members: dict[str, bytes]) -> None:
    members["2.root.json"] = publisher.root(signers=publisher.keys["root"][:1])


def _root_of_another_number(publisher: Publisher, members: dict[str, bytes]) -> None:
    publisher.version["root"] += 1
    members["2.root.json"] = publisher.root()


def _other_hash_only(publisher: Publisher, members: dict[str, bytes]) -> None:
    target = TargetFile.from_data(LIST, publisher.listed, ["sha512"])
    targets = Targets(version=1, expires=publisher.now + timedelta(days=9), targets={LIST: target})
    publisher.targets = publisher._sign(targets, publisher.keys["targets"])
    publisher.snapshot()
    publisher.stamp()
    members |= publisher.members()


@pytest.mark.parametrize(
    ("mix", "reason"),
    [
        (_mixed_snapshot, Reason.CHANGED),
        (_snapshot_of_the_same_number, Reason.CHANGED),
        (_snapshot_of_another_number, Reason.CHANGED),
        (_mixed_targets, Reason.CHANGED),
        (_mixed_list, Reason.CHANGED),
        (_another_role, Reason.CHANGED),
        (_stamp_by_people, Reason.UNSIGNED),
        (_root_of_old_keys, Reason.UNSIGNED),
        (_root_of_new_keys, Reason.UNSIGNED),
        (_root_by_one, Reason.UNSIGNED),
        (_root_of_another_number, Reason.FORM),
        (_other_hash_only, Reason.FORM),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_parts_that_were_signed_but_not_together_are_no_list(
    mix: Callable[[Publisher, dict[str, bytes]], None], reason: Reason
) -> None:
    publisher = Publisher()
    publisher.publish(a_list(1))
    members, anchor = publisher.members(), publisher.files["/metadata/1.root.json"]
    assert verify(members, anchor).listed == publisher.listed
    mix(publisher, members)
    with pytest.raises(Refused) as refused:
        verify(members, anchor)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    "name",
    [
        "../../outside.root.json",
        "/outside.json",
        "1.root.json/../x",
        "0.root.json",
        "x",
        "2.timestamp.json",
        "..",
        "",
    ],
)
def test_a_whole_bundle_with_one_more_name_is_refused(signed: Publisher, name: str) -> None:
    assert bundle.decode(signed.bundle()) == signed.members()
    with pytest.raises(Refused):
        bundle.decode(bundle.encode(signed.members() | {name: b"{}"}))


@given(data=st.binary(max_size=2000) | st.binary(max_size=200).map(lambda end: b"PK\x03\x04" + end))
def test_any_bytes_are_a_bundle_or_are_refused(data: bytes) -> None:
    with contextlib.suppress(Refused):
        assert all(name.endswith(".json") for name in bundle.decode(data))


@given(
    members=st.dictionaries(
        st.sampled_from(["1.root.json", "2.root.json", "timestamp.json", "snapshot.json", "targets.json", LIST]),
        st.binary(max_size=60) | st.sampled_from([b"{}", b"[]", b'{"signed":{},"signatures":[]}', b"[" * 5000]),
    )
)
def test_any_members_are_refused_without_a_crash(signed: Publisher, members: dict[str, bytes]) -> None:
    anchor = signed.files["/metadata/1.root.json"]
    with pytest.raises(Refused):
        verify(members, anchor)
    if members.keys() - {"1.root.json"}:  # the anchor stands for that
        with pytest.raises(Refused):
            verify(signed.members() | members, anchor)


class TestCarried:
    """Lists that come on a stick go the same way as those from a host."""

    @staticmethod
    def bring(clinic: Clinic, data: bytes) -> tuple[int, str]:
        file = clinic.folder / "list.zip"
        file.write_bytes(data)
        done = clinic.run("feed", "import", file)
        return done.code, " ".join(done.err.split())

    def test_one_computer_writes_it_and_another_takes_it(self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
        file = clinic.folder / "carried.zip"
        assert clinic.run("feed", "export", file).code == 0
        monkeypatch.setenv("SAFECHECK_DATA", str(clinic.folder / "other"))
        clinic.host.asked.clear()
        assert clinic.run("feed", "import", file).code == NOT_DONE  # it trusts nobody yet
        clinic.add()
        assert clinic.run("feed", "verify", file).code == 0
        assert clinic.run("feed", "import", file).code == UPDATED
        assert clinic.run("feed", "import", file).code == CURRENT
        assert "brought as a file and is signed" in clinic.used()
        assert clinic.host.asked == []

    def test_an_older_one_changes_nothing(self, clinic: Clinic) -> None:
        old = clinic.publisher.bundle()
        clinic.publisher.publish(a_list(2))
        assert clinic.update().code == UPDATED
        code, said = self.bring(clinic, old)
        assert code == CURRENT
        assert "is older than what was here" in said
        assert clinic.used().startswith(f"With list {BIG + 2} ")

    def test_one_that_ran_out_but_is_newer_is_taken_and_said_to_be_old(
        self, fresh: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = Publisher(datetime.now(UTC) - timedelta(days=120))
        old.publish(a_list(1))
        fresh.add(old)
        code, said = self.bring(fresh, old.bundle())
        assert code == UPDATED
        assert "signature of this list ran out" in said
        report = fresh.run("scan", "--demo", "--now", datetime.now(UTC).isoformat()).out
        assert f"With list {BIG + 1} " in report
        assert "The list was 120 days old" in " ".join(report.split())

    def test_one_that_a_machine_still_stamps_after_people_stopped_to_sign_is_taken_too(self, fresh: Clinic) -> None:
        publisher = Publisher(datetime.now(UTC).replace(microsecond=0) - timedelta(days=400))
        publisher.publish(a_list(1))
        publisher.now += timedelta(days=400)
        publisher.snapshot()
        publisher.stamp()
        fresh.add(publisher)
        code, said = self.bring(fresh, publisher.bundle())
        assert code == UPDATED
        assert "signature of this list ran out" in said

    def test_one_that_ran_out_is_held_against_signatures_all_the_same(self, clinic: Clinic) -> None:
        clinic.publisher.publish(a_list(2), days=-1, signers=clinic.publisher.keys["targets"][:1])
        assert self.bring(clinic, clinic.publisher.bundle())[0] == REFUSED

    def test_one_with_a_shrunk_list_is_refused_and_with_a_signed_reason_taken(self, clinic: Clinic) -> None:
        clinic.publisher.publish(fewer(2))
        assert self.bring(clinic, clinic.publisher.bundle())[0] == REFUSED
        clinic.publisher.publish(fewer(3), custom={"x-shrunk": "because I say so"})
        assert self.bring(clinic, clinic.publisher.bundle())[0] == REFUSED
        clinic.publisher.publish(fewer(4), custom={"x-shrunk": "outdated"})
        assert self.bring(clinic, clinic.publisher.bundle())[0] == UPDATED

    @pytest.mark.parametrize("spoil", ["changed", "no list", "no stamp", "text", "empty", "missing"])
    def test_a_damaged_one_is_refused(self, clinic: Clinic, spoil: str) -> None:
        clinic.publisher.publish(a_list(2))
        members = clinic.publisher.members()
        match spoil:
            case "changed":
                members[LIST] = members[LIST].replace(b"com.", b"con.", 1)
            case "no list":
                del members[LIST]
            case "no stamp":
                del members["timestamp.json"]
            case _:
                pass
        data = {"text": b"hello", "empty": b""}.get(spoil, bundle.encode(members))
        if spoil == "missing":
            assert clinic.run("feed", "import", clinic.folder / "nowhere").code == NOT_DONE
        else:
            code, said = self.bring(clinic, data)
            assert (code, "The file" in said, "network" in said) == (REFUSED, True, False)
        assert clinic.used().startswith(f"With list {BIG + 1} ")

    @pytest.mark.parametrize(
        "make",
        [
            lambda archive: archive.writestr("../../outside.json", "x"),
            lambda archive: archive.writestr("/etc/outside.json", "x"),
            lambda archive: archive.writestr("timestamp.json/../../outside", "x"),
            lambda archive: archive.writestr("timestamp.json", b" " * 100_000_000, zipfile.ZIP_DEFLATED),
            lambda archive: [archive.writestr(f"{n}.root.json", b" ") for n in range(1, 100)],
            lambda archive: archive.writestr(LIST, b" " * 9_000_000),
            lambda archive: archive.writestr("x" * 60_000, b""),
        ],
        ids=["up", "absolute", "up inside", "bomb", "many", "large", "long name"],
    )
    def test_a_hostile_archive_is_refused_and_writes_nothing_outside(
        self, clinic: Clinic, make: Callable[[zipfile.ZipFile], object]
    ) -> None:
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w") as archive:
            make(archive)
        before = sorted(clinic.folder.parent.rglob("*"))
        code, _ = self.bring(clinic, whole.getvalue())
        assert code == REFUSED
        after = sorted(clinic.folder.parent.rglob("*"))
        assert set(after) - set(before) <= {clinic.folder / "list.zip"}

    def test_the_same_member_twice_is_refused(self, clinic: Clinic) -> None:
        whole = io.BytesIO(clinic.publisher.bundle())
        with zipfile.ZipFile(whole, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("timestamp.json", b"{}")
        assert self.bring(clinic, whole.getvalue())[0] == REFUSED

    def test_members_that_share_their_bytes_are_no_more_than_they_are_large(self, clinic: Clinic) -> None:
        assert self.bring(clinic, _overlapping(200, 1_000_000))[0] == REFUSED


def _overlapping(count: int, size: int) -> bytes:
    """Make an archive whose index names the same bytes many times."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("timestamp.json", b" " * size)
        entry = archive.filelist[0]
        archive.filelist += [entry] * (count - 1)
    return whole.getvalue()


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize(
    ("days", "said", "unsaid"),
    [
        (30, "age in days: 30", "Newer apps may be missing"),
        (31, "This list was 31 days old. Newer apps may be missing", "much may be missing"),
        (91, "The list was 91 days old. Apps that are newer cannot be on it", "OVER A YEAR"),
        (366, "THE LIST WAS OVER A YEAR OLD (366 days)", "cannot be on it"),
    ],
)
def test_every_report_says_how_old_the_list_is_and_none_is_refused(
    fresh: Clinic, form: str, days: int, said: str, unsaid: str
) -> None:
    made = load.load_list().signatures.listed.issued
    now = datetime(made.year, made.month, made.day, 12, tzinfo=UTC) + timedelta(days=days)
    done = fresh.run("scan", "--demo", "-f", form, "--now", now.isoformat())
    report = " ".join(re.sub(r"<[^>]*>", " ", done.out).split())
    assert done.code == 10
    assert said in report
    assert unsaid not in report


def test_the_report_for_programs_says_the_days(fresh: Clinic) -> None:
    made = load.load_list().signatures.listed.issued
    now = datetime(made.year, made.month, made.day, 12, tzinfo=UTC) + timedelta(days=366)
    done = fresh.run("scan", "--demo", "-f", "json", "--now", now.isoformat())
    assert msgspec.json.decode(done.out)["list"]["age_days"] == 366


class TestBack:
    """Going back to the list before is a choice that holds until there is something newer."""

    def test_it_holds_until_a_newer_list_comes(self, clinic: Clinic) -> None:
        clinic.publisher.publish(a_list(2))
        assert clinic.update().code == UPDATED
        assert clinic.run("feed", "rollback").code == 0
        assert clinic.used().startswith(f"With list {BIG + 1} ")
        assert clinic.update().code == CURRENT
        clinic.publisher.stamp()
        assert clinic.update().code == CURRENT
        assert clinic.used().startswith(f"With list {BIG + 1} ")
        clinic.publisher.publish(a_list(3))
        assert clinic.update().code == UPDATED
        assert clinic.used().startswith(f"With list {BIG + 3} ")

    def test_there_is_nothing_before_the_first(self, clinic: Clinic) -> None:
        assert clinic.run("feed", "rollback").code == NOT_DONE

    def test_what_was_left_is_still_the_oldest_that_is_taken(self, clinic: Clinic) -> None:
        import copy

        old = copy.copy(clinic.host.files)
        clinic.publisher.publish(a_list(2))
        assert clinic.update().code == UPDATED
        clinic.run("feed", "rollback")
        clinic.host.files = old
        assert clinic.update().code == REFUSED


_DYING = """
    import os, sys
    left = int(sys.argv.pop(1))
    real = os.replace

    def replace(*arguments, **more):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return real(*arguments, **more)

    os.replace = replace
    from safecheck.cli import run
    run()
"""


class TestFolder:
    """The folder is cut off, busy, read-only or full."""

    @staticmethod
    def dying(clinic: Clinic, at: int) -> int:
        """Update in a process that ends before its rename number `at`."""
        return subprocess.run(
            [sys.executable, "-c", textwrap.dedent(_DYING), str(at), "update", "--yes"],
            env=environment(REQUESTS_CA_BUNDLE=str(clinic.host.authority)),
            capture_output=True,
            timeout=60,
            check=False,
        ).returncode

    def test_an_update_that_dies_before_any_of_its_renames_leaves_a_whole_list(self, clinic: Clinic) -> None:
        clinic.publisher.publish(a_list(2))
        at = 0
        while (code := self.dying(clinic, at := at + 1)) == 9:
            used = load.load_list()
            assert (used.signatures.listed.version, used.origin.notes) == (BIG + 1, ())
        assert code == UPDATED
        assert at >= 5  # it died before the metadata, the list, and the switch
        assert load.load_list().signatures.listed.version == BIG + 2
        assert not [*place.folder().glob(".*"), *(place.folder() / "lists").glob(".*")]

    def test_two_updates_at_once_do_not_meet(self, clinic: Clinic) -> None:
        with state.alone(place.folder()):
            done = clinic.update()
        assert done.code == NOT_DONE
        assert "Another update is at work" in done.err
        clinic.publisher.publish(a_list(2))
        command = [sys.executable, "-m", "safecheck", "update"]
        more = environment(REQUESTS_CA_BUNDLE=str(clinic.host.authority))
        both = [subprocess.Popen(command, env=more, stderr=subprocess.DEVNULL) for _ in range(2)]
        codes = sorted(process.wait(60) for process in both)
        assert codes in ([UPDATED, CURRENT], [UPDATED, NOT_DONE])
        assert clinic.used().startswith(f"With list {BIG + 2} ")

    def test_a_scan_during_an_update_is_not_held_up(self, clinic: Clinic) -> None:
        with state.alone(place.folder()):
            assert clinic.used().startswith(f"With list {BIG + 1} ")

    def test_a_folder_that_cannot_be_written_keeps_the_list(self, clinic: Clinic) -> None:
        clinic.publisher.publish(a_list(2))
        with _disk(place.folder(), "ro"):
            done = clinic.update()
            assert done.code == NOT_DONE
            assert "could not be kept" in done.err
            assert clinic.used().startswith(f"With list {BIG + 1} ")

    def test_a_full_disk_keeps_the_list(self, clinic: Clinic) -> None:
        room = sum(file.stat().st_size for file in place.folder().rglob("*") if file.is_file())
        clinic.publisher.publish(a_list(2))
        with _disk(place.folder(), f"size={room + 24_000}"):
            done = clinic.update()
            assert done.code == NOT_DONE
            assert "No space left" in " ".join(done.err.split())
            assert clinic.used().startswith(f"With list {BIG + 1} ")

    def test_a_folder_that_cannot_be_made_is_said(self, fresh: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
        (fresh.folder / "file").write_bytes(b"")
        monkeypatch.setenv("SAFECHECK_DATA", str(fresh.folder / "file" / "data"))
        assert fresh.add().code == NOT_DONE
        assert "came with safecheck" in fresh.used()

    def test_it_is_its_owners_only(self, clinic: Clinic) -> None:
        assert place.folder().stat().st_mode & 0o777 == 0o700
        assert all(file.stat().st_mode & 0o077 == 0 for file in _lists())

    def test_where_nothing_came_of_it_no_trace_is_left(self, fresh: Clinic) -> None:
        for command in (
            ("feed", "import", fresh.folder / "x"),
            ("feed", "rollback"),
            ("feed", "remove", "--yes"),
            ("update",),
        ):
            fresh.run(*command)
            assert not place.folder().exists()

    def test_its_name_says_nothing_and_is_told(self, monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
        assert str(place.folder()) in clinic.run("feed", "status").err.replace("\n", "") + clinic.update().err.replace(
            "\n", ""
        )
        monkeypatch.delenv("SAFECHECK_DATA")
        assert place.folder().name == "checklists"


@contextmanager
def _disk(folder: Path, options: str) -> Iterator[None]:
    """Have the folder on a small or read-only disk while the block runs; skips where that is not allowed."""
    files = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options.replace("ro", "rw"), "tmpfs", folder], check=False, capture_output=True
    ).returncode:
        pytest.skip("only root may put a disk somewhere")
    try:
        for name, data in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
        if options == "ro":
            subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
