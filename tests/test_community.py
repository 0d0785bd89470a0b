"""The public source: whatever is in it, nothing ordinary is named, nothing known is lost, and nothing crashes."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from safecheck import catalogue, gates
from safecheck.errors import UpdateCode
from safecheck.feed import community, content, echap, place
from safecheck.feed.community import Overlay
from safecheck.feed.refusal import Reason, Refused
from safecheck.model import FamilyClass, SignatureList
from tests.clinic import Clinic, Done
from tests.conftest import SHARED
from tests.feedhost import Handler

Run = Callable[[Any], Done]  # a file, or what misbehaves in its place

BASELINE = catalogue.load_signatures().signatures.listed
_KNOWN = sorted(str(value) for field, value in content.marks(BASELINE, "echap") if field == "packages")
PUBLIC_KEY = "61ED377E85D386A8DFEE6B864BD85B0BFAA5AF81"


def _upstream(*more: dict[str, Any]) -> bytes:
    """Write a file as the source does, with all that the shipped list knows of it, made-up entries besides."""
    entries: list[dict[str, Any]] = [
        {
            "name": family.name,
            "type": "stalkerware",
            "packages": [name for facts in family.facts if facts.source == "echap" for name in facts.packages],
            "certificates": [digest for facts in family.facts if facts.source == "echap" for digest in facts.cert_sha1],
        }
        for family in BASELINE.families
    ]
    return yaml.safe_dump([*entries, *more], sort_keys=False).encode()


def _merged(*more: dict[str, Any]) -> community.Merged:
    overlay = Overlay(schema=1, entries=echap.entries(_upstream(*more), FamilyClass.STALKERWARE))
    community.hold_size(overlay, None, BASELINE)
    return community.merge(BASELINE, overlay)


def _new(listed: SignatureList) -> set[object]:
    return {value for _, value in content.marks(listed) - content.marks(BASELINE)}


def test_what_is_new_is_added_and_what_is_known_stays_where_people_put_it() -> None:
    known = BASELINE.families[3]
    merged = _merged(
        {"name": "Newcomer", "type": "stalkerware", "packages": ["com.newcomer.tracker"], "certificates": ["ab" * 20]},
        {"name": known.name.upper(), "packages": ["com.newcomer.second"]},
    )
    assert _new(merged.listed) == {"com.newcomer.tracker", "com.newcomer.second", "AB" * 20}
    assert merged.added == 3
    families = {family.id: family for family in merged.listed.families}
    assert families["newcomer"].name == "Newcomer"
    assert "com.newcomer.second" in families[known.id].facts[-1].packages
    assert families[known.id].facts[:-1] == known.facts
    assert content.marks(BASELINE) <= content.marks(merged.listed)


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "Poison", "packages": ["com.whatsapp"]},
        {"name": "Poison", "packages": ["com.google.android.something.new"]},
        {"name": "Poison", "packages": ["com.example.spy.app"]},
        {"name": "Poison", "packages": ["com.hp.zz"]},
        {"name": "Poison", "packages": ["com.*.tracker", "com.a b.tracker", "nodots", "https://x.example/tracker"]},
        {"name": "Poison", "certificates": [PUBLIC_KEY, PUBLIC_KEY.lower(), "1234", "Z" * 40]},
        {"name": "Uninstall this app right now", "packages": ["com.poison.tracker"]},
        {"name": "Call +44 20 7946 0000", "packages": ["com.poison.tracker"]},
        {"name": "\u202eevil", "packages": ["com.poison.tracker"]},
        {"name": "x" * 400, "packages": ["com.poison.tracker"]},
        {"name": "???", "packages": ["com.poison.tracker"]},
    ],
)
def test_what_a_person_must_look_at_first_is_passed_over(entry: dict[str, Any]) -> None:
    merged = _merged(entry)
    assert _new(merged.listed) == set()
    assert merged.passed_over > 0


def test_a_mark_that_two_products_bear_names_neither() -> None:
    merged = _merged(
        {"name": "One", "packages": ["com.shared.tracker"]}, {"name": "Two", "packages": ["com.shared.tracker"]}
    )
    assert _new(merged.listed) == set()


def test_the_class_of_the_second_file_holds() -> None:
    entries = [
        *echap.entries(b"- name: Both\n  packages:\n  - com.both.tracker\n", FamilyClass.STALKERWARE),
        *echap.entries(b"- name: Both\n  packages:\n  - com.both.tracker\n", FamilyClass.WATCHWARE),
    ]
    merged = community.merge(BASELINE, Overlay(schema=1, entries=tuple(entries)))
    assert next(family.kind for family in merged.listed.families if family.id == "both") is FamilyClass.WATCHWARE


def test_what_people_left_out_stays_out() -> None:
    merged = _merged({"name": "Whoever", "certificates": ["9B48840CBF93379410172B4B85989624D2B33D59"]})
    assert (_new(merged.listed), merged.passed_over) == (set(), 0)


@pytest.mark.parametrize("name", ["Flood", "A name that is passed over by everybody"])
def test_a_flood_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        _merged({"name": name, "packages": [f"com.flood.tracker{number}" for number in range(2000)]})
    assert refused.value.reason is Reason.FLOODED


@pytest.mark.parametrize(
    ("text", "packages"),
    [
        ("- names:\n  - Old\n  packages:\n  - com.old.tracker\n", ("com.old.tracker",)),
        ("- name: A\n  packages: com.old.tracker\n", ("com.old.tracker",)),
        ("- name: A\n  packages: ''\n", ()),
        ("- name: A\n  packages:\n", ()),
        ("- name: A\n  c2:\n  - a.example\n  website: x\n  packages: [com.old.tracker]\n", ("com.old.tracker",)),
        ("- name: A\n  c2:\n    ip: 1.2.3.4\n  packages:\n  - com.old.tracker # why\n", ("com.old.tracker",)),
        ("- name: A\n  certificate_cname_re: '[a-z]+'\n  packages:\n    x: y\n", ()),
        ("- a\n- name: A\n  packages:\n  - - com.old.tracker\n  - 7\n", ("7",)),
    ],
)
def test_every_shape_that_the_source_had_is_read(text: str, packages: tuple[str, ...]) -> None:
    (entry,) = echap.entries(text.encode(), FamilyClass.STALKERWARE)
    assert entry.packages == packages


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"just text",
        b"<html><body>Welcome</body></html>",
        b"name: A\n",
        b"- name: A\n\tpackages:\n",
        b"- 1\n- 2\n",
        b"[" * 30_000,
        b"{" * 30_000,
        b"- " * 5_000 + b"a",
        b"- &a [x]\n- *a\n",
        b"- !!python/object/apply:os.system [id]\n",
        b"- name: " + b"x" * 5_000,
        b"- name: a\n" * 60_000,
        b"x" * 2_000_000,
        b"- \x00",
    ],
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        echap.entries(data, FamilyClass.STALKERWARE)


_TEXTS = st.text(max_size=30) | st.sampled_from(
    [
        "name",
        "names",
        "packages",
        "certificates",
        "com.whatsapp",
        "com.good.tracker",
        PUBLIC_KEY,
        "android",
        *_KNOWN[:3],
    ]
)
_SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)
_ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"name": _TEXTS}, optional={"packages": st.lists(_TEXTS) | _SHAPES, "certificates": _SHAPES, "x": _SHAPES}
    )
    | _SHAPES,
    max_size=5,
)


@given(data=st.binary(max_size=400) | _ENTRIES.map(lambda shape: yaml.safe_dump(shape).encode()))
def test_any_bytes_are_refused_or_give_a_list_that_passes_every_gate(data: bytes) -> None:
    try:
        entries = echap.entries(data, FamilyClass.STALKERWARE)
        merged = community.merge(BASELINE, Overlay(schema=1, entries=entries)).listed
    except Refused:
        return
    assert list(gates.refusals(merged)) == []
    assert content.marks(BASELINE) <= content.marks(merged)
    assert not {"com.whatsapp", "android", PUBLIC_KEY} & {str(value) for _, value in content.marks(merged)}


class TestEndToEnd:
    """The command, against a host of our own: the real one is never asked by a test."""

    @pytest.fixture
    def run(self, fresh: Clinic, monkeypatch: pytest.MonkeyPatch) -> Run:
        """Update from a host that has this file."""
        monkeypatch.setattr(community, "BASE", fresh.host.url)

        def update(ioc: Any) -> Done:  # noqa: ANN401 - see Run
            fresh.host.files = {"/ioc.yaml": ioc, "/watchware.yaml": b"- name: Nothing\n"}
            return fresh.run("update", "--source", "community", "--yes")

        return update

    def test_it_is_proposed_in_words_and_used_only_when_it_is_asked_for(self, fresh: Clinic) -> None:
        done = fresh.run("update", "--yes")
        assert done.code == UpdateCode.NOT_DONE
        assert "safecheck update --source community" in " ".join(done.err.split())
        assert fresh.host.asked == []

    def test_its_names_are_used_and_every_report_says_that_nobody_vouches(self, fresh: Clinic, run: Run) -> None:
        done = run(_upstream({"name": "Newcomer", "packages": ["com.newcomer.tracker"]}))
        assert done.code == UpdateCode.UPDATED, done.err
        assert "New names and marks: 1" in " ".join(done.err.split())
        assert "List from an unsigned public source" in fresh.used()
        assert "newcomer" in fresh.run("list", "families").out
        assert run(_upstream({"name": "Newcomer", "packages": ["com.newcomer.tracker"]})).code == UpdateCode.CURRENT

    @pytest.mark.parametrize("bad", [b"", b"<html>", b"- name: A\n", _upstream()[:20_000], b"\t"])
    def test_what_is_bad_keeps_the_last_good(self, fresh: Clinic, run: Run, bad: bytes) -> None:
        assert run(_upstream({"name": "Newcomer", "packages": ["com.newcomer.tracker"]})).code == UpdateCode.UPDATED
        assert run(bad).code == UpdateCode.REFUSED
        assert "newcomer" in fresh.run("list", "families").out

    def test_a_feed_takes_its_place_and_never_the_other_way(self, fresh: Clinic, run: Run) -> None:
        assert run(_upstream({"name": "Newcomer", "packages": ["com.newcomer.tracker"]})).code == UpdateCode.UPDATED
        assert fresh.add().code == UpdateCode.UPDATED
        assert run(_upstream()).code == UpdateCode.NOT_DONE
        fresh.host.files = fresh.publisher.files
        assert fresh.update().code == UpdateCode.UPDATED
        assert "is signed" in fresh.used()
        assert len(list((place.folder() / "lists").iterdir())) == 1

    def test_its_names_never_stand_in_the_way_of_a_feed(self, fresh: Clinic, run: Run) -> None:
        many = {"name": "Newcomer", "packages": [f"com.newcomer.tracker{number}" for number in range(800)]}
        assert run(_upstream(many)).code == UpdateCode.UPDATED
        assert fresh.add().code == UpdateCode.UPDATED
        fresh.host.files = fresh.publisher.files
        assert fresh.update().code == UpdateCode.UPDATED
        assert "is signed" in fresh.used()

    def test_a_file_that_never_ends_is_not_read_to_its_end(self, fresh: Clinic, run: Run) -> None:
        sent = 0

        def pour(to: Handler) -> None:
            nonlocal sent
            to.send_response(200)
            to.end_headers()
            while sent < 300_000_000:
                sent += to.wfile.write(b"- name: A\n" * 6_000)

        assert run(pour).code == UpdateCode.REFUSED
        assert sent < 30_000_000
        assert "came with safecheck" in fresh.used()

    def test_what_somebody_changed_on_disk_is_not_used(self, fresh: Clinic, run: Run) -> None:
        assert run(_upstream({"name": "Newcomer", "packages": ["com.newcomer.tracker"]})).code == UpdateCode.UPDATED
        (file,) = (place.folder() / "lists").iterdir()
        file.write_bytes(file.read_bytes().replace(b"com.newcomer.tracker", b"com.newcomer.trackes"))
        used = fresh.used()
        assert "came with safecheck" in used
        assert "it was changed, on the way" in used


_REAL = SHARED / "indicators"


@pytest.mark.skipif(not _REAL.is_dir(), reason="the source is not here")
def test_the_source_as_it_is_adds_nothing_that_people_did_not_list_already() -> None:
    entries = tuple(
        entry for name, kind in community.FILES.items() for entry in echap.entries((_REAL / name).read_bytes(), kind)
    )
    overlay = Overlay(schema=1, entries=entries)
    community.hold_size(overlay, None, BASELINE)
    merged = community.merge(BASELINE, overlay)
    assert _new(merged.listed) == set()
    assert (len(entries), merged.passed_over) == (174, 0)
    assert merged.withdrawn < 100  # marks that the shipped list has from the table of samples
