"""A phone on a cable: questions over adb's shell protocol, read packet by packet as they arrive.

adbutils gives the server, the device and the transport. Its own `shell()` takes a cut answer for a whole one, and
`shell2()` gives nothing of it; here what came before the cut is kept, and the cut is known.
Protocol: AOSP adb, shell_protocol.h (id byte, little-endian 4-byte length, data).
"""

import contextlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Sequence

from adbutils import AdbConnection, AdbDevice
from adbutils.errors import AdbError, AdbTimeout

from safecheck.model import Answer, End, Question, unanswered
from safecheck.phone.script import Splitter, fitting, write

ANSWER_LIMIT = 64 * 1024 * 1024  # bytes; the longest real dump known to us has 6 MB
_GRACE = 10.0  # seconds that an answer may be late beyond its limit (the cable's share)
_STDOUT, _EXIT = 1, 3  # packet ids


class AdbPhone:
    """One connected phone; each `ask` is one service request, and several may run side by side."""

    def __init__(self, device: AdbDevice, grace: float = _GRACE) -> None:
        """Talk to `device`; `grace` is in seconds."""
        self._device = device
        self._grace = grace
        self._stopped = threading.Event()
        self._open: set[AdbConnection] = set()
        self._lock = threading.Lock()

    def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """Yield one answer per question, in order; a lost or silent phone gives answers that say so."""
        left = list(questions)
        while left:
            end = End.WHOLE
            for answer in self._trip(tuple(left[: fitting(left)])):
                left.pop(0)
                end = answer.end
                yield answer
            if end in {End.CUT, End.STOPPED}:
                rest = End.STOPPED if end is End.STOPPED else End.NOT_ASKED
                yield from (unanswered(question, rest) for question in left)
                return

    def stop(self) -> None:
        """End every trip under way; their open answers say that they were stopped."""
        self._stopped.set()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError, AdbError):
                    connection.conn.shutdown(socket.SHUT_RDWR)

    def _trip(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """Ask in one service request; end after the last answer, or after the first that is not whole."""
        nonce = secrets.token_hex(8)
        splitter = Splitter(nonce)
        clock = _Clock(self._grace)
        done = 0
        clock.restart(questions[0].limit)
        end = End.CUT
        try:
            with self._service(write(questions, nonce)) as connection:
                for data in _output(connection, clock):
                    for part in splitter.feed(data):
                        yield Answer(
                            question=questions[part.place],
                            output=part.output,
                            exit=part.exit,
                            end=End.WHOLE,
                            seconds=clock.lap(),
                        )
                        done = part.place + 1
                        if done < len(questions):
                            clock.restart(questions[done].limit)
                    if splitter.pending > ANSWER_LIMIT:
                        end = End.TOO_BIG
                        break
        except AdbTimeout:
            end = End.TIMEOUT
        except (AdbError, EOFError, OSError, ValueError):  # what adbutils raises for a lost phone or server
            end = End.CUT
        if done < len(questions):
            yield Answer(
                question=questions[done],
                output=splitter.rest(),
                exit=None,
                end=End.STOPPED if self._stopped.is_set() else end,
                seconds=clock.lap(),
            )

    @contextlib.contextmanager
    def _service(self, script: str) -> Iterator[AdbConnection]:
        """Open one shell for `script`, known to `stop` while it is open."""
        connection = self._device.open_transport(timeout=self._grace)
        try:
            with self._lock:
                self._open.add(connection)
            if self._stopped.is_set():
                raise EOFError("stopped")
            connection.send_command(f"shell,v2,raw:{script}")
            connection.check_okay()
            yield connection
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()


class _Clock:
    """The time that the present answer has left; an answer that drips in slowly does not get more of it."""

    def __init__(self, grace: float) -> None:
        self._grace = grace
        self._started = self._lapped = time.monotonic()
        self._deadline = self._started

    def restart(self, limit: float) -> None:
        """Give the next answer `limit` seconds and the grace."""
        self._deadline = time.monotonic() + limit + self._grace

    def left(self) -> float:
        """Seconds left; raise AdbTimeout when there are none."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise AdbTimeout("the answer took too long")
        return left

    def lap(self) -> float:
        """Seconds since the last lap, to the millisecond."""
        now = time.monotonic()
        seconds, self._lapped = now - self._lapped, now
        return round(seconds, 3)


def _output(connection: AdbConnection, clock: _Clock) -> Iterator[bytes]:
    """Yield what the shell prints until it ends; raise EOFError where the connection does."""
    while True:
        connection.conn.settimeout(clock.left())
        header = connection.read_exact(5)
        left = int.from_bytes(header[1:], "little")
        if header[0] == _EXIT:
            return
        while left:
            connection.conn.settimeout(clock.left())
            data = connection.recv(min(left, 65_536))
            if not data:
                raise EOFError("cut inside a packet")
            left -= len(data)
            if header[0] == _STDOUT:
                yield data
