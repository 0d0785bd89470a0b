"""What one answer shows of another: that it is not all of the truth, or cannot be."""

from collections.abc import Collection, Iterator, Mapping

from safecheck.clean import clean
from safecheck.model import Gap, GapReason, OpUse, Package, User
from safecheck.phone.parsers.appops import WATCHING
from safecheck.phone.parsers.device_policy import Policy
from safecheck.phone.parsers.vpn import PreparedVpns
from safecheck.phone.values import Values

_OF_EVERYBODY = ("trust", "user-details")  # these dumps tell of locked users too
_OFF = ("ignore", "deny")  # modes of an op


def impossible(values: Values) -> Iterator[Gap]:
    """Answers that cannot be so, whatever else was said."""
    settings = values.get("settings-global")
    if settings is not None and "1" not in {settings.get("adb_enabled"), settings.get("adb_wifi_enabled")}:
        detail = "it says that USB debugging is off, and answers over it"
        yield Gap(fact="settings-global", reason=GapReason.CONTRADICTION, detail=detail)
    for number, names in values.each_user("certificates"):
        if names is None:
            yield Gap(fact="certificates", reason=GapReason.DENIED, user=number)
    locked = values.locked()
    for number, icons in values.each_user("launcher"):
        if number in locked:  # then only the few apps that work before the unlocking are told
            yield Gap(fact="launcher", reason=GapReason.LOCKED, user=number)
        elif not icons:
            yield Gap(fact="launcher", reason=GapReason.CONTRADICTION, user=number, detail="no app shows an icon")


def silent_about(values: Values, missing: Collection[str]) -> Iterator[Gap]:
    """Dumps that tell of each user, and leave one out; of a locked one some may. Source: AOSP, their services.

    `missing` names those that are not all of the truth anyway. Accessibility is no such dump: it is told once for all
    profiles of one person.
    """
    policy: Policy | None = values.get("device-policy")
    told = {fact: values.get(fact) for fact in ("accounts", "roles", "trust", "user-details")}
    told["device-policy"] = policy.admins if policy else None
    users = {user.number for user in values.get("users", ())}
    locked = values.locked()
    for fact, value in told.items():
        for number in sorted(users - value.keys()) if value and fact not in missing else ():
            excused = number in locked and fact not in _OF_EVERYBODY
            reason = GapReason.LOCKED if excused else GapReason.CONTRADICTION
            yield Gap(fact=fact, reason=reason, user=number, detail="nothing is told of this user")


def unlisted(values: Values, users: tuple[User, ...]) -> Iterator[Gap]:
    """Users whom other answers know, and the list of users does not."""
    asked = set(values.user_numbers())
    for number in sorted(values.get("user-details", {}).keys() - asked):
        detail = f"one list names user {number}, and another does not"
        yield Gap(fact="users", reason=GapReason.CONTRADICTION, detail=detail)
    for user in users:
        if user.number not in asked:
            detail = f"apps are there for user {user.number}, who is not in the list of users"
            yield Gap(fact="users", reason=GapReason.CONTRADICTION, detail=detail)


def half_told(values: Values, asked: Collection[str], packages: Mapping[str, Package]) -> Iterator[Gap]:
    """What this version of Android does not tell of a fact, where that makes a difference."""
    vpns = values.get("vpn", PreparedVpns({}, frozenset()))
    for number in sorted(vpns.untold) if "networks" not in asked else ():
        detail = "it does not tell whether the phone's own VPN is on"
        yield Gap(fact="vpn", reason=GapReason.PARTLY, user=number, detail=detail)
    ops: dict[int, dict[str, dict[str, OpUse]]] = values.get("appops", {})
    for number, apps in ops.items():
        added = (name for name in apps if name in packages and not packages[name].system)
        names = sorted(name for name in added if any(_untold(apps[name].get(op)) for op in WATCHING))
        if names:
            detail = clean(f"it does not tell whether {names[0]} watched in the background ({len(names)} apps)")
            yield Gap(fact="appops", reason=GapReason.PARTLY, user=number, detail=detail)


def _untold(use: OpUse | None) -> bool:
    """Whether an op that is allowed was used, and the phone does not tell if in the background."""
    return use is not None and use.used and not use.running and use.background is None and use.mode not in _OFF
