"""The report for people: plain text that reads well on a terminal and on paper."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tabulate import tabulate

from safecheck.catalogue import Words
from safecheck.formats import Reader
from safecheck.formats._page import Page, Step, lay_out, words_for
from safecheck.helplines import in_one_line
from safecheck.model import Report

WIDEST = 78  # characters of a line


class _Paragraph(NamedTuple):
    """A text whose lines are still to be broken."""

    text: str
    indent: str  # of its first line
    further: str  # of the others


_Lines = Iterator[str | _Paragraph]


def render(report: Report, words: Words, reader: Reader, width: int = WIDEST) -> str:
    """Write the report for one reader, in lines of `width` characters, ending in a line break."""
    words = words_for(report, words)
    page = lay_out(report, words, reader)
    sections: dict[str, list[str | _Paragraph]] = {
        "looked-at": [line for text in page.looked_at for line in _text(text, "  ")],
        "short": [line for text in page.short for line in _text(text, "  ")],
        "found": [*_points(page), *_text(page.nothing, "  ")],
        "missing": list(_missing(page)),
        "clear": [*(line for text in page.clear for line in _item(text)), *_text(page.no_clear, "  ")],
        "help": list(_help(page)),
        "plan": [
            *_text(page.plan_explained, "  "),
            *(line for step in page.plan for line in ("", *_step(step, words.labels["step-boxes"]))),
        ],
        "asked": list(_asked(page)),
    }
    blocks = [[words.labels[name], *_broken(lines, width)] for name, lines in sections.items() if lines]
    blocks.append(list(_broken(_text(page.credits, ""), width)))
    if page.demonstration:
        blocks = [[page.demonstration], *blocks, [page.demonstration]]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _points(page: Page) -> _Lines:
    """The findings, with an empty line between them."""
    for point in page.found:
        if point is not page.found[0]:
            yield ""
        yield from _text(f"{point.number}. {point.title}", "  ", "     ")
        yield from _text(point.grade, "     ")
        for said in (*point.lines, point.evidence):
            if said is not None:
                yield from _text(str(said), "     ", "       ")


def _missing(page: Page) -> _Lines:
    """Everything that could not be checked, and what it leaves open."""
    yield from _text(page.missing_explained, "  ")
    for missing in page.missing:
        yield from _item(missing.sentence)
        yield from _text(missing.leaves, "    ")
        yield from _text(str(missing.detail or ""), "    ")


def _help(page: Page) -> _Lines:
    """Who helps."""
    yield from _text(page.help_first, "  ")
    for line in page.services:
        yield from _item(in_one_line(line))
    yield from _text(page.help_last, "  ")


def _step(step: Step, boxes: str) -> _Lines:
    """One step of the plan."""
    yield from _text(f"{step.number}. {step.title}", "  ", "     ")
    for text in (step.why, *map(str, step.lines)):
        yield from _text(text, "     ")
    for item in step.items:
        yield from _text(item, "     - ", "       ")
    yield from _text(str(step.helper), "     ")
    yield from _text(step.source, "     ")
    yield "     " + boxes


def _asked(page: Page) -> _Lines:
    """The ledger as a table."""
    if page.asked:
        heads, *rows = page.asked
        table = tabulate(rows, headers=heads, tablefmt="plain", disable_numparse=True)
        yield from ("  " + line.rstrip() for line in table.splitlines())


def _item(text: str) -> _Lines:
    return _text(text, "  * ", "    ")


def _text(text: str, indent: str, further: str | None = None) -> _Lines:
    """A text as a paragraph; none for none."""
    if text:
        yield _Paragraph(text, indent, indent if further is None else further)


def _broken(lines: Iterable[str | _Paragraph], width: int) -> Iterator[str]:
    """Break paragraphs into lines; a name that is longer stays whole, so that it can be copied."""
    for line in lines:
        if isinstance(line, str):
            yield line
        else:
            yield from textwrap.wrap(
                line.text,
                width,
                initial_indent=line.indent,
                subsequent_indent=line.further,
                break_on_hyphens=False,
                break_long_words=False,
            )
