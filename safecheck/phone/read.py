"""Ask a phone everything and make a Snapshot of its answers; what is missing becomes a Gap."""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any

from safecheck.clean import clean
from safecheck.model import Answer, Device, End, Gap, GapReason, Identity, Package, Phone, Question, Snapshot, User
from safecheck.phone.parsers.device_policy import Policy
from safecheck.phone.parsers.parsed import DAMAGED, Refused
from safecheck.phone.parsers.settings import components
from safecheck.phone.probes import EACH_USER, FIRST, LONG, PROBES

Progress = Callable[[str, int, int], None]  # fact, answers so far, answers expected

# What a service says instead of its dump, often with exit code 0. Only at a line's start: apps' own text may hold
# the same words further in. Source: android-ground-truth of real phones; AOSP dumpsys.cpp, SystemServer.
_SAID = (
    (GapReason.TIMEOUT, re.compile(rb"^\*\*\* SERVICE '.*' DUMP TIMEOUT", re.MULTILINE)),
    (GapReason.MISSING, re.compile(rb"\A(?:cmd: )?Can't find service: |\A.{0,80}: (?:inaccessible or )?not found")),
    (
        GapReason.DENIED,
        re.compile(
            rb"^(?:Error: )?(?:java\.lang\.)?SecurityException|^Security exception: |^Permission Denial: "
            rb"|\A.{0,80}Permission denied",
            re.MULTILINE,
        ),
    ),
    (
        GapReason.FAILED,
        re.compile(rb"^Error with service '.*' while dumping|\AError: |\ABad user number: ", re.MULTILINE),
    ),
)
_LONGEST_LINE = 200_000  # bytes; the longest known to us in a real answer has under 30 thousand
_ENDS = {
    End.CUT: GapReason.CUT,
    End.NOT_ASKED: GapReason.CUT,
    End.TIMEOUT: GapReason.TIMEOUT,
    End.TOO_BIG: GapReason.TOO_BIG,
    End.STOPPED: GapReason.STOPPED,
}
_PARSERS = {probe.fact: probe.parse for probe in PROBES}
_ORDER = {probe.fact: place for place, probe in enumerate(PROBES)}
_FIRST_FACTS = frozenset(probe.fact for probe in FIRST)


def read_phone(device: Device, taken: datetime, progress: Progress = lambda *_: None) -> Snapshot:
    """Ask everything in three trips, the long one beside the other two, and put the answers together."""
    facts = _Facts()
    expected = len(FIRST) + len(LONG)
    count = 0
    queue: SimpleQueue[Answer | None] = SimpleQueue()
    _start(device, [probe.question() for probe in FIRST], queue)
    _start(device, [probe.question() for probe in LONG], queue)
    running = 2
    asked_users = False
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
        waiting_first -= answer.question.fact in _FIRST_FACTS
        if not waiting_first and not asked_users:
            asked_users = True
            questions = [probe.question(user) for user in facts.user_numbers() for probe in EACH_USER]
            expected += len(questions)
            _start(device, questions, queue)
            running += 1
        progress(answer.question.fact, count, expected)
    return facts.snapshot(taken)


