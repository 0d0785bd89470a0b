"""Every way that we know to fake, empty, hold back or roll back a list: each is refused, and the next scan is proved."""

import copy
import gzip
import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.signer import CryptoSigner

from safecheck import canary, catalogue
from safecheck.errors import SafecheckError, UpdateCode
from safecheck.feed import clock, community, load, place, state, update
from safecheck.feed.fetch import Line
from safecheck.feed.refusal import Reason, Refused
from tests.clinic import Clinic
from tests.feedhost import Handler
from tests.publisher import BIG, SHIPPED, Publisher, a_list, fewer, with_families, with_family
from tests.test_community import _upstream as as_upstream

UPDATED, CURRENT, KEPT, REFUSED = UpdateCode.UPDATED, UpdateCode.CURRENT, UpdateCode.KEPT, UpdateCode.REFUSED


FIRST = f"With list {BIG + 1} "


def test_a_first_update_is_used_by_the_next_scan_and_named(clinic: Clinic) -> None:
    used = clinic.used()
    assert used.startswith(FIRST)
    assert "fetched from 127.0.0.1 and is signed" in used
    assert f"confirmed on {clinic.publisher.now.date()}" in used


def test_what_is_sent_names_nobody(clinic: Clinic) -> None:
    for _, headers in clinic.host.asked:
        assert headers["User-Agent"] == "Mozilla/5.0"
        assert headers["Accept-Encoding"] == "identity"
        assert set(headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_no_change_asks_for_two_files(clinic: Clinic) -> None:
    clinic.host.asked.clear()
    assert clinic.update().code == CURRENT
    assert [path for path, _ in clinic.host.asked] == ["/metadata/2.root.json", "/metadata/timestamp.json"]


def test_vouching_anew_for_the_same_list_makes_it_fresh_again(clinic: Clinic) -> None:
    clinic.publisher.now += timedelta(minutes=1)
    clinic.publisher.stamp()
    clinic.host.asked.clear()
    assert clinic.update().code == CURRENT
    assert not [path for path, _ in clinic.host.asked if path.startswith("/targets/")]
    assert state.load(place.folder()).lists[0].confirmed == clinic.publisher.now
    assert clinic.used().startswith(FIRST)


def test_new_lists_are_taken_and_three_are_kept(clinic: Clinic) -> None:
    for number in range(2, 6):
        clinic.publisher.publish(a_list(number))
        assert clinic.update().code == UPDATED
        assert clinic.used().startswith(f"With list {BIG + number} ")
    assert [kept.version - BIG for kept in state.load(place.folder()).lists] == [5, 4, 3]
    assert len(list((place.folder() / "lists").iterdir())) == 3


def test_keys_are_changed_and_lost(clinic: Clinic) -> None:
    publisher = clinic.publisher
    publisher.root({"targets": [CryptoSigner.generate_ed25519() for _ in range(3)]})
    publisher.root({"root": [CryptoSigner.generate_ed25519() for _ in range(3)]})
    publisher.root({role: [CryptoSigner.generate_ed25519()] for role in ("snapshot", "timestamp")})
    publisher.publish(a_list(2))
    assert clinic.update().code == UPDATED
    assert clinic.used().startswith(f"With list {BIG + 2} ")
    assert clinic.run("feed", "verify").code == 0
    assert clinic.update().code == CURRENT


# What a host can answer, or somebody on the way in its place. Each gets the clinic's host, and the files of a newer
# list that is signed as it should be.


def _rollback(clinic: Clinic) -> None:
    files = copy.copy(clinic.host.files)
    clinic.publisher.publish(a_list(2))
    assert clinic.update().code == UPDATED
    clinic.host.files = files


def _expired(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), days=-1)


def _mixed(clinic: Clinic) -> None:
    old = clinic.publisher.files["/metadata/1.snapshot.json"]
    clinic.publisher.publish(a_list(2))
    clinic.host.files["/metadata/2.snapshot.json"] = old


def _old_targets(clinic: Clinic) -> None:
    old = clinic.publisher.files["/metadata/1.targets.json"]
    clinic.publisher.publish(a_list(2))
    clinic.host.files["/metadata/2.targets.json"] = old


def _list_path(clinic: Clinic) -> str:
    clinic.publisher.publish(a_list(2))
    return next(path for path, data in clinic.publisher.files.items() if data == clinic.publisher.listed)


