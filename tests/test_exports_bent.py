"""Downloads that are bent: other letters and ends of lines change nothing, other values give a value or a gap."""

import functools
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safecheck.accounts.exports.read import ExportsRead, read_exports
from safecheck.accounts.exports.times import from_number, moment
from safecheck.model import GapReason
from tests.counted import steps
from tests.downloads import FOLDER

_FILES = sorted(
    path for path in FOLDER.rglob("*") if path.suffix in {".csv", ".json", ".html"} and "Photos" not in str(path)
)
_NAMES = [path.relative_to(FOLDER).as_posix() for path in _FILES]
_LETTERS = ("utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be")


def _read(name: str, data: bytes) -> ExportsRead:
    """Read one file with these bytes in it, under its own name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).parent.name / Path(name).name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return read_exports([path])


@pytest.mark.parametrize("letters", _LETTERS)
@pytest.mark.parametrize("name", _NAMES)
def test_other_letters_change_nothing(name: str, letters: str) -> None:
    data = (FOLDER / name).read_bytes()
    assert _read(name, data.decode("utf-8-sig").encode(letters)) == _read(name, data)


@pytest.mark.parametrize("name", _NAMES)
def test_other_ends_of_lines_change_nothing(name: str) -> None:
    data = (FOLDER / name).read_bytes().replace(b"\r\n", b"\n")
    assert _read(name, data.replace(b"\n", b"\r\n")) == _read(name, data)


_ODD = st.sampled_from(
    ["0", "-1", "-99999999999999", "1" * 400, "9" * 5000, "1e999", "NaN", "-Infinity", "1.5", "true", "null", '""', "[]", "{}", "[[[[]]]]",
     '"\\ud800"', '"\u202egnp.exe"', '"a\\u0000b"', "0000-00-00", "9999-12-31T23:59:59Z", "0001-01-01 00:00:00 UTC", "2026-02-30", "1795000000",
     "1795000000000", "1795000000000000", "9999-12-31T23:59:59-23:59", "\ufeff", '"', '""', "\n", "\r", "\u2028", "\0", ",", "<", "</td>", "&#x110000;", "["]
)  # fmt: skip
_VALUE = re.compile(r'"[^"\n]{0,80}"|(?<![\w.])\d[\d :.TZ-]*|[^,\n<>{}\[\]"]{1,40}')


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(_NAMES),
    changes=st.lists(st.tuples(st.integers(0, 10_000), _ODD, st.booleans()), max_size=4),
    cut=st.none() | st.integers(0, 4000),
    letters=st.sampled_from((*_LETTERS, "utf-8")),
)
def test_any_value_gives_a_value_or_a_gap(
    name: str, changes: list[tuple[int, str, bool]], cut: int | None, letters: str
) -> None:
    text = (FOLDER / name).read_text("utf-8-sig")
    for at, odd, twice in changes:
        spans = [match.span() for match in _VALUE.finditer(text)]
        if spans:
            start, end = spans[at % len(spans)]
            text = text[:start] + odd + (text[start:end] if twice else "") + text[end:]
    read = _read(name, text[:cut].encode(letters, "replace"))
    for export in read.exports:
        for words in (seen.model + seen.place + "".join(seen.programs) for seen in export.seen):
            assert not set("\n\r\0\u202e\u2028\ud800") & set(words)
        assert all(span.first is None or 2000 <= span.first.year < 2100 for span in export.spans.values())


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("1795000000", 2026), ("1795000000000", 2026), ("1795000000000000", 2026), ("1795000000.25", 2026), ("0", None), ("-1795000000", None),
        ("9" * 5000, None), ("9999-12-31T23:59:59Z", None), ("0000-01-01", None), ("0001-01-01T00:00:00+14:00", None), ("٢٠٢٦-٠١-٠١", None),
        ("nan", None), ("inf", None), ("1e9", None), ("2026-06-15T07:40:10.123456Z", 2026), ("Jun 15, 2026, 7:40:10\u202fAM UTC", 2026),
    ],
)  # fmt: skip
def test_times(written: str, year: int | None) -> None:
    time = moment(written)
    assert (time and time.year) == year


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), -1.0, 0.0, 1e300, 1e17 - 1])
def test_numbers_that_are_no_time(value: float) -> None:
    assert from_number(value) is None


_HEADER = "Activity Timestamp,IP Address,Activity City,Activity Country,User Agent String,Product Name\n"


def _log(rows: int, *, agent: str = "App : GMAIL. Os : IOS_OS.") -> str:
    return _HEADER + "".join(
        f"2026-10-01 10:00:00 UTC,192.0.2.{n % 250},Town {n},GB,{agent},Gmail\n" for n in range(rows)
    )


_TABLE = "Takeout/Access Log Activity/Activities - A list of Google services accessed by.csv"


def test_a_field_over_several_lines_is_read() -> None:
    (export,) = _read(_TABLE, _log(3, agent='"App : GMAIL.\nOs : IOS_OS."').encode()).exports
    assert export.spans["export-sessions"].entries == 3


@pytest.mark.parametrize("place", [1, 50, 99])
def test_a_quote_without_an_end_never_hides_lines_without_a_word(place: int) -> None:
    """Everything behind it looks like one field."""
    lines = _log(100).splitlines(keepends=True)
    lines[place] = lines[place].replace("App :", '"App :')
    read = _read(_TABLE, "".join(lines).encode())
    entries = sum(export.spans["export-sessions"].entries for export in read.exports)
    assert entries == 100 or GapReason.FILE_UNREADABLE in {gap.reason for gap in read.gaps}, entries


def test_two_quotes_too_many_never_hide_the_lines_between_them_without_a_word() -> None:
    lines = _log(100).splitlines(keepends=True)
    for place in (20, 40):
        lines[place] = lines[place].replace("App :", '"App :')
    read = _read(_TABLE, "".join(lines).encode())
    assert GapReason.FILE_UNREADABLE in {gap.reason for gap in read.gaps}


_GROWN: dict[str, tuple[str, Callable[[int], str]]] = {
    "log": (_TABLE, _log),
    "log of one place": (_TABLE, lambda n: _HEADER + "2026-10-01 10:00:00 UTC,192.0.2.1,Hull,GB,x,Gmail\n" * n),
    "line of quotes": (_TABLE, lambda n: _HEADER + '"' * 50 * n),
    "empty lines": (_TABLE, lambda n: _HEADER + "\n" * 50 * n),
    "apps": (
        "Takeout/Google Play Store/Installs.json",
        lambda n: json.dumps([{"install": {"doc": {"title": f"App {i}"}}} for i in range(n)]),
    ),
    "apps that break off": (
        "Takeout/Google Play Store/Installs.json",
        lambda n: json.dumps([{"install": {"doc": {"title": f"App {i}"}}} for i in range(n)])[:-1],
    ),
    "page": ("Takeout/Google Account/a.SubscriberInfo.html", lambda n: _page(n, "<li>Recovery SMS: +44 7700 900{:03}</li>")),
    "rows of a page": ("Takeout/Google Account/a.SubscriberInfo.html", lambda n: _page(n, "<tr><td>2026-01-01 Z</td><td>192.0.2.1</td><td>Login {}</td></tr>")),
    "tags that are none": ("Takeout/Google Account/a.SubscriberInfo.html", lambda n: _page(n, "<<a <b {}")),
}  # fmt: skip


def _page(rows: int, row: str) -> str:
    start = (FOLDER / "google/Takeout/Google Account/jane.example.SubscriberInfo.html").read_text("utf-8")
    return start.replace("</body>", "".join(row.format(n) for n in range(rows)) + "</body>")


@pytest.mark.parametrize("name", _GROWN)
def test_four_times_the_download_takes_four_times_the_steps(name: str) -> None:
    file, make = _GROWN[name]
    none, short, long = (steps(functools.partial(_read, file, make(rows).encode())) for rows in (1, 200, 800))
    assert long - none <= 4.5 * (short - none) + 500, (none, short, long)


def test_every_form_of_these_files_is_known() -> None:
    unknown = {name for name in _NAMES if not _read(name, (FOLDER / name).read_bytes()).exports}
    assert {Path(name).name for name in unknown} <= {"archive_browser.html", "surveys.json"}
