"""``dumpsys vpn_management``: the app that was prepared as VPN for each user."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

DETAILS_SDK = 33
"""From this version on details stand below each user [source of some version; the first one: memory]."""

NO_APP = "[Legacy VPN]"


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return a line for every running user; the phone's own name stands for "no app"."""
    lines = ["VPNs:"]
    for user in phone.users:
        if not user.running:
            continue
        package = user.vpn or NO_APP
        lines.append(f"  {user.id}: {package}")
        if phone.sdk >= DETAILS_SDK:
            active = 1 if user.vpn and user.vpn_connected else -1
            lines += [f"    Active package name: {package}", f"    Active vpn type: {active}"]
            lines += ["    NetworkCapabilities: [ Transports: VPN Capabilities: NOT_RESTRICTED&TRUSTED]", "    "]
    return Answer("\n".join(lines) + "\n")
