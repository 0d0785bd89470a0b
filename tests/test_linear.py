"""Reading is linear in the answer, whatever stands in it. Nothing is timed here.

Steps are counted on answers of two lengths; what a step costs inside the interpreter is not counted, so every parser
reads a very long answer of each pattern that its own forms suggest besides: a quadratic one would not come to an end.
"""

import contextlib
import faulthandler
import functools
import re
from collections.abc import Iterable, Iterator

import pytest

from safecheck.model import Answer, End
from safecheck.phone import read
from safecheck.phone.classify import classify
from safecheck.phone.parsers.parsed import Refused
from safecheck.phone.probes import PROBES
from tests.counted import steps
from tests.grown import FORMS, Form
from tests.scripted import TAKEN, ScriptedPhone, dump, healthy, whole

_LONG = 1_000_000  # characters: a quadratic reading of them takes hours
_FOR_EVER = 600  # seconds: the guard against a hang, a hundred times of what a linear reading needs
_ids = [f"{form.fact}-{number}" for number, form in enumerate(FORMS)]
_each = pytest.mark.parametrize("form", FORMS, ids=_ids)


def _take(form: Form, text: str) -> None:
    """Read one answer as a scan does: take out what is private, judge its end, parse it."""
    question = form.probe.question(0 if form.probe.per_user else None)
    answer = Answer(question=question, output=text.encode(), exit=0, end=End.WHOLE, seconds=0.0)
    read._Facts().take(answer)


def test_every_answer_has_a_form_that_grows_and_is_read() -> None:
    assert {form.fact for form in FORMS} == {probe.fact for probe in PROBES}
    for form in FORMS:
        without = form.probe.without
        text = form.text(0 if form.fact == "clock" else 2)  # one clock has one time
        form.probe.parse(without(text.encode()).decode() if without else text)


@_each
@pytest.mark.parametrize("same", [False, True], ids=["different", "same"])
def test_four_times_the_answer_takes_four_times_thesteps(form: Form, same: bool) -> None:  # noqa: FBT001
    short, long = (steps(functools.partial(_take, form, form.text(rows, same=same))) for rows in (100, 400))
    assert long <= 4.5 * short, (short, long)


def test_four_times_the_apps_take_four_times_thesteps() -> None:
    def scan(count: int) -> None:
        apps = {"android": True} | {f"com.example.app{number}": False for number in range(count)}
        text = dump(apps, (0, 10)).replace(
            "codePath", "sharedUser=SharedUserSetting{1f android.uid.system/1}\n    codePath"
        )
        read.read_phone(ScriptedPhone(healthy((0, 10), apps), {("packages", None): whole(text)}), TAKEN)

    short, long = (steps(functools.partial(scan, count)) for count in (200, 800))
    assert long <= 4.5 * short, (short, long)


@contextlib.contextmanager
def _not_for_ever(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """End the whole run, with a traceback, where the block does not end: no code can hold this back."""
    with capfd.disabled():  # so that the traceback is seen
        faulthandler.dump_traceback_later(_FOR_EVER, exit=True, file=2)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


_CHARACTERS = (" ", "\n", "\n    ", "x", "a.", "0", ":", "=", "{", "[", "(", "({[", "/", "'", '"')
_TROUBLE = (
    "*** SERVICE 'x' DUMP TIMEOUT",
    "Can't find service: ",
    "java.lang.SecurityException: x",
    "Permission Denial: ",
    "    at com.example.A.b(C.java:1)",
    "Error with service 'x' while dumping",
    "java.lang.Ex",
)


def _pumped(lines: Iterable[str]) -> Iterator[str]:
    """Write long texts: each line again and again, as one and as many, and blown up."""
    for line in lines:
        yield line * (_LONG // len(line))
        yield f"{line}\n" * (_LONG // (len(line) + 1))
        yield f"{line}{' ' * _LONG}\ufffd"
        yield f"{line[: len(line) // 2]}{'a' * _LONG}\ufffd"


def _shapes(form: Form) -> dict[str, str]:
    """Give the lines of a form, those that differ in numbers only once."""
    lines = f"{form.head}{form.row(0)}{form.end}".split("\n")
    return {re.sub(r"[0-9]+", "0", line): line for line in lines if line}


@_each
def test_a_long_answer_of_any_pattern_is_read_to_its_end(form: Form, capfd: pytest.CaptureFixture[str]) -> None:
    probe = form.probe
    earlier = [other for other in FORMS[: FORMS.index(form)] if other.fact == form.fact]
    known = {shape for other in earlier for shape in _shapes(other)}
    texts = _pumped(line for shape, line in _shapes(form).items() if shape not in known)
    characters = [] if earlier else [character * (_LONG // len(character)) for character in _CHARACTERS]
    with _not_for_ever(capfd):
        for text in (*characters, *texts):
            answer = f"{form.head}{form.row(0)}{text}\n{form.end}"
            with contextlib.suppress(Refused):
                probe.parse(probe.without(answer.encode()).decode() if probe.without else answer)


def test_a_long_answer_of_any_pattern_is_classified(capfd: pytest.CaptureFixture[str]) -> None:
    with _not_for_ever(capfd):
        for text in _pumped((*_CHARACTERS, *_TROUBLE)):
            classify(whole(text))
