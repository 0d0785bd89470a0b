"""Addresses of computers."""

import ipaddress


def is_public(address: str) -> bool:
    """Whether an address lies outside of home networks and of this computer; what is no address does not."""
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_global
    except ValueError:
        return False
