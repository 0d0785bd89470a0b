"""The device side of the adb protocol: one connection with its handshake and its streams."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Callable

from . import protocol
from .description import Phone
from .faults import Fault, LinkFault, link_fault
from .protocol import Message
from .stream import Command, Stream
from .userland import Userland

_TOKEN = bytes(range(20))
_FEATURES = "cmd,stat_v2,ls_v2,fixed_push_mkdir,apex,abb,fixed_push_symlink_timestamp,abb_exec"


class LinkBrokenError(Exception):
    """A fault ends this connection on purpose."""


@dataclasses.dataclass
class Record:
    """What a phone saw and did over all its connections; benchmarks read it."""

    services: list[str] = dataclasses.field(default_factory=list)
    bytes_sent: int = 0
    connections: int = 0
    handshakes: int = 0
    key_accepted: bool = False
    broken: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Setup:
    """What all connections of a phone have in common."""

    phone: Phone
    userland: Userland
    faults: tuple[Fault, ...]
    record: Record
    version: int
    on_break: Callable[[LinkFault], None]


class Connection:
    """One TCP connection of an adb server."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        setup: Setup,
    ) -> None:
        """Take the two ends of the link and everything that is shared between connections."""
        self._reader = reader
        self._writer = writer
        self._phone = setup.phone
        self._userland = setup.userland
        self._faults = setup.faults
        self._record = setup.record
        self._version = setup.version
        self._on_break = setup.on_break
        self._max_payload = protocol.MAX_PAYLOAD
        self._streams: dict[int, Stream] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._next_id = 1
        self._waiting = False
        self._cable = asyncio.Lock()

    async def serve(self) -> None:
        """Speak the protocol until the link ends, then end every command that still runs."""
        self._record.connections += 1
        try:
            while True:
                await self._take(await protocol.read(self._reader))
        except (asyncio.IncompleteReadError, ConnectionError, protocol.ProtocolError, LinkBrokenError):
            pass
        finally:
            await self._end()

    async def accept_key(self) -> None:
        """Let the owner accept the key that this connection showed."""
        if self._waiting:
            await self._welcome()

    def close(self) -> None:
        """Drop the link at once; ``serve`` then comes to its end."""
        self._writer.transport.abort()

    async def _end(self) -> None:
        """Cancel all streams, wait for them and close the link."""
        tasks = list(self._tasks.values())
        for task in tasks:
            _cancel_once(task)
        await asyncio.gather(*tasks, return_exceptions=True)
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()

    async def _take(self, message: Message) -> None:
        """Act on one message of the server."""
        command = message.command
        if command == protocol.A_CNXN:
            await self._greet(message)
        elif command == protocol.A_AUTH:
            await self._authorise(message)
        elif command == protocol.A_OPEN:
            await self._open(message)
        elif command == protocol.A_OKAY and message.arg1 in self._streams:
            self._streams[message.arg1].acknowledge()
        elif command == protocol.A_WRTE and message.arg1 in self._streams:
            self._streams[message.arg1].feed(message.payload)
            await self._send(Message(protocol.A_OKAY, message.arg1, message.arg0))
        elif command == protocol.A_CLSE and message.arg1 in self._tasks:
            _cancel_once(self._tasks[message.arg1])

    async def _greet(self, message: Message) -> None:
        """Answer the greeting with a token to be signed."""
        if link_fault(self._faults, "offline") and self._record.handshakes:
            return
        self._version = min(self._version, message.arg0)
        self._max_payload = min(self._max_payload, message.arg1)
        if self._version < protocol.VERSION_SKIP_CHECKSUM:
            self._max_payload = min(self._max_payload, protocol.MAX_PAYLOAD_OLD)
        await self._send(Message(protocol.A_AUTH, protocol.AUTH_TOKEN, 0, _TOKEN))

    async def _authorise(self, message: Message) -> None:
        """Ask for the key itself after an unknown signature, and accept what was accepted once.

        The signature is not verified: no test is about the mathematics of the key.
        """
        refusing = link_fault(self._faults, "unauthorized") is not None
        if message.arg0 == protocol.AUTH_PUBLIC_KEY and not refusing:
            self._record.key_accepted = True
        elif message.arg0 == protocol.AUTH_PUBLIC_KEY:
            self._waiting = True
            return
        elif not self._record.key_accepted:
            await self._send(Message(protocol.A_AUTH, protocol.AUTH_TOKEN, 0, _TOKEN))
            return
        await self._welcome()

    async def _welcome(self) -> None:
        """Finish the handshake with what the phone says about itself."""
        self._waiting = False
        await self._send(Message(protocol.A_CNXN, self._version, protocol.MAX_PAYLOAD, self._banner()))
        self._record.handshakes += 1
        if link_fault(self._faults, "offline"):
            raise LinkBrokenError

    def _banner(self) -> bytes:
        """Return what the phone says about itself."""
        features = _FEATURES
        if link_fault(self._faults, "no_shell_v2") is None:
            features = f"shell_v2,{features}"
        facts = {"name": self._phone.device, "model": self._phone.model.replace(" ", "_")}
        facts["device"] = self._phone.device
        props = "".join(f"ro.product.{key}={value};" for key, value in facts.items())
        return f"device::{props}features={features}".encode()

    async def _open(self, message: Message) -> None:
        """Start the service that a new stream asks for, or refuse it."""
        service = message.payload.rstrip(b"\0").decode("utf-8", "surrogateescape")
        self._record.services.append(service)
        gone = link_fault(self._faults, "gone_at_service")
        if gone and not self._record.broken and len(self._record.services) >= gone.count:
            self._break(gone)
        kind, _, line = service.partition(":")
        words = kind.split(",")
        if words[0] not in ("shell", "exec"):
            await self._send(Message(protocol.A_CLSE, 0, message.arg0))
            return
        local, remote = self._next_id, message.arg0
        self._next_id += 1

        async def send(data: bytes) -> None:
            await self._write(local, remote, data)

        stream = Stream(send, self._max_payload)
        self._streams[local] = stream
        await self._send(Message(protocol.A_OKAY, local, remote))
        command = Command(stream, self._userland, line, framed="v2" in words)
        self._tasks[local] = asyncio.create_task(self._run(command, local, remote))

    async def _run(self, command: Command, local: int, remote: int) -> None:
        """Run one command and close its stream afterwards."""
        slow = link_fault(self._faults, "slow")
        try:
            if slow:
                await asyncio.sleep(slow.service_delay)
            await command.run()
        except* (LinkBrokenError, ConnectionError):
            self._writer.close()
        finally:
            self._streams.pop(local, None)
            self._tasks.pop(local, None)
            if not self._writer.is_closing():
                with contextlib.suppress(ConnectionError):
                    await self._send(Message(protocol.A_CLSE, local, remote))

    async def _write(self, local: int, remote: int, data: bytes) -> None:
        """Send one piece of a stream, as slowly and as far as the faults let it."""
        cut = link_fault(self._faults, "cut_after")
        if cut and not self._record.broken:
            left = cut.count - self._record.bytes_sent
            if len(data) >= left:
                self._record.bytes_sent += left
                await self._send(Message(protocol.A_WRTE, local, remote, data[:left]))
                self._break(cut)
        slow = link_fault(self._faults, "slow")
        if slow and slow.bytes_per_second:
            # All streams share one cable.
            async with self._cable:
                await asyncio.sleep(len(data) / slow.bytes_per_second)
        self._record.bytes_sent += len(data)
        await self._send(Message(protocol.A_WRTE, local, remote, data))

    def _break(self, fault: LinkFault) -> None:
        """End the link once, and with it perhaps the phone."""
        self._record.broken = True
        self._on_break(fault)
        raise LinkBrokenError

    async def _send(self, message: Message) -> None:
        """Put one message on the wire."""
        self._writer.write(protocol.encode(message))
        await self._writer.drain()


def _cancel_once(task: asyncio.Task[None]) -> None:
    """Cancel a task; a second time would disturb the cleaning up of the first."""
    if not task.cancelling():
        task.cancel()