def _changed(clinic: Clinic) -> None:
    path = _list_path(clinic)
    data = clinic.publisher.listed
    clinic.host.files[path] = data.replace(b"com.", b"con.", 1)


def _cut(clinic: Clinic) -> None:
    path, data = _list_path(clinic), clinic.publisher.listed
    clinic.host.files[path] = data[:-100]


def _hung_up(clinic: Clinic) -> None:
    path, data = _list_path(clinic), clinic.publisher.listed
    clinic.host.files[path] = lambda to: to.answer(data[:-100], length=len(data))


def _oversized(clinic: Clinic) -> None:
    path, data = _list_path(clinic), clinic.publisher.listed
    clinic.host.files[path] = data + b" " * 1000


def _pour(to: Handler) -> None:
    to.send_response(200)
    to.end_headers()
    piece = b" " * 65536
    for _ in range(10_000):
        to.wfile.write(piece)


def _endless(clinic: Clinic) -> None:
    clinic.host.files[_list_path(clinic)] = _pour


def _endless_stamp(clinic: Clinic) -> None:
    clinic.host.files["/metadata/timestamp.json"] = _pour


def _bomb(clinic: Clinic) -> None:
    body = gzip.compress(b" " * 50_000_000)
    clinic.host.files[_list_path(clinic)] = lambda to: to.answer(body, Content_Encoding="gzip")


def _other_keys(clinic: Clinic) -> None:
    other = Publisher()
    other.publish(a_list(2))
    other.stamp()
    clinic.host.files = other.files


def _other_root(clinic: Clinic) -> None:
    other = Publisher()
    other.root()
    clinic.host.files = {**clinic.host.files, "/metadata/2.root.json": other.files["/metadata/2.root.json"]}


def _root_by_one(clinic: Clinic) -> None:
    publisher = clinic.publisher
    publisher.root({"targets": [CryptoSigner.generate_ed25519()]}, signers=publisher.keys["root"][:1])


def _one_of_two(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), signers=clinic.publisher.keys["targets"][:1])


def _one_twice(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), signers=clinic.publisher.keys["targets"][:1] * 2)


def _unsigned(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), signers=())


def _unsigned_stamp(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), stampers=())


def _portal(clinic: Clinic) -> None:
    page = b"<html><title>Welcome to our Wi-Fi</title></html>"
    clinic.host.files = dict.fromkeys(clinic.host.files, page) | {"/metadata/2.root.json": page}


def _redirect(clinic: Clinic) -> None:
    away = f"https://localhost:{clinic.host.port}/metadata/1.root.json"
    clinic.host.files["/metadata/timestamp.json"] = lambda to: to.answer(b"", 302, Location=away)


def _downgrade(clinic: Clinic) -> None:
    away = f"http://127.0.0.1:{clinic.host.port}/"
    clinic.host.files["/metadata/timestamp.json"] = lambda to: to.answer(b"", 302, Location=away)


def _nowhere(clinic: Clinic) -> None:
    clinic.host.files["/metadata/timestamp.json"] = lambda to: to.answer(b"", 302, Location="https://[::1/")


def _loop(clinic: Clinic) -> None:
    path = "/metadata/timestamp.json"
    clinic.host.files[path] = lambda to: to.answer(b"", 302, Location=path)


def _not_modified(clinic: Clinic) -> None:
    clinic.host.files["/metadata/timestamp.json"] = lambda to: to.answer(b"", 304)


def _trouble(clinic: Clinic) -> None:
    clinic.host.files["/metadata/timestamp.json"] = lambda to: to.answer(b"", 503)


def _nothing_there(clinic: Clinic) -> None:
    clinic.host.files = {}


def _empty(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2, families=[]))


def _fewer(clinic: Clinic) -> None:
    clinic.publisher.publish(fewer())


def _without(clinic: Clinic, unwanted: Callable[[dict[str, Any]], bool]) -> None:
    clinic.publisher.publish(with_families([family for family in SHIPPED["families"] if not unwanted(family)]))


def _without_a_class(clinic: Clinic) -> None:
    _without(clinic, lambda family: family["class"] == "dual-use")


def _without_a_source(clinic: Clinic) -> None:
    _without(clinic, lambda family: any(facts["source"] == "rustdesk" for facts in family["facts"]))


