"""Which apps the phone's traffic goes through: `dumpsys vpn_management` (Android 12 and newer), `dumpsys connectivity`.

    VPNs:
      0: com.x                  the app that was prepared as VPN for user 0; "[Legacy VPN]": none

    NetworkAgentInfo{network{101} .. ni{VPN CONNECTED extra: } .. nc{[ Transports: WIFI|VPN .. OwnerUid: 10123 ..
    NetworkAgentInfo{ ni{[type: VPN[], state: CONNECTED/CONNECTED, ..       up to Android 10

NOT_VPN stands in nearly every line of the latter, and requests for a VPN are no VPN.
"""

import re
from typing import NamedTuple

from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote
from safecheck.phone.parsers.uids import split

_ENTRY = re.compile(r"(?a:  (\d{1,5}): (\S.*?))\s*")
_PACKAGE = re.compile(rf"(?a:{PACKAGE})")
_NONE = frozenset({"[Legacy VPN]", "null"})
_NETWORKS = re.compile(r"^Current Networks:", re.MULTILINE)
_AGENT = re.compile(r"^  NetworkAgentInfo\s?\{.*", re.MULTILINE)
_INFO = re.compile(r"\bni\{(?:\[type: )?VPN\b[^{}]*?\b(?:CONNECTED)\b")
_TRANSPORTS = re.compile(r"\bnc\{\[ ?Transports: (?:[A-Z_]+\|)*VPN\b")
_OWNER = re.compile(r"(?a:\b(?:OwnerUid|EstablishingVpnAppUid): (\d{1,10})\b)")


class ActiveVpn(NamedTuple):
    """A VPN that is connected; `dumpsys connectivity` tells its app by number only."""

    user: int | None  # None: not told (Android 9 and older)
    app_id: int | None


def parse(text: str) -> Parsed[dict[int, str]]:
    """Give the package prepared as VPN by user number; users without one are left out. Refuse without the title.

    Prepared means that somebody agreed to it; whether it is connected now is told by `connectivity`.
    """
    lines = text.split("\n")
    titles = [number for number, line in enumerate(lines) if line.rstrip() == "VPNs:"]
    if not titles:
        raise Refused("it is no list of VPNs")
    packages: dict[int, str] = {}
    problems: list[str] = []
    for line in lines[titles[0] + 1 :]:
        if not line.startswith("  "):
            if line.strip():
                break
            continue
        match = _ENTRY.fullmatch(line)
        if match is None or match.group(2) in _NONE:
            continue  # details below an entry, or no VPN
        user, package = int(match.group(1)), match.group(2)
        if _PACKAGE.fullmatch(package) is None:
            problems.append(f"an app that cannot be read: {quote(line)}")
            continue
        if packages.get(user, package) != package:
            problems.append(f"user {user} twice")
        packages.setdefault(user, package)
    return Parsed(packages, tuple(problems))


def connectivity(text: str) -> Parsed[tuple[ActiveVpn, ...]]:
    """Give the VPNs that are connected; refuse a text that does not list the phone's networks."""
    heading = _NETWORKS.search(text)
    if heading is None:
        raise Refused("it lists no networks")
    found: dict[ActiveVpn, None] = {}
    for match in _AGENT.finditer(text, heading.end()):
        agent = match.group()
        if _INFO.search(agent) or _TRANSPORTS.search(agent):
            owner = _OWNER.search(agent)
            found[ActiveVpn(*split(int(owner.group(1)))) if owner else ActiveVpn(None, None)] = None
    return Parsed(tuple(found))
