"""The hosts file: names whose addresses are set by hand, in the same form on every system."""

import ipaddress
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model.computer import Route

_SIZE = 20_000_000  # bytes: lists against adverts have a hundred thousand lines
_OWN = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback", "broadcasthost"})
_MOST = 50  # entries that are told one by one


def kept(data: bytes) -> bytes:
    """Keep what sends a name elsewhere than to this computer or to nowhere; of the others, only how many."""
    lines = data.splitlines()
    bent = [line for line in lines if _bent(line)]
    stopped = sum(_stops(line) for line in lines)
    own = any(b"localhost" in line for line in lines)
    earlier = next((int(line[10:]) for line in lines if line[:10] == b"# stopped " and line[10:].isdigit()), 0)
    tail = [b"127.0.0.1 localhost"] if own else []
    return b"\n".join(
        [
            *(line.partition(b"#")[0].rstrip() for line in bent[:_MOST]),
            *tail,
            b"# stopped %d" % (stopped + earlier),
            b"",
        ]
    )


def _fields(line: bytes) -> list[str]:
    return line.partition(b"#")[0].decode(errors="replace").split()


def _address(line: bytes) -> "ipaddress.IPv4Address | ipaddress.IPv6Address | None":
    fields = _fields(line)
    try:
        address = ipaddress.ip_address(fields[0].partition("%")[0]) if len(fields) > 1 else None
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address  # an older address may be written as a newer one


def _stops(line: bytes) -> bool:
    """Whether a line sends a public name to nowhere."""
    address = _address(line)
    nowhere = address is not None and (address.is_loopback or address.is_unspecified)
    return nowhere and any(_public(name) for name in _fields(line)[1:])


def _bent(line: bytes) -> bool:
    """Whether a line sends a public name to a computer somewhere else."""
    address = _address(line)
    elsewhere = address is not None and not (
        address.is_loopback
        or address.is_unspecified
        or address.is_private
        or address.is_link_local
        or address.is_multicast
    )
    return elsewhere and any(_public(name) for name in _fields(line)[1:])


def _public(name: str) -> bool:
    return "." in name and name.lower() not in _OWN and not name.endswith((".local", ".lan", ".internal", ".home.arpa"))


def read(look: Look, place: str) -> Iterator[Route]:
    """Tell of each name that is sent elsewhere; a file without this computer's own name is none."""
    data = look.data(place, kept, _SIZE)
    if data is None:
        return
    for line in data.splitlines():
        fields = _fields(line)
        if line.startswith(b"# stopped ") and line != b"# stopped 0":
            yield Route("hosts-stopped", line[10:].decode(), place)
        elif fields and _bent(line):
            names = ", ".join(name for name in fields[1:] if _public(name))
            yield Route("hosts", clean(f"{names} ({fields[0]})", 200), place)
