"""``dumpsys deviceidle``: apps that battery saving leaves alone, as a short list and in the whole dump."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import app_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, Phone

_EXCEPT_IDLE = (
    "com.android.providers.media",
    "com.android.vending",
    "com.google.android.gms",
    "com.android.shell",
)
_ALWAYS = ("com.google.android.gms", "com.android.shell")


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the list for the word ``whitelist``, and the whole state for none."""
    if arguments[:1] == ["whitelist"]:
        groups = (("system-excidle", _EXCEPT_IDLE), ("system", _ALWAYS), ("user", phone.battery_exempt))
        lines = [f"{word},{app.package},{app_id(phone, app)}" for word, names in groups for app in _apps(phone, names)]
        return Answer("".join(f"{line}\n" for line in lines))
    lines = ["  Settings:", f"    max_temp_app_{_word(phone)}=+5m0s0ms", "    wait_for_unlock=true"]
    for title, names in (("(except idle) system", _EXCEPT_IDLE), ("system", _ALWAYS), ("user", phone.battery_exempt)):
        # A list without an app has no heading either.
        if names:
            lines += [f"  Whitelist {title} apps:", *(f"    {app.package}" for app in _apps(phone, names))]
    for title, names in (
        ("(except idle) all", _EXCEPT_IDLE + phone.battery_exempt),
        ("user", phone.battery_exempt),
        ("all", _ALWAYS + phone.battery_exempt),
    ):
        numbers = sorted({app_id(phone, app) for app in _apps(phone, names)})
        if numbers:
            lines += [f"  Whitelist {title} app ids:", *(f"    {number}" for number in numbers)]
    lines += ["  mLightEnabled=true  mDeepEnabled=true", "  mForceIdle=false", "  mScreenOn=true"]
    return Answer("\n".join([*lines, "  mState=ACTIVE mLightState=ACTIVE"]) + "\n")


def _apps(phone: Phone, names: tuple[str, ...]) -> list[App]:
    """Return those of the named apps that are on the phone."""
    return [app for app in phone.apps if app.package in names]


def _word(phone: Phone) -> str:
    """Return how the settings, unlike the headings, call the list."""
    return "allowlist_duration_ms" if phone.sdk >= 31 else "whitelist_duration"
