"""``dumpsys vpn_management``: the app that was prepared as VPN for each user."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

DETAILS_SDK = 34
"""From this version on details stand below each user [source of 13, without them, and of newer ones]."""

NO_APP = "[Legacy VPN]"
NO_VPN, OF_AN_APP, OF_THE_PHONE = -1, 1, 2


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return a line for every running user; the phone's own name stands for "no app" and for its own VPN."""
    lines = ["VPNs:"]
    for user in phone.users:
        if not user.running:
            continue
        package = user.vpn or NO_APP
        lines.append(f"  {user.id}: {package}")
        if phone.sdk >= DETAILS_SDK:
            active = OF_THE_PHONE if user.built_in_vpn else OF_AN_APP if user.vpn and user.vpn_connected else NO_VPN
            lines += [f"    Active package name: {package}", f"    Active vpn type: {active}"]
            lines += ["    NetworkCapabilities: [ Transports: VPN Capabilities: NOT_RESTRICTED&TRUSTED]", "    "]
    return Answer("\n".join(lines) + "\n")
