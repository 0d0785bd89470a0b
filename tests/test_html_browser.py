"""The page in a real Chromium: barriers, the way out, paper, and that it asks for nothing."""

import io
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Request, sync_playwright
from pypdf import PdfReader

from safecheck.formats import Reader
from safecheck.model import Report
from tests.conftest import environment, find_chromium
from tests.pages import TRICKS, demonstration, doorbell, page, written_everywhere
from tests.test_golden import CASES

pytestmark = pytest.mark.browser

_PRINTED: dict[str, Callable[[], Report]] = {
    "demo": partial(demonstration, "uk"),
    "doorbell": doorbell,
    **{name: case.report for name, case in CASES.items()},
}
_PHONE, _DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
_NOWHERE = "http://127.0.0.1:9"
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # What Chromium asks for on its own account all the same is no page's doing: these two stop it.
    f"--component-updater=url-source={_NOWHERE}",
    f"--gaia-url={_NOWHERE}",
)


@pytest.fixture(scope="module")
def proxy() -> Iterator[tuple[str, list[str]]]:
    """Listen where a proxy would be, and note what is asked for; nothing is answered."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(200).decode("latin-1").partition("\r\n")[0])

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser(proxy: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start the system's own Chromium with a new home and profile; whatever it asks of a network goes to `proxy`."""
    home = str(tmp_path_factory.mktemp("home"))
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=find_chromium(),
            args=_FLAGS,
            ignore_default_args=["--disable-back-forward-cache"],
            env={**environment(), "HOME": home},
            proxy={"server": proxy[0], "bypass": "<-loopback>"},
        ) as started,
    ):
        yield started


@contextmanager
def _opened(browser: Browser, file: Path, text: str, **context: Any) -> Iterator[Page]:  # noqa: ANN401 - playwright's own
    """Show a page from a file; it may ask for no other, break no rule of its own, and put no question."""
    file.write_text(text, "utf-8")
    complaints: list[str] = []

    def dialog(shown: Dialog) -> None:
        complaints.append(shown.message)
        shown.dismiss()

    def request(made: Request) -> None:
        if not made.url.startswith(file.parent.as_uri()):
            complaints.append(made.url)

    with browser.new_context(**context) as session:
        shown = session.new_page()
        shown.on("console", lambda message: complaints.append(message.text))
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.on("dialog", dialog)
        shown.on("request", request)
        shown.goto(file.as_uri())
        yield shown
    assert complaints == []


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("viewport", [_PHONE, _DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(
    browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"], viewport: dict[str, int], reader: Reader
) -> None:
    reports = (demonstration("uk"), CASES["nothing-answered"].report(), doorbell(), written_everywhere("x" * 400))
    for report in reports:
        file = tmp_path / "notes.html"
        with _opened(browser, file, page(report, reader), color_scheme=scheme, viewport=viewport) as shown:
            assert shown.evaluate("document.documentElement.scrollWidth") == viewport["width"]
            results = Axe().run(shown)
            assert results.violations_count == 0, results.generate_report()
            assert len(results.response["passes"]) > 20


def test_nothing_is_asked_of_any_network(browser: Browser, proxy: tuple[str, list[str]], tmp_path: Path) -> None:
    _, asked = proxy
    for report in (demonstration("uk"), written_everywhere("".join(TRICKS))):
        with _opened(browser, tmp_path / "notes.html", page(report, Reader.HELPER)) as shown:
            shown.mouse.wheel(0, 5_000)
            shown.pdf()
            shown.wait_for_load_state("networkidle")
    assert asked == []
    # The same proxy hears it when a page does ask.
    with browser.new_page() as other:
        other.set_content('<img src="http://192.0.2.1/picture">')
        other.wait_for_load_state("networkidle")
    assert "GET http://192.0.2.1/picture HTTP/1.1" in asked
    asked.clear()


def test_what_a_device_says_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    text = page(written_everywhere("".join(TRICKS)), Reader.HELPER)
    with _opened(browser, tmp_path / "notes.html", text) as shown:
        assert shown.title() == "Notes"
        assert shown.locator("img, iframe, a, body[onload], [onfocus]").count() == 0
        assert shown.get_by_text(TRICKS[0]).count() > 10


def _escape(shown: Page) -> None:
    shown.keyboard.press("Escape")


def _button(shown: Page) -> None:
    shown.get_by_role("button", name="Leave this page").click()


def _first_key(shown: Page) -> None:
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")


@pytest.mark.parametrize("leave", [_escape, _button, _first_key])
def test_who_leaves_does_not_come_back_with_back(
    browser: Browser, tmp_path: Path, leave: Callable[[Page], None]
) -> None:
    before = tmp_path / "before.html"
    with _opened(browser, before, "<title>before</title>") as shown:
        file = tmp_path / "notes.html"
        file.write_text(page(demonstration("uk")), "utf-8")
        shown.goto(file.as_uri())
        assert shown.title() == "Notes"
        leave(shown)
        shown.wait_for_url("about:blank")
        assert (shown.title(), shown.content()) == ("", "<html><head></head><body></body></html>")
        shown.go_back()
        assert shown.url == before.as_uri()
        shown.go_forward()
        assert shown.url == "about:blank"


def test_the_way_out_stays_in_sight_and_is_large(browser: Browser, tmp_path: Path) -> None:
    with _opened(browser, tmp_path / "notes.html", page(demonstration("uk")), viewport=_PHONE) as shown:
        button = shown.get_by_role("button", name="Leave this page")
        shown.evaluate("scrollTo(0, document.body.scrollHeight)")
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 120
        assert 0 <= box["y"] <= 40
        assert shown.get_by_text("This file and your browser's history are not deleted.").is_visible()
        shown.emulate_media(media="print")
        assert not button.is_visible()


def test_without_javascript_all_can_be_read_and_no_dead_button_is_shown(browser: Browser, tmp_path: Path) -> None:
    text = page(demonstration("uk"), Reader.HELPER)
    file = tmp_path / "notes.html"
    with _opened(browser, file, text) as alive, _opened(browser, file, text, java_script_enabled=False) as still:
        assert alive.get_by_role("button").count() == 1
        assert still.get_by_role("button").count() == 0
        assert still.locator("main").inner_text() == alive.locator("main").inner_text()


@pytest.mark.parametrize(("name", "paper"), [("demo", "A4"), *((name, "Letter") for name in _PRINTED)])
def test_the_persons_part_fits_on_two_sheets_and_a_helpers_begins_on_its_own(
    browser: Browser, tmp_path: Path, name: str, paper: str
) -> None:
    report = _PRINTED[name]()
    person, helper = (_printed(browser, tmp_path / "notes.html", page(report, reader), paper) for reader in Reader)
    assert len(person) <= 2
    assert "".join(person).count("not now") == len(report.plan)
    assert "Leave this page" not in "".join(person)
    assert [number for number, text in enumerate(helper) if text.startswith("For a helper:")] == [len(person)]
    assert "For a helper:" not in "".join(helper[: len(person)])


def _printed(browser: Browser, file: Path, text: str, paper: str) -> list[str]:
    """Print, and give the text of each sheet, below its number."""
    with _opened(browser, file, text) as shown:
        sheets = PdfReader(io.BytesIO(shown.pdf(format=paper))).pages
        return [sheet.extract_text().partition("\n")[2] for sheet in sheets]
