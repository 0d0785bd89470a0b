"""Which apps the phone's traffic goes through: `dumpsys vpn_management` (Android 12 and newer), `dumpsys connectivity`.

    VPNs:
      0: com.x                          the app that was prepared as VPN for user 0
      10: [Legacy VPN]                  none, or the phone's own VPN (of its settings)
        Active vpn type: -1             14 and newer: -1 none, 1 an app's, 2 and 3 the phone's own

    NetworkAgentInfo{network{101} .. ni{VPN CONNECTED extra: } .. nc{[ Transports: WIFI|VPN .. OwnerUid: 10123 ..
    NetworkAgentInfo{ ni{[type: VPN[], state: CONNECTED/CONNECTED, ..       up to Android 10

NOT_VPN stands in nearly every line of the latter, and requests for a VPN are no VPN. Source of the types: AOSP
Vpn.getActiveVpnType; that 13 does not print them: its Vpn.java and VpnManagerService.java.
"""

import re
from typing import NamedTuple

from safecheck.phone.parsers.parsed import PACKAGE_NAME, Parsed, Refused, quote
from safecheck.phone.parsers.uids import split

UNKNOWN_APP = "?"  # a VPN is on, and it is the phone's own, or its app is not told
_ENTRY = re.compile(r"(?a:  (\d{1,5}): (\S.*))")
_TYPE = re.compile(r"(?a:    Active vpn type: (-?\d{1,3}))")
_NO_APP = frozenset({"[Legacy VPN]", "null"})
_NO_VPN = "-1"
_NETWORKS = re.compile(r"^Current Networks:", re.MULTILINE)
_AGENT = re.compile(r"^  NetworkAgentInfo\s?\{.*", re.MULTILINE)
_INFO = re.compile(r"\bni\{(?:\[type: )?VPN\b[^{}]*?\b(?:CONNECTED)\b")
_TRANSPORTS = re.compile(r"\bnc\{\[ ?Transports: (?:[A-Z_]+\|)*VPN\b")
_OWNER = re.compile(r"(?a:\b(?:OwnerUid|EstablishingVpnAppUid): (\d{1,10})\b)")
_FIRST_APP = 10_000  # app ids below are the phone's own parts


class PreparedVpns(NamedTuple):
    """The VPNs of the users; those of apps were agreed to, and may not be on now."""

    apps: dict[int, str]  # by user number: package, or UNKNOWN_APP where the phone's own VPN is on
    untold: frozenset[int]  # users of whom it is not told whether the phone's own VPN is on


class ActiveVpn(NamedTuple):
    """A VPN that is connected; `dumpsys connectivity` tells its app by number only."""

    user: int | None  # None: not told (Android 9 and older)
    app_id: int | None  # None: not told, or the phone's own VPN


def parse(text: str) -> Parsed[PreparedVpns]:
    """Read the VPNs by user number; users without one are left out; refuse a text without the dump's title."""
    lines = text.split("\n")
    titles = [number for number, line in enumerate(lines) if line.rstrip() == "VPNs:"]
    if not titles:
        raise Refused("it is no list of VPNs")
    entries: dict[int, set[str]] = {}  # by user number: packages
    types: dict[int, set[str]] = {}
    problems: list[str] = []
    user = 0
    for line in lines[titles[0] + 1 :]:
        if line.strip() and not line.startswith("  "):
            break
        if entry := _ENTRY.fullmatch(line.rstrip()):
            user, package = int(entry.group(1)), entry.group(2)
            packages = entries.setdefault(user, set())
            if PACKAGE_NAME.fullmatch(package) or package in _NO_APP:
                packages.add(package)
            else:
                problems.append(f"an app that cannot be read: {quote(line)}")
        elif kind := _TYPE.fullmatch(line.rstrip()):
            types.setdefault(user, set()).add(kind.group(1))
    problems += [f"user {user} twice" for user, packages in entries.items() if len(packages) > 1]
    apps = {user: min(packages - _NO_APP) for user, packages in entries.items() if packages - _NO_APP}
    others = entries.keys() - apps.keys()
    apps |= {user: UNKNOWN_APP for user in sorted(others) if types.get(user, set()) - {_NO_VPN}}
    return Parsed(PreparedVpns(apps, frozenset(others - types.keys())), tuple(problems))


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
            user, app_id = split(int(owner.group(1))) if owner else (None, None)
            found[ActiveVpn(user, app_id if app_id is not None and app_id >= _FIRST_APP else None)] = None
    return Parsed(tuple(found))
