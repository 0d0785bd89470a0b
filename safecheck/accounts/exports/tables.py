"""Tables (CSV): the columns are found by what their header says, never by their place."""

import csv
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from safecheck.accounts.exports.encoding import lines
from safecheck.accounts.exports.records import Begin, Problem, Record
from safecheck.accounts.exports.stream import Stream
from safecheck.parsed import Refused

_LIMIT = 8 * 1024**3  # bytes; a year of a busy log is far smaller
_DELIMITERS = ",;\t"  # the second is written by spreadsheets in half of Europe
_FURTHER = 4096  # characters of a header


class Columns(dict[tuple[str, ...], tuple[int, ...]]):
    """Where the cells of some labels stand, worked out once for each of these questions."""

    def __init__(self, labels: Mapping[str, int]) -> None:
        """Keep the place of every label of a header."""
        super().__init__()
        self.labels = labels

    def __missing__(self, asked: tuple[str, ...]) -> tuple[int, ...]:
        """Find the places of labels that were not asked for before."""
        self[asked] = tuple(self.labels[label] for label in asked if label in self.labels)
        return self[asked]


class Row(NamedTuple):
    """One line of a table, by column."""

    columns: Columns
    cells: list[str]

    def __call__(self, *labels: str) -> str:
        """Give the cell of the first of these columns that is there and not empty; "" for none."""
        for place in self.columns[labels]:
            if place < len(self.cells) and (cell := self.cells[place].strip()):
                return cell
        return ""


class Table(NamedTuple):
    """A form of table: the columns that tell it from others, and how one line is read."""

    begin: Begin
    needs: tuple[tuple[str, ...], ...]  # of each of these, one must be there
    entry: Callable[[Row], Iterator[Record]]
    without: tuple[str, ...] = ()  # none of these may be there
    named: str = ""  # what the file's name must hold besides, where the header is not enough
    sure_with: tuple[str, ...] = ()  # one of these must be there, or `doubt` is said
    doubt: str = ""

    def fits(self, columns: Mapping[str, int], name: str) -> bool:
        """Whether a header is of this form."""
        return (
            all(any(label in columns for label in labels) for labels in self.needs)
            and not any(label in columns for label in self.without)
            and self.named in name.casefold()
        )

    def opening(self, columns: Mapping[str, int]) -> Begin:
        """Say what the lines below a header tell of."""
        sure = not self.sure_with or any(label in columns for label in self.sure_with)
        return self.begin if sure else self.begin._replace(doubt=self.doubt)


def header(text: str) -> tuple[dict[str, int], str]:
    """Read the labels of a table's first line, with their places, and the sign between them; none for no table."""
    first = text[:_FURTHER].lstrip("\ufeff\r\n").partition("\n")[0].rstrip("\r")
    for delimiter in _DELIMITERS:
        try:
            labels = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            continue
        if len(labels) > 1 or (delimiter == "," and _is_label(first)):
            return {_plain(label): place for place, label in reversed(list(enumerate(labels)))}, delimiter
    return {}, ","


def _is_label(text: str) -> bool:
    """Whether a line can be the header of a table with one column."""
    return text.replace(" ", "").isalpha()


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()


def entries(table: Table, stream: Stream, encoding: str) -> Iterator[Record]:
    """Read every line of a table; a line that has no entry is a problem, and the others are still read."""
    text = _Lines(lines(stream, encoding, _LIMIT))
    first = next((line for line in text if line.strip("\ufeff\r\n ")), "")
    labels, delimiter = header(first)
    columns = Columns(labels)
    yield table.opening(labels)
    reader, read = csv.reader(text, delimiter=delimiter), 0
    try:
        for cells in reader:
            if reader.line_num > read + 1 and any(_holds_lines(cell, delimiter, len(labels)) for cell in cells):
                yield Problem("a field in it holds whole lines")
            read = reader.line_num
            if any(cells):
                yield from table.entry(Row(columns, cells))
    except csv.Error as error:
        raise Refused(f"it is no table from a place on ({error})") from error
    if text.damaged:
        yield Problem("letters in it cannot be read")
    if text.quotes % 2:  # from it on, everything may have been taken for one field
        yield Problem("a quote in it has no end")


def _holds_lines(cell: str, delimiter: str, columns: int) -> bool:
    """Whether a field goes over lines and has signs enough in it for one of them: a quote too many can hide lines."""
    return "\n" in cell and cell.count(delimiter) >= columns - 1


class _Lines:
    """Lines, whether one of them held bytes that are no letters, and how many quotes they have."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self.damaged = False
        self.quotes = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.damaged = self.damaged or "\ufffd" in line
        self.quotes += line.count('"')
        return line


def no_time(row: Row) -> Problem:
    """Say that a line has no time that can be read."""
    return Problem(f"a line without a time that we can read, of {len(row.cells)} columns")
