"""A phone that must still be allowed on its own screen: the person is told, and the scan goes on when they tap."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.simphone import AdbServer, faults, phones
from tests.station import connected

pytestmark = [pytest.mark.adb, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")]


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    """One real adb server for all tests of this file."""
    with AdbServer() as running:
        yield running


def test_the_scan_waits_for_the_tap(server: AdbServer) -> None:
    with connected(server, phones.ordinary(), [faults.unauthorized()]) as phone:
        main, side = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "safecheck", "scan", "--no-computer"],
            env=server.environment() | {"PATH": os.environ["PATH"]},
            stdin=side,
            stdout=subprocess.PIPE,
            stderr=side,
        )
        os.close(side)
        os.write(main, b"y\ny\n\n\n\n")  # two answers, and Enter for each question about risk
        seen = b""
        deadline = time.monotonic() + 60
        while b"tap" not in seen and time.monotonic() < deadline:
            if select.select([main], [], [], 1)[0]:
                seen += os.read(main, 4096)
        assert phone.services == []
        phone.accept_key()
        out, _ = process.communicate(timeout=60)
        os.close(main)
    assert process.returncode == 0, seen
    assert "We did not see any app on our list" in out.decode()
    assert "Allow USB debugging?" in " ".join(seen.decode().split())
