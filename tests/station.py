"""The real command line against the real adb server and a simulated phone: what the end-to-end tests share."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tests.conftest import environment
from tests.simphone import AdbServer, Fault, Phone, SimPhone, disconnect

TIME_LIMIT = 120  # seconds for any command line


@contextmanager
def connected(server: AdbServer, phone: Phone, faults: Iterable[Fault] = ()) -> Iterator[SimPhone]:
    """Have `phone` on the server's list while the block runs, and off it afterwards."""
    with SimPhone(phone, faults) as simulated:
        serial = server.connect(simulated)
        try:
            yield simulated
        finally:
            disconnect(server.port, serial)


def safecheck(
    *arguments: str, server: AdbServer | None = None, computer: bool = False, **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run the real command line as its own process, without a terminal; this computer is left alone unless asked."""
    if arguments[:1] == ("scan",) and not computer and not {"--demo", "--from", "--help"} & {*arguments}:
        arguments = (*arguments, "--no-computer")
    variables = environment(PYTHONUTF8="1", **more)
    if server is not None:
        variables |= server.environment() | {"PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-I", "-m", "safecheck", *arguments],
        env=variables,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        timeout=TIME_LIMIT,
        check=False,
    )
