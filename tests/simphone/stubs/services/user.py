"""``dumpsys user``: every user with type, flags and restrictions."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import user_type
from tests.simphone.stubs.text import boolean, user_flag_names
from tests.simphone.stubs.user import user_info

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone, User

_GUEST_LIMITS = ("no_sms", "no_install_unknown_sources", "no_config_wifi", "no_outgoing_calls")


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the state of the user manager."""
    lines = []
    if phone.sdk >= 31:
        lines += [f"Current user: {phone.current_user}", ""]
    lines.append("Users:")
    for user in phone.users:
        lines += _user(phone, user)
    owner = next((user.id for user in phone.users if user.device_owner), -10000)
    lines += ["", f"  Device owner id:{owner}", "", "  Guest restrictions:"]
    lines += [f"    {name}" for name in _GUEST_LIMITS]
    started = ", ".join(f"{user.id}=3" for user in phone.users if user.running)
    lines += ["", f"  Device managed: {boolean(owner >= 0)}"]
    lines += [f"  Started users state: {{{started}}}", "", "  Max users: 4"]
    lines += ["  Supports switchable users: true", "  All guests ephemeral: false"]
    return Answer("\n".join(lines) + "\n")


def _user(phone: Phone, user: User) -> list[str]:
    """Return the lines of one user."""
    head = f"  {user_info(user)} serialNo={user.id}"
    if phone.sdk >= 29:
        head += f" isPrimary={boolean(bool(user.flags & 1))}"
        if user.parent_id is not None:
            head += f" parentId={user.parent_id}"
    lines = [head]
    if phone.sdk >= 30:
        lines.append(f"    Type: {user_type(user)}")
        lines.append(f"    Flags: {user.flags} ({user_flag_names(user.flags)})")
    lines.append(f"    State: {'RUNNING_UNLOCKED' if user.running else '-1'}")
    lines.append("    Created: <unknown>")
    lines.append("    Last logged in: +1h2m3s456ms ago")
    lines.append(f"    Has profile owner: {boolean(user.profile_owner is not None)}")
    limits = list(user.restrictions)
    if user.refuses_shell and "no_debugging_features" not in limits:
        limits.append("no_debugging_features")
    shown = [f"      {name}" for name in limits] or ["      none"]
    lines += ["    Restrictions:", *shown]
    lines += ["    Device policy global restrictions:", "      null"]
    lines += ["    Device policy local restrictions:", "      none"]
    lines += ["    Effective restrictions:", *shown]
    return lines
