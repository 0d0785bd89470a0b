"""Is an answer all of the truth? Denials, time-outs and cuts come in many forms, often with exit code 0."""

import re

from safecheck.clean import clean
from safecheck.model import Answer, End, Gap, GapReason, Question

# What a service says instead of its dump, often with exit code 0. Only at a line's start: apps' own text may hold
# the same words further in. Source: android-ground-truth of real phones; AOSP dumpsys.cpp, SystemServer. The marks, of
# which every fitting text holds one, are found a hundred times faster than the words.
_SAID = (
    (GapReason.TIMEOUT, (b"DUMP TIMEOUT",), re.compile(rb"^\*\*\* SERVICE '.*' DUMP TIMEOUT", re.MULTILINE)),
    (
        GapReason.MISSING,
        (b"Can't find service", b"not found"),
        re.compile(rb"\A(?:cmd: )?Can't find service: |\A.{0,80}: (?:inaccessible or )?not found"),
    ),
    (
        GapReason.DENIED,
        (b"SecurityException", b"Security exception", b"Permission Denial", b"Permission denied"),
        re.compile(
            rb"^(?:Error: )?(?:java\.lang\.)?SecurityException|^Security exception: |^Permission Denial: "
            rb"|\A.{0,80}Permission denied",
            re.MULTILINE,
        ),
    ),
    (
        GapReason.FAILED,
        (b"Error", b"Bad user number", b"Exception", b"Failure while dumping", b" at ", b"\tat "),
        re.compile(
            rb"^Error with service '.*' while dumping|\AError: |\ABad user number: |^Error dumping service"
            rb"|^Exception occurred while |^Failure while dumping"
            rb"|^[^\S\n]*(?:java|android)\.[\w.]+(?:Exception|Error)\b|^[^\S\n]+at [\w.$]+\([\w.$]*:\d+\)",
            re.MULTILINE,
        ),
    ),
)
_LONGEST_LINE = 200_000  # bytes; the longest known to us in a real answer has under 30 thousand
_ENDS = {
    End.CUT: GapReason.CUT,
    End.NOT_ASKED: GapReason.CUT,
    End.TIMEOUT: GapReason.TIMEOUT,
    End.TOO_BIG: GapReason.TOO_BIG,
    End.STOPPED: GapReason.STOPPED,
}


def classify(answer: Answer) -> Gap | None:
    """Say why an answer cannot be all of the truth, or None where nothing speaks against it."""
    question, output = answer.question, answer.output
    if answer.end is not End.WHOLE:
        return gap(question, _ENDS[answer.end])
    if said := _said(question, output):
        return said
    if answer.exit != 0:
        last = output.strip().rsplit(b"\n", 1)[-1].decode(errors="replace")
        return gap(question, GapReason.FAILED, f"exit code {answer.exit}: {last}")
    return _misshapen(question, output)


def _said(question: Question, output: bytes) -> Gap | None:
    """Find the phone's own words of trouble."""
    for reason, marks, words in _SAID:
        if any(mark in output for mark in marks) and (match := words.search(output)):
            line = output[match.start() :].split(b"\n", 1)[0]
            return gap(question, reason, line.decode(errors="replace"))
    return None


def _misshapen(question: Question, output: bytes) -> Gap | None:
    """Find what no real phone prints: nothing, half a line, or a line without end."""
    if not output:
        return gap(question, GapReason.FAILED, "an empty answer")
    if not output.endswith(b"\n"):
        return gap(question, GapReason.CUT, "the last line is not finished")
    longest = max(map(len, output.split(b"\n")))
    return gap(question, GapReason.TOO_BIG, f"a line of {longest} bytes") if longest > _LONGEST_LINE else None


def gap(question: Question, reason: GapReason, detail: str = "") -> Gap:
    """Make the gap of one question."""
    return Gap(fact=question.fact, reason=reason, user=question.user, detail=clean(detail))


def text(answer: Answer, *, whole: bool) -> str:
    """Decode an answer; of one that is not whole, leave out the last line, which may be half."""
    output = answer.output.replace(b"\r\n", b"\n")
    if not whole:
        output = output[: output.rfind(b"\n") + 1]
    return output.decode(errors="replace")