def _swapped(clinic: Clinic) -> None:
    families = copy.deepcopy(SHIPPED["families"])
    for number, family in enumerate(families):
        for facts in family["facts"]:
            facts["packages"] = [f"{name}.not{number}" for name in facts.get("packages", [])]
            facts["components"] = ["com.poison.tracker.Service" + str(number)] if facts.get("components") else []
    clinic.publisher.publish(with_families(families))


def _everybodys(clinic: Clinic) -> None:
    clinic.publisher.publish(with_family("Poison", "com.whatsapp", number=2))


def _pattern(clinic: Clinic) -> None:
    clinic.publisher.publish(with_family("Poison", "com.google.*", number=2))


def _prose(clinic: Clinic) -> None:
    clinic.publisher.publish(with_family("Remove this app right now", "com.poison.tracker", number=2))


def _address(clinic: Clinic) -> None:
    clinic.publisher.publish(with_family("https://poison.example", "com.poison.tracker", number=2))


def _public_key(clinic: Clinic) -> None:
    families = copy.deepcopy(SHIPPED["families"])
    families[0]["facts"][0]["cert_sha1"] = ["61ED377E85D386A8DFEE6B864BD85B0BFAA5AF81"]
    clinic.publisher.publish(a_list(2, families=families))


def _prose_of_a_source(clinic: Clinic) -> None:
    sources = {**SHIPPED["sources"], "Call this number": SHIPPED["sources"]["echap"]}
    clinic.publisher.publish(a_list(2, sources=sources))


def _fewer_names(clinic: Clinic) -> None:
    clinic.publisher.publish(with_family("Many", *(f"com.many.tracker{number}" for number in range(300)), number=2))
    assert clinic.update().code == UPDATED
    clinic.publisher.publish(with_family("Many", "com.many.tracker1", number=3))


def _fewer_families(clinic: Clinic) -> None:
    more = [
        {
            "id": f"one{number}",
            "name": f"One{number}",
            "class": "stalkerware",
            "facts": [{"source": "echap", "grade": "B", "packages": [f"com.one.tracker{number}"]}],
        }
        for number in range(150)
    ]
    clinic.publisher.publish(a_list(2, families=[*SHIPPED["families"], *more]))
    assert clinic.update().code == UPDATED
    clinic.publisher.publish(a_list(3))


def _made_harmless(clinic: Clinic) -> None:
    families = copy.deepcopy(SHIPPED["families"])
    for family in [family for family in families if family["class"] == "stalkerware"][1:]:
        family["class"] = "managed"
    clinic.publisher.publish(a_list(2, families=families))


def _link(clinic: Clinic) -> None:
    clinic.publisher.publish(with_family("Visit help.example now", "com.poison.tracker", number=2))


def _many_names(clinic: Clinic) -> None:
    families = copy.deepcopy(SHIPPED["families"])
    families[0]["aliases"] = [f"A{number}" for number in range(60_000)]
    clinic.publisher.publish(a_list(2, families=families))


def _giant_number(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(10**30))


def _endless_number(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(10**4_000))


def _same_number(clinic: Clinic) -> None:
    clinic.publisher.publish(with_family("Another", "com.another.tracker", number=1))


def _lower_number(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(0))


def _newer_form(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2, schema=99, families="of another kind"))


def _newer_file(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), path="signatures-99.json")


def _deep(clinic: Clinic) -> None:
    clinic.publisher.publish(b'{"schema":1,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def _no_list(clinic: Clinic) -> None:
    clinic.publisher.publish(b"\x00\xff not a list")


def _no_time(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), issued="yesterday")


def _from_the_future(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), issued="2999-01-01T00:00:00+00:00")


def _before_time(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), issued="0001-01-01T00:00:00+23:59")


def _giant_number_of_a_stamp(clinic: Clinic) -> None:
    clinic.publisher.version["timestamp"] = 10**30
    clinic.publisher.publish(a_list(2))


def _after_its_root(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2), issued="2999-01-01T00:00:00+00:00", days=400_000)


def _not_asked_and_packed(clinic: Clinic) -> None:
    path = _list_path(clinic)
    body = gzip.compress(clinic.publisher.listed)
    clinic.host.files[path] = lambda to: to.answer(body)


def _small_bomb_of_json(clinic: Clinic) -> None:
    clinic.publisher.publish(b'{"schema":1,"schema":1,"version":' + b"9" * 3_000_000 + b"}")


def _no_numbers(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2).replace(b'"schema": 1', b'"schema": NaN', 1))


