"""What can go wrong on the way: frozen values that a simulated phone is started with."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Literal

LinkKind = Literal["unauthorized", "offline", "no_shell_v2", "slow", "cut_after", "gone_at_service"]
CommandKind = Literal[
    "truncated",
    "killed",
    "garbled",
    "hanging",
    "denied",
    "empty",
    "huge",
    "dump_timeout",
    "missing",
]


@dataclasses.dataclass(frozen=True, kw_only=True)
class LinkFault:
    """A fault of the connection itself."""

    kind: LinkKind
    count: int = 0
    service_delay: float = 0.0
    command_delays: Mapping[str, float] = dataclasses.field(default_factory=dict)
    bytes_per_second: float = 0.0
    comes_back: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class CommandFault:
    """A fault of every command whose words, joined by blanks, start with ``prefix``."""

    kind: CommandKind
    prefix: str
    fraction: float = 0.5
    seed: int = 0
    seconds: float = 0.0
    size: int = 0


Fault = LinkFault | CommandFault


def unauthorized() -> LinkFault:
    """The owner never accepts the computer's key."""
    return LinkFault(kind="unauthorized")


def offline() -> LinkFault:
    """The phone connects once, drops out and then stays silent."""
    return LinkFault(kind="offline")


def no_shell_v2() -> LinkFault:
    """The phone does not offer the shell protocol with exit codes and separate streams."""
    return LinkFault(kind="no_shell_v2")


def slow(
    *,
    service_delay: float = 0.0,
    command_delays: Mapping[str, float] | None = None,
    bytes_per_second: float = 0.0,
) -> LinkFault:
    """Seconds before each service starts, seconds per command prefix, and a bandwidth."""
    return LinkFault(
        kind="slow",
        service_delay=service_delay,
        command_delays=dict(command_delays or {}),
        bytes_per_second=bytes_per_second,
    )


def cut_after(n_bytes: int, *, comes_back: bool = False) -> LinkFault:
    """The link breaks once exactly this many payload bytes were sent on it."""
    return LinkFault(kind="cut_after", count=n_bytes, comes_back=comes_back)


def gone_at_service(k: int, *, comes_back: bool = False) -> LinkFault:
    """The link breaks when the k-th service (counted from 1) is opened."""
    return LinkFault(kind="gone_at_service", count=k, comes_back=comes_back)


def truncated(prefix: str, fraction: float = 0.5) -> CommandFault:
    """Only the first part is printed, and the exit code is 0."""
    return CommandFault(kind="truncated", prefix=prefix, fraction=fraction)


def killed(prefix: str, fraction: float = 0.5) -> CommandFault:
    """Only the first part is printed, and the exit code is 137."""
    return CommandFault(kind="killed", prefix=prefix, fraction=fraction)


def garbled(prefix: str, seed: int = 0) -> CommandFault:
    """Some bytes are replaced, among them control bytes and bytes that are no UTF-8."""
    return CommandFault(kind="garbled", prefix=prefix, seed=seed)


def hanging(prefix: str, seconds: float = 3600.0) -> CommandFault:
    """The first half is printed, then the command sleeps."""
    return CommandFault(kind="hanging", prefix=prefix, seconds=seconds)


def denied(prefix: str) -> CommandFault:
    """The command answers with a SecurityException."""
    return CommandFault(kind="denied", prefix=prefix)


def empty(prefix: str) -> CommandFault:
    """Nothing is printed, and the exit code is 0."""
    return CommandFault(kind="empty", prefix=prefix)


def huge(prefix: str, size: int = 1_000_000) -> CommandFault:
    """One junk line of ``size`` bytes stands after the first line."""
    return CommandFault(kind="huge", prefix=prefix, size=size)


def dump_timeout(prefix: str) -> CommandFault:
    """Half of the dump, then the DUMP TIMEOUT line; the exit code is 0."""
    return CommandFault(kind="dump_timeout", prefix=prefix)


def missing(prefix: str) -> CommandFault:
    """The phone does not have this service or command."""
    return CommandFault(kind="missing", prefix=prefix)


def command_plan(faults: Iterable[Fault]) -> dict[str, Any]:
    """Return what the stub commands have to know about the faults, as plain values."""
    delays: dict[str, float] = {}
    broken: list[dict[str, Any]] = []
    for fault in faults:
        if isinstance(fault, CommandFault):
            broken.append(dataclasses.asdict(fault))
        else:
            delays.update(fault.command_delays)
    return {"faults": broken, "delays": delays}


def link_fault(faults: Iterable[Fault], kind: LinkKind) -> LinkFault | None:
    """Return the link fault of this kind, if the phone has it."""
    for fault in faults:
        if isinstance(fault, LinkFault) and fault.kind == kind:
            return fault
    return None
