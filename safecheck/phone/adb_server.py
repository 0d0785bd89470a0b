"""adb itself: find the program, have its server running, and choose the phone.

A server that already runs is left alone; one that we start opens no multicast port (ADB_MDNS=0) and is ended by us.
Everything stays on this computer: the server is only ever spoken to at 127.0.0.1.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

from adbutils import AdbClient, AdbDevice
from adbutils.errors import AdbError

from safecheck.clean import clean
from safecheck.errors import SafecheckError
from safecheck.model import Frozen
from safecheck.phone.usb import apple_phone_connected

_HOST = "127.0.0.1"
_DEFAULT_PORT = 5037
_ANSWER = 10.0  # seconds for any answer of the server
_START = 20.0  # seconds for the server to start
_SETTLE = 4.0  # seconds until a phone on the cable shows up after the server's start
_READY = "device"
_PASSING = frozenset({"offline", "authorizing", "connecting", "unauthorized"})  # may still become ready
STATES = {  # what to say of a phone that is not ready
    "unauthorized": "unauthorized",
    "authorizing": "unauthorized",
    "offline": "offline",
    "connecting": "offline",
    "no": "no-permissions",  # adbutils cuts "no permissions (…)" at the blank
}
_LOST = (AdbError, EOFError, OSError, ValueError)  # what adbutils raises when the server goes away


class AdbProgram(Frozen, frozen=True):
    """The adb program that would be used: where it is, and whether it came with safecheck."""

    path: Path
    bundled: bool


class Listed(Frozen, frozen=True):
    """One phone as the server lists it."""

    serial: str
    state: str  # "device" is ready
    model: str


class Server(Frozen, frozen=True):
    """A running adb server."""

    port: int
    started: AdbProgram | None  # None: it was running before, started by someone else


def find_program() -> AdbProgram | None:
    """Give the adb that came with adbutils, else the first on PATH: a PATH may be someone else's work."""
    name = "adb.exe" if sys.platform == "win32" else "adb"
    bundled = Path(str(files("adbutils") / "binaries" / name))
    if bundled.is_file():
        return AdbProgram(path=bundled, bundled=True)
    found = shutil.which("adb")
    return AdbProgram(path=Path(found), bundled=False) if found else None


def port() -> int:
    """Give the server's port: ANDROID_ADB_SERVER_PORT, else 5037."""
    value = os.environ.get("ANDROID_ADB_SERVER_PORT", "")
    if not value:
        return _DEFAULT_PORT
    if not (value.isascii() and value.isdecimal() and 0 < int(value) < 65_536):  # noqa: PLR2004 - ports
        raise SafecheckError("bad-port", value=clean(value))
    return int(value)


def traces(number: int) -> tuple[Path, ...]:
    """Name the files that adb itself writes on this computer for the server at port `number`; never raises.

    Source: AOSP adb (adb_auth_host.cpp, adb_utils.cpp).
    """
    home = temporary = Path("~")  # as people write it, where this computer does not tell
    with contextlib.suppress(RuntimeError, OSError):
        home = Path.home()
    with contextlib.suppress(OSError):
        temporary = Path(tempfile.gettempdir())
    log = "adb.log" if sys.platform == "win32" else f"adb.{os.getuid()}.log"
    folder = home / ".android"
    return (folder / "adbkey", folder / "adbkey.pub", folder / f"adb.{number}", temporary / log)


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Have a server for as long as the block runs."""
    number = port()
    if _listens(number):
        yield Server(port=number, started=None)
        return
    program = find_program()
    if program is None:
        raise SafecheckError("no-adb")
    ours = _start(program, number)
    try:
        yield Server(port=number, started=program if ours else None)
    finally:
        if ours:
            _stop(number)


def _listens(number: int) -> bool:
    """Whether something listens on the server's port."""
    with contextlib.closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex((_HOST, number)) == 0


