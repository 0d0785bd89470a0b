"""Downloads of accounts through the real entry point."""

import json
from pathlib import Path

import pytest

from tests.downloads import FOLDER
from tests.station import safecheck
from tests.test_exports_checks import HULL


def _report(*options: str) -> tuple[int, dict[str, object]]:
    done = safecheck("accounts", "-f", "json", "--no-ask", *options)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def _found(report: dict[str, object]) -> dict[str, str]:
    judgements: list[dict[str, object]] = report["judgements"]  # type: ignore[assignment]
    return {
        finding["subject"]: finding["severity"]
        for judgement in judgements
        for finding in judgement["outcome"].get("findings", ())  # type: ignore[attr-defined]
    }


def test_a_download_becomes_questions() -> None:
    code, report = _report("--export", str(FOLDER / "google"))
    assert code == 10
    assert _found(report)[HULL] == "ask"
    assert report["subject"]["downloads"] == ["Google"]  # type: ignore[index]


def test_an_app_that_a_download_names_may_still_be_there() -> None:
    _, report = _report("--export", str(FOLDER / "google"))
    judgements: list[dict[str, object]] = report["judgements"]  # type: ignore[assignment]
    (outcome,) = [judgement["outcome"] for judgement in judgements if judgement["check"] == "export-apps"]
    (listed,) = outcome["findings"]  # type: ignore[index]
    assert listed["noticed"].startswith("Yes")
    steps = {step["id"]: step["steps"] for step in report["plan"]}  # type: ignore[attr-defined]
    assert "Do not take the app off yet" in steps["export-app"][0]
    assert "known-app-gone" not in steps


def test_answers_of_a_file_are_held_against_the_download(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"safecheck_answers": 1, "answers": {HULL: "no"}}))
    _, report = _report("--export", str(FOLDER / "google"), "--answers", str(answers))
    assert _found(report)[HULL] == "act"


@pytest.mark.parametrize("data", [b'{"active_sessions_v2": []}', b'{"active_sessions_v2": ['])
def test_a_download_of_which_no_entry_was_read_is_never_calm(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "where_you_re_logged_in.json").write_bytes(data)
    code, report = _report("--export", str(tmp_path))
    assert code == 1
    assert report["missing"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nothing that is known"])
def test_what_is_no_download_is_never_calm(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "takeout.zip").write_bytes(data)
    code, report = _report("--export", str(tmp_path / "takeout.zip"))
    assert code in {1, 3}
    assert report["missing"]


@pytest.mark.parametrize(("said", "open_"), [("no", "open"), ("not-sure", "open"), ("yes", ""), ("skip", "")])
@pytest.mark.parametrize("read", [("--export", str(FOLDER / "facebook")), ("ring",)])
def test_an_answer_about_another_download_is_never_passed_over(
    tmp_path: Path, read: tuple[str, ...], said: str, open_: str
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"safecheck_answers": 1, "answers": {HULL: said}}))
    _, report = _report(*read, "--answers", str(answers))
    sentences = [missing["sentence"] for missing in report["missing"]]  # type: ignore[attr-defined]
    assert any("earlier about a download of Google" in sentence for sentence in sentences) is bool(open_)


@pytest.mark.parametrize("said", ["no", "not-sure"])
def test_what_the_download_that_is_read_holds_stands_never_alone(tmp_path: Path, said: str) -> None:
    answers = tmp_path / "answers.json"
    everything = ("google", "facebook", "instagram", "snapchat", "apple")
    read = [option for name in everything for option in ("--export", str(FOLDER / name))]
    _, first = _report(*read)
    ids = [id_ for id_, severity in _found(first).items() if severity == "ask"]
    answers.write_text(json.dumps({"safecheck_answers": 1, "answers": dict.fromkeys(ids, said)}))
    _, report = _report(*read, "--answers", str(answers))
    assert not [gap for gap in report["missing"] if gap["gap"]["reason"] == "answered-before"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("asked", [("--export", str(FOLDER / "facebook")), ("google-maps",)])
def test_an_answer_on_what_is_not_asked_about_this_time_is_judged(tmp_path: Path, asked: tuple[str, ...]) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"safecheck_answers": 1, "answers": {"ring.owner": "no", "main.codes": "no"}}))
    _, report = _report(*asked, "--answers", str(answers))
    assert {"ring", "main"} <= _found(report).keys()
    assert {"Ring doorbell or camera", "Your main account"} <= set(report["subject"]["topics"])  # type: ignore[index]


@pytest.mark.parametrize("written", ["-o", "--answers"])
def test_nothing_is_written_over_a_download(tmp_path: Path, written: str) -> None:
    download = tmp_path / "takeout.zip"
    download.write_bytes(b"it may be needed as proof")
    done = safecheck("accounts", "-y", "--export", str(download), written, str(download))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is named twice" in done.stderr
    assert download.read_bytes() == b"it may be needed as proof"


def test_answers_that_are_not_there_are_never_passed_over(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.json")
    done = safecheck("accounts", "--no-ask", "--export", str(FOLDER / "google"), "--answers", missing)
    assert (done.returncode, done.stdout) == (1, "")
    assert "could not be opened" in " ".join(done.stderr.split())


def test_a_name_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = safecheck("accounts", "--export", str(tmp_path / "none.zip"))
    assert done.returncode == 1
    assert done.stderr.startswith("There is no file or folder")  # before anything is asked
