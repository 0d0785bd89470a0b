"""`safecheck accounts` from outside: options, files, exit codes."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from safecheck import services
from tests.conftest import environment
from tests.loose import ROOT
from tests.station import TIME_LIMIT, safecheck

_DOORS = {"owner": "yes", "shared": "no", "signed-in": "no", "codes": "yes", "linked": "no", "local": "no"}


def _answers(file: Path, **doors: str) -> Path:
    answers = {f"ring.{door}": said for door, said in {**_DOORS, **doors}.items()}
    file.write_text(json.dumps({"safecheck_answers": 1, "answers": answers}))
    return file


def _typed(text: str | bytes, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Give the real command line what was typed, without a terminal."""
    return subprocess.run(
        [sys.executable, "-I", "-m", "safecheck", "accounts", *arguments],
        env=environment(),
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        timeout=TIME_LIMIT,
        check=False,
    )


def test_every_service_and_every_question_can_be_listed() -> None:
    listed = safecheck("accounts", "--list").stdout.splitlines()
    assert {line.partition(":")[0] for line in listed} == set(services.names())
    assert len(services.names()) >= 35 + 20
    questions = safecheck("accounts", "--list", "ring").stdout
    for door in ("use", *_DOORS):
        assert f"  ring.{door}" in questions


@pytest.mark.parametrize(
    ("doors", "code"),
    [({}, 3), ({"shared": "yes"}, 10), ({"shared": "not-sure"}, 10), ({"shared": "skip"}, 1)],
)
def test_a_form_is_judged_without_a_question(tmp_path: Path, doors: Mapping[str, str], code: int) -> None:
    file = _answers(tmp_path / "form.json", **doors)
    before = file.read_bytes()
    done = safecheck("accounts", "ring", "--answers", str(file), "--no-ask", "--now", "2026-11-21T12:00:00+00:00")
    assert done.returncode == code, done.stderr
    assert (done.stderr, file.read_bytes()) == ("", before)
    assert "Ring doorbell or camera" in done.stdout


def test_the_report_for_programs_keeps_its_schema(tmp_path: Path) -> None:
    file = _answers(tmp_path / "form.json", owner="no")
    done = safecheck("accounts", "--answers", str(file), "--no-ask", "-f", "json")
    report = json.loads(done.stdout)
    jsonschema.validate(report, json.loads((ROOT / "safecheck" / "report.schema.json").read_text()))
    assert report["subject"]["topics"] == ["Ring doorbell or camera"]
    assert report["subject"]["phone"] is False
    assert {line["fact"]: line["answer"] for line in report["ledger"]}["ring.owner"] == "no"


def test_a_recorded_phone_and_its_services_are_one_report(tmp_path: Path) -> None:
    record = ROOT / "safecheck" / "phone" / "demo.json"
    file = _answers(tmp_path / "form.json", owner="no")
    done = safecheck("accounts", "--from", str(record), "--answers", str(file), "--no-ask")
    assert done.returncode == 10
    assert "What you were asked about: Ring doorbell or camera" in done.stdout
    assert "Android" in done.stdout
    assert "switch USB debugging off" in done.stdout