ATTACKS: list[tuple[Callable[[Clinic], None], UpdateCode, str]] = [
    (_rollback, REFUSED, "older than what was here"),
    (_expired, REFUSED, "its signature has run out"),
    (_mixed, REFUSED, "it was changed, on the way"),
    (_old_targets, REFUSED, "it was changed, on the way"),
    (_changed, REFUSED, "it was changed, on the way"),
    (_cut, REFUSED, "it was changed, on the way"),
    (_hung_up, KEPT, "stopped in the middle"),
    (_oversized, REFUSED, "too large"),
    (_endless, REFUSED, "too large"),
    (_endless_stamp, REFUSED, "too large"),
    (_bomb, REFUSED, "came packed"),
    (_other_keys, REFUSED, "not signed by the right keys"),
    (_other_root, REFUSED, "not signed by the right keys"),
    (_root_by_one, REFUSED, "not signed by the right keys"),
    (_one_of_two, REFUSED, "not signed by the right keys"),
    (_one_twice, REFUSED, "not signed by the right keys"),
    (_unsigned, REFUSED, "not signed by the right keys"),
    (_unsigned_stamp, REFUSED, "not signed by the right keys"),
    (_portal, REFUSED, "log-in page of a Wi-Fi"),
    (_redirect, REFUSED, "another place (localhost)"),
    (_downgrade, REFUSED, "another place"),
    (_nowhere, REFUSED, "another place"),
    (_loop, KEPT, "answer 302"),
    (_not_modified, KEPT, "answer 304"),
    (_trouble, KEPT, "answer 503"),
    (_nothing_there, KEPT, "answer 404"),
    (_empty, REFUSED, "only 0 families"),
    (_fewer, REFUSED, "marks of the list before are left"),
    (_without_a_class, REFUSED, "class “dual-use”"),
    (_without_a_source, REFUSED, "source rustdesk"),
    (_swapped, REFUSED, "marks of the list before are left"),
    (_everybodys, REFUSED, "everybody has this app: com.whatsapp"),
    (_pattern, REFUSED, "no whole name of an app"),
    (_prose, REFUSED, "no name of a product"),
    (_address, REFUSED, "no name of a product"),
    (_public_key, REFUSED, "a key that anyone can sign with"),
    (_same_number, REFUSED, "is not higher than"),
    (_lower_number, REFUSED, "is not higher than"),
    (_newer_form, REFUSED, "get a newer safecheck"),
    (_newer_file, REFUSED, "get a newer safecheck"),
    (_deep, REFUSED, ""),
    (_no_list, REFUSED, "no list, or it is damaged"),
    (_no_time, REFUSED, "no list, or it is damaged"),
    (_from_the_future, REFUSED, "no list, or it is damaged"),
    (_before_time, REFUSED, "no list, or it is damaged"),
    (_giant_number_of_a_stamp, REFUSED, "no list, or it is damaged"),
    (_after_its_root, REFUSED, "no list, or it is damaged"),
    (_fewer_names, REFUSED, "marks of the list before are left"),
    (_prose_of_a_source, REFUSED, "no id of a source"),
    (_fewer_families, REFUSED, "the list before has 407"),
    (_made_harmless, REFUSED, "marks of the list before are left"),
    (_link, REFUSED, "no name of a product"),
    (_many_names, REFUSED, "marks"),
    (_giant_number, REFUSED, "no number of a list"),
    (_endless_number, REFUSED, ""),
    (_not_asked_and_packed, REFUSED, "it was changed, on the way"),
    (_small_bomb_of_json, REFUSED, ""),
    (_no_numbers, REFUSED, "no list, or it is damaged"),
]


@pytest.mark.parametrize(("attack", "code", "why"), ATTACKS, ids=[attack.__name__[1:] for attack, *_ in ATTACKS])
def test_it_is_refused_and_the_next_scan_uses_the_last_good_list(
    clinic: Clinic, attack: Callable[[Clinic], None], code: UpdateCode, why: str
) -> None:
    attack(clinic)
    before = load.load_list()
    done = clinic.update()
    assert (done.code, why in " ".join(done.err.split())) == (code, True), done.err
    assert "Every scan works with the list that is here" in " ".join(done.err.split())
    after = load.load_list()
    assert (after.digest, after.origin) == (before.digest, before.origin)
    used = clinic.used()
    assert used.startswith(f"With list {before.signatures.listed.version} ")
    assert "is signed" in used


