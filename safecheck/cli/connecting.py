"""Get a phone on the cable ready to be asked, and say on the way what is used."""

import contextlib
from collections.abc import Iterator

from adbutils import AdbDevice

from safecheck.cli.talk import LeftError, is_terminal, label, say
from safecheck.phone import adb_server

_WAIT = 60  # seconds for the person to tap "Allow"


@contextlib.contextmanager
def connected(serial: str | None) -> Iterator[tuple[adb_server.Listed, AdbDevice]]:
    """Give the chosen phone and its transport; our adb server runs for as long as the block does."""
    with adb_server.running() as server:
        if server.started is None:
            say(label("adb-was-running", port=server.port))
        else:
            key = "adb-bundled" if server.started.bundled else "adb-on-path"
            say(label(key, path=server.started.path))
        try:
            phone = adb_server.choose(
                server,
                serial,
                _WAIT if is_terminal() else 0,
                lambda _: say(label("phone-waiting", seconds=_WAIT)),
            )
            yield phone, adb_server.connect(server, phone)
        except LeftError:
            raise
        except BaseException:
            _say_traces(server.port)
            raise
        _say_traces(server.port)


def _say_traces(port: int) -> None:
    """Say what stays on this computer."""
    say(label("traces", files=", ".join(map(str, adb_server.traces(port)))))