def _start(program: AdbProgram, number: int) -> bool:
    """Start the server; say whether it was us (someone else's may have come up in between)."""
    environment = os.environ | {"ADB_MDNS": "0", "ANDROID_ADB_SERVER_PORT": str(number)}
    environment.pop("ADB_SERVER_SOCKET", None)  # it would lead the server elsewhere
    with tempfile.TemporaryFile() as said:  # a file: the server keeps the handle, a pipe would never end
        try:
            code = subprocess.run(  # noqa: S603 - a fixed command, no shell
                [program.path, "-P", str(number), "start-server"],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env=environment,
                timeout=_START,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            ).returncode
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SafecheckError("adb-start", why=clean(str(error))) from error
        said.seek(0)
        text = said.read().decode(errors="replace")
    if code != 0 or not _listens(number):
        raise SafecheckError("adb-start", why=clean(text, 200) or f"exit code {code}")
    return "daemon started" in text


def _stop(number: int) -> None:
    """End the server that we started, and wait until it is gone."""
    with contextlib.suppress(*_LOST):
        AdbClient(_HOST, number, socket_timeout=_ANSWER).server_kill()
    deadline = time.monotonic() + 5
    while _listens(number) and time.monotonic() < deadline:
        time.sleep(0.05)


def phones(server: Server) -> tuple[Listed, ...]:
    """List every phone on the cable, ready or not."""
    try:
        found = _client(server).list(extended=True)
    except _LOST as error:
        raise SafecheckError("adb-lost", why=clean(str(error))) from error
    return tuple(
        Listed(serial=clean(info.serial), state=clean(info.state), model=clean(info.tags.get("model", "")))
        for info in found
    )


def choose(server: Server, serial: str | None, wait: float, waiting: Callable[[Listed], None]) -> Listed:
    """Give the one phone to look at, ready; raise SafecheckError with what to do where there is none.

    Waits up to `wait` seconds for a phone that must still be allowed on its own screen, and calls `waiting` once.
    """
    begun = time.monotonic()
    told = False
    while True:
        listed = phones(server)
        waited = time.monotonic() - begun
        match _fitting(listed, serial):
            case (phone,) if phone.state == _READY:
                return phone
            case (phone,) if phone.state in _PASSING and waited < max(wait, _SETTLE):
                if phone.state == "unauthorized" and wait and not told:
                    told = True
                    waiting(phone)
            case () if waited < _SETTLE and server.started is not None:
                pass
            case fitting:
                raise _trouble(listed, fitting, serial)
        time.sleep(0.2)


def _fitting(listed: tuple[Listed, ...], serial: str | None) -> tuple[Listed, ...]:
    """The phones that may be meant."""
    return tuple(phone for phone in listed if serial in {None, phone.serial})


def _trouble(listed: tuple[Listed, ...], fitting: tuple[Listed, ...], serial: str | None) -> SafecheckError:
    """Say why no phone can be looked at."""
    names = ", ".join(f"{phone.serial} {phone.model}".strip() for phone in listed) or "-"
    if not listed:
        return SafecheckError("iphone" if apple_phone_connected() else "no-phone")
    if not fitting:
        return SafecheckError("no-such-phone", serial=clean(serial or ""), phones=names)
    if len(fitting) > 1:
        return SafecheckError("several-phones", phones=names)
    phone = fitting[0]
    return SafecheckError(STATES.get(phone.state, "other-state"), serial=phone.serial, state=phone.state)


def connect(server: Server, phone: Listed) -> AdbDevice:
    """Give the transport to a ready phone; refuse one whose shell cannot prove that an answer is whole."""
    device = _client(server).device(serial=phone.serial)
    try:
        features = device.get_features().split(",")
    except _LOST as error:
        raise SafecheckError("lost-at-once", serial=phone.serial) from error
    if "shell_v2" not in features:
        raise SafecheckError("no-shell-v2", serial=phone.serial)
    return device


def _client(server: Server) -> AdbClient:
    return AdbClient(_HOST, server.port, socket_timeout=_ANSWER)
