"""`dumpsys appops`: what each app may do, when it last did it, and whether it did so in the background.

    Uid u0a4:                                   Android 7 to 8.1
      Package com.x:
        READ_CONTACTS: mode=0; time=+1h2m ago; duration=+1s
    Uid u0a4:                                   Android 9
        LEGACY_STORAGE: mode=ignore             of the whole uid
      Package com.x:
        FINE_LOCATION (allow / switch COARSE_LOCATION=allow):
            Access: top   = 2026-01-01 10:00:00.000 (-2h6m)
                    bg    = 2026-01-01 09:54:00.000 (-2h12m)
            Access: [top-s] 2026-01-01 10:00:00.000 (-2h6m)     10
          null=[                                11 and newer: attribution tags
            Access: [bg-s] 2026-01-01 10:00:00.000 (-2h6m) duration=+1s
          ]

The list of watchers at the top names ops that nobody used: only what stands under a Uid counts. A mode of the whole
uid overrides those of its packages, and the op that another "switches" to decides for it.
"""

import re
from dataclasses import dataclass, field

from safecheck.model import OpUse
from safecheck.phone.parsers import uids
from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

WATCHING = ("RECORD_AUDIO", "CAMERA", "FINE_LOCATION", "COARSE_LOCATION")
OPS = (*WATCHING, "GET_USAGE_STATS", "SYSTEM_ALERT_WINDOW", "REQUEST_INSTALL_PACKAGES", "MANAGE_EXTERNAL_STORAGE")
# From the worst for the app on; what makers add (MIUI: "ask") stands between.
_WORST = ("allow", "foreground", "ask", "default", "ignore", "deny")
_NUMBERS = {"0": "allow", "1": "ignore", "2": "deny", "3": "default", "4": "foreground"}
_BACKGROUND = frozenset({"bg", "cch"})
_OLDEST = 5 * 365 * 86_400  # seconds: a longer age comes from a clock that was not set

_UID = re.compile(r"  Uid (\S+):\s*")
_PACKAGE = re.compile(rf"(?a:    Package ({PACKAGE}):)\s*")
_NUMBERED = re.compile(r"(?a:      ([A-Z][A-Z0-9_]*(?:\(\d+\))?): mode=(\d)((?:;| \().*)?)\s*")
_OF_UID = re.compile(r"(?a:      ([A-Z][A-Z0-9_]*(?:\(\d+\))?): mode=([a-z]+))\s*")
_WORDED = re.compile(
    r"(?a:      ([A-Z][A-Z0-9_]*(?:\(\d+\))?) \(([a-z]+)(?: / switch ([A-Z][A-Z0-9_]*)=([a-z]+))?\):)\s*"
)
_TIME = re.compile(r"; time=(\S+) ago")
_ACCESS = re.compile(
    r"\s{8,}(?:(Access|Reject): )?(?:\[([a-z0-9]+)(?:-[a-z]+)?\]|([a-z0-9]+) *=) ?[-0-9]+ [:.0-9]+ \((\S+)\).*"
)
_AGE = re.compile(r"(?a:[-+]?(?:(\d{1,6})d)?(?:(\d{1,2})h)?(?:(\d{1,2})m(?!s))?(?:(\d{1,2})s)?(?:(\d{1,3})ms)?)")


@dataclass(slots=True)
class _Op:
    """What was collected of one op of one package."""

    mode: str
    switch: str
    ages: list[tuple[int | None, bool | None]] = field(default_factory=list)  # of accesses, and if in the background
    running: bool = False


@dataclass(slots=True)
class _Uid:
    """What was collected of one uid."""

    user: int
    app_id: int
    modes: dict[str, str] = field(default_factory=dict)
    packages: dict[str, dict[str, _Op]] = field(default_factory=dict)


def parse(text: str) -> Parsed[dict[int, dict[str, dict[str, OpUse]]]]:
    """Give every op of OPS by user number, package and op; one that is not there has its default mode.

    Refuses a text without the dump's title or without a uid.
    """
    if "Current AppOps Service state:" not in text:
        raise Refused("it is no list of app ops")
    reader = _Reader()
    for line in text.split("\n"):
        reader.read(line)
    if not reader.uids:
        raise Refused("no app in it")
    return Parsed(_together(list(reader.uids.values())), tuple(reader.problems))


