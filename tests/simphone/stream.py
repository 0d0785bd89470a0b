"""One stream of an adb connection: flow control, and the process that stands behind it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable

from . import shellproto
from .userland import Userland

_CHUNK = 64 * 1024

Send = Callable[[bytes], Awaitable[None]]


class Stream:
    """The device's end of one stream; it sends one piece and waits until it was taken."""

    def __init__(self, send: Send, max_payload: int) -> None:
        """Take the function that sends one piece as a WRTE message, and how big a piece may be."""
        self._send = send
        self._max_payload = max_payload
        self._ready = asyncio.Event()
        self._ready.set()
        self._turn = asyncio.Lock()
        self._incoming: asyncio.Queue[bytes] = asyncio.Queue()

    def acknowledge(self) -> None:
        """Note that the other side took the last piece."""
        self._ready.set()

    def feed(self, data: bytes) -> None:
        """Keep bytes that the other side sent."""
        self._incoming.put_nowait(data)

    async def write(self, data: bytes) -> None:
        """Send bytes when it is this caller's turn and the last piece was taken."""
        async with self._turn:
            for start in range(0, len(data), self._max_payload):
                await self._ready.wait()
                self._ready.clear()
                await self._send(data[start : start + self._max_payload])

    async def drained(self) -> None:
        """Wait until the other side took everything."""
        async with self._turn:
            await self._ready.wait()

    async def read(self) -> bytes:
        """Return the next bytes of the other side."""
        return await self._incoming.get()


class Command:
    """One command line of a ``shell`` or ``exec`` service."""

    def __init__(self, stream: Stream, userland: Userland, line: str, *, framed: bool) -> None:
        """Take the stream; ``framed`` says whether the shell protocol is spoken on it."""
        self._stream = stream
        self._userland = userland
        self._line = line
        self._framed = framed

    async def run(self) -> None:
        """Run the command to its end; cancelling this kills the whole process group."""
        starting = asyncio.ensure_future(self._start())
        try:
            process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            # Cancelling the start itself would end the shell, but not what it has started already.
            await _end(await starting)
            raise
        feeder = asyncio.create_task(self._feed(process))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(process.stdout, shellproto.STDOUT))
                group.create_task(self._pump(process.stderr, shellproto.STDERR))
            code = await process.wait()
            if self._framed:
                # A shell shows a child killed by signal n as 128 + n.
                shown = code if code >= 0 else 128 - code
                await self._stream.write(shellproto.packet(shellproto.EXIT, bytes([shown & 255])))
            await self._stream.drained()
        finally:
            feeder.cancel()
            await asyncio.shield(_end(process))
            await asyncio.gather(feeder, return_exceptions=True)

    async def _start(self) -> asyncio.subprocess.Process:
        """Start the shell in a process group of its own."""
        return await asyncio.create_subprocess_exec(
            *[self._userland.shell, *(["-c", self._line] if self._line else [])],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE if self._framed else asyncio.subprocess.STDOUT,
            env=self._userland.environment(),
            cwd=self._userland.folder(),
            start_new_session=True,
        )

    async def _pump(self, source: asyncio.StreamReader | None, kind: int) -> None:
        """Send everything that comes out of one pipe."""
        while source is not None and (data := await source.read(_CHUNK)):
            await self._stream.write(shellproto.packet(kind, data) if self._framed else data)

    async def _feed(self, process: asyncio.subprocess.Process) -> None:
        """Give the process what the other side types, until it closes the input."""
        stdin = process.stdin
        assert stdin is not None
        unpacker = shellproto.Unpacker()
        with contextlib.suppress(ConnectionError):
            while True:
                data = await self._stream.read()
                packets = unpacker.feed(data) if self._framed else [(shellproto.STDIN, data)]
                for kind, content in packets:
                    if kind == shellproto.STDIN:
                        stdin.write(content)
                        await stdin.drain()
                    elif kind == shellproto.CLOSE_STDIN:
                        stdin.close()


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill the whole process group and wait for its first process."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    # Nothing public closes pipes that nobody reads to their end, and "wait" waits for them.
    process._transport.close()  # type: ignore[attr-defined]
    await process.wait()