def test_a_recorded_computer_is_never_passed_over(tmp_path: Path) -> None:
    record = tmp_path / "computer.json"
    assert safecheck("scan", "--no-phone", "--record", str(record), computer=True).returncode in {0, 3, 10}
    done = safecheck("accounts", "ring", "--from", str(record), "--no-ask")
    assert "This computer: " in done.stdout
    assert "No phone was looked at." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nothing-of-that-name"], 2, "There is no service named"),
        (["../words"], 2, "There is no service named"),
        (["--from", "x", "--phone"], 2, "do not go together"),
        (["--answers", "/nowhere/x.json"], 2, "cannot be written"),
        (["--answers", "{tmp}/none.json", "--no-ask"], 1, "could not be opened"),
        (["--answers", "{tmp}/bad.json", "--no-ask"], 1, "answers what is not asked: ring.colour"),
        (["--answers", "{tmp}/bad.json"], 1, "answers what is not asked: ring.colour"),
        (["ring"], 1, "Nothing more can be typed here"),
        (["ring", "-y"], 1, "Nothing more can be typed here"),
    ],
)
def test_what_cannot_be_done_is_said_first(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    (tmp_path / "bad.json").write_text('{"safecheck_answers": 1, "answers": {"ring.colour": "no"}}')
    done = safecheck("accounts", *(argument.replace("{tmp}", str(tmp_path)) for argument in arguments))
    assert (done.returncode, done.stdout) == (code, "")
    assert words in " ".join(done.stderr.split())


def test_answers_are_written_only_where_asked_for_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    done = _typed("n\ne\n", "ring", "-y", "--answers", str(file))
    assert done.returncode == 10
    assert json.loads(file.read_bytes())["answers"] == {"ring.owner": "no"}
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    said = " ".join(done.stderr.decode().split())
    assert "Your answers were written to" in said
    assert file.name in said
    assert "To remove them, delete that file." in said
    # and the next time only the rest is asked
    again = _typed("n\nn\ny\nn\nn\n", "ring", "-y", "--answers", str(file))
    assert b"Whose account is it?" not in again.stderr
    assert len(json.loads(file.read_bytes())["answers"]) == 6


def test_answers_that_are_only_read_may_lie_where_nothing_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "stick" / "form.json"
    file.parent.mkdir()
    file.write_text('{"safecheck_answers": 1, "answers": {"ring.owner": "no"}}')
    script = (
        "import os, sys; real = os.access; "
        "os.access = lambda path, mode: not mode & os.W_OK and real(path, mode); "
        f"sys.argv = ['safecheck', 'accounts', 'ring', '--no-ask', '--answers', {str(file)!r}]; "
        "from safecheck.cli import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], env=environment(), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 10, done.stderr


@pytest.mark.parametrize("typed", ["n\n", "What?\nNO\n"])
def test_a_bad_moment_ends_it_before_anything_is_asked(typed: str) -> None:
    done = _typed(typed, "ring")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"You said that this is not a good place or moment." in done.stderr
    assert b"Whose account" not in done.stderr


@pytest.mark.parametrize("risk", ["y\n", "\ny\n", "n\nn\nyes\n"])
def test_any_risk_leads_to_people_who_help_first(risk: str) -> None:
    done = _typed(f"y\n{risk}n\n", "ring", "--country", "uk")
    said = " ".join(done.stderr.decode().split())
    assert (done.returncode, done.stdout) == (1, b"")
    assert "0808 802 0300" in said
    assert "You chose to stop here." in said
    assert "Whose account" not in said
    assert b"Whose account" in _typed(f"y\n{risk}y\nq\n", "ring", "--country", "uk").stderr


def test_risk_is_asked_about_once_and_never_kept(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    done = _typed("y\n\nn\n\nn\ne\n", "ring", "--answers", str(file))
    assert done.returncode == 10
    assert done.stderr.count(b"Did they hurt or threaten you") == 1
    assert json.loads(file.read_bytes())["answers"] == {"ring.owner": "no"}
    assert b"The questions at the start were not asked" in _typed("q\n", "ring", "-y").stderr


@pytest.mark.parametrize("typed", ["q\n", "n\nq\n", "n\nQUIT\n", "n\n"])
def test_leaving_writes_nothing(tmp_path: Path, typed: str) -> None:
    kept, fresh = _answers(tmp_path / "kept.json", local="skip"), tmp_path / "fresh.json"
    kept.write_text('{"safecheck_answers": 1, "answers": {"ring.local": "skip"}}')
    before = kept.read_bytes()
    for file in (kept, fresh):
        done = _typed(typed, "ring", "-y", "--answers", str(file))
        assert (done.returncode, done.stdout) == (1, b"")
    assert kept.read_bytes() == before
    assert not fresh.exists()
    assert [file.name for file in tmp_path.iterdir()] == ["kept.json"]


def test_the_report_is_not_lost_where_the_answers_cannot_be_written() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    # what is there is read first: an endless file is refused as too big, so the answers go where nothing can be read
    done = _typed("y\nn\nn\ny\nn\nn\n", "ring", "-y", "-o", "/dev/full")
    assert done.returncode == 3
    assert b"WHAT WE FOUND" in done.stdout


@pytest.mark.parametrize("typed", [b"\xff\xfe\n\0\ny\n", b"x" * 100_000 + b"\n", b"\xc3\xbf\xe2\x80\xae\x1b[2J\n"])
def test_whatever_is_typed_ends_without_a_traceback(typed: bytes) -> None:
    done = _typed(typed, "ring", "-y")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"went wrong" not in done.stderr
    assert typed.split(b"\n")[0] not in done.stderr