class _Reader:
    """Goes through the lines and knows under which uid, package and op it is."""

    def __init__(self) -> None:
        self.uids: dict[tuple[int, int], _Uid] = {}
        self.problems: list[str] = []
        self._uid: _Uid | None = None
        self._ops: dict[str, _Op] | None = None
        self._op: _Op | None = None
        self._accesses = False  # lines without a word of their own go on with accesses

    def read(self, line: str) -> None:
        """Take one line."""
        if line.startswith("       "):
            if self._op:
                self._detail(line, self._op)
        elif line.startswith("      "):
            self._op = None
            if self._ops is not None:
                self._package_op(line, self._ops)
            elif self._uid:
                self._uid_op(line, self._uid)
        elif line.startswith("    Package ") and self._uid:
            self._package(line, self._uid)
        elif line.startswith("  Uid "):
            self._new_uid(line)
        elif line.strip() and not line.startswith("    "):
            self._uid = self._ops = self._op = None  # another part of the dump

    def _new_uid(self, line: str) -> None:
        self._uid = self._ops = self._op = None
        match = _UID.fullmatch(line)
        number = uids.read(match.group(1)) if match else None
        if number is None:
            self.problems.append(f"a uid that cannot be read: {quote(line)}")
            return
        if number in self.uids:
            self.problems.append(f"{quote(line)} twice")
        self._uid = self.uids.setdefault(number, _Uid(*number))

    def _package(self, line: str, uid: _Uid) -> None:
        self._op = None
        match = _PACKAGE.fullmatch(line)
        if match is None:
            self._ops = {}  # of nobody: what follows belongs to no other app
            self.problems.append(f"an app without a readable name: {quote(line)}")
            return
        if match.group(1) in uid.packages:
            self.problems.append(f"{match.group(1)}: twice")
        self._ops = uid.packages.setdefault(match.group(1), {})

    def _uid_op(self, line: str, uid: _Uid) -> None:
        match = _OF_UID.fullmatch(line)
        name, mode = match.groups() if match else ("", "")
        if match is None and (match := _NUMBERED.fullmatch(line)):
            name, mode = match.group(1), _NUMBERS.get(match.group(2), match.group(2))
        if match is None:
            return  # "foregroundOps:" lists names too
        if uid.modes.get(name, mode) != mode:
            self.problems.append(f"uid {uid.app_id}: {name} twice")
            mode = _worse(mode, uid.modes[name])
        uid.modes[name] = mode

    def _package_op(self, line: str, ops: dict[str, _Op]) -> None:
        name = switch = ""
        if match := _WORDED.fullmatch(line):
            name, mode, switch, switched = match.groups(default="")
            op = _Op(switched or mode, switch)
        elif match := _NUMBERED.fullmatch(line):
            name, mode, rest = match.groups(default="")
            op = _Op(_NUMBERS.get(mode, mode), "", running="(running)" in rest)
            time = _TIME.search(rest)
            if time or op.running:
                op.ages.append((_age(time.group(1)) if time else 0, None))
        else:
            self.problems.append(f"an op that cannot be read: {quote(line)}")
            return
        self._op = ops.setdefault(name, op)
        if self._op is not op:
            self.problems.append(f"{name} twice for one app")
            self._op.mode = _worse(op.mode, self._op.mode)
            self._op.ages += op.ages
            self._op.running |= op.running
        self._accesses = False

    def _detail(self, line: str, op: _Op) -> None:
        match = _ACCESS.fullmatch(line)
        if match:
            word, tag, state, age = match.groups(default="")
            self._accesses = word == "Access" if word else self._accesses
            if self._accesses:
                op.ages.append((_age(age), (tag or state) in _BACKGROUND))
        elif line.lstrip().startswith("Running start at:"):
            op.running = True


def _together(found: list[_Uid]) -> dict[int, dict[str, dict[str, OpUse]]]:
    """Put the uids together by user and package; one package may stand under several uids."""
    packages: dict[int, dict[str, dict[str, OpUse]]] = {}
    for uid in found:
        for package, ops in uid.packages.items():
            uses = packages.setdefault(uid.user, {}).setdefault(package, {})
            # What the uid says holds for each of its packages, also where the package says nothing.
            for name in OPS:
                if name in ops or name in uid.modes:
                    use = _use(name, ops.get(name), uid.modes)
                    uses[name] = _worse_use(uses[name], use) if name in uses else use
    return packages


def _use(name: str, op: _Op | None, of_uid: dict[str, str]) -> OpUse:
    """Make one op's use: its own mode, or that of the uid for it or for the op that it switches to."""
    if op is None:
        return OpUse(of_uid[name], used=False, last_access=None, background=None, last_background=None, running=False)
    mode = of_uid.get(op.switch or name, op.mode)
    last = min((age for age, _ in op.ages if age is not None), default=None)
    told = [behind for age, behind in op.ages if age == last and behind is not None]
    return OpUse(
        mode=mode,
        used=bool(op.ages) or op.running,
        last_access=0 if op.running else last,
        background=any(told) if told else None,
        last_background=min((_OLDEST if age is None else age for age, behind in op.ages if behind), default=None),
        running=op.running,
    )


def _worse_use(one: OpUse, two: OpUse) -> OpUse:
    """Put two uses of one op together: the worse mode, the latest access."""
    later = min(one, two, key=lambda use: _OLDEST if use.last_access is None else use.last_access)
    behind = [age for age in (one.last_background, two.last_background) if age is not None]
    return OpUse(
        mode=_worse(one.mode, two.mode),
        used=one.used or two.used,
        last_access=later.last_access,
        background=later.background,
        last_background=min(behind, default=None),
        running=one.running or two.running,
    )


def _worse(one: str, two: str) -> str:
    """Give the mode that lets the app do more; a word that nobody knows counts as worse than the default."""
    return min(one, two, key=lambda mode: _WORST.index(mode) if mode in _WORST else _WORST.index("ask"))


def _age(text: str) -> int | None:
    """Read `+1d2h3m4s5ms`, and the same with a minus, as seconds; None for ages that an unset clock makes."""
    match = _AGE.fullmatch(text)
    if match is None:
        return 0 if text == "0" else None
    days, hours, minutes, seconds, _ = (int(part) for part in match.groups(default="0"))
    age = days * 86_400 + hours * 3_600 + minutes * 60 + seconds
    return age if age < _OLDEST else None
