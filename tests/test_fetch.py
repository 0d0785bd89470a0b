"""The line to a host: whatever it answers, little is read, nobody else is asked, and no message says more than it may."""

import contextlib
import gzip
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from safecheck.errors import UpdateCode
from safecheck.feed import community, fetch, load, place, update
from safecheck.feed.fetch import Line
from safecheck.feed.refusal import Reason, Refused
from tests.clinic import Clinic
from tests.feedhost import Handler
from tests.publisher import BIG, a_list

STAMP = "/metadata/timestamp.json"
FIRST = f"With list {BIG + 1} "


def _refused(clinic: Clinic) -> Refused:
    """Update over a line of our own; give why it was refused."""
    with pytest.raises(Refused) as refused:
        update.from_feed(place.folder(), Line(["127.0.0.1"]), datetime.now(UTC), lambda _: None)
    assert clinic.used().startswith(FIRST)
    return refused.value


class Poured:
    """An answer whose body never ends; counts what was taken of it."""

    def __init__(self, status: int, **headers: str) -> None:
        self.status, self.headers, self.bytes = status, headers, 0

    def __call__(self, to: Handler) -> None:
        to.send_response(self.status)
        for name, value in self.headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        with contextlib.suppress(OSError):
            while self.bytes < 200_000_000:
                self.bytes += to.wfile.write(b" " * 65536)


@pytest.mark.parametrize(
    ("status", "reason"), [(302, Reason.MISSING), (307, Reason.MISSING), (404, Reason.MISSING), (503, Reason.MISSING)]
)
def test_the_body_of_an_answer_that_is_no_file_is_not_read(clinic: Clinic, status: int, reason: Reason) -> None:
    poured = Poured(status, Location=STAMP)
    clinic.host.files[STAMP] = poured
    assert _refused(clinic).reason is reason
    assert poured.bytes < 30_000_000  # what the buffers of four connections hold


def test_a_packed_redirect_is_not_unpacked(clinic: Clinic) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("unpacked")

    body = gzip.compress(b" " * 10_000_000)
    clinic.host.files[STAMP] = lambda to: to.answer(body, 302, Location=STAMP, Content_Encoding="gzip")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zlib, "decompressobj", never)
        with pytest.raises(Refused) as refused:
            update.from_feed(place.folder(), Line(["127.0.0.1"]), datetime.now(UTC), lambda _: None)
    assert refused.value.reason is Reason.MISSING


@pytest.mark.parametrize(
    "away",
    [
        "https://localhost:{port}\\@127.0.0.1:{port}/stolen",
        "https://localhost:{port}\\127.0.0.1/stolen",
        "https://127.0.0.1@localhost:{port}/stolen",
        "https://127.0.0.1:{port}@localhost:{port}/stolen",
        "//localhost:{port}/stolen",
        "https:localhost:{port}/stolen",
        "file:///etc/passwd",
        "http://127.0.0.1:{port}/stolen",
        "HTTP://127.0.0.1:{port}/stolen",
    ],
)
def test_no_way_of_writing_an_address_leads_to_another_host(clinic: Clinic, away: str) -> None:
    to = away.format(port=clinic.host.port)
    clinic.host.files["/stolen"] = b"taken"
    clinic.host.files[STAMP] = lambda handler: handler.answer(b"", 302, Location=to)
    assert _refused(clinic).reason in {Reason.ELSEWHERE, Reason.MISSING}
    assert not [headers["Host"] for _, headers in clinic.host.asked if headers["Host"].startswith("localhost")]


def test_what_a_host_leads_to_is_never_read_out(clinic: Clinic) -> None:
    away = "https://\x1b[31mcall-this-number\x1b[0m-" + "x" * 5_000 + "/"
    clinic.host.files[STAMP] = lambda to: to.answer(b"", 302, Location=away)
    done = clinic.update()
    assert done.code == UpdateCode.REFUSED
    assert "\x1b" not in done.err
    assert len(done.err) < 3_000


def test_a_host_sets_no_cookies(clinic: Clinic) -> None:
    clinic.publisher.publish(a_list(2))
    stamp = clinic.host.files[STAMP]
    clinic.host.files[STAMP] = lambda to: to.answer(stamp, Set_Cookie="who=1; Path=/; Secure")
    clinic.host.asked.clear()
    assert clinic.update().code == UpdateCode.UPDATED
    assert not [headers for _, headers in clinic.host.asked if "Cookie" in headers]


def test_what_stands_in_netrc_is_not_sent(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = clinic.folder / "netrc"
    netrc.write_text("machine 127.0.0.1 login anna password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    clinic.host.asked.clear()
    assert clinic.update().code == UpdateCode.CURRENT
    assert not [headers for _, headers in clinic.host.asked if "Authorization" in headers]


@pytest.mark.parametrize(
    "proxy",
    [
        "http://anna:secret@127.0.0.1:9",
        "https://anna:secret@127.0.0.1:9",
        "socks5h://anna:secret@127.0.0.1:9",
        "http://anna:secret@127.0.0.1:port",
        "http://anna:secret@[::1",
        "nothing://anna:secret@127.0.0.1:9",
        "anna:secret@",
        "http://anna:secret@",
        "://secret",
    ],
)
@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_proxy_that_does_not_work_keeps_the_list_and_its_password_is_not_said(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, proxy: str, by: str
) -> None:
    if by == "option":
        done = clinic.run("update", "--proxy", proxy)
    else:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        done = clinic.update()
    assert done.code == UpdateCode.KEPT, done.err
    assert "secret" not in done.out + done.err
    assert clinic.used().startswith(FIRST)


@pytest.mark.parametrize("source", ["feed", "community"])
def test_an_update_that_takes_too_long_ends_as_one_that_was_not_reached(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    def drip(to: Handler) -> None:
        to.send_response(200)
        to.end_headers()
        with contextlib.suppress(OSError):
            for _ in _ticks():
                to.wfile.write(b" ")

    monkeypatch.setattr(Line.__init__, "__defaults__", ("", 0.5))
    if source == "community":
        assert clinic.run("feed", "remove", "--yes").code == 0
        monkeypatch.setattr(community, "BASE", clinic.host.url)
    clinic.host.files = {STAMP: drip, "/ioc.yaml": drip}
    done = clinic.run("update", "--yes", "--source", source)
    assert done.code == UpdateCode.KEPT
    assert "did not answer in time" in " ".join(done.err.split())
    assert load.load_list().origin.kind == ("feed" if source == "feed" else "baseline")


def _ticks() -> Iterator[None]:
    for _ in range(200):
        time.sleep(0.05)
        yield


def test_the_time_is_that_of_all_files_together() -> None:
    assert fetch.SECONDS <= 120
    line = Line(["127.0.0.1"], seconds=0)
    with pytest.raises(Refused) as refused:
        line.read("https://127.0.0.1:9/", 1)
    assert refused.value.reason is Reason.SLOW


@pytest.mark.parametrize(
    "answer",
    [
        b"\x00\xff\r\n\r\n",
        b"HTTP/9.9 99999 x\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nabc\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\x00\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: https://[::1\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: //\xe2\x80\xae.example:99999/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: https://xn--\xff/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: identity, gzip\r\nContent-Length: 3\r\n\r\nabc",
    ],
)
def test_whatever_a_host_answers_the_list_stays(clinic: Clinic, answer: bytes) -> None:
    clinic.host.files[STAMP] = lambda to: to.wfile.write(answer)
    assert clinic.update().code in {UpdateCode.KEPT, UpdateCode.REFUSED}
    assert clinic.used().startswith(FIRST)
