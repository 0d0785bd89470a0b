"""The shipped list: every mark is found by its index, and every name by a whole scan, in every form of the report."""

import re
from collections import Counter

import pytest

from safecheck import catalogue, formats
from safecheck.model import Facts, Family, FamilyClass, Found, MarkKind, Report, Signatures, Strength
from tests.scripted import ScriptedPhone, healthy
from tests.test_engine import report_on

_BASE = {"android": True, "com.android.settings": True, "com.whatsapp": False}


@pytest.fixture(scope="module")
def whole() -> Signatures:
    """The list with the hashes of APKs."""
    return catalogue.load_signatures(with_samples=True).signatures


def _marks(signatures: Signatures) -> list[tuple[Family, Facts]]:
    return [(family, facts) for family in signatures.listed.families for facts in family.facts]


def test_every_listed_mark_names_its_family(whole: Signatures) -> None:
    for family, facts in _marks(whole):
        for name in facts.packages:
            assert family in whole.families_of(name)
        for digest in (*facts.cert_sha1, *facts.cert_sha256):
            assert family in whole.families_of_certificate(digest)
        for name in facts.components:
            assert whole.families_of_component(name) == (family,)
    assert whole.samples is not None
    for id_, digests in whole.samples.samples.items():
        for digest in digests:
            assert [family.id for family in whole.families_of_apk(digest)] == [id_]


def test_only_what_is_meant_to_be_shared_names_two_families(whole: Signatures) -> None:
    names = Counter(name for family, facts in _marks(whole) for name in facts.packages)
    digests = Counter(digest for family, facts in _marks(whole) for digest in (*facts.cert_sha1, *facts.cert_sha256))
    assert sorted(name for name, count in names.items() if count > 1) == sorted(whole.listed.shared_packages)
    assert sorted(name for name, count in digests.items() if count > 1) == sorted(whole.listed.shared_certificates)
    assert {f.id for f in whole.families_of("com.spyzee")} == {"cocospy", "thetruthspy"}
    assert {f.id for f in whole.families_of_certificate("8C017FDB2A81807EC879A8E30F4AB05D5CA02034")} == {
        "easyphonetrack",
        "spyphoneapp",
    }


@pytest.mark.parametrize("write", [str.lower, lambda hex_: ":".join(re.findall("..", hex_))], ids=["lower", "colons"])
def test_a_digest_is_found_however_it_is_written(whole: Signatures, write: type[str]) -> None:
    family, facts = next((family, facts) for family, facts in _marks(whole) if facts.cert_sha1)
    assert family in whole.families_of_certificate(write(facts.cert_sha1[0]))


def test_what_is_only_alike_is_not_found(whole: Signatures) -> None:
    for _, facts in _marks(whole):
        for name in facts.packages:
            for other in (name + ".x", "x." + name, name[:-1], name.upper()):
                assert not set(whole.families_of(other)) - {
                    family for family, group in _marks(whole) if other in group.packages
                }
    assert not whole.families_of("")
    assert not whole.families_of_certificate("")
    assert not whole.families_of_component("com.carriez.flutter_hbb")
    assert not whole.families_of_apk("")


def test_without_samples_no_file_is_known(loaded: catalogue.LoadedList, whole: Signatures) -> None:
    assert whole.samples is not None
    digest = next(iter(whole.samples.samples.values()))[0]
    assert whole.families_of_apk(digest)
    assert not loaded.signatures.families_of_apk(digest)


def test_there_is_something_of_every_class_and_of_every_kind(whole: Signatures) -> None:
    assert {family.kind for family in whole.listed.families} == set(FamilyClass)
    marks = [mark for _, facts in _marks(whole) for mark in facts.computer]
    assert {mark.kind for mark in marks} == set(MarkKind)
    assert {mark.strength for mark in marks} == set(Strength)


@pytest.fixture(scope="module")
def everything(loaded: catalogue.LoadedList) -> Report:
    """What is said of a phone that has every listed app."""
    apps = {**_BASE, **dict.fromkeys(sorted(loaded.signatures.listed.packages), False)}
    return report_on(ScriptedPhone(healthy(apps=apps)), loaded)


@pytest.mark.parametrize("form", formats.names())
def test_every_listed_name_stands_in_the_report(
    everything: Report, loaded: catalogue.LoadedList, words: catalogue.Words, form: str
) -> None:
    text = formats.renderer(form)(everything, words, formats.Reader.PERSON)
    assert loaded.signatures.listed.packages <= set(re.findall(r"\w+(?:\.\w+)+", text))


def test_every_listed_name_is_a_finding_that_names_its_families(
    everything: Report, loaded: catalogue.LoadedList
) -> None:
    (outcome,) = (judgement.outcome for judgement in everything.judgements if judgement.check == "known-app")
    assert isinstance(outcome, Found)
    titles = {finding.subject: finding.title for finding in outcome.findings}
    assert titles.keys() == loaded.signatures.listed.packages
    for name, title in titles.items():
        for family in loaded.signatures.families_of(name):
            assert family.name in title
