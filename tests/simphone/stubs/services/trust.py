"""``dumpsys trust``: agents that may keep the phone unlocked."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.text import short_component
from tests.simphone.stubs.user import user_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone, User

TRUST_STATE_SDK = 33
"""From this version on the trust is a word and no number [memory: between 12 and 16]."""


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the agents of every user that one can switch to."""
    return Answer("Trust manager state:\n" + "".join(_user(phone, user) for user in phone.users))


def _user(phone: Phone, user: User) -> str:
    """Return the block of one user; profiles have no agents [source, no sample]."""
    head = f' User "{user_name(user)}" (id={user.id}, flags={user.flags:#x})'
    if user.parent_id is not None:
        reason = "   Trust agents disabled because switching to this user is not possible."
        return f"{head}: managed profile, deviceLocked=0\n{reason}\n"
    trust = "trustState=UNTRUSTED" if phone.sdk >= TRUST_STATE_SDK else "trusted=0"
    state = f"{trust}, trustManaged={int(bool(user.trust_agents))}, deviceLocked=0"
    if phone.sdk >= TRUST_STATE_SDK:
        state += ", isActiveUnlockRunning=0"
    current = " (current)" if user.id == phone.current_user else ""
    lines = [f"{head}{current}: {state}, strongAuthRequired=0x0", "   Enabled agents:"]
    for agent in user.trust_agents:
        lines += [f"    {short_component(agent)}", "     bound=1, connected=1, managingTrust=0, trusted=0"]
    return "\n".join([*lines, "   Events:", "", ""])
