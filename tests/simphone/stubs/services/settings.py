"""``dumpsys settings``: every setting with the app that wrote it, and what changed lately."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.settings import namespace_values
from tests.simphone.stubs.text import local_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone, User

CONFIG_SDK = 29
VERSION_SDK = 31
"""From this version on each part begins with its version [memory: the first one]."""

_DEVICE_WIDE = ("CONFIG", "GLOBAL")
_USUAL_WRITER = "com.android.settings"
_CONFIG = {"autofill/smart_suggestion_supported_modes": "1"}


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the settings of all users; those of the whole device stand with the first."""
    lines = []
    for user in phone.users:
        for title in ("CONFIG", "GLOBAL", "SECURE", "SYSTEM"):
            if (title in _DEVICE_WIDE and user.id != 0) or (title == "CONFIG" and phone.sdk < CONFIG_SDK):
                continue
            lines += _part(phone, user, title)
    return Answer("\n".join(lines) + "\n")


def _part(phone: Phone, user: User, title: str) -> list[str]:
    """Return one namespace of one user."""
    namespace = title.lower()
    values = dict(_CONFIG) if title == "CONFIG" else namespace_values(phone, user, namespace)
    writers = user.setting_writers if namespace == "secure" else phone.setting_writers
    changes = [c for c in phone.setting_changes if (c.namespace, c.user_id) == (namespace, user.id)]
    latest = {change.name: change.at for change in sorted(changes, key=lambda change: change.at)}
    lines = [f"{title} SETTINGS (user {user.id})"]
    lines += ["version: 213"] if phone.sdk >= VERSION_SDK else []
    # Every writing takes a new number: the highest ones were written last.
    order = sorted(values, key=lambda name: latest.get(name, 0))
    numbers = {name: number for number, name in enumerate(order, start=20)}
    for name, value in values.items():
        shown = "{null}" if value is None else value
        writer = writers.get(name, "com.google.android.gms" if title == "CONFIG" else _USUAL_WRITER)
        tail = f" default:{shown} defaultSystemSet:true" if name not in writers and value is not None else ""
        lines.append(f"_id:{numbers[name]} name:{name} pkg:{writer} value:{shown}{tail}")
    lines.append("")
    if changes:
        # Source of Android 8 to 11: only debuggable builds keep a history; of others there is no sample.
        lines.append("Historical operations")
        for change in sorted(changes, key=lambda change: -change.at):
            lines.append(f"{local_time(phone, change.at)} {change.action} {change.name}")
        lines += ["", ""]
    return lines
