"""An organisation's own list: read whole or refused with line and reason, and never more than an addition."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck import canary, catalogue, formats, own_list
from safecheck.errors import ExitCode, SafecheckError
from safecheck.model import Check, Found, Report
from tests.loose import ROOT
from tests.scripted import ScriptedPhone, healthy
from tests.station import safecheck
from tests.test_engine import report_on

_OWN = """\
name = "Clinic of Exampletown"
schema = 1
version = 2026112101
issued = 2026-11-21

[sources.clinic]
name = "What we saw ourselves"
date = 2026-11-21
credit = "Seen at the clinic"

[[families]]
id = "examplespy"
name = "ExampleSpy"
class = "watchware"

[[families.facts]]
source = "clinic"
grade = "C"
packages = ["org.examplespy.app", "com.thetruth"]
cert_sha1 = ["0123456789ABCDEF0123456789ABCDEF01234567"]
"""
_LABEL = catalogue.load_words().labels["own-family"]
_APPS = {"android": True, "com.android.settings": True, "com.whatsapp": False}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write the list as a clinic would."""
    path = tmp_path / "own.toml"
    path.write_text(_OWN, "utf-8")
    return path


def _findings(report: Report) -> dict[str, tuple[str, str]]:
    (outcome,) = (judgement.outcome for judgement in report.judgements if judgement.check == "known-app")
    assert isinstance(outcome, Found)
    return {finding.subject: (finding.title, finding.severity) for finding in outcome.findings}


def test_its_families_are_found_and_say_where_they_come_from(loaded: catalogue.LoadedList, file: Path) -> None:
    both = own_list.add(loaded, file, _LABEL)
    phone = ScriptedPhone(healthy(apps={**_APPS, "org.examplespy.app": False}))
    title, severity = _findings(report_on(phone, both))["org.examplespy.app"]
    assert "ExampleSpy (from the list “Clinic of Exampletown”)" in title
    assert severity == "ask"
    (family,) = both.signatures.families_of_certificate("0123456789abcdef0123456789abcdef01234567")
    assert family.id == "examplespy"


def test_it_cannot_lower_what_the_shipped_list_says(loaded: catalogue.LoadedList, file: Path) -> None:
    phone = ScriptedPhone(healthy(apps={**_APPS, "com.thetruth": False}))
    title, severity = _findings(report_on(phone, own_list.add(loaded, file, _LABEL)))["com.thetruth"]
    assert severity == "act"
    assert "TheTruthSpy / ExampleSpy" in title


def test_all_that_ships_stays(
    loaded: catalogue.LoadedList, file: Path, checks: tuple[Check, ...], words: catalogue.Words
) -> None:
    both = own_list.add(loaded, file, _LABEL).signatures
    assert both.listed is loaded.signatures.listed
    for name in loaded.signatures.listed.packages:
        assert set(loaded.signatures.families_of(name)) <= set(both.families_of(name))
    canary.prove(checks, both, words)


@pytest.mark.parametrize("form", formats.names())
def test_every_report_names_the_list(
    loaded: catalogue.LoadedList, file: Path, words: catalogue.Words, form: str
) -> None:
    report = report_on(ScriptedPhone(healthy(apps=_APPS)), own_list.add(loaded, file, _LABEL))
    text = " ".join(formats.renderer(form)(report, words, formats.Reader.PERSON).split())
    assert "Clinic of Exampletown" in text
    assert "2026112101" in text
    assert "Seen at the clinic" in text
    assert report.list.own is not None
    assert (report.list.own.families, report.list.own.packages) == (1, 2)
    assert report.list.packages == len(loaded.signatures.listed.packages)


def test_it_may_be_json(loaded: catalogue.LoadedList, tmp_path: Path) -> None:
    import tomllib

    path = tmp_path / "own.json"
    path.write_text(json.dumps(tomllib.loads(_OWN), default=str), "utf-8")
    assert own_list.add(loaded, path, _LABEL).signatures.families_of("org.examplespy.app")


