"""A running simulated phone: a listening port, a thread and a folder, all of them private."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import Coroutine, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .adbd import Connection, Record, Setup
from .description import Phone
from .faults import Fault, LinkFault, link_fault
from .protocol import VERSION_SKIP_CHECKSUM
from .userland import Userland

_STOP_SECONDS = 20.0


class SimPhone:
    """Context manager: a phone that an adb server can connect to while the block runs."""

    def __init__(
        self,
        description: Phone,
        faults: Iterable[Fault] = (),
        *,
        protocol_version: int = VERSION_SKIP_CHECKSUM,
        key_known: bool = True,
    ) -> None:
        """Describe the phone; nothing is started yet.

        With ``key_known`` the owner accepted the computer's key at some earlier time;
        without, the server has to show its key first, which the phone accepts at once.
        """
        self.description = description
        self.faults = tuple(faults)
        self.record = Record(key_accepted=key_known and link_fault(self.faults, "unauthorized") is None)
        self._version = protocol_version
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="simphone")
        self._server: asyncio.Server | None = None
        self._connections: dict[Connection, asyncio.Task[None]] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._userland: Userland | None = None
        self.port = 0

    @property
    def serial(self) -> str:
        """The name under which an adb server lists this phone."""
        return f"127.0.0.1:{self.port}"

    @property
    def services(self) -> list[str]:
        """The service strings that were opened so far."""
        return list(self.record.services)

    @property
    def bytes_sent(self) -> int:
        """How many bytes of service output were sent so far."""
        return self.record.bytes_sent

    def describe(self, description: Phone, faults: Iterable[Fault] | None = None) -> None:
        """Change what the commands answer from now on; link faults stay as they were."""
        assert self._userland is not None
        self.description = description
        self._userland.describe(description, self.faults if faults is None else faults)

    def accept_key(self) -> None:
        """Let the owner of an ``unauthorized`` phone accept the key after all."""
        self.record.key_accepted = True
        self._in_thread(self._accept_key())

    def __enter__(self) -> Self:
        """Start listening."""
        self._folder = tempfile.TemporaryDirectory(prefix="simphone-")
        self._userland = Userland(Path(self._folder.name), self.description, self.faults)
        self._thread.start()
        self._in_thread(self._start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every command and connection, the thread and the folder."""
        try:
            self._in_thread(self._stop())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_STOP_SECONDS)
            self._loop.close()
            assert self._folder is not None
            self._folder.cleanup()

    def _in_thread(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine in the phone's thread and wait for it."""
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_STOP_SECONDS)

    async def _start(self) -> None:
        """Open the port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        """Close the port and every connection."""
        self._close_port()
        for connection in self._connections:
            connection.close()
        await asyncio.gather(*self._connections.values(), return_exceptions=True)

    async def _accept_key(self) -> None:
        """Tell every connection that waits for the owner."""
        for connection in list(self._connections):
            await connection.accept_key()

    def _close_port(self) -> None:
        """Stop listening; connections that exist go on."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _on_break(self, fault: LinkFault) -> None:
        """Take the phone away for good unless the fault says it comes back."""
        if not fault.comes_back:
            self._close_port()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection in a task that the stop can find."""
        assert self._userland is not None
        setup = Setup(
            phone=self.description,
            userland=self._userland,
            faults=self.faults,
            record=self.record,
            version=self._version,
            on_break=self._on_break,
        )
        connection = Connection(reader, writer, setup)
        task = asyncio.current_task()
        assert task is not None
        self._connections[connection] = task
        try:
            await connection.serve()
        finally:
            del self._connections[connection]
