"""Every text that people read can be read by a child of twelve: Flesch-Kincaid grade 7 at most.

Names of apps, menus and sites, quoted words and blanks are masked: nobody can choose easier ones. textstat counts
syllables by where a word may be divided, which finds a few less than a speaker would.
"""

import re
from collections.abc import Iterator

import textstat

from safecheck import catalogue, helplines, services
from safecheck.model import Questions

_HARDEST = 7.0
_FEWEST_WORDS = 6  # a shorter text has no grade worth the name: those of one file are graded together
_MASKED = re.compile(
    r"""\{\w+\}                    # a blank
    | “[^”]*”                     # what stands on a screen
    | \b[\w-]+(?:\.[\w-]+)+\S*   # a site or a file
    | [*#]+\d+\#                 # a code to dial
    | (?<=\s)--[\w-]+(?:\ \w+)?  # an option of the command line
    | (?<![.?!:“]\s)(?<=\s)[(]?[A-Z][\w-]*  # a capital in the middle of a sentence: a name
    """,
    re.VERBOSE,
)


def _sentences(*texts: str) -> str:
    """Join texts, each of them ended."""
    return " ".join(text if text.endswith((".", "?", "!", ":")) else f"{text}." for text in texts if text)


def _groups() -> Iterator[tuple[str, str]]:
    """Give what a person reads in one go, by its name."""
    for step in catalogue.load_advice():
        yield f"advice {step.id}", _sentences(step.title, step.why, step.save_first, *step.steps, step.helper)
    for code in helplines.countries():
        country = catalogue.load_country(code)
        yield f"helplines {code}", _sentences(*(text for line in country.lines for text in (line.service, line.hours)))
    for name in services.names():
        card = catalogue.load_service(name)
        careful = (look.careful for look in card.look)
        yield f"card {name}", _sentences(card.noticed.because, card.save, card.instead, *careful)
    yield from _questions(catalogue.load_questions())
    words = catalogue.load_words()
    yield from _whole(words)
    yield from _filled(words)
    yield from _single(words)


def _questions(questions: Questions) -> Iterator[tuple[str, str]]:
    """Give what a person is asked, and what is said of the answers."""
    for section in ("you", "main", "door", "share"):
        for name, ask in getattr(questions, section).items():
            yield f"question {section}.{name}", _sentences(ask.text, ask.said, ask.unsure, ask.then)
    for name, about in questions.about.items():
        yield f"about {name}", _sentences(about.noticed.because, about.save, about.instead)
    said = (questions.noticed, questions.save, questions.instead)
    yield "about services", _sentences(*(text for texts in said for text in texts.values()))


def _whole(words: catalogue.Words) -> Iterator[tuple[str, str]]:
    """Give what has several sentences."""
    for name, finding in words.findings.items():
        parts = (finding.title, finding.reason, finding.meaning, finding.not_proof, finding.noticed)
        yield f"finding {name}", _sentences(*parts)
    for name, error in words.errors.items():
        yield f"error {name}", _sentences(error.happened, error.means, *error.do.split("\n"))
    for name, check in words.checks.items():
        yield f"check {name}", _sentences(check.title, check.clear)


def _filled(words: catalogue.Words) -> Iterator[tuple[str, str]]:
    """Give what stands inside other sentences, inside them."""
    for name, fact in words.facts.items():
        for reason, gap in words.gaps.items():
            yield f"gap {name} {reason}", catalogue.fill(gap, {"what": fact, "file": "it"})
    for name, phrase in words.phrases.items():
        yield f"phrase {name}", f"We saw this: {phrase}."


def _single(words: catalogue.Words) -> Iterator[tuple[str, str]]:
    """Give the labels, line by line."""
    short = []
    for name, label in words.labels.items():
        for line in label.split("\n"):
            if len(line.split()) < _FEWEST_WORDS:
                short.append(line)
            else:
                yield f"label {name}: {line[:30]}", _sentences(line)
    yield "short labels", _sentences(*short)


def _grade(text: str) -> float:
    """Give the Flesch-Kincaid grade of a text without its names."""
    return float(textstat.flesch_kincaid_grade(_MASKED.sub("it", text)))


def test_a_child_of_twelve_can_read_all_of_it() -> None:
    grades = {name: _grade(text) for name, text in _groups()}
    assert len(grades) > 300
    assert {name: grade for name, grade in grades.items() if grade > _HARDEST} == {}


def test_a_hard_text_is_noticed_and_names_are_not_counted() -> None:
    hard = "Unauthorised individuals may subsequently compromise the confidentiality of communications."
    assert _grade(hard) > _HARDEST
    easy = "Open Settings, Accessibility, then look at com.example.monitoring.application and “Administration”."
    assert _grade(easy) < _HARDEST
