"""``dumpsys notification``: only the block about listeners."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.text import boolean, full_component, object_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

_SYSTEM_LISTENER = "com.android.systemui/com.android.systemui.statusbar.NotificationListener"


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the listeners that users allowed, and those that are bound."""
    lines = ["Current Notification Manager state:", "  Notification listeners:"]
    lines.append("    Allowed notification listeners:")
    for user in phone.users:
        allowed = ":".join(user.notification_listeners)
        changed = " isUserChanged: false" if phone.sdk >= 30 else ""
        primary = boolean(True)
        lines.append(f"      {allowed} (user: {user.id} isPrimary: {primary}{changed})")
    enabled = [(full_component(name), user) for user in phone.users for name in user.notification_listeners]
    # HyperOS glues the user in front of the heading.
    prefix = "(user 0): " if phone.flavour == "xiaomi" else ""
    lines.append(f"{prefix}    All notification listeners ({len(enabled)}) enabled for current profiles:")
    lines += [f"      ComponentInfo{{{name}}}" for name, _ in enabled]
    lines.append(f"    Live notification listeners ({len(enabled) + 1}):")
    lines.append(f"{_live(_SYSTEM_LISTENER, -1)} SYSTEM")
    lines += [_live(name, user.id) for name, user in enabled if user.running]
    lines += ["    Snoozed notification listeners (0):", "    mListenerHints: 0"]
    lines += ["    mListenersDisablingEffects: ()", "", "  Zen Mode:", "    mZenMode=ZEN_MODE_OFF"]
    return Answer("\n".join(lines) + "\n")


def _live(component: str, user_id: int) -> str:
    """Return the line of a bound listener."""
    proxy = "android.service.notification.INotificationListener$Stub$Proxy"
    where = f"{proxy}@{object_hash(component, user_id)}"
    return f"      ComponentInfo{{{component}}} (user {user_id}): {where}"
