"""The data linter: the shipped data passes, and every kind of mistake is named with its file."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.loose import ROOT, load_script

pytestmark = pytest.mark.skipif(not sys.flags.safe_path, reason="scripts run with python -P")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the data, to break it."""
    for folder in (
        "safecheck/words",
        "safecheck/advice",
        "safecheck/helplines",
        "safecheck/services",
        "safecheck/accounts",
        "signatures",
    ):
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
        ("safecheck/words/en/gaps.toml", "denied = ", "deneid = ", "gaps.toml:3: nothing speaks of deneid"),
        ("safecheck/words/en/labels.toml", "gate-again = ", "gate-agian = ", "nothing speaks of gate-agian"),
        ("safecheck/words/en/labels.toml", "gate-again = ", "gate-agian = ", "labels.toml:1: missing: gate-again"),
        ("safecheck/words/en/labels.toml", "notice-probably = ", "notice-perhaps = ", "missing: notice-probably"),
        ("safecheck/words/en/phrases.toml", "overlay = ", "overlaid = ", "phrases.toml:1: missing: overlay"),
        ("safecheck/words/en/phrases.toml", "profile-clone = ", "profile-twin = ", "nothing speaks of profile-twin"),
        ("safecheck/words/en/errors.toml", "[no-phone]", "[nophone]", "missing: no-phone"),
        ("safecheck/helplines/uk.toml", 'emergency = "999"', 'emergency = ""', "its emergency number"),
        ("safecheck/helplines/uk.toml", 'certainty = "read"', 'certainty = "perhaps"', "uk.toml"),
        ("safecheck/helplines/de.toml", 'certainty = "read"', 'certainty = "sure"', "nothing else has"),
        ("safecheck/advice/first-safety.toml", "order = 0", "order = 150", "first and the last step"),
        (
            "safecheck/advice/powers.toml",
            "order = 750",
            "order = 755",
            "unknown-app.toml:2: the same order as powers",
        ),
        ("safecheck/advice/powers.toml", "unverified = true", "", "powers.toml:1: it needs a source"),
        (
            "safecheck/advice/powers.toml",
            'notice = "probably"',
            'notice = "maybe"',
            "powers.toml:5: Invalid enum value",
        ),
        (
            "safecheck/advice/powers.toml",
            'notice = "probably"',
            "",
            "powers.toml:1: Object missing required field `notice`",
        ),
        ("safecheck/advice/powers.toml", "helper = ", "helpr = ", "powers.toml:14: "),
        ("safecheck/advice/powers.toml", "helper = ", 'helper = "" # ', "powers.toml:14: helper is empty"),
        ("safecheck/advice/powers.toml", "order = 750", "order == 750", "powers.toml:2: "),
        ("safecheck/advice/powers.toml", 'id = "powers"', 'id = "other"', "powers.toml:1: its id is other"),
        ("safecheck/advice/powers.toml", 'id = "powers"', 'id = "other"', "powers.toml:1: missing: a check names it"),
        (
            "safecheck/advice/powers.toml",
            '    "Or leave it as it is for now.",\n',
            "",
            "powers.toml:10: it does not offer",
        ),
        ("safecheck/advice/tags.toml", "If you find one", "Take it off. If you find one", ""),
        ("safecheck/advice/tags.toml", 'id = "tags"', 'id = "{tags}"', "tags.toml:1: its id is {tags}"),
        ("safecheck/advice/tags.toml", "tells its owner", "tells {who}", "tags.toml:4: advice has no blanks"),
        ("safecheck/advice/tags.toml", "If you find one", "Immediately", "tags.toml:10: never say “Immediately”"),
        ("safecheck/advice/tags.toml", "its owner is not told", "he is not told", "tags.toml:9: never say “he”"),
        ("safecheck/advice/plan-moment.toml", "Is there an", "Remove it. Is there an", "someone may notice"),
        ("safecheck/advice/roots.toml", "On the other device,", "Delete it. On the other device,", ""),
        (
            "safecheck/advice/other-ways.toml",
            "Write down what happens",
            "Delete the app. Write down what happens",
            "other-ways.toml:11: it takes something away and saves nothing first",
        ),
        ("safecheck/advice/look-again.toml", "Things come", "It is clean. Things come", "never say “clean”"),
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
        assert all(re.match(r"[\w.-]+\.toml:\d+: ", line) for line in found)
    else:
        assert found == []


def test_what_is_never_said() -> None:
    never = load_script("lint_data").NEVER_SAY
    for text in (
        *(
            "Your phone was hacked",
            "It is infected",
            "all clear",
            "It is safe",
            "the phone is clean",
            "malware",
            "spyware",
        ),
        *("You should have known", "an intruder", "Confront them", "do not reply", "Act immediately", "his phone"),
        *("the victim", "abusive", "a stalker", "under attack", "Don't worry", "nothing to worry about", "100 %"),
    ):
        assert never.search(text), text
    for text in (
        "Your safety comes first",
        "a safer phone",
        "safely",
        "a helper",
        "the stalking helpline",
        "this phone",
    ):
        assert not never.search(text), text
