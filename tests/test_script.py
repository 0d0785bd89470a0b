"""The batch script and the taking apart of what it prints."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck.model import Question
from safecheck.phone.script import Part, Splitter, fitting, write

NONCE = "0123456789abcdef"


def _question(command: str, limit: int = 5) -> Question:
    return Question(fact="any", command=command, limit=limit)


def _run(script: str, shell: str = "sh") -> bytes:
    return subprocess.run([shell, "-c", script], capture_output=True, timeout=30, check=False).stdout


@pytest.mark.parametrize("shell", ["sh", "bash", "mksh"])
def test_a_real_shell_answers_each_question_with_its_exit_code(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    commands = ["echo one", "printf two", "sh -c 'echo three >&2; exit 7'", "cat", "no-such-command", "true"]
    output = _run(write([_question(command) for command in commands], NONCE), shell)
    parts = list(Splitter(NONCE).feed(output))
    assert [(part.place, part.output, part.exit) for part in parts if part.place != 4] == [
        (0, b"one\n", 0),
        (1, b"two", 0),
        (2, b"three\n", 7),
        (3, b"", 0),
        (5, b"", 0),
    ]
    assert parts[4].exit == 127


def test_a_script_that_does_not_fit_one_request_is_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        write([_question("echo " + "x" * 100)] * 700, NONCE)


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=100))
def test_as_many_questions_as_fit_make_one_script(lengths: list[int]) -> None:
    questions = [_question("x" * length) for length in lengths]
    count = fitting(questions)
    script = write(questions[:count], NONCE)
    assert count == len(questions) or len(script) + lengths[count] > 65_535 - 40 * 101 - 200
    assert count == len(questions) or count >= 20


@given(st.lists(st.binary(max_size=60), max_size=5), st.data())
def test_answers_come_out_whole_however_they_arrive(answers: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(
        b"\n@%s+%d\n%s\n@%s-%d 0\n" % (NONCE.encode(), i, answer, NONCE.encode(), i) for i, answer in enumerate(answers)
    )
    splitter, place = Splitter(NONCE), 0
    parts: list[Part] = []
    while place < len(stream):
        step = data.draw(st.integers(1, len(stream) - place))
        parts += splitter.feed(stream[place : place + step])
        place += step
    assert parts == [Part(i, answer, 0) for i, answer in enumerate(answers)]


@given(st.binary(max_size=200))
def test_no_text_of_an_app_ends_an_answer(text: bytes) -> None:
    fake = b"\n@fedcba9876543210-0 0\n" + text
    splitter = Splitter(NONCE)
    assert list(splitter.feed(b"\n@" + NONCE.encode() + b"+0\n" + fake)) == []
    assert splitter.rest() == fake


def test_what_came_before_a_cut_is_kept() -> None:
    splitter = Splitter(NONCE)
    assert list(splitter.feed(b"\n@" + NONCE.encode() + b"+0\nhalf an ans")) == []
    assert splitter.rest() == b"half an ans"
