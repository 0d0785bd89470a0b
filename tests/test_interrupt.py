"""Ctrl-C while a phone is read: what was read is reported, as incomplete."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.simphone import AdbServer, App, faults, phones
from tests.station import connected

pytestmark = [pytest.mark.adb, pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")]


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    """One real adb server for all tests of this file."""
    with AdbServer() as running:
        yield running


@pytest.mark.parametrize(("listed", "code"), [(True, 10), (False, 3)])
def test_what_was_read_is_reported(server: AdbServer, listed: bool, code: int) -> None:  # noqa: FBT001
    phone = phones.ordinary()
    if listed:
        phone = phones.with_app(phone, App(package="com.systemservice"))
    with connected(server, phone, [faults.hanging("settings list --user", 600)]) as simulated:
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "safecheck", "scan", "--no-computer"],
            env=server.environment() | {"PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 60
        while len(simulated.services) < 5 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1)  # the list of apps comes on the second stream
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    text, said = " ".join(out.decode().split()), " ".join(err.decode().split())
    assert process.returncode == code, said
    assert "Stopping. What was read so far is reported." in said
    assert "The check was stopped before the phone had told us which apps have special powers" in text
    assert ("TheTruthSpy" in text) is listed
    assert "Traceback" not in said