def test_what_a_feed_writes_of_its_sources_is_not_shown(clinic: Clinic) -> None:
    spoken = {"name": "Uninstall safecheck", "date": "2026-11-21", "url": "https://poison.example/"}
    sources = copy.deepcopy(SHIPPED["sources"])
    sources["echap"] |= {"credit": "Uninstall safecheck", "url": "https://poison.example/", "revision": "not this way"}
    sources["fresh-source"] = {**spoken, "credit": "Uninstall safecheck", "licence": "Remove it at once. Really."}
    families = copy.deepcopy(SHIPPED["families"])
    fact = {"source": "fresh-source", "grade": "B", "packages": ["com.newone.tracker"]}
    families.append({"id": "newone", "name": "Newone", "class": "stalkerware", "facts": [fact]})
    clinic.publisher.publish(a_list(2, sources=sources, families=families))
    assert clinic.update().code == UPDATED
    for command in (("scan", "--demo"), ("scan", "--demo", "-f", "json"), ("list", "sources")):
        shown = " ".join(clinic.run(*command).out.split())
        assert "fresh-source" in shown
        for word in ("Uninstall safecheck", "poison.example", "not this way", "Remove it at once"):
            assert word not in shown


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (_expired, REFUSED),
        (_endless, REFUSED),
        (_other_keys, REFUSED),
        (_portal, REFUSED),
        (_nothing_there, KEPT),
        (_empty, REFUSED),
        (_everybodys, REFUSED),
    ],
)
def test_at_a_first_update_the_shipped_list_stays(
    clinic: Clinic, attack: Callable[[Clinic], None], code: UpdateCode
) -> None:
    assert clinic.run("feed", "remove", "--yes").code == 0
    assert not place.folder().exists()
    assert clinic.add().code == UPDATED
    attack(clinic)
    assert clinic.update().code == code
    assert "came with safecheck" in clinic.used()


@pytest.mark.parametrize("source", ["feed", "community"])
def test_a_list_with_which_a_scan_would_not_pass_its_test_of_itself_is_refused(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    def fails(*_: object) -> None:
        raise SafecheckError("self-test-failed", check="known apps", why="nothing was found")

    if source == "community":
        assert clinic.run("feed", "remove", "--yes").code == 0
        monkeypatch.setattr(community, "BASE", clinic.host.url)
        clinic.host.files = {"/ioc.yaml": as_upstream(), "/watchware.yaml": b"- name: Nothing\n"}
    else:
        clinic.publisher.publish(a_list(2))
    before = load.load_list()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canary, "prove", fails)
        done = clinic.run("update", "--yes", "--source", source)
    assert (done.code, "would not see what it must see" in " ".join(done.err.split())) == (REFUSED, True)
    assert load.load_list().digest == before.digest
    assert clinic.run("update", "--yes", "--source", source).code == UPDATED


