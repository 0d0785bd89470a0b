"""A recording gives the same answers again, and a damaged one is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck.errors import SafecheckError
from safecheck.model import Answer, End, Question
from safecheck.phone import recording
from safecheck.phone.read import read_phone
from tests.scripted import TAKEN, ScriptedPhone, healthy, whole

_answers = st.lists(
    st.builds(
        lambda place, output, exit_code, end, seconds, user: Answer(
            question=Question(fact=f"fact-{place}", command="getprop", limit=5, user=user),
            output=output,
            exit=exit_code,
            end=end,
            seconds=round(seconds, 3),
        ),
        st.integers(0, 10_000),
        st.one_of(st.binary(), st.text().map(str.encode)),
        st.none() | st.integers(0, 255),
        st.sampled_from(End),
        st.floats(0, 1000),
        st.none() | st.integers(0, 999),
    ),
    min_size=1,
    unique_by=lambda answer: (answer.question.fact, answer.question.user),
)


@given(_answers)
def test_what_was_recorded_comes_back_byte_for_byte(answers: list[Answer]) -> None:
    data = recording.Recording(TAKEN, answers, "0.1.0").encode()
    again = recording.decode(data, "x")
    assert again.taken == TAKEN
    assert list(again.ask([answer.question for answer in answers])) == answers
    assert recording.Recording(again.taken, again.answers, again.tool).encode() == data


def test_a_recorded_phone_gives_the_same_snapshot() -> None:
    first = read_phone(
        ScriptedPhone(healthy((0, 10)), {("users", None): whole(b"Users:\n\tUserInfo{0:\xff:13}\n")}), TAKEN
    )
    data = recording.Recording(TAKEN, first.answers, "0.1.0").encode()
    assert read_phone(recording.decode(data, "x"), TAKEN) == first


def test_a_question_that_was_not_asked_then_is_a_gap_now() -> None:
    snapshot = read_phone(ScriptedPhone(healthy()), TAKEN)
    fewer = [answer for answer in snapshot.answers if answer.question.fact != "packages"]
    again = read_phone(recording.Recording(TAKEN, fewer, "0.1.0"), TAKEN)
    assert [gap.fact for gap in again.gaps] == ["packages", "signers"]


_GOOD = recording.Recording(TAKEN, read_phone(ScriptedPhone(healthy()), TAKEN).answers, "0.1.0").encode()


@given(st.one_of(st.binary(max_size=300), st.integers(0, len(_GOOD) - 3).map(lambda end: _GOOD[:end])))
def test_what_is_no_whole_recording_is_refused(data: bytes) -> None:
    with pytest.raises(SafecheckError) as error:
        recording.decode(data, "x")
    assert error.value.id in {"recording-damaged", "recording-other-format"}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (_GOOD.replace(b'"safecheck_recording":1', b'"safecheck_recording":2'), "recording-other-format"),
        (_GOOD.replace(b"2026-11-21T12:00:00Z", b"2026-11-21T12:00:00"), "recording-damaged"),
        (b"[" * 100_000, "recording-damaged"),
        (_GOOD.splitlines()[0] + b"]}", "recording-damaged"),
    ],
)
def test_other_forms_are_refused(data: bytes, error: str) -> None:
    with pytest.raises(SafecheckError) as raised:
        recording.decode(data, "x")
    assert raised.value.id == error


def test_a_file_that_is_not_there_or_a_folder_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(SafecheckError) as error:
            recording.load(path)
        assert error.value.id == "recording-unreadable"
