"""Special powers that are really on, in one finding for each app and user: what an app may do, not what it asks for."""

from collections.abc import Iterator

from safecheck.apps import UNVOUCHED, Story, added, is_explained, is_there, story
from safecheck.model import Check, Confidence, OpUse, Phone, Severity, Sign, Signatures, User

# One of these is enough to ask about an app; two of the others are; one of them is, in an app from outside a store.
_STRONG = frozenset({"screen", "notifications", "admin", "keyboard", "capture"})
_OTHERS = ("trust", "messages", "calls", "call-screening", "assistant", "autofill", "vpn", "install", "battery")
_OPS = {  # power: app op that must be allowed
    "overlay": "SYSTEM_ALERT_WINDOW",
    "usage": "GET_USAGE_STATS",
    "files": "MANAGE_EXTERNAL_STORAGE",
}
_QUIET_OPS = {  # power: app ops of which one was used in the background
    "microphone": ("RECORD_AUDIO",),
    "camera": ("CAMERA",),
    "location": ("FINE_LOCATION", "COARSE_LOCATION"),
}
_AT_WORK = {"location": 0x8, "camera": 0x40, "microphone": 0x80}  # types of foreground services that use them now
_BACKGROUND_LOCATION = "android.permission.ACCESS_BACKGROUND_LOCATION"
_ADDS_NOTHING_ALONE = frozenset({"battery", "install"})
_KINDS = ("powers-added", "powers-explained", "powers-not-known", "powers-left-over")


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """Look at every app that holds a power or was added; what came with the phone is no finding."""
    if user is None:
        return
    held = _own(phone, user, _by_component(phone, user))
    names = dict.fromkeys((*(app.name for app in added(phone, user)), *held))
    for name in names:
        powers = (*held.get(name, ()), *_by_grant(phone, user, name))
        sign = _judge(phone, name, powers)
        if sign:
            kind, severity, confidence = sign
            yield Sign(
                kind=kind,
                subject=name,
                one_app=True,
                users=(user.number,),
                severity=severity,
                confidence=confidence,
                advice=() if severity is Severity.NOTE else ("powers",),
                evidence=f"{name} (user {user.number}): {', '.join(powers)}",
                phrases={"powers": powers},
            )


def _judge(phone: Phone, name: str, powers: tuple[str, ...]) -> tuple[str, Severity, Confidence] | None:
    """Decide what the powers of one app are worth saying."""
    told = story(phone, name)
    strong = _STRONG & set(powers)
    weight = len(set(powers) - _STRONG - _ADDS_NOTHING_ALONE)
    if told is Story.NOT_THERE:
        return ("powers-left-over", Severity.NOTE, Confidence.POSSIBLE) if strong else None
    if told is Story.CAME_WITH_PHONE or not (strong or weight >= (1 if told in UNVOUCHED else 2)):
        return None
    if is_explained(phone, name):
        return "powers-explained", Severity.NOTE, Confidence.CERTAIN
    if told is Story.NOT_KNOWN:
        return "powers-not-known", Severity.ASK, Confidence.LIKELY
    return "powers-added", Severity.ASK, Confidence.CERTAIN


def _by_component(phone: Phone, user: User) -> dict[str, tuple[str, ...]]:
    """Give the powers that the phone lists by component or package, by package."""
    held: dict[str, dict[str, None]] = {}
    settings = phone.secure_settings.get(user.number, {})
    lists = {
        "screen": phone.accessibility.get(user.number, ()),
        "notifications": phone.listeners.get(user.number, ()),
        "admin": _admins(phone, user),
        "keyboard": (settings.get("default_input_method", ""),),
        "trust": phone.trust_agents.get(user.number, ()),
        "capture": tuple(seen.package for seen in phone.projections if seen.user == user.number),
        "messages": _role(phone, user, "android.app.role.SMS", "sms_default_application"),
        "calls": _role(phone, user, "android.app.role.DIALER", "dialer_default_application"),
        "call-screening": _role(phone, user, "android.app.role.CALL_SCREENING", ""),
        "assistant": (settings.get("assistant", ""), settings.get("voice_interaction_service", "")),
        "autofill": (settings.get("autofill_service", ""),),
        "vpn": (phone.vpns.get(user.number, ""), settings.get("always_on_vpn_app", "")),
    }
    for power, entries in lists.items():
        for entry in entries:
            if entry:
                held.setdefault(entry.partition("/")[0], {})[power] = None
    return {name: tuple(powers) for name, powers in held.items()}


def _own(phone: Phone, user: User, held: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Leave out what a profile only repeats from its owner's settings: apps that are not there, but are for user 0."""
    main = next((other for other in phone.users if other.number == 0), user)
    if user.number == main.number:
        return held
    of_main = _by_component(phone, main)
    own = {}
    for name, powers in held.items():
        app = phone.packages.get(name)
        repeated = of_main.get(name, ()) if app and is_there(app, main) and not is_there(app, user) else ()
        own[name] = tuple(power for power in powers if power not in repeated)
    return own


def _admins(phone: Phone, user: User) -> tuple[str, ...]:
    """Give the device admins, without owners: those have a check of their own."""
    owners = {phone.device_owner, phone.profile_owners.get(user.number, "")}
    return tuple(admin for admin in phone.admins.get(user.number, ()) if admin not in owners)


def _role(phone: Phone, user: User, role: str, setting: str) -> tuple[str, ...]:
    """Give who holds a role: from Android 10 on the roles tell it, before that a setting."""
    holders = phone.roles.get(user.number, {}).get(role, ())
    return holders or (phone.secure_settings.get(user.number, {}).get(setting, ""),)


def _by_grant(phone: Phone, user: User, name: str) -> Iterator[str]:
    """Name the powers that an app was allowed, by app ops and permissions."""
    ops = phone.ops.get(user.number, {}).get(name, {})
    for power, op in _OPS.items():
        if _allowed(ops.get(op)):
            yield power
    active = 0
    for service in phone.foreground:
        if (service.user, service.package) == (user.number, name):
            active |= service.types or 0
    app = phone.packages.get(name)
    state = app.states.get(user.number) if app else None
    for power, watching in _QUIET_OPS.items():
        always = power == "location" and state is not None and _BACKGROUND_LOCATION in state.granted
        now = power == "location" and name in phone.locating
        quietly = any(_quietly(ops.get(op)) for op in watching)
        if always or now or quietly or active & _AT_WORK[power]:
            yield power
    if _allowed(ops.get("REQUEST_INSTALL_PACKAGES")):
        yield "install"
    if name in phone.unrestricted:
        yield "battery"


def _allowed(use: OpUse | None) -> bool:
    """Whether an op is allowed; what is not stated has its default, which is "ask" or "no" for these."""
    return use is not None and use.mode == "allow"


def _quietly(use: OpUse | None) -> bool:
    """Whether an op was used while the app was not on the screen."""
    return use is not None and use.mode in {"allow", "foreground"} and (use.running or use.last_background is not None)


CHECK = Check(
    id="powers",
    needs=(
        "users",
        "packages",
        "shared-users",
        "system-names",
        "settings-secure",
        "accessibility",
        "device-policy",
        "appops",
        "foreground",
        "location",
        "roles",
        "battery",
        "projection",
        "trust",
        "vpn",
        "networks",
    ),
    kinds=_KINDS,
    advice=("powers",),
    phrases={"powers": (*sorted(_STRONG), *_OPS, *_QUIET_OPS, *_OTHERS)},
    per_user=True,
    run=_signs,
)
