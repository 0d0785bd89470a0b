"""Ask a phone everything and make a Snapshot of its answers; what is missing becomes a Gap."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from safecheck.model import (
    Answer,
    Device,
    Gap,
    GapReason,
    Identity,
    Package,
    Phone,
    Question,
    Snapshot,
    User,
)
from safecheck.phone import compare
from safecheck.phone.app_files import Progress, read_app_files
from safecheck.phone.app_list import read_apps
from safecheck.phone.classify import classify, gap, text
from safecheck.phone.parsers.device_policy import Policy
from safecheck.phone.parsers.getprop import Properties
from safecheck.phone.parsers.packages import PackageDump
from safecheck.phone.parsers.parsed import DAMAGED, Refused
from safecheck.phone.parsers.settings import ACCESSIBILITY, LISTENERS, components
from safecheck.phone.parsers.vpn import UNKNOWN_APP, ActiveVpn, PreparedVpns
from safecheck.phone.probes import AT_ONCE, EACH_USER, FIRST, OLDER, PROBES
from safecheck.phone.trips import Trips
from safecheck.phone.values import Values

_PROBES = {probe.fact: probe for probe in PROBES}
_ORDER = {probe.fact: place for place, probe in enumerate(PROBES)}
_FIRST_FACTS = frozenset(probe.fact for probe in FIRST)


def read_phone(
    device: Device, taken: datetime, progress: Progress = lambda *_: None, *, deep: bool = False
) -> Snapshot:
    """Ask everything in a handful of trips, most of them side by side, and put the answers together."""
    facts, trips = _Facts(), Trips(device)
    asked = [tuple(probe.question() for probe in trip) for trip in AT_ONCE]
    for questions in asked:
        trips.start(questions)
    expected, waiting_first = sum(map(len, asked)), len(FIRST)
    for count, answer in enumerate(trips, 1):
        facts.take(answer)
        if answer.question.fact in _FIRST_FACTS:
            waiting_first -= 1
            if not waiting_first:
                questions = tuple(facts.further())
                trips.start(questions)
                expected += len(questions)
        progress(count, expected)
    return read_app_files(device, facts.snapshot(taken), deep=deep, progress=progress)


class _Facts:
    """The answers so far: what they told, and the gaps."""

    def __init__(self) -> None:
        self.values = Values()
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
            self.values.keep(question, value)
            if probe.any_exit and missing and missing.reason in {GapReason.FAILED, GapReason.DENIED}:
                missing = None  # the parser read it as one of the regular answers
            if DAMAGED.search(said):
                problems = (*problems, "it holds characters that do not belong there")
            if problems and missing is None:
                missing = gap(question, GapReason.UNREADABLE, problems[0])
        if missing:
            self.gaps.append(missing)

    def further(self) -> Iterator[Question]:
        """Give the questions that depend on the first answers: those of each user, and those of older phones."""
        for user in self.values.user_numbers():
            for probe in EACH_USER:
                yield probe.question(user)
        device: Properties | None = self.values.get("identity")
        for probe in OLDER:
            if device is None or (device.identity.sdk or 0) <= probe.until:
                yield probe.question()

    def snapshot(self, taken: datetime) -> Snapshot:
        """Put everything together, and compare what two answers say of the same thing."""
        dump = self.values.get("packages", PackageDump({}, frozenset()))
        missing = {found.fact for found in self.gaps if found.user is None}
        asked = {answer.question.fact for answer in self.answers}
        users = self._users(dump.packages)
        packages = read_apps(self.values, dump, self.gaps)
        phone = self._phone(dump, packages, users)
        self.gaps += compare.impossible(self.values)
        self.gaps += compare.silent_about(self.values, missing)
        self.gaps += compare.unlisted(self.values, users)
        self.gaps += compare.half_told(self.values, asked, packages)
        gaps = [found for found in self.gaps if not self._too_old(found, phone.identity.sdk)]
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

    def _phone(self, dump: PackageDump, packages: dict[str, Package], users: tuple[User, ...]) -> Phone:
        """Put the values together; what was not read is empty here and has its gap."""
        get, each_user = self.values.get, self.values.each_user
        device: Properties = get("identity", Properties(Identity(), {}))
        policy: Policy = get("device-policy", Policy({}, "", {}))
        locked = self.values.locked()
        accessibility = self._components(ACCESSIBILITY)
        for user, services in get("accessibility", {}).items():
            accessibility[user] = tuple(dict.fromkeys((*accessibility.get(user, ()), *services)))
        return Phone(
            identity=device.identity,
            properties=device.state,
            clock=get("clock"),
            users=users,
            packages=packages,
            lists_every_app=not any(found.fact in {"packages", "package-names"} for found in self.gaps),
            hidden_system=dump.hidden,
            launcher={user: icons for user, icons in each_user("launcher") if icons and user not in locked},
            global_settings=get("settings-global", {}),
            secure_settings=dict(each_user("settings-secure")),
            setting_changes=get("setting-changes", ()),
            accessibility=accessibility,
            listeners=self._components(LISTENERS),
            admins=policy.admins,
            device_owner=policy.device_owner,
            profile_owners=policy.profile_owners,
            ops=get("appops", {}),
            roles=get("roles", {}),
            unrestricted=get("battery", frozenset()),
            projections=get("projection", ()),
            foreground=get("foreground", ()),
            locating=get("location", frozenset()),
            trust_agents=get("trust", {}),
            vpns=self._connected_vpns(packages) | get("vpn", PreparedVpns({}, frozenset())).apps,
            accounts=get("accounts", {}),
            companions=get("companions", ()),
            paired=get("bluetooth", ()),
            adb_keys=get("adb-keys"),
            certificates={user: names for user, names in each_user("certificates") if names is not None},
            call_forwarding=get("call-forwarding", {}),
            su_programs=get("su", ()),
        )

    def _connected_vpns(self, packages: dict[str, Package]) -> dict[int, str]:
        """Name the apps of connected VPNs, which are told by number, and on the oldest phones not at all."""
        names = {app.app_id: name for name, app in packages.items() if app.app_id is not None}
        connected: tuple[ActiveVpn, ...] = self.values.get("networks", ())
        return {
            vpn.user or 0: UNKNOWN_APP if vpn.app_id is None else names.get(vpn.app_id, UNKNOWN_APP)
            for vpn in connected
        }

    def _components(self, setting: str) -> dict[int, tuple[str, ...]]:
        """Give the components that a secure setting lists, by user; an entry that is none is a gap."""
        found: dict[int, tuple[str, ...]] = {}
        for user, values in self.values.each_user("settings-secure"):
            found[user], problems = components(values.get(setting, ""))
            if problems:
                self.gaps.append(
                    Gap(fact="settings-secure", reason=GapReason.UNREADABLE, user=user, detail=problems[0])
                )
        return found

    def _users(self, packages: dict[str, Package]) -> tuple[User, ...]:
        """The users that the phone listed, and those that only the apps' states name."""
        details = self.values.get("user-details", {})
        users = {user.number: user for user in self.values.get("users", ())}
        for number in users.keys() & details.keys():
            users[number] = msgspec.structs.replace(users[number], kind=details[number].kind)
        states = {number for package in packages.values() for number, here in package.installed.items() if here}
        for number in sorted({0, *states} - users.keys()):
            users[number] = User(number=number, name="", flags=0, running=False)
        return tuple(users.values())


def _place(item: Gap | Question) -> tuple[int, int]:
    """Sort by the probe table, then by user."""
    return _ORDER[item.fact], -1 if item.user is None else item.user
