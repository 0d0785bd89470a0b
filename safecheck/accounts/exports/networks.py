"""Network addresses, only as coarse as a town's part: the rest would tell one home from another."""

import ipaddress
import re
from functools import lru_cache

_V4, _V6 = 24, 48  # bits that are kept
_LONGEST = 60
_PORT = re.compile(r"(?a:\[([0-9A-Fa-f:.]+)\]:\d+|(\d+(?:\.\d+){3}):\d+)")  # Facebook and Apple write some with a port


@lru_cache(maxsize=8192)
def network(text: str) -> str:
    """Give the network of an address, such as 192.0.2.0/24 or 2001:db8:85c1::/48; "" for what is no address."""
    text = text.strip()
    if len(text) > _LONGEST:
        return ""
    with_port = _PORT.fullmatch(text)
    if with_port:
        text = with_port.group(1) or with_port.group(2)
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    bits = _V4 if address.version == 4 else _V6  # noqa: PLR2004 - IP version 4
    return str(ipaddress.ip_network((address, bits), strict=False))
