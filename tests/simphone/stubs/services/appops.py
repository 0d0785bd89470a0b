"""``dumpsys appops`` in its four forms: up to Android 8.1, 9, 10, and from 11 on."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import uid
from tests.simphone.stubs.ops import AppOps, OpState, Use, ops_of
from tests.simphone.stubs.text import duration, local_time, object_hash, uid_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

WORDS_SDK = 28
"""From this version on modes are words and uses carry the app's state; before, modes are numbers."""

TAGS_SDK = 29
ATTRIBUTION_SDK = 30

_NUMBERS = {"allow": 0, "ignore": 1, "deny": 2, "default": 3, "foreground": 4}
_SWITCHES = {"FINE_LOCATION": "COARSE_LOCATION", "GPS": "COARSE_LOCATION", "MONITOR_LOCATION": "COARSE_LOCATION"}
_WATCHED = ("COARSE_LOCATION", "CAMERA", "RECORD_AUDIO", "SYSTEM_ALERT_WINDOW")


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return watchers, which are no uses, and then what each uid did."""
    lines = ["Current AppOps Service state:", *_watchers(phone), ""]
    for number, packages in sorted(_by_uid(phone).items()):
        lines += _uid(phone, number, packages)
    return Answer("\n".join(lines) + "\n")


def _by_uid(phone: Phone) -> dict[int, dict[str, AppOps]]:
    """Return what is remembered, by uid and package."""
    found: dict[int, dict[str, AppOps]] = {}
    for user in phone.users:
        for app in phone.apps:
            ops = ops_of(phone, app, user)
            if ops is not None:
                found.setdefault(uid(phone, app, user.id), {})[app.package] = ops
    return found


def _watchers(phone: Phone) -> list[str]:
    """Return the head of the dump, which names ops that nobody used."""
    lines = []
    if phone.sdk >= WORDS_SDK:
        lines += ["  Settings:", "    top_state_settle_time=+5s0ms", "    bg_state_settle_time=+1s0ms", ""]
    owners = [user for user in phone.users if user.profile_owner or user.device_owner]
    if phone.sdk >= ATTRIBUTION_SDK and owners:
        lines.append("  Profile owners:")
        for user in owners:
            owner = (user.profile_owner or user.device_owner or "").partition("/")[0]
            numbers = [uid(phone, app, user.id) for app in phone.apps if app.package == owner]
            lines += [f"    User #{user.id}: {uid_name(number)}" for number in numbers]
        lines.append("")
    lines.append("  Op mode watchers:")
    for op in _WATCHED:
        callback = f"ModeCallback{{{object_hash(op)} watchinguid=-1 flags=0x1 from uid=1000 pid=1932}}"
        old = f"com.android.server.AppOpsService$Callback@{object_hash(op)}"
        lines += [f"    Op {op}:", f"      #0: {old if phone.sdk < WORDS_SDK else callback}"]
    return lines


def _uid(phone: Phone, number: int, packages: dict[str, AppOps]) -> list[str]:
    """Return the block of one uid; its own modes stand before its packages."""
    lines = [f"  Uid {uid_name(number)}:"]
    if phone.sdk >= WORDS_SDK:
        # Android 9 and 10 print the state with a blank or two behind it.
        lines.append("    state=cch  " if phone.sdk < ATTRIBUTION_SDK else "    state=cch")
    if phone.sdk >= ATTRIBUTION_SDK:
        lines += ["    capability=------", "    appWidgetVisible=false"]
    modes = {op: mode for ops in packages.values() for op, mode in ops.uid_modes.items()}
    for op, mode in modes.items():
        lines.append(f"      {op}: mode={mode if phone.sdk >= WORDS_SDK else _NUMBERS[mode]}")
    for package, ops in packages.items():
        if ops.ops:
            lines.append(f"    Package {package}:")
        for op, state in ops.ops.items():
            lines += [_numbered(op, state)] if phone.sdk < WORDS_SDK else _worded(phone, op, state, ops)
    return lines


def _numbered(op: str, state: OpState) -> str:
    """Return the line of an op up to Android 8.1, which knows one access and one refusal."""
    line = f"      {op}: mode={_NUMBERS[state.mode]}"
    for word, rejected in (("time", False), ("rejectTime", True)):
        ages = [(use.seconds_ago, use.milliseconds) for use in state.uses if use.rejected == rejected]
        if ages:
            line += f"; {word}=+{duration(*min(ages))} ago"
    if any(use.running for use in state.uses):
        line += " (running)"
    return line


def _worded(phone: Phone, op: str, state: OpState, ops: AppOps) -> list[str]:
    """Return the lines of an op from Android 9 on; the first ends with a blank."""
    switch = _SWITCHES.get(op)
    mode = state.mode
    if switch is not None:
        deciding = ops.ops[switch].mode if switch in ops.ops else "allow"
        mode += f" / switch {switch}={deciding}"
    lines = [f"      {op} ({mode}): "]
    if not state.uses:
        return lines
    if phone.sdk < TAGS_SDK:
        return lines + _nine(phone, state.uses)
    # A refusal has no blank behind its bracket.
    uses = []
    for use in state.uses:
        tag = f"Reject: [{_place(use)}-s]" if use.rejected else f"Access: [{_place(use)}-s] "
        uses.append(f"          {tag}{_moment(phone, use)}")
    uses += [f"          Running start at: +{duration(use.seconds_ago)}" for use in state.uses if use.running]
    if phone.sdk < ATTRIBUTION_SDK:
        return lines + uses
    return [*lines, "        null=[", *uses, "        ]"]


def _nine(phone: Phone, uses: list[Use]) -> list[str]:
    """Return the uses as Android 9 prints them: the word stands before the first of its kind only."""
    lines = []
    for word, rejected in (("Access: ", False), ("Reject: ", True)):
        kind = [use for use in uses if use.rejected == rejected]
        for position, use in enumerate(kind):
            head = word if position == 0 else " " * len(word)
            lines.append(f"          {head}{_place(use):<6}= {_moment(phone, use)}")
    return lines


def _place(use: Use) -> str:
    """Return the state in which the app was."""
    return "bg" if use.background else "top"


def _moment(phone: Phone, use: Use) -> str:
    """Return when an op was used, in the phone's time and as an age."""
    return (
        f"{local_time(phone, phone.clock - use.seconds_ago)}.{use.milliseconds:03d} "
        f"(-{duration(use.seconds_ago, use.milliseconds)})"
    )
