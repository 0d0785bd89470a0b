"""The real adb server on a private port with a private home, and how to bring phones to it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from .device import SimPhone

DEFAULT_ADB_PORT = 5037
_START_SECONDS = 20.0
_REPLY_SECONDS = 30.0
_ATTEMPTS = 3


class AdbError(Exception):
    """The adb server refused a request or answered in an unknown way."""


def find_adb() -> str:
    """Return the adb program: the one the ``adbutils`` package brings, else the installed one."""
    spec = importlib.util.find_spec("adbutils")
    if spec is not None and spec.origin is not None:
        bundled = Path(spec.origin).parent / "binaries" / "adb"
        if bundled.exists():
            return str(bundled)
    installed = shutil.which("adb")
    if installed is None:
        raise AdbError("no adb program was found")
    return installed


def request(port: int, service: str, *, timeout: float = _REPLY_SECONDS) -> str:
    """Send one host request to the adb server on this port and return its text answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as link:
        data = service.encode()
        link.sendall(b"%04x" % len(data) + data)
        status = _read(link, 4)
        text = _read(link, int(_read(link, 4), 16)).decode("utf-8", "replace")
    if status != b"OKAY":
        raise AdbError(text)
    return text


def connect(port: int, phone: SimPhone) -> str:
    """Let the adb server on this port, whoever started it, connect to the phone.

    Returns the serial. A phone whose owner does not accept the key counts as connected:
    the server lists it.
    """
    answer = request(port, f"host:connect:{phone.serial}")
    if not answer.startswith(("connected", "already connected", "failed to authenticate")):
        raise AdbError(answer)
    return phone.serial


def disconnect(port: int, serial: str) -> None:
    """Let the adb server forget a phone; without this it keeps trying to reach a lost one."""
    request(port, f"host:disconnect:{serial}")


def states(port: int) -> dict[str, str]:
    """Return the serials the adb server lists, with the state of each."""
    lines = request(port, "host:devices").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def wait_for_state(port: int, serial: str, state: str | None, *, timeout: float = 30.0) -> None:
    """Wait until the server lists the phone in this state; None means not listed."""
    end = time.monotonic() + timeout
    while (seen := states(port).get(serial)) != state:
        if time.monotonic() > end:
            raise AdbError(f"{serial} is {seen}, not {state}")
        time.sleep(0.05)


class AdbServer:
    """Context manager: a real adb server that sees no phone but those connected to it."""

    def __init__(self) -> None:
        """Find the program; nothing is started yet."""
        self.program = find_adb()
        self.port = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path:
        """The private home of the server, which also holds its log."""
        assert self._folder is not None
        return Path(self._folder.name)

    @property
    def log(self) -> Path:
        """The file with everything the server printed."""
        return self.folder / "adb.log"

    def environment(self) -> dict[str, str]:
        """Return the environment for the server and for clients of it."""
        home = str(self.folder)
        return {
            "PATH": os.defpath,
            "HOME": home,
            "ANDROID_SDK_HOME": home,
            "ANDROID_USER_HOME": home,
            "TMPDIR": home,
            "ADB_MDNS": "0",
            "ADB_MDNS_AUTO_CONNECT": "0",
            # Emulators and plugged-in phones of the computer must stay out of the tests.
            "ADB_LOCAL_TRANSPORT_MAX_PORT": "5554",
            "ADB_EMU": "0",
            "ADB_USB": "0",
            "ANDROID_ADB_SERVER_PORT": str(self.port),
        }

    def __enter__(self) -> Self:
        """Start the server and wait until it answers."""
        self._folder = tempfile.TemporaryDirectory(prefix="simphone-adb-")
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the server by its own process id and remove its folder."""
        self._stop()

    def connect(self, phone: SimPhone) -> str:
        """Connect a phone and return its serial."""
        return connect(self.port, phone)

    def run(self, *arguments: str, stdin: bytes = b"", timeout: float = 60.0) -> subprocess.CompletedProcess[bytes]:
        """Run the adb client against this server."""
        return subprocess.run(
            [self.program, "-P", str(self.port), *arguments],
            input=stdin,
            capture_output=True,
            env=self.environment(),
            timeout=timeout,
            check=False,
        )

    def start_client(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the adb client against this server without waiting for it; the caller ends it."""
        return subprocess.Popen(
            [self.program, "-P", str(self.port), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment(),
        )

    def _start(self) -> None:
        """Try a few free ports: another program may take one between the look and the start."""
        for _ in range(_ATTEMPTS):
            self.port = _free_port()
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [self.program, "-L", f"tcp:localhost:{self.port}", "server", "nodaemon"],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=self.environment(),
                    start_new_session=True,
                )
            if self._answers(self._process):
                return
            self._end_process()
        raise AdbError(self.log.read_text(errors="replace"))

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait until the server answers; False where it ended instead."""
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                request(self.port, "host:version", timeout=1.0)
            except (OSError, ValueError):
                time.sleep(0.02)
            else:
                return True
        return False

    def _end_process(self) -> None:
        """End the server process and wait for it."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(5.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5.0)
        self._process = None

    def _stop(self) -> None:
        """End the process and remove the folder."""
        self._end_process()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _free_port() -> int:
    """Return a port that is free at this moment and is not adb's usual one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    assert port != DEFAULT_ADB_PORT
    return port


def _read(link: socket.socket, count: int) -> bytes:
    """Read exactly this many bytes."""
    data = b""
    while len(data) < count:
        piece = link.recv(count - len(data))
        if not piece:
            raise ConnectionError("the adb server closed the connection")
        data += piece
    return data
