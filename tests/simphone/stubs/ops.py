"""Which app ops the phone remembers of an app, for the dump and for the commands alike."""

from __future__ import annotations

from .facts import user_state
from .text import hash32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, AppOp, Phone, User

_DAY = 86_400
_UID_MODES_SDK = 29


class Use:
    """One remembered use of an op."""

    def __init__(self, seconds_ago: int, *, background: bool, rejected: bool = False, running: bool = False) -> None:
        """Keep when and how the op was used."""
        self.seconds_ago = seconds_ago
        self.milliseconds = hash32("use", seconds_ago) % 1000
        self.background = background
        self.rejected = rejected
        self.running = running


class OpState:
    """The mode of one op and all its remembered uses."""

    def __init__(self, mode: str) -> None:
        """Start without any use."""
        self.mode = mode
        self.uses: list[Use] = []


class AppOps:
    """What is remembered of one app for one user: modes of its uid, and its own ops."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.uid_modes: dict[str, str] = {}
        self.ops: dict[str, OpState] = {}


def ops_of(phone: Phone, app: App, user: User) -> AppOps | None:
    """Return the ops of an app for a user: what every app does sooner or later, and what is described."""
    described = [entry for entry in app.ops if entry.user_id == user.id]
    if not described and not user_state(app, user).installed:
        return None
    found = AppOps()
    for op, mode, seconds, background in _usual(phone, app, user):
        state = found.ops.setdefault(op, OpState(mode))
        state.uses.append(Use(seconds, background=background))
    if phone.sdk >= _UID_MODES_SDK and not app.system:
        found.uid_modes["LEGACY_STORAGE"] = "ignore"
    for entry in described:
        _add(found, entry)
    return found if found.ops or found.uid_modes else None


def _usual(phone: Phone, app: App, user: User) -> list[tuple[str, str, int, bool]]:
    """Return op, mode, age and place of the uses that are on every phone."""
    age = hash32("op", app.package, user.id) % (3 * _DAY)
    if app.package == "com.android.shell":
        # Whoever looks over adb leaves these traces.
        return [("GET_USAGE_STATS", "allow", 0, False), ("READ_PHONE_STATE", "allow", 1, False)]
    if app.package == "com.google.android.gms":
        return [
            ("COARSE_LOCATION", "allow", 600, True),
            ("FINE_LOCATION", "allow", 600, True),
            ("GET_USAGE_STATS", "default", 120, True),
            ("WAKE_LOCK", "allow", 60, True),
        ]
    if app.shared_user is not None:
        return []
    return [("WAKE_LOCK", "allow", age, True)] if not app.system else [("VIBRATE", "allow", age, True)]


def _add(found: AppOps, entry: AppOp) -> None:
    """Add what is described of one op."""
    if entry.whole_uid:
        found.uid_modes[entry.op] = entry.mode
        return
    state = found.ops.setdefault(entry.op, OpState(entry.mode))
    state.mode = entry.mode
    if entry.seconds_ago is not None or entry.running:
        use = Use(
            entry.seconds_ago or 0,
            background=entry.background,
            rejected=entry.rejected,
            running=entry.running,
        )
        state.uses.append(use)
