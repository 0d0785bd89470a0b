"""Opening a screen on the phone: what may be sent, and that nothing else is, and only on the key."""

import contextlib
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck import catalogue, services
from safecheck.model import Answer, End, Question
from safecheck.phone import opening
from tests.scripted import healthy, whole
from tests.simphone import AdbServer, App, phones
from tests.station import connected

# The whole list of what may be sent besides the questions of a scan. A new one is added here by hand, after thinking.
_ALLOWED = re.compile(
    r"am start -a android\.settings\.(?:SYNC_SETTINGS|APPLICATION_SETTINGS|SECURITY_SETTINGS|SETTINGS)"
    r"|am start -n [a-zA-Z][a-zA-Z0-9_.]*/[a-zA-Z0-9_.]+"
)

_SCAN = 8  # service requests of a scan of the phone below


def _icons(text: str) -> tuple[Answer, ...]:
    question = Question(fact="launcher", command="x", limit=1, user=0)
    return (Answer(question=question, output=text.encode(), exit=0, end=End.WHOLE, seconds=0.1),)


def test_every_settings_screen_is_on_the_list_of_allowed_ones() -> None:
    for name in opening.SCREENS:
        assert _ALLOWED.fullmatch(opening.screen(name).command)


def test_every_app_of_a_card_can_be_opened_by_its_icon_and_no_other() -> None:
    cards = [catalogue.load_service(name) for name in services.names()]
    for package in {package for card in cards for package in (*card.packages, *card.packages_unverified)}:
        command = opening.app(package, _icons(f"    {package}/.Main\n"))
        assert command is not None
        assert command.command == f"am start -n {package}/.Main"
        assert _ALLOWED.fullmatch(command.command)
        assert opening.app(package, _icons(f"    {package}.other/.Main\n    x.{package}/.Main\n")) is None


@given(st.text(alphabet="abc.$`;&|<>\\'\"\n\r /(){}*?~!#=-\u202e1", max_size=40))
def test_no_name_of_an_icon_can_be_read_as_something_else(name: str) -> None:
    command = opening.app("com.ringapp", _icons(f"    com.ringapp/{name}\n"))
    assert command is None or _ALLOWED.fullmatch(command.command)


@given(st.text(max_size=60))
def test_no_line_of_the_answer_can_be_read_as_something_else(line: str) -> None:
    for package in ("com.ringapp", line):
        command = opening.app(package, _icons(f"{line}\n"))
        assert command is None or _ALLOWED.fullmatch(command.command)


def test_icons_of_another_user_or_of_a_cut_answer_open_nothing() -> None:
    (answer,) = _icons(healthy()["launcher", 0])
    assert opening.app("com.whatsapp", [answer]) is not None
    other = Answer(question=Question(fact="launcher", command="x", limit=1, user=10), output=answer.output, exit=0, end=End.WHOLE, seconds=0)  # fmt: skip
    cut = Answer(question=answer.question, output=answer.output, exit=None, end=End.CUT, seconds=0)
    assert opening.app("com.whatsapp", [other, cut]) is None


@pytest.mark.parametrize(
    ("answer", "works"),
    [
        (whole("Starting: Intent { act=x }\n"), True),
        (whole("Starting: Intent { cmp=x }\nError type 3\nError: Activity class {x} does not exist.\n"), False),
        (whole("Starting: Intent { act=x }\n", 1), False),
        (
            Answer(question=Question(fact="x", command="x", limit=1), output=b"", exit=None, end=End.CUT, seconds=0),
            False,
        ),
    ],
)
def test_whether_it_opened_is_known(answer: Answer, works: bool) -> None:  # noqa: FBT001
    assert opening.worked(answer) is works


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    """One real adb server for all tests of this file."""
    with AdbServer() as running:
        yield running


def _type_on(server: AdbServer, keys: str) -> tuple[int, bytes, str, list[str]]:
    """Type at a terminal with a phone connected; give exit code, report, screen, and what the phone was sent."""
    import pty

    ring = App(package="com.ringapp", installer="com.android.vending", launcher=True)
    with connected(server, phones.with_app(phones.ordinary(), ring)) as simulated:
        main, side = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "safecheck", "accounts", "ring", "--phone"],
            env=server.environment() | {"PATH": os.environ["PATH"]},
            stdin=side,
            stdout=subprocess.PIPE,
            stderr=side,
        )
        os.close(side)
        os.write(main, keys.encode())
        seen, deadline = b"", time.monotonic() + 60
        with contextlib.suppress(OSError):  # the other side is gone: it ended
            while time.monotonic() < deadline:
                if select.select([main], [], [], 0.1)[0]:
                    seen += os.read(main, 4096)
        out, _ = process.communicate(timeout=60)
        os.close(main)
        return process.returncode, out, seen.decode(), simulated.services


@pytest.mark.adb
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestOnAPhone:
    """The whole way: a terminal, the real adb server, a simulated phone."""

    @pytest.mark.parametrize(
        ("keys", "sent"), [("o\ny\n", ["am start -n com.ringapp/.MainActivity"]), ("o\nn\n", []), ("", [])]
    )
    def test_only_the_key_and_a_yes_send_it(self, server: AdbServer, keys: str, sent: list[str]) -> None:
        code, out, seen, services_ = _type_on(server, f"y\ny\n\n\n\ny\n{keys}e\n")
        scan, opened = services_[:_SCAN], services_[_SCAN:]
        assert len(scan) == _SCAN, seen
        assert not any("am start" in service for service in scan)
        assert [line for service in opened for line in re.findall(r"am start[^<]*?(?= </dev/null)", service)] == sent
        assert len(opened) == len(sent)
        assert code == 3
        assert b"Ring doorbell or camera" in out
        assert ("The phone says that it is open." in seen) is bool(sent)

    def test_a_phone_of_someone_else_is_not_touched(self, server: AdbServer) -> None:
        code, out, seen, services_ = _type_on(server, "y\nn\n")
        assert (code, out, services_) == (1, b"", [])
        assert "You said that this is not your phone" in " ".join(seen.split())

    def test_leaving_says_nothing_more(self, server: AdbServer) -> None:
        code, out, seen, _ = _type_on(server, "y\ny\n\n\n\ny\nq\n")
        assert (code, out) == (1, b"")
        assert seen.endswith("\x1b[2J\x1b[3J\x1b[HBye.\r\n")
