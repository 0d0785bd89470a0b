"""``dumpsys role``: who is the default app for what."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

FALLBACK_SDK = 35
"""From this version on the dump says whether a role falls back to its default."""


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the roles of every user."""
    title = "ROLE MANAGER STATE" if phone.sdk == 29 else "ROLE STATE"
    lines = [f"{title} (dumpsys role):", "{"]
    for user in phone.users:
        lines += ["  user_states={", f"    user_id={user.id}", "    version=1", "    roles=["]
        for role, holders in user.roles.items():
            lines += ["      {", f"        name={role}"]
            if phone.sdk >= FALLBACK_SDK:
                lines.append("        fallback_enabled=true")
            lines += [f"        holders={holder}" for holder in holders]
            lines.append("      }")
        lines += ["    ]", "  }"]
    return Answer("\n".join([*lines, "}"]) + "\n")
