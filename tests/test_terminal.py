"""The guided conversation in a real terminal (tmux): what stands on it, and what is left after leaving."""

import contextlib
import json
import shlex
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import environment
from tests.downloads import FOLDER

pytestmark = pytest.mark.terminal

_PATIENCE = 30.0  # seconds until something must stand on the screen
_FIRST = (  # what stands before each answer, and the answer
    ("all right to do this here and now", "y"),
    ("Is it your partner, a former partner", ""),
    ("Did they hurt or threaten you", "n"),
    ("Did it go on for over two weeks", "n"),
)
_RING = (
    ("Whose account is it?", "y"),
    ("the people it is shared with", "y"),
    ("phones and computers that are signed in", "u"),
    ("Does it come to you alone?", "y"),
    ("Is it linked to another service", "n"),
    ("Could someone get in without the app", "n"),
)
_GOOGLE = (
    ("…456, as a phone number. Is this yours?", "y"),
    ("so…e@example.org, for setting a new password. Is this yours?", "n"),
)


class Screen:
    """A terminal with a shell in it."""

    def __init__(self, folder: Path, columns: int, more: Mapping[str, str]) -> None:
        (folder / "tmux.conf").write_text("set -g history-limit 10000\nset -g status off\n")
        self._socket = str(folder / "tmux")
        self._environment = environment(PS1="$ ", TERM="xterm-256color", PYTHONUTF8="1", **more)
        config = ("-f", str(folder / "tmux.conf"))
        self._tmux(*config, "new-session", "-d", "-x", str(columns), "-y", "24", "sh", "-i")
        self.wait_for("$")

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, *words],
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            timeout=30,
            check=True,
        )
        return done.stdout

    def type(self, text: str) -> None:
        """Type a line."""
        self._tmux("send-keys", "-l", text)
        self.press("Enter")

    def press(self, key: str) -> None:
        """Press one key, as tmux names it."""
        self._tmux("send-keys", key)

    def all(self, *how: str) -> str:
        """Give the screen and all that can be scrolled back to."""
        return self._tmux("capture-pane", "-p", "-S", "-", *how).rstrip()

    def wait_for(self, words: str, count: int = 1) -> None:
        """Wait until words stand somewhere, `count` times; lines are taken together."""
        deadline = time.monotonic() + _PATIENCE
        while " ".join(self.all().split()).count(words) < count:
            assert time.monotonic() < deadline, self.all()
            time.sleep(0.05)

    def start(self, *arguments: str) -> None:
        """Type the command."""
        self.type(shlex.join([sys.executable, "-I", "-m", "safecheck", "accounts", *arguments]) + "; echo code=$?")

    def close(self) -> None:
        """End it, and everything in it."""
        self._tmux("kill-server")


@contextlib.contextmanager
def _screen(folder: Path, columns: int = 80, more: Mapping[str, str] | None = None) -> Iterator[Screen]:
    screen = Screen(folder, columns, more or {})
    try:
        yield screen
    finally:
        screen.close()


_ALL = _FIRST + _RING


def _answer(screen: Screen, asked: Iterable[tuple[str, str]]) -> None:
    for words, typed in asked:
        screen.wait_for(words)
        screen.type(typed)


def test_a_whole_conversation_about_a_ring_doorbell(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    with _screen(tmp_path) as screen:
        screen.start("ring", "--answers", str(file))
        _answer(screen, _ALL)
        screen.wait_for("code=10")
        seen = " ".join(screen.all().split())
    for words in ("Before we begin", "never signs in to anything", "Shared Access", "It is shared with someone", "1."):
        assert words in seen
    assert json.loads(file.read_text())["answers"]["ring.shared"] == "yes"


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("after", [0, 1, 4, 7, 10])
@pytest.mark.parametrize("key", ["q", "C-c", "C-d"])
def test_leaving_leaves_nothing(tmp_path: Path, key: str, after: int, columns: int) -> None:
    file = tmp_path / "answers.json"
    with _screen(tmp_path, columns) as screen:
        screen.start("ring", "life360", "--answers", str(file))
        _answer(screen, _ALL[:after])
        screen.wait_for(_ALL[after][0] if after < len(_ALL) else "Look at the groups or families")
        if key == "q":
            screen.type("q")
        else:
            screen.press(key)
        screen.wait_for("code=1")
        assert screen.all().split("\n") == ["Bye.", "code=1", "$"]
    assert not file.exists()


def test_going_on_from_an_answers_file(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"safecheck_answers": 1, "answers": {"ring.owner": "yes", "ring.shared": "yes"}}))
    with _screen(tmp_path) as screen:
        screen.start("ring", "--answers", str(file), "-y")
        _answer(screen, _RING[2:4])
        screen.wait_for(_RING[4][0])
        screen.type("e")
        screen.wait_for("code=10")
        seen = " ".join(screen.all().split())
    assert "Is it yours alone: you made it" not in seen
    assert "You stopped before this: who can look through a camera or doorbell" in seen
    assert json.loads(file.read_text())["answers"] == {
        "ring.owner": "yes",
        "ring.shared": "yes",
        "ring.signed-in": "not-sure",
        "ring.codes": "yes",
    }