def test_an_editor_may_put_a_mark_before_the_text_and_end_lines_as_windows_does(
    loaded: catalogue.LoadedList, file: Path
) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + _OWN.replace("\n", "\r\n").encode())
    assert own_list.add(loaded, file, _LABEL).signatures.families_of("org.examplespy.app")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('class = "watchware"', 'class = "bad"', "line 14: Invalid enum value 'bad'"),
        ('grade = "C"', 'note = "C"', "line 18: Object contains unknown field `note`"),
        ('grade = "C"\n', "", "line 11: Object missing required field `grade`"),
        ("schema = 1", "schema = 2", "it has form 2, this safecheck reads form 1"),
        ("schema = 1", "schema = ", "(at line 2"),
        ('source = "clinic"', 'source = "clinc"', "line 17: no such source: clinc"),
        ('"com.thetruth"', '"com.whatsapp"', "line 19: everybody has this app: com.whatsapp"),
        ('"com.thetruth"', '"com.thetruth*"', "line 19: no whole name of an app: com.thetruth*"),
        ('"com.thetruth"', '"com.android.x"', "line 19: com.android.x is in a maker's name space"),
        ("0123456789ABCDEF0123456789ABCDEF01234567", "61ED377E85D386A8DFEE6B864BD85B0BFAA5AF81", "line 20: a key that anyone"),
        ('id = "examplespy"', 'id = "thetruthspy"', "line 12: thetruthspy is the id of a family of the shipped list"),
        ('name = "Clinic of Exampletown"', 'name = ""', "it has no name, or no family"),
        ("Clinic of Exampletown", "Clinic \\u202e", "characters that cannot be shown"),
        ("Seen at the clinic", "ask@example.org", "line 9: somebody's private data"),
        (_OWN[_OWN.index("[[families]]") :], "", "missing required field `families`"),
        (_OWN, "[" * 40_000, ""),
        (_OWN, "", "missing required field"),
        (_OWN, "\0", "line 1"),
    ],
)  # fmt: skip
def test_a_broken_list_is_refused_whole_with_line_and_reason(
    loaded: catalogue.LoadedList, file: Path, old: str, new: str, why: str
) -> None:
    assert old in _OWN
    file.write_text(_OWN.replace(old, new, 1), "utf-8")
    with pytest.raises(SafecheckError) as error:
        own_list.add(loaded, file, _LABEL)
    assert error.value.id == "own-list-broken"
    assert why in error.value.blanks["why"]


@given(data=st.binary(max_size=200), ending=st.sampled_from([".toml", ".json"]))
def test_any_other_file_is_refused(
    loaded: catalogue.LoadedList, tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"own{ending}"
    path.write_bytes(data)
    with pytest.raises(SafecheckError, match="own-list-broken"):
        own_list.add(loaded, path, _LABEL)


def test_a_file_that_is_none_or_too_large_is_refused(loaded: catalogue.LoadedList, tmp_path: Path) -> None:
    for path in (tmp_path / "absent.toml", tmp_path):
        with pytest.raises(SafecheckError, match="own-list-broken"):
            own_list.add(loaded, path, _LABEL)
    (tmp_path / "large.toml").write_bytes(b"#" * (5 * 1024 * 1024))
    with pytest.raises(SafecheckError) as error:
        own_list.add(loaded, tmp_path / "large.toml", _LABEL)
    assert "too large" in error.value.blanks["why"]


def test_the_example_of_the_readme_works(loaded: catalogue.LoadedList, tmp_path: Path) -> None:
    text = (ROOT / "signatures" / "README.md").read_text("utf-8")
    example = text[text.index("## A list of your own") :].split("```toml\n")[1].split("```")[0]
    (tmp_path / "own.toml").write_text(example, "utf-8")
    assert own_list.add(loaded, tmp_path / "own.toml", _LABEL).signatures.families_of("org.exampletown.tracker")


def test_the_command_line_uses_it_or_says_what_is_wrong(file: Path) -> None:
    done = safecheck("scan", "--demo", "--signatures", str(file))
    assert done.returncode == ExitCode.FOUND
    assert "And with the list “Clinic of Exampletown”" in " ".join(done.stdout.split())
    file.write_text(_OWN.replace('"C"', '"D"'), "utf-8")
    done = safecheck("scan", "--demo", "--signatures", str(file))
    assert (done.returncode, done.stdout) == (ExitCode.NOT_CHECKED, "")
    assert "line 18: Invalid enum value 'D'" in " ".join(done.stderr.split())
