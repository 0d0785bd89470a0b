"""The page: what a device says is text and nothing else; the page asks for nothing and leads nowhere."""

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import safecheck.formats
from safecheck import catalogue
from safecheck.formats import Reader, renderer
from safecheck.formats._page import lay_out
from tests.pages import TRICKS, demonstration, page, written_everywhere
from tests.test_golden import CASES

_TEMPLATES = Path(safecheck.formats.__file__).parent / "templates"
_NO_END = frozenset({"meta", "img", "br", "hr", "input", "link"})
_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


class _Parsed(HTMLParser):
    """A page as its elements, with their attributes, and the text below each kind of element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.texts: defaultdict[str, str] = defaultdict(str)
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(f"{name}={value}" for name, value in attrs)))
        if tag not in _NO_END:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}",))
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag] += data

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", data))


def _body(parsed: _Parsed) -> list[tuple[str, ...]]:
    """Give the elements but <html>, whose class tells how small a long page is printed."""
    return [element for element in parsed.elements if element[0] != "html"]


@given(st.lists(st.sampled_from(TRICKS) | _TEXT, min_size=1, max_size=4).map("".join))
@example("".join(TRICKS))
def test_what_a_device_says_is_text_and_nothing_else(text: str) -> None:
    plain, hostile = (_Parsed(page(written_everywhere(said), Reader.HELPER)) for said in ("plain", text))
    assert _body(hostile) == _body(plain)
    assert hostile.texts["body"] == plain.texts["body"].replace("plain", text)
    for part in ("title", "style", "script", "h1", "h2", "button"):
        assert hostile.texts[part] == plain.texts[part]


@pytest.mark.parametrize("reader", Reader)
def test_the_page_lets_in_its_own_style_and_script_only(reader: Reader) -> None:
    parsed = _Parsed(page(demonstration("uk"), reader))
    (policy,) = (
        attribute.removeprefix("content=")
        for element in parsed.elements
        if "http-equiv=Content-Security-Policy" in element
        for attribute in element
        if attribute.startswith("content=")
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.keys() == {"default-src", "style-src", "script-src", "base-uri", "form-action"}
    assert {rules[name] for name in ("default-src", "base-uri", "form-action")} == {"'none'"}
    assert rules["script-src"] == _hash(parsed.texts["script"])
    assert [rules["style-src"]] == [
        " ".join(_hash((_TEMPLATES / name).read_text("utf-8")) for name in ("page.css", "print.css"))
    ]
    assert parsed.elements.index(("meta", "charset=utf-8")) < 10


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("reader", Reader)
def test_nothing_is_loaded_followed_dialled_sent_or_said_by_an_attribute(reader: Reader) -> None:
    parsed = _Parsed(page(demonstration("uk"), reader))
    assert not {element[0] for element in parsed.elements} & {"a", "area", "link", "img", "form", "iframe", "base"}
    names = {attribute.partition("=")[0] for element in parsed.elements for attribute in element[1:]}
    assert names == {
        *("lang", "class", "charset", "http-equiv", "name", "content", "media", "id", "hidden", "type"),
        *("role", "aria-label", "scope"),
    } - ({"scope"} if reader is Reader.PERSON else set())
    assert not re.search(r"url\(|@import|@font-face|image-set", parsed.texts["style"])


def test_a_title_of_a_window_tells_nothing() -> None:
    parsed = _Parsed(page(demonstration()))
    assert parsed.texts["title"] == parsed.texts["h1"] == "Notes"


def test_what_is_for_helpers_stands_behind_what_the_person_reads_and_on_their_page_only() -> None:
    report, words = CASES["several"].report(), catalogue.load_words()
    person, helper = (_Parsed(page(report, reader)).texts["body"] for reader in Reader)
    told = lay_out(report, words, Reader.HELPER, apart=True)
    weaker = [point.title for point in told.apart]
    own_lines = [point.evidence.text for point in told.found + told.apart if point.evidence]
    assert weaker
    assert len(own_lines) > len(weaker)
    for text in (*weaker, *own_lines, words.labels["asked-seconds"]):
        assert text not in person
        assert text not in helper[: helper.index(told.looked_at[-1])]
        assert text in helper


def test_every_word_of_the_page_stands_with_the_other_words() -> None:
    for file in _TEMPLATES.glob("*.html"):
        template = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", file.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"\w", re.sub(r"<[^>]*>", "", template)), file.name


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("name", CASES)
def test_text_and_page_tell_all_that_there_is_to_tell(name: str, reader: Reader) -> None:
    report, words = CASES[name].report(), catalogue.load_words()
    text = renderer("text")(report, words, reader)
    for shown, apart in ((_Parsed(page(report, reader)).texts["body"], True), (text, False)):
        for told in _texts(lay_out(report, words, reader, apart=apart)):
            assert _plain(told) in _plain(shown)


def _texts(value: object) -> Iterator[str]:
    """Give every text in a value that people are shown."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        yield from _texts([getattr(value, field) for field in value.__struct_fields__ if field != "severity"])
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _plain(text: str) -> str:
    """Leave out how a form sets lines and capitals."""
    return " ".join(text.split()).casefold()
