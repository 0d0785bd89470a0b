"""Ask a phone everything and make a Snapshot of its answers; what is missing becomes a Gap."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any

import msgspec

from safecheck.clean import clean
from safecheck.model import (
    Answer,
    Device,
    End,
    Gap,
    GapReason,
    Identity,
    Package,
    Phone,
    Question,
    SettingChange,
    Snapshot,
    User,
)
from safecheck.phone.classify import classify, gap, text
from safecheck.phone.parsers.bluetooth import Bluetooth
from safecheck.phone.parsers.device_policy import Policy
from safecheck.phone.parsers.deviceidle import Unrestricted
from safecheck.phone.parsers.getprop import Properties
from safecheck.phone.parsers.location import LocationRequests
from safecheck.phone.parsers.packages import PackageDump
from safecheck.phone.parsers.parsed import DAMAGED, Refused
from safecheck.phone.parsers.settings import components
from safecheck.phone.parsers.settings_history import Settings
from safecheck.phone.parsers.vpn import ActiveVpn
from safecheck.phone.probes import AT_ONCE, EACH_USER, FIRST, OLDER, PROBES

Progress = Callable[[str, int, int], None]  # fact, answers so far, answers expected

_PROBES = {probe.fact: probe for probe in PROBES}
_ORDER = {probe.fact: place for place, probe in enumerate(PROBES)}
_FIRST_FACTS = frozenset(probe.fact for probe in FIRST)


def read_phone(device: Device, taken: datetime, progress: Progress = lambda *_: None) -> Snapshot:
    """Ask everything in a handful of trips, most of them side by side, and put the answers together."""
    facts = _Facts()
    queue: SimpleQueue[Answer | None] = SimpleQueue()
    asked = [tuple(probe.question() for probe in trip) for trip in AT_ONCE]
    for questions in asked:
        _start(device, questions, queue)
    running, expected, count = len(asked), sum(map(len, asked)), 0
    waiting_first = len(FIRST)
    while running:
        try:
            answer = queue.get(timeout=0.2)  # short, so that Ctrl-C gets through on every system
        except Empty:
            continue
        if answer is None:
            running -= 1
            continue
        count += 1
        facts.take(answer)
        if answer.question.fact in _FIRST_FACTS:
            waiting_first -= 1
            if not waiting_first:
                questions = tuple(facts.further())
                _start(device, questions, queue)
                running, expected = running + 1, expected + len(questions)
        progress(answer.question.fact, count, expected)
    return facts.snapshot(taken)


def _start(device: Device, questions: Sequence[Question], queue: "SimpleQueue[Answer | None]") -> None:
    """Ask `questions` in a thread of their own; None in the queue marks the end."""

    def ask() -> None:
        left = list(questions)
        with contextlib.suppress(Exception):  # whatever happens, no question goes without an answer, and no traceback
            for answer in device.ask(questions):
                left.pop(0)
                queue.put(answer)
        for question in left:
            queue.put(Answer(question=question, output=b"", exit=None, end=End.NOT_ASKED, seconds=0.0))
        queue.put(None)

    threading.Thread(target=ask, daemon=True, name="safecheck-trip").start()


class _Facts:
    """The answers so far: values by fact and user, and the gaps."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, int | None], Any] = {}
        self.gaps: list[Gap] = []
        self.answers: list[Answer] = []

    def take(self, answer: Answer) -> None:
        """Read one answer: take out what nobody needs, keep what it tells, and say what is wrong with it."""
        question, probe = answer.question, _PROBES[answer.question.fact]
        if probe.without:
            answer = msgspec.structs.replace(answer, output=probe.without(answer.output))
        self.answers.append(answer)
        missing = classify(answer)
        said = text(answer, whole=missing is None)
        try:
            value, problems = probe.parse(said)
        except Refused as refusal:
            missing = missing or gap(question, GapReason.UNREADABLE, str(refusal))
        else:
            self.values[question.fact, question.user] = value
            if probe.any_exit and missing and missing.reason in {GapReason.FAILED, GapReason.DENIED}:
                missing = None  # the parser read it as one of the regular answers
            if DAMAGED.search(said):
                problems = (*problems, "it holds characters that do not belong there")
            if problems and missing is None:
                missing = gap(question, GapReason.UNREADABLE, problems[0])
        if missing:
            self.gaps.append(missing)

    def user_numbers(self) -> tuple[int, ...]:
        """Every user that the phone named; user 0 where it named none (each phone has it)."""
        return tuple(user.number for user in self._get("users", ())) or (0,)

    def further(self) -> Iterator[Question]:
        """Give the questions that depend on the first answers: those of each user, and those of older phones."""
        for user in self.user_numbers():
            for probe in EACH_USER:
                yield probe.question(user)
        device: Properties | None = self._get("identity", None)
        for probe in OLDER:
            if device is None or (device.identity.sdk or 0) <= probe.until:
                yield probe.question()

    def snapshot(self, taken: datetime) -> Snapshot:
        """Put everything together, and compare what two answers say of the same thing."""
        dump = self._get("packages", PackageDump({}, frozenset(), {}))
        packages = self._corrected(dump.packages) | self._only_listed(dump.packages)
        self.gaps += self._contradictions(dump.packages)
        phone = self._phone(dump, packages)
        sdk = phone.identity.sdk
        gaps = [found for found in self.gaps if not self._too_old(found, sdk)]
        return Snapshot(
            taken=taken,
            phone=phone,
            gaps=tuple(sorted(gaps, key=_place)),  # the order of arrival is chance
            answers=tuple(sorted(self.answers, key=lambda answer: _place(answer.question))),
        )

    def _too_old(self, found: Gap, sdk: int | None) -> bool:
        """Whether a fact is missing only because this Android does not have it yet."""
        new = sdk is not None and sdk < _PROBES[found.fact].since
        return new and found.reason in {GapReason.MISSING, GapReason.UNREADABLE, GapReason.FAILED}

    def _phone(self, dump: PackageDump, packages: dict[str, Package]) -> Phone:
        """Put the values together; what was not read is empty here and has its gap."""
        device: Properties = self._get("identity", Properties(Identity(), {}))
        policy: Policy = self._get("device-policy", Policy({}, "", {}))
        listeners = self._components("enabled_notification_listeners")
        accessibility = self._components("enabled_accessibility_services")
        for user, services in self._get("accessibility", {}).items():
            accessibility[user] = tuple(dict.fromkeys((*accessibility.get(user, ()), *services)))
        ops = self._get("appops", None)
        changes = self._get("setting-changes", None)
        return Phone(
            identity=device.identity,
            properties=device.state,
            clock=self._get("clock", None),
            users=self._users(dump.packages),
            packages=packages,
            lists_every_app=not any(found.fact in {"packages", "package-names"} for found in self.gaps),
            hidden_system=dump.hidden,
            launcher={user: icons for user, icons in self._each_user("launcher") if icons},
            global_settings=self._get("settings-global", {}),
            secure_settings=dict(self._each_user("settings-secure")),
            setting_changes=_changes(changes),
            accessibility=accessibility,
            listeners=listeners,
            admins=policy.admins,
            device_owner=policy.device_owner,
            profile_owners=policy.profile_owners,
            ops=ops.packages if ops else {},
            roles=self._get("roles", {}),
            unrestricted=self._get("battery", Unrestricted(frozenset(), frozenset(), frozenset())).user,
            projections=self._get("projection", ()),
            foreground=self._get("foreground", ()),
            locating=frozenset(self._get("location", LocationRequests({}, {})).active),
            trust_agents=self._get("trust", {}),
            vpns=self._get("vpn", {}) | self._connected_vpns(packages),
            accounts={user: found.accounts for user, found in self._get("accounts", {}).items()},
            companions=self._get("companions", ()),
            paired=self._get("bluetooth", Bluetooth(None, ())).devices,
            adb_keys=self._get("adb-keys", None),
            certificates={user: names for user, names in self._each_user("certificates") if names is not None},
            call_forwarding=self._get("call-forwarding", {}),
            su_programs=self._get("su", ()),
        )

    def _connected_vpns(self, packages: dict[str, Package]) -> dict[int, str]:
        """Name the apps of connected VPNs, which older phones tell by number, and the oldest not at all ("?")."""
        names = {app.app_id: name for name, app in packages.items()}
        connected: tuple[ActiveVpn, ...] = self._get("networks", ())
        return {vpn.user or 0: names.get(vpn.app_id, "?") if vpn.app_id is not None else "?" for vpn in connected}

    def _get(self, fact: str, otherwise: Any) -> Any:  # noqa: ANN401 - each fact has a type of its own
        """Give the value of a fact about the whole phone."""
        return self.values.get((fact, None), otherwise)

    def _each_user(self, fact: str) -> Iterator[tuple[int, Any]]:
        """Give the values of a fact by user."""
        for (name, user), value in self.values.items():
            if name == fact and user is not None:
                yield user, value

    def _components(self, setting: str) -> dict[int, tuple[str, ...]]:
        """Give the components that a secure setting lists, by user; an entry that is none is a gap."""
        found: dict[int, tuple[str, ...]] = {}
        for user, values in self._each_user("settings-secure"):
            found[user], problems = components(values.get(setting, ""))
            if problems:
                self.gaps.append(
                    Gap(fact="settings-secure", reason=GapReason.UNREADABLE, user=user, detail=problems[0])
                )
        return found

    def _users(self, packages: dict[str, Package]) -> tuple[User, ...]:
        """The users that the phone listed, and those that only the apps' states name."""
        details = self._get("user-details", {})
        users = {user.number: user for user in self._get("users", ())}
        for number in users.keys() & details.keys():
            users[number] = msgspec.structs.replace(users[number], kind=details[number].kind)
        states = {number for package in packages.values() for number, here in package.installed.items() if here}
        for number in sorted({0, *states} - users.keys()):
            users[number] = User(number=number, name="", flags=0, running=False)
        return tuple(users.values())

    def _contradictions(self, packages: dict[str, Package]) -> Iterator[Gap]:
        """Places where one answer shows that another is not all of it."""
        yield from self._impossible()
        yield from self._silent_about()
        for number, names in self._each_user("package-names") if packages else ():
            lost = sorted(names - packages.keys())
            if lost:
                detail = clean(f"{len(lost)} apps are named in one list and missing from another: {lost[0]}")
                yield Gap(fact="packages", reason=GapReason.CONTRADICTION, user=number, detail=detail)
        asked = set(self.user_numbers())
        for number in sorted(self._get("user-details", {}).keys() - asked):
            detail = f"one list names user {number}, and another does not"
            yield Gap(fact="users", reason=GapReason.CONTRADICTION, detail=detail)
        for user in self._users(packages):
            if user.number not in asked:
                detail = f"apps are there for user {user.number}, who is not in the list of users"
                yield Gap(fact="users", reason=GapReason.CONTRADICTION, detail=detail)

    def _silent_about(self) -> Iterator[Gap]:
        """Dumps that tell of each user, and leave one out. (Accessibility is told once for profiles of one person.)"""
        policy: Policy | None = self._get("device-policy", None)
        told = {
            "accounts": self._get("accounts", None),
            "device-policy": policy.admins if policy else None,
        }
        running = {user.number for user in self._get("users", ()) if user.running}
        for fact, value in told.items():
            for number in sorted(running - value.keys()) if value else ():
                yield Gap(fact=fact, reason=GapReason.CONTRADICTION, user=number, detail="nothing is told of this user")

    def _impossible(self) -> Iterator[Gap]:
        """Answers that cannot be so, whatever else was said."""
        settings = self._get("settings-global", None)
        if settings is not None and "1" not in {settings.get("adb_enabled"), settings.get("adb_wifi_enabled")}:
            detail = "it says that USB debugging is off, and answers over it"
            yield Gap(fact="settings-global", reason=GapReason.CONTRADICTION, detail=detail)
        for number, names in self._each_user("certificates"):
            if names is None:
                yield Gap(fact="certificates", reason=GapReason.DENIED, user=number)
        for number, icons in self._each_user("launcher"):
            if not icons:
                yield Gap(fact="launcher", reason=GapReason.CONTRADICTION, user=number, detail="no app shows an icon")

    def _corrected(self, packages: dict[str, Package]) -> dict[str, Package]:
        """Believe the lists of names where an app's block in the dump says better of it: no app writes into them."""
        corrected = dict(packages)
        disputed: dict[int, str] = {}  # by user: the first app, so that one gap stands for all
        here, own = dict(self._each_user("package-names")), dict(self._each_user("system-names"))
        for name, app in packages.items():
            wrong = [user for user, names in here.items() if name in names and app.installed.get(user) is False]
            doubtful = [
                user for user, names in own.items() if app.system and name in here.get(user, ()) and name not in names
            ]
            for user in {*wrong, *doubtful}:
                disputed.setdefault(user, name)
            if wrong or doubtful:
                corrected[name] = msgspec.structs.replace(
                    app,
                    system=None if doubtful else app.system,
                    installed={**app.installed, **dict.fromkeys(wrong, True)},
                )
        for user, name in disputed.items():
            detail = f"one list says of {name} what another does not"
            self.gaps.append(Gap(fact="packages", reason=GapReason.CONTRADICTION, user=user, detail=detail))
        return corrected

    def _only_listed(self, packages: dict[str, Package]) -> dict[str, Package]:
        """Apps that only `pm list packages` names: where they come from is not known, but their names are."""
        found: dict[str, dict[int, bool]] = {}
        for user, names in self._each_user("package-names"):
            for name in names - packages.keys():
                found.setdefault(name, {})[user] = True
        return {
            name: Package(name=name, system=None, code_path="", installer="", first_installed="", installed=states)
            for name, states in sorted(found.items())
        }


def _place(item: Gap | Question) -> tuple[int, int]:
    """Sort by the probe table, then by user."""
    return _ORDER[item.fact], -1 if item.user is None else item.user


def _changes(settings: Settings | None) -> tuple[SettingChange, ...]:
    """Give what the phone remembers of changed global settings."""
    changed = settings.operations.get(("global", 0), ()) if settings else ()
    return tuple(SettingChange(time=change.time, name=change.name) for change in changed)