def _start(device: Device, questions: Sequence[Question], queue: "SimpleQueue[Answer | None]") -> None:
    """Ask `questions` in a thread of their own; None in the queue marks the end."""

    def ask() -> None:
        left = list(questions)
        try:
            for answer in device.ask(questions):
                left.pop(0)
                queue.put(answer)
        finally:  # whatever happens, no question goes without an answer
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
        """Read one answer: keep what it tells, and say what is wrong with it."""
        question = answer.question
        self.answers.append(answer)
        gap = classify(answer)
        text = _text(answer, whole=gap is None)
        try:
            value, problems = _PARSERS[question.fact](text)
        except Refused as refusal:
            gap = gap or _gap(question, GapReason.UNREADABLE, str(refusal))
        else:
            self.values[question.fact, question.user] = value
            if DAMAGED.search(text):
                problems = (*problems, "it holds characters that do not belong there")
            if problems and gap is None:
                gap = _gap(question, GapReason.UNREADABLE, problems[0])
        if gap:
            self.gaps.append(gap)

    def user_numbers(self) -> tuple[int, ...]:
        """Every user that the phone named; user 0 where it named none (each phone has it)."""
        return tuple(user.number for user in self._get("users", ())) or (0,)

    def snapshot(self, taken: datetime) -> Snapshot:
        """Put everything together, and compare what two answers say of the same thing."""
        packages: dict[str, Package] = self._get("packages", {})
        policy: Policy = self._get("device-policy", Policy({}, "", {}))
        listeners = self._components("enabled_notification_listeners")
        accessibility = self._components("enabled_accessibility_services")
        for user, services in self._get("accessibility", {}).items():
            accessibility[user] = tuple(dict.fromkeys((*accessibility.get(user, ()), *services)))
        self.gaps += self._contradictions(packages)
        phone = Phone(
            identity=self._get("identity", Identity()),
            clock=self._get("clock", None),
            users=self._users(packages),
            packages=packages | self._only_listed(packages),
            global_settings=self._get("settings-global", {}),
            accessibility=accessibility,
            listeners=listeners,
            admins=policy.admins,
            device_owner=policy.device_owner,
            profile_owners=policy.profile_owners,
        )
        return Snapshot(
            taken=taken,
            phone=phone,
            gaps=tuple(sorted(self.gaps, key=_place)),  # the order of arrival is chance
            answers=tuple(sorted(self.answers, key=lambda answer: _place(answer.question))),
        )

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
        users = {user.number: user for user in self._get("users", ())}
        states = {number for package in packages.values() for number, here in package.installed.items() if here}
        for number in sorted({0, *states} - users.keys()):
            users[number] = User(number=number, name="", flags=0, running=False)
        return tuple(users.values())

    def _contradictions(self, packages: dict[str, Package]) -> Iterator[Gap]:
        """Places where one answer shows that another is not all of it."""
        if packages:
            for number, names in self._each_user("package-names"):
                lost = sorted(names - packages.keys())
                if lost:
                    yield Gap(
                        fact="packages",
                        reason=GapReason.CONTRADICTION,
                        user=number,
                        detail=clean(f"{len(lost)} apps are named in one list and missing from another: {lost[0]}"),
                    )
        settings = self._get("settings-global", None)
        if settings is not None and "1" not in {settings.get("adb_enabled"), settings.get("adb_wifi_enabled")}:
            yield Gap(
                fact="settings-global",
                reason=GapReason.CONTRADICTION,
                detail="it says that USB debugging is off, and answers over it",
            )
        asked = set(self.user_numbers())
        for user in self._users(packages):
            if user.number not in asked:
                yield Gap(
                    fact="users",
                    reason=GapReason.CONTRADICTION,
                    detail=f"apps are there for user {user.number}, who is not in the list of users",
                )

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


def classify(answer: Answer) -> Gap | None:
    """Say why an answer cannot be all of the truth, or None where nothing speaks against it."""
    question, output = answer.question, answer.output
    if answer.end is not End.WHOLE:
        return _gap(question, _ENDS[answer.end])
    for reason, words in _SAID:
        if match := words.search(output):
            line = output[match.start() :].split(b"\n", 1)[0]
            return _gap(question, reason, line.decode(errors="replace"))
    if answer.exit != 0:
        last = output.strip().rsplit(b"\n", 1)[-1].decode(errors="replace")
        return _gap(question, GapReason.FAILED, f"exit code {answer.exit}: {last}")
    if not output.endswith(b"\n"):
        return _gap(question, GapReason.CUT, "the last line is not finished" if output else "an empty answer")
    longest = max(map(len, output.split(b"\n")))
    if longest > _LONGEST_LINE:
        return _gap(question, GapReason.TOO_BIG, f"a line of {longest} bytes")
    return None


def _gap(question: Question, reason: GapReason, detail: str = "") -> Gap:
    """Make the gap of one question."""
    return Gap(fact=question.fact, reason=reason, user=question.user, detail=clean(detail))


def _text(answer: Answer, *, whole: bool) -> str:
    """Decode an answer; of one that is not whole, leave out the last line, which may be half."""
    output = answer.output.replace(b"\r\n", b"\n")
    if not whole:
        output = output[: output.rfind(b"\n") + 1]
    return output.decode(errors="replace")
