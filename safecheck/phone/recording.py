"""A recorded phone: the answers of one scan in one file, to be judged again later."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import msgspec

from safecheck.errors import ExitCode, SafecheckError
from safecheck.model import Answer, End, Frozen, Question, unanswered

_FORMAT = 1
_SIZE_LIMIT = 512 * 1024 * 1024  # bytes


class _Saved(Frozen, frozen=True, omit_defaults=True):
    """One answer as it stands in the file; bytes that are no UTF-8 stand in base64."""

    fact: str
    command: str
    limit: int
    end: End
    seconds: float
    user: int | None = None
    app: str = ""
    part: tuple[int, int] | None = None
    exit: int | None = None
    text: str | None = None
    base64: bytes | None = None


class _File(Frozen, frozen=True, kw_only=True, omit_defaults=True):
    """The whole file."""

    safecheck_recording: int
    tool: str
    taken: datetime
    deep: bool = False
    answers: tuple[_Saved, ...]


class Recording:
    """Answers of an earlier scan; a question that was not asked then is answered as not asked."""

    def __init__(self, taken: datetime, answers: Sequence[Answer], tool: str, *, deep: bool = False) -> None:
        """Hold the answers by what they are about."""
        self.taken = taken
        self.tool = tool
        self.deep = deep  # whether more was asked than a scan does by itself
        self.answers = tuple(answers)
        self._by_question = {_about(answer.question): answer for answer in answers}

    def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """Yield what was answered then, with the command that was used then."""
        for question in questions:
            yield self._by_question.get(_about(question)) or unanswered(question)

    def stop(self) -> None:
        """Nothing is under way."""

    def encode(self) -> bytes:
        """Write the file's bytes: JSON, one answer a line, the same bytes for the same answers."""
        saved = [_save(answer) for answer in self.answers]
        head = _File(safecheck_recording=_FORMAT, tool=self.tool, taken=self.taken, deep=self.deep, answers=())
        body = b",\n".join(msgspec.json.encode(answer) for answer in saved)
        return msgspec.json.encode(head).removesuffix(b"]}") + b"\n" + body + b"\n]}\n"


def load(path: Path) -> Recording:
    """Read a recording; raise SafecheckError where it is none, is damaged, or comes from a newer safecheck."""
    try:
        with path.open("rb") as file:
            data = file.read(_SIZE_LIMIT + 1)
    except OSError as error:
        raise SafecheckError(
            "recording-unreadable", ExitCode.NOT_CHECKED, file=path, why=error.strerror or error
        ) from error
    if len(data) > _SIZE_LIMIT:
        raise SafecheckError("recording-unreadable", file=path, why="it is too big")
    return decode(data, str(path))


def decode(data: bytes, name: str) -> Recording:
    """Read the bytes of a recording; `name` is what errors call it."""
    try:
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise SafecheckError("recording-damaged", file=name, why=error) from error
    if file.safecheck_recording != _FORMAT:
        raise SafecheckError("recording-other-format", file=name, format=file.safecheck_recording)
    if file.taken.tzinfo is None or not file.answers:
        raise SafecheckError("recording-damaged", file=name, why="it holds no answers, or no time")
    return Recording(file.taken, [_load(saved) for saved in file.answers], file.tool, deep=file.deep)


def _about(question: Question) -> tuple[object, ...]:
    """Give what makes a question the same as an earlier one; its command may have changed since."""
    return question.fact, question.user, question.app, question.part


def _save(answer: Answer) -> _Saved:
    """Write one answer, as text where that gives the same bytes again."""
    try:
        text, data = answer.output.decode(), None
    except UnicodeDecodeError:
        text, data = None, answer.output
    question = answer.question
    return _Saved(
        fact=question.fact,
        command=question.command,
        limit=question.limit,
        user=question.user,
        app=question.app,
        part=question.part,
        end=answer.end,
        exit=answer.exit,
        seconds=answer.seconds,
        text=text,
        base64=data,
    )


def _load(saved: _Saved) -> Answer:
    """Read one answer."""
    output = saved.base64 if saved.base64 is not None else (saved.text or "").encode()
    question = Question(
        fact=saved.fact, command=saved.command, limit=saved.limit, user=saved.user, app=saved.app, part=saved.part
    )
    return Answer(question=question, output=output, exit=saved.exit, end=saved.end, seconds=saved.seconds)


def demo() -> Recording:
    """Give the made-up phone that ships with safecheck."""
    file = files("safecheck") / "phone" / "demo.json"
    return decode(file.read_bytes(), "of the made-up phone")
