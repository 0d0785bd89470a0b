"""``dumpsys connectivity``: the networks that are up; a VPN is one of them."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import USER_RANGE, find_app, uid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

SHORT_SDK = 30
"""From this version on a network's type and state are two words [memory: 11; sampled: 12]."""

OWNER_SDK = 30
ESTABLISHING_SDK = 28
"""Between these two the owner of a VPN has another name, and before nobody is named [memory]."""

SYSTEM_ID = 1000
"""Who owns the VPN of the phone's settings [source]."""

_COMMON = "NOT_METERED&INTERNET&NOT_RESTRICTED&TRUSTED&VALIDATED&NOT_ROAMING&FOREGROUND"


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the networks; NOT_VPN stands in nearly every line that is about none."""
    title = "NetworkProviders" if phone.sdk >= SHORT_SDK else "NetworkFactories"
    lines = [f"{title} for: WifiNetworkFactory VpnNetworkProvider:0 TelephonyNetworkFactory[0]", ""]
    lines += ["Active default network: 100", "", "Current Networks:"]
    lines.append(_network(phone, 100, "WIFI", "wlan0", f"Transports: WIFI Capabilities: {_COMMON}&NOT_VPN"))
    lines += ["    Requests: REQUEST:1 LISTEN:2 BACKGROUND_REQUEST:0 total:3"]
    wanted = "Transports: VPN Capabilities: NOT_RESTRICTED&TRUSTED Uid: 1000"
    lines += ["      NetworkRequest [ REQUEST id=1, [ Capabilities: INTERNET&NOT_RESTRICTED&TRUSTED&NOT_VPN] ]"]
    lines += [f"      NetworkRequest [ LISTEN id=4, [ {wanted}] ]"]
    for user in phone.users:
        app = find_app(phone, user.vpn) if user.vpn and user.vpn_connected and user.running else None
        if app is not None or user.built_in_vpn:
            number = uid(phone, app, user.id) if app is not None else user.id * USER_RANGE + SYSTEM_ID
            facts = f"Transports: WIFI|VPN Capabilities: {_COMMON}{_owner(phone, number)}"
            lines.append(_network(phone, 101 + user.id, "VPN", "tun0", facts))
            lines.append("    Requests: REQUEST:0 LISTEN:1 BACKGROUND_REQUEST:0 total:1")
    lines += ["", "Status for known UIDs:", "", "Network Requests:"]
    return Answer("\n".join([*lines, f"  uid/pid:1000/1932 NetworkRequest [ LISTEN id=4, [ {wanted}] ]"]) + "\n")


def _owner(phone: Phone, number: int) -> str:
    """Return how the owner of a VPN is named, where it is named at all."""
    if phone.sdk >= OWNER_SDK:
        return f" OwnerUid: {number} AdminUids: [{number}]"
    return f" EstablishingVpnAppUid: {number}" if phone.sdk >= ESTABLISHING_SDK else ""


def _network(phone: Phone, number: int, kind: str, interface: str, facts: str) -> str:
    """Return the line of one network."""
    link = (
        f"lp{{{{InterfaceName: {interface} LinkAddresses: [ 192.0.2.7/24 ] DnsAddresses: [ /192.0.2.1 ] MTU: 1500}}}}"
    )
    if phone.sdk >= SHORT_SDK:
        head = f"network{{{number}}}  handle{{432902426637}}  ni{{{kind} CONNECTED extra: }}"
        return f"  NetworkAgentInfo{{{head}  everValidated lastValidated  {link}  nc{{[ {facts}]}}}}"
    state = f"ni{{[type: {kind}[], state: CONNECTED/CONNECTED, reason: (unspecified), extra: (none), roaming: false]}}"
    return f"  NetworkAgentInfo{{ {state}  network{{{number}}}  {link}  nc{{[ {facts}]}}  Score{{60}} }}"
