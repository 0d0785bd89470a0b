"""The data linter: the shipped data passes, and every kind of mistake is named with its file."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.loose import ROOT, load_script

pytestmark = pytest.mark.skipif(not sys.flags.safe_path, reason="scripts run with python -P")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the data, to break it."""
    for folder in ("safecheck/words", "safecheck/advice", "safecheck/helplines", "signatures"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def test_the_shipped_data_has_no_problem() -> None:
    lint = load_script("lint_data")
    assert list(lint.problems()) == []
    assert list(lint.made_files()) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "safecheck/words/en/findings.toml",
            "Most often the phone",
            "Your phone was hacked. The phone",
            "never say “hacked”",
        ),
        ("safecheck/words/en/findings.toml", "{family}", "{famly}", "no such blank: {famly}"),
        ("safecheck/words/en/findings.toml", "[debugging-on]", "[debugging-off]", "missing: debugging-on"),
        ("safecheck/words/en/gaps.toml", "denied = ", "deneid = ", "nothing speaks of deneid"),
        ("safecheck/words/en/errors.toml", "[no-phone]", "[nophone]", "missing: no-phone"),
        ("safecheck/helplines/uk.toml", 'emergency = "999"', 'emergency = ""', "its emergency number"),
        ("safecheck/helplines/uk.toml", 'certainty = "read"', 'certainty = "perhaps"', "uk.toml"),
        ("safecheck/helplines/de.toml", 'certainty = "read"', 'certainty = "sure"', "nothing else has"),
        ("safecheck/advice/first-safety.toml", "order = 0", "order = 55", "first and the last step"),
        ("safecheck/advice/powers.toml", "order = 70", "order = 72", "same order"),
        ("safecheck/advice/powers.toml", "unverified = true", "", "needs a source"),
        ("safecheck/advice/powers.toml", 'notice = "probably"', 'notice = "maybe"', "powers.toml"),
        ("safecheck/advice/powers.toml", 'id = "powers"', 'id = "other"', "its id is other"),
        ("safecheck/advice/roots.toml", "Start with your main mail", "Delete it. Start with your main mail", ""),
        (
            "safecheck/advice/other-ways.toml",
            "Write down what happens",
            "Delete the app. Write down what happens",
            "saves nothing first",
        ),
        ("safecheck/advice/look-again.toml", "Things come", "It is clean. Things come", "never say “clean”"),
        ("signatures/families/thetruthspy.toml", 'class = "stalkerware"', 'class = "malware"', "thetruthspy.toml"),
        ("signatures/families/thetruthspy.toml", 'source = "echap"', 'source = "nowhere"', "no such source: nowhere"),
        (
            "signatures/families/thetruthspy.toml",
            '"com.systemservice"',
            '"com.systemservice*"',
            "no name of a single app",
        ),
        ("signatures/families/thetruthspy.toml", '"com.systemservice"', '"com.android.systemui"', "everybody's name"),
        (
            "signatures/families/thetruthspy.toml",
            '"com.systemservice"',
            '"com.systemservice", "com.systemservice"',
            "twice",
        ),
        ("signatures/families/thetruthspy.toml", '"com.systemservice"', '"com.spappm_mondow.alarm"', ""),
        (
            "signatures/families/thetruthspy.toml",
            '"com.systemservice"',
            '"com.life360.android.safetymapd"',
            "is listed by",
        ),
        (
            "signatures/families/xnspy.toml",
            "cert_sha1 = [",
            'cert_sha1 = ["61ED377E85D386A8DFEE6B864BD85B0BFAA5AF81",',
            "a public key",
        ),
        ("signatures/families/xnspy.toml", "cert_sha1 = [", 'cert_sha1 = ["61ed",', "upper-case hex"),
    ],
)
def test_a_mistake_is_named_with_its_file(copy: Path, file: str, old: str, new: str, problem: str) -> None:
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = list(load_script("lint_data").problems(copy))
    if problem:
        assert any(problem in line for line in found), found
        assert all(".toml" in line or "advice" in line or "listed by" in line for line in found)
    else:
        assert found == []
