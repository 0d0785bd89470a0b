"""The answers file: read whole, or refused with a reason."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck.accounts.answers import decode, encode, load
from safecheck.errors import SafecheckError
from safecheck.model import Reply

_KNOWN = frozenset({"ring.owner", "ring.use", "you.together"})
_REFUSALS = {"answers-damaged", "answers-other-format", "answers-unknown", "answers-wrong"}


def _file(answers: object, version: object = 1, **more: object) -> bytes:
    return json.dumps({"safecheck_answers": version, "answers": answers, **more}).encode()


def test_what_was_written_is_read_again_in_its_order() -> None:
    answers = {"you.together": Reply.NOT_SURE, "ring.use": Reply.YES, "ring.owner": Reply.SKIP}
    data = encode(answers)
    assert list(decode(data, "x", _KNOWN).items()) == list(answers.items())
    assert json.loads(data)["answers"]["you.together"] == "not-sure"


def test_a_form_may_write_a_mark_of_the_encoding_first() -> None:
    assert decode(b"\xef\xbb\xbf" + _file({"ring.use": "no"}), "x", _KNOWN) == {"ring.use": Reply.NO}


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"", "answers-damaged", ""),
        (b"\xff\xfe{}", "answers-damaged", ""),
        (b"[]", "answers-damaged", ""),
        (b"[" * 100_000, "answers-damaged", ""),
        (_file({}, version="1"), "answers-damaged", "safecheck_answers"),
        (_file({}, version=2), "answers-other-format", "2"),
        (_file({"ring.use": True}), "answers-damaged", "answers"),
        (_file({}, note="x"), "answers-damaged", "note"),
        (_file({"ring.use": "maybe"}), "answers-wrong", "ring.use: maybe"),
        (_file({"ring.use": "Yes"}), "answers-wrong", "ring.use: Yes"),
        (_file({"ring.use": "yes", "ring.colour": "no", "bell.use": "no"}), "answers-unknown", "bell.use, ring.colour"),
        (
            b'{"safecheck_answers": 1, "answers": {"ring.use": "yes", "ring.use": "no"}}',
            "answers-damaged",
            "the same thing twice",
        ),
    ],
)
def test_what_is_wrong_is_named(data: bytes, error: str, said: str) -> None:
    with pytest.raises(SafecheckError) as refused:
        decode(data, "x", _KNOWN)
    assert refused.value.id == error
    assert said in " ".join(refused.value.blanks.values())


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _read_or_refused(data)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(sorted(_KNOWN)), inner),
    max_leaves=8,
)


@given(_json, _json)
def test_any_json_is_read_or_refused(answers: object, version: object) -> None:
    _read_or_refused(_file(answers))
    _read_or_refused(_file({"ring.use": "yes"}, version))
    _read_or_refused(json.dumps(answers).encode())


@given(st.data())
def test_a_file_that_was_damaged_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(_file({"ring.use": "yes", "ring.owner": "no"}))
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _read_or_refused(bytes(whole))


def _read_or_refused(data: bytes) -> None:
    try:
        answers = decode(data, "x", _KNOWN)
    except SafecheckError as refused:
        if refused.id not in _REFUSALS:
            raise
    else:
        assert set(answers) <= _KNOWN
        assert set(answers.values()) <= set(Reply)


def test_a_file_that_is_not_there_or_far_too_big_is_said(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    for content in (None, b" " * 1_100_000):
        if content:
            file.write_bytes(content)
        with pytest.raises(SafecheckError, match="answers-unreadable"):
            load(file, _KNOWN)
