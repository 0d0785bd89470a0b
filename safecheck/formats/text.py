"""The report for people: plain text that reads well on a terminal and on paper."""

import textwrap
from collections.abc import Iterator

from tabulate import tabulate

from safecheck.catalogue import Words
from safecheck.formats import Reader
from safecheck.formats._page import Page, Step, lay_out, words_for
from safecheck.helplines import in_one_line
from safecheck.model import Report

_WIDTH = 78


def render(report: Report, words: Words, reader: Reader) -> str:
    """Write the report for one reader, ending in a line break."""
    words = words_for(report, words)
    page = lay_out(report, words, reader)
    sections = {
        "looked-at": [line for text in page.looked_at for line in _wrap(text, "  ")],
        "short": [line for text in page.short for line in _wrap(text, "  ")],
        "found": [*_points(page), *_wrap(page.nothing, "  ")],
        "missing": list(_missing(page)),
        "clear": [*(line for text in page.clear for line in _item(text)), *_wrap(page.no_clear, "  ")],
        "help": list(_help(page)),
        "plan": [
            *_wrap(page.plan_explained, "  "),
            *(line for step in page.plan for line in ("", *_step(step, words.labels["step-boxes"]))),
        ],
        "asked": _asked(page),
    }
    blocks = [[words.labels[name], *lines] for name, lines in sections.items() if lines]
    blocks.append(_wrap(page.credits, ""))
    if page.demonstration:
        blocks = [[page.demonstration], *blocks, [page.demonstration]]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _points(page: Page) -> Iterator[str]:
    """The findings, with an empty line between them."""
    for point in page.found:
        if point is not page.found[0]:
            yield ""
        yield from _wrap(f"{point.number}. {point.title}", "  ", "     ")
        yield from _wrap(point.grade, "     ")
        for said in (*point.lines, point.evidence):
            if said is not None:
                yield from _wrap(str(said), "     ", "       ")


def _missing(page: Page) -> Iterator[str]:
    """Everything that could not be checked, and what it leaves open."""
    yield from _wrap(page.missing_explained, "  ")
    for missing in page.missing:
        yield from _item(missing.sentence)
        yield from _wrap(missing.leaves, "    ")
        yield from _wrap(str(missing.detail or ""), "    ")


def _help(page: Page) -> Iterator[str]:
    """Who helps."""
    yield from _wrap(page.help_first, "  ")
    for line in page.services:
        yield from _item(in_one_line(line))
    yield from _wrap(page.help_last, "  ")


def _step(step: Step, boxes: str) -> Iterator[str]:
    """One step of the plan."""
    yield from _wrap(f"{step.number}. {step.title}", "  ", "     ")
    for text in (step.why, *map(str, step.lines)):
        yield from _wrap(text, "     ")
    for item in step.items:
        yield from _wrap(item, "     - ", "       ")
    yield from _wrap(str(step.helper), "     ")
    yield from _wrap(step.source, "     ")
    yield "     " + boxes


def _asked(page: Page) -> list[str]:
    """The ledger as a table."""
    if not page.asked:
        return []
    heads, *rows = page.asked
    table = tabulate(rows, headers=heads, tablefmt="plain", disable_numparse=True)
    return ["  " + line.rstrip() for line in table.splitlines()]


def _item(text: str) -> list[str]:
    return _wrap(text, "  * ", "    ")


def _wrap(text: str, indent: str, further: str | None = None) -> list[str]:
    """Break a text into lines of the page's width; a name that is longer stays whole, so that it can be copied."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        break_on_hyphens=False,
        break_long_words=False,
    )
