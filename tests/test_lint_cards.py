"""The linter of cards and questions: every kind of mistake is named with its file and line."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.loose import ROOT, load_script

pytestmark = pytest.mark.skipif(not sys.flags.safe_path, reason="scripts run with python -P")

_RING, _MAPS, _QUESTIONS = "services/ring.toml", "services/google-maps.toml", "accounts/questions.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (_RING, 'id = "ring"', 'id = "rung"', "its id is rung"),
        (_RING, 'kind = "camera"', 'kind = "doorbell"', "Invalid enum value"),
        (_RING, 'kind = "camera"', 'kind = "sharing"', "no such question: shared"),
        (_RING, 'group = "doorbells"', 'group = "google"', "holds services of two kinds"),
        (_RING, 'scan = "app"', 'scan = "nothing"', "a scan tells nothing without the names of apps"),
        (_RING, '"com.ringapp"', '"com.ringapp", "com.ringapp"', "twice"),
        (_RING, '"com.ringapp"', '"ring app"', "no name of a single app"),
        (_RING, 'ask = "shared"', 'ask = "friends"', "no such question: friends"),
        (_RING, 'ask = "shared"', 'ask = "codes"', "the same question twice"),
        (_RING, 'path = ["Ring", "the three dots on the camera", "Settings", "Shared Access"]', "path = []", "nothing in it"),
        (_RING, ", unverified = true }", " }", "it needs a source"),
        (_RING, ", unverified = true }", ', source = "x", unverified = true }', "it needs a source"),
        (_RING, ', checked = 2026-11-21 },\n]\n\n[[look]]\nask = "signed-in"', ' },\n]\n\n[[look]]\nask = "signed-in"', "needs a source"),
        (_RING, 'source = "community.ring.com', 'source = "| community.ring.com', "no name of a site"),
        (_RING, 'may = "unknown"', 'may = "maybe"', "Invalid enum value"),
        (_RING, 'save = "The clips', 'save = "{name}: the clips', "no such blank: {name}"),
        (_RING, "The clips that you may need", "The hacked clips", "never say “hacked”"),
        (_RING, "The clips that you may need", "The sessions", "a word of the trade: “sessions”"),
        (_RING, "The clips that you may need", "word " * 31, "more than 30 words"),
        (_RING, "The clips that you may need", "Word. " * 60, "longer than 320"),
        (_RING, 'ask = "shared"', 'ask = "shared"\nadvice = ["car"]', "the check cameras does not name the step car"),
        (_RING, 'ask = "shared"', 'ask = "shared"\nprize = 1', "unknown field"),
        (_MAPS, '{ platform = "app"', '{ opens = "settings", platform = "app"', "safecheck cannot open settings there"),
        (_QUESTIONS, "[door.owner]", "[door.zowner]", "the doors are owner, shared"),
        (_QUESTIONS, 'advice = ["child-device"]', 'advice = ["car"]', "the check situation does not name the step car"),
        (_QUESTIONS, "Do you live with the person you worry about, or do they come to your home?", "Home.", "no question"),
        (_QUESTIONS, 'risky = "yes"', 'risky = "skip"', "no question"),
        (_QUESTIONS, 'unsure = "You are not sure if they come to your home."', 'unsure = ""', "what an answer means"),
        (_QUESTIONS, "In “{place}” there", "In “{list}” there", "no such blank: {list}"),
        (_QUESTIONS, 'unknown = "We could', 'unknwon = "We could', "Invalid enum value"),
        (_QUESTIONS, "[about.main]", "[about.mine]", "it needs you, main"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    for folder in ("words", "advice", "helplines", "services", "accounts"):
        shutil.copytree(ROOT / "safecheck" / folder, tmp_path / "safecheck" / folder)
    shutil.copytree(ROOT / "signatures", tmp_path / "signatures")
    path = tmp_path / "safecheck" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = [line for line in load_script("lint_data").problems(tmp_path) if problem in line]
    assert found
    name = path.name
    assert all(re.match(rf"{re.escape(name)}(:\d+)?: ", line) for line in found), found


@pytest.mark.parametrize(("kind", "left"), [("sharing", 34), ("camera", 19)])
def test_too_few_cards_are_a_mistake(tmp_path: Path, kind: str, left: int) -> None:
    for folder in ("services", "accounts"):
        shutil.copytree(ROOT / "safecheck" / folder, tmp_path / folder)
    of_kind = [
        file for file in sorted((tmp_path / "services").glob("*.toml")) if f'kind = "{kind}"' in file.read_text()
    ]
    for file in of_kind[left:]:
        file.unlink()
    load_script("lint_data")
    found = [problem.problem for problem in load_script("lint_cards").problems(tmp_path)]
    assert found == [f"{left} cards of the kind {kind}, at least {left + 1} are known"]