def test_a_host_with_a_certificate_of_somebody_else_is_said_to_be_one(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.publisher.publish(a_list(2))
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    done = clinic.update()
    assert done.code == REFUSED
    assert "looks into it, or the clock" in " ".join(done.err.split())
    assert clinic.used().startswith(FIRST)


def test_a_proxy_that_is_not_there_and_a_host_that_is_not_there_keep_the_list(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = "https://127.0.0.1:9"
    assert clinic.run("update", "--proxy", closed).code == KEPT
    assert clinic.run("update", "--proxy", closed.replace("https", "socks5h")).code == KEPT
    monkeypatch.setenv("HTTPS_PROXY", closed)
    done = clinic.update()
    assert done.code == KEPT
    assert "could not be reached" in " ".join(done.err.split())
    assert clinic.used().startswith(FIRST)


def test_a_host_may_lead_elsewhere_on_itself_and_to_hosts_that_were_named(clinic: Clinic) -> None:
    stamp = clinic.host.files["/metadata/timestamp.json"]
    assert isinstance(stamp, bytes)
    clinic.host.files["/elsewhere.json"] = stamp
    for away in ("/elsewhere.json", f"https://localhost:{clinic.host.port}/elsewhere.json"):
        if "localhost" in away:
            clinic.run("feed", "remove", "--yes")
            root = clinic.folder / "root.json"
            clinic.run(
                "feed", "add", clinic.host.url, "--root", root, "--fingerprint", _mark(root), "--host", "localhost"
            )
        clinic.host.files["/metadata/timestamp.json"] = lambda to, away=away: to.answer(b"", 302, Location=away)
        assert clinic.update().code in {CURRENT, UPDATED}


def _mark(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _drip(to: Handler) -> None:
    to.send_response(200)
    to.send_header("Content-Length", "100000")
    to.end_headers()
    while True:
        to.wfile.write(b" ")
        time.sleep(0.05)


def _mute(_to: Handler) -> None:
    time.sleep(5)  # then it hangs up, which is another reason


@pytest.mark.parametrize("slow", [_drip, _mute])
def test_nothing_lasts_longer_than_it_may(clinic: Clinic, slow: Callable[[Handler], None]) -> None:
    clinic.host.files["/metadata/timestamp.json"] = slow
    with pytest.raises(Refused) as refused:
        update.from_feed(place.folder(), Line(["127.0.0.1"], seconds=0.5), datetime.now(UTC), lambda _: None)
    assert refused.value.reason is Reason.SLOW


def test_a_stolen_key_of_the_machine_can_be_taken_back(clinic: Clinic) -> None:
    publisher, now = clinic.publisher, clinic.publisher.now
    publisher.now = now + timedelta(days=300)
    publisher.stamp()
    assert clinic.update().code == CURRENT
    publisher.now = now
    publisher.stamp()
    assert clinic.update().code == REFUSED  # what the stolen key signed last still holds
    for number in (2, 3):
        if number == 2:
            publisher.root({role: [CryptoSigner.generate_ed25519()] for role in ("snapshot", "timestamp")})
        publisher.publish(a_list(number))
        assert clinic.update().code == UPDATED
        assert clinic.used().startswith(f"With list {BIG + number} ")
        assert state.load(place.folder()).lists[0].confirmed == now
    publisher.root({"targets": [CryptoSigner.generate_ed25519() for _ in range(3)]})
    publisher.publish(a_list(4), days=-1)
    assert clinic.update().code == REFUSED  # other keys are no reason to take what has run out


class TestClock:
    """A clock that is wrong, or was put wrong."""

    @staticmethod
    def update(now: datetime) -> UpdateCode | Reason:
        try:
            return update.from_feed(place.folder(), Line(["127.0.0.1"]), now, lambda _: None).code
        except Refused as refused:
            return refused.reason

    def test_at_1970_the_newest_signed_time_stands_in_for_it(self, clinic: Clinic) -> None:
        past = datetime(1970, 1, 1, tzinfo=UTC)
        clinic.publisher.publish(a_list(2))
        assert self.update(past) is UPDATED
        loaded = load.load_list(past)
        assert loaded.signatures.listed.version == BIG + 2
        assert "The clock is wrong" in loaded.origin.notes[-1]

    def test_at_1970_what_ran_out_before_the_newest_signed_time_is_refused_all_the_same(self, clinic: Clinic) -> None:
        clinic.publisher.publish(a_list(2), days=-1)
        assert self.update(datetime(1970, 1, 1, tzinfo=UTC)) is Reason.EXPIRED

    def test_at_1970_and_at_a_first_update_the_shipped_list_stands_in_for_it(self, clinic: Clinic) -> None:
        shipped = catalogue.load_signatures().signatures.listed
        latest = clock.effective(datetime(1970, 1, 1, tzinfo=UTC), shipped, ())
        assert latest.date() == shipped.issued

    def test_in_2099_everything_has_run_out_and_the_list_stays(self, clinic: Clinic) -> None:
        future = datetime(2099, 1, 1, tzinfo=UTC)
        clinic.publisher.publish(a_list(2))
        assert self.update(future) is Reason.EXPIRED
        assert load.load_list(future).signatures.listed.version == BIG + 1
        assert self.update(datetime.now(UTC)) is UPDATED  # what a wrong clock said is not kept

    def test_a_day_behind_is_not_worth_a_word(self, clinic: Clinic) -> None:
        yesterday = clinic.publisher.now - timedelta(days=1)
        clinic.publisher.publish(a_list(2))
        assert self.update(yesterday) is UPDATED
        assert load.load_list(yesterday).origin.notes == ()

    def test_a_feed_that_stands_still_is_noticed_when_its_signature_runs_out(self, clinic: Clinic) -> None:
        for days, outcome in ((29, CURRENT), (31, Reason.EXPIRED)):
            assert self.update(clinic.publisher.now + timedelta(days=days)) is outcome
        assert clinic.used().startswith(FIRST)
