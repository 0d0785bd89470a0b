"""Questions over a real adb connection: deadlines, stopping, and what a broken stream leaves."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest
from adbutils import AdbClient

from safecheck.model import Answer, End, Question
from safecheck.phone import adb
from safecheck.phone.adb import AdbPhone
from tests.simphone import AdbServer, SimPhone, phones
from tests.station import connected

pytestmark = pytest.mark.adb


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    """One real adb server for all tests of this file."""
    with AdbServer() as running:
        yield running


@contextlib.contextmanager
def _phone(server: AdbServer, grace: float = 10.0) -> Iterator[tuple[AdbPhone, SimPhone]]:
    with connected(server, phones.ordinary()) as simulated:
        device = AdbClient("127.0.0.1", server.port, socket_timeout=10).device(simulated.serial)
        yield AdbPhone(device, grace), simulated


def _questions(*commands: str, limit: int = 20) -> list[Question]:
    return [Question(fact=f"q{place}", command=command, limit=limit) for place, command in enumerate(commands)]


def _ends(answers: list[Answer]) -> list[tuple[bytes, End]]:
    return [(answer.output, answer.end) for answer in answers]


def test_one_request_carries_a_batch(server: AdbServer) -> None:
    with _phone(server) as (phone, simulated):
        answers = list(phone.ask(_questions("echo one", "echo two; (exit 3)", "no-such-command")))
        assert len(simulated.services) == 1
    assert [(answer.output, answer.exit) for answer in answers[:2]] == [(b"one\n", 0), (b"two\n", 3)]
    assert answers[2].exit == 127
    assert {answer.end for answer in answers} == {End.WHOLE}


def test_megabytes_arrive_whole(server: AdbServer) -> None:
    with _phone(server) as (phone, _):
        (answer,) = phone.ask(
            _questions(
                "i=0; while [ $i -lt 40000 ]; do echo 0123456789012345678901234567890123456789$i; i=$((i+1)); done"
            )
        )
    lines = answer.output.split(b"\n")
    assert (len(lines), lines[-2], answer.end) == (
        40_001,
        b"0123456789012345678901234567890123456789" + b"39999",
        End.WHOLE,
    )


def test_an_answer_that_hangs_is_left_and_the_rest_is_asked_again(server: AdbServer) -> None:
    with _phone(server, grace=0.5) as (phone, simulated):
        answers = list(phone.ask(_questions("echo one", "echo half; sleep 60", "echo three", limit=1)))
        assert len(simulated.services) == 2
    assert _ends(answers) == [(b"one\n", End.WHOLE), (b"half\n", End.TIMEOUT), (b"three\n", End.WHOLE)]


def test_a_slow_drip_does_not_stretch_the_limit(server: AdbServer) -> None:
    begun = time.monotonic()
    with _phone(server, grace=0.5) as (phone, _):
        (answer,) = phone.ask(_questions("while :; do echo drip; sleep 0.1; done", limit=1))
    assert answer.end is End.TIMEOUT
    assert answer.output.startswith(b"drip\n")
    assert time.monotonic() - begun < 30  # a bound, not a measure: without a deadline it would never end


def test_an_answer_without_end_is_cut_off(server: AdbServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adb, "ANSWER_LIMIT", 100_000)
    with _phone(server) as (phone, _):
        answers = list(
            phone.ask(_questions("while :; do echo 0123456789012345678901234567890123456789; done", "echo two"))
        )
    assert [answer.end for answer in answers] == [End.TOO_BIG, End.WHOLE]


def test_a_shell_that_dies_costs_its_answer_only(server: AdbServer) -> None:
    with _phone(server) as (phone, _):
        answers = list(phone.ask(_questions("echo one", "kill -9 $$", "echo three")))
    assert [answer.end for answer in answers] == [End.WHOLE, End.CUT, End.WHOLE] or [a.end for a in answers] == [
        End.WHOLE,
        End.CUT,
        End.NOT_ASKED,
    ]


def test_stopping_ends_every_open_question(server: AdbServer) -> None:
    with _phone(server) as (phone, _):
        threading.Timer(0.5, phone.stop).start()
        answers = list(phone.ask(_questions("echo one", "echo half; sleep 60", "echo three")))
        later = list(phone.ask(_questions("echo four")))
    assert _ends(answers) == [(b"one\n", End.WHOLE), (b"half\n", End.STOPPED), (b"", End.STOPPED)]
    assert [answer.end for answer in later] == [End.STOPPED]


def test_two_requests_run_side_by_side(server: AdbServer) -> None:
    with _phone(server) as (phone, _):
        first, second = phone.ask(_questions("sleep 0.3; echo slow")), phone.ask(_questions("echo fast"))
        assert next(second).output == b"fast\n"
        assert next(first).output == b"slow\n"


@contextlib.contextmanager
def _nonsense(reply: bytes) -> Iterator[AdbPhone]:
    """A stand-in (mock) for an adb server that agrees to everything and then sends `reply` as the shell's packets."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def answer(link: socket.socket) -> None:
            with link, contextlib.suppress(OSError, ValueError):
                link.settimeout(10)
                while length := link.recv(4):
                    request = link.recv(int(length, 16))
                    if request == b"host:version":
                        link.sendall(b"OKAY00040029")
                    elif request.startswith(b"host:tport"):
                        link.sendall(b"OKAY" + bytes(8))
                    else:
                        link.sendall(b"OKAY" + reply)
                        return

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=answer, args=server.accept()[:1], daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        client = AdbClient("127.0.0.1", int(server.getsockname()[1]), socket_timeout=5)
        yield AdbPhone(client.device("x"), 0.5)
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\x01",
        b"\x01\x05\x00\x00\x00abc",
        b"\x01" + struct.pack("<I", 0xFFFFFFFF) + b"x" * 1000,
        b"\xff" * 500,
        b"\x03\x01\x00\x00\x00\x00",
        b"\x02\x03\x00\x00\x00err\x03\x01\x00\x00\x00\x01",
        b"\x01\x00\x00\x00\x00" * 50,
    ],
    ids=["nothing", "half a header", "half a packet", "4 GiB", "noise", "only an exit", "only stderr", "empty packets"],
)
def test_any_bytes_from_the_server_end_in_answers(reply: bytes) -> None:
    with _nonsense(reply) as phone:
        answers = list(phone.ask(_questions("echo one", "echo two", limit=1)))
    assert len(answers) == 2
    assert all(answer.end is not End.WHOLE for answer in answers)