@pytest.mark.parametrize(
    ("arguments", "variables", "styled"),
    [((), {}, True), ((), {"NO_COLOR": "1"}, False), ((), {"NO_COLOR": ""}, True), (("--plain",), {}, False)],
)
def test_what_stands_out(tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], styled: bool) -> None:  # noqa: FBT001
    with _screen(tmp_path, more=variables) as screen:
        screen.start("ring", *arguments)
        _answer(screen, (*_FIRST, _RING[0]))
        screen.wait_for(_RING[1][0])
        assert ("\x1b[1m" in screen.all("-e")) is styled
        assert styled or "\x1b" not in screen.all("-e")


@pytest.mark.parametrize("columns", [80, 40])
def test_no_line_is_broken_by_the_terminal(tmp_path: Path, columns: int) -> None:
    with _screen(tmp_path, columns) as screen:
        screen.start("ring")
        _answer(screen, (*_FIRST, *_RING[:5]))
        screen.wait_for(_RING[5][0])
        screen.wait_for("[y/n/u/s/e/q]", 6)
        whole = screen.all().split("\n")
        start = next(number for number, line in enumerate(whole) if line.startswith("Before we begin"))
        joined = screen.all("-J").split("\n")
        begin = next(number for number, line in enumerate(joined) if line.startswith("Before we begin"))
        assert [line.rstrip() for line in joined[begin:]] == whole[start:]
        assert max(map(len, whole[start:])) <= min(78, columns - 1)


@pytest.mark.parametrize("columns", [80, 40])
def test_no_line_of_the_report_is_broken_by_the_terminal(tmp_path: Path, columns: int) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"safecheck_answers": 1, "answers": {"ring.shared": "yes"}}))
    with _screen(tmp_path, columns) as screen:
        screen.start("ring", "--answers", str(file), "--no-ask", "--detail", "helper")
        screen.wait_for("code=10")
        lines = [line.rstrip() for line in screen.all("-J").split("\n")]
    report = lines[lines.index("WHAT WE LOOKED AT") :]
    boxes = "     [ ] done   [ ] not now   [ ] ask someone"
    assert [line for line in report if len(line) >= columns and line != boxes] == []


def test_a_screen_reader_gets_whole_sentences(tmp_path: Path) -> None:
    with _screen(tmp_path, 40) as screen:
        screen.start("ring", "--plain")
        _answer(screen, (*_FIRST, _RING[0]))
        screen.wait_for(_RING[1][0])
        lines = [line.rstrip() for line in screen.all("-J").split("\n")]
    assert (
        "Look at the people it is shared with. Is anyone there whom you did not choose, or no longer want there?"
        in lines
    )


def test_a_download_is_asked_about_entry_by_entry(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    with _screen(tmp_path) as screen:
        screen.start("--export", str(FOLDER / "google"), "--answers", str(file), "-y")
        _answer(screen, _GOOGLE)
        screen.wait_for("…123, for setting a new password")
        screen.type("e")
        screen.wait_for("code=10")
        seen = " ".join(screen.all().split())
    assert "so…e@example.org, for setting a new password. You said that it is not yours" in seen
    assert list(json.loads(file.read_text())["answers"].values()) == ["yes", "no"]


@pytest.mark.parametrize("columns", [80, 40])
def test_leaving_the_questions_about_a_download_leaves_nothing(tmp_path: Path, columns: int) -> None:
    with _screen(tmp_path, columns) as screen:
        screen.start("--export", str(FOLDER / "google"), "-y")
        _answer(screen, (*_GOOGLE[:1], (_GOOGLE[1][0], "q")))
        screen.wait_for("code=1")
        assert screen.all().split("\n") == ["Bye.", "code=1", "$"]


def test_a_screen_reader_gets_no_bar(tmp_path: Path) -> None:
    with _screen(tmp_path) as screen:
        screen.start("--export", str(FOLDER / "google"), "-y", "--plain")
        screen.wait_for(_GOOGLE[0][0])
        seen = screen.all("-e")
    assert "Reading the downloads" in seen
    assert "\x1b" not in seen
    assert "%" not in seen
