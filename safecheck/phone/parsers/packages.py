"""`dumpsys package packages`: every app that the phone knows, with its state for each user.

Only the block "Packages:" counts: "Hidden system packages:" after it repeats updated system apps with old values, so
only their names are kept, apart. Permissions of apps that share a user stand in "Shared users:" alone, which
`dumpsys package shared-users` (or the whole dump) prints.

Some values (versionName, for one) are the app's own text and may hold line breaks, so that an app could write
lines of its own into the dump. It cannot take lines away: what is said twice is a problem, and then the value that
is worse for the app is kept. What a version name adds stands before the line "splits=", where none of it belongs.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from safecheck.clean import clean
from safecheck.model import AppState, Package, SharedUser
from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

_TITLE = re.compile(r"^(Packages|Hidden system packages|Shared users):[^\S\n]*$", re.MULTILINE)
_TITLE_END = re.compile(r"\n(?!  |\n|\Z)")  # a section ends at the next line that is not indented
_HEAD = re.compile(rf"(?a:({PACKAGE})\] \([0-9a-f]+\):)\s*")  # after "  Package [" and "  SharedUser ["
_USER = re.compile(r"(?a:    User (\d{1,5}):((?: \S.*)?))")
_SHARED_USER = re.compile(r"(?a:    User (\d{1,5}):)\s*")
_INSTALLED = re.compile(r"\binstalled=(true|false)\b")
_WORD = re.compile(r"(?a: (hidden|suspended|stopped|notLaunched|enabled)=(true|false|\d)(?= |\Z))")
_SIGNATURES = re.compile(r"(?a:PackageSignatures\{[0-9a-f]+ (?:version:\d+, signatures:)?\[([0-9a-f, ]*)\].*)")
_SHARED = re.compile(rf"(?a:SharedUserSetting\{{[0-9a-f]+ ({PACKAGE})/\d+\}})\s*")
_MEMBER = re.compile(rf"(?a:      PackageSetting\{{[0-9a-f]+ ({PACKAGE})/\d+\}})\s*")
_SMALL = re.compile(r"(?a:\d{1,9})")
# What is read of an app's own lines, and of those what stands before its version name.
_EARLY = frozenset({"userId", "appId", "sharedUser", "codePath", "versionName"})
_FIELDS = _EARLY | {
    "splits",
    "pkgFlags",
    "firstInstallTime",  # of the app up to Android 12, of each user from 13
    "lastUpdateTime",
    "installerPackageName",
    "initiatingPackageName",
    "originatingPackageName",
    "updateOwnerPackageName",
    "packageSource",
    "signatures",
}
_FLAGS_LINE = "\n    pkgFlags=["
_UNSET_CLOCK = ("1969", "1970", "2008", "2009")  # "never", and the factory's clock
_LONGEST = 200  # characters of a permission or a class


class PackageDump(NamedTuple):
    """All that a dump of the package service tells of apps."""

    packages: dict[str, Package]
    hidden: frozenset[str]  # apps whose factory version lies below an update: their names are real preloads
    shared_users: dict[str, SharedUser]  # empty where the dump has no such block


class _Names(dict[str, str]):
    """Names cleaned once each: the same few hundred permissions stand in a dump many thousand times."""

    def __missing__(self, text: str) -> str:
        cleaned = self[text] = clean(text, _LONGEST)
        return cleaned

    def granted(self, lines: Iterable[str]) -> frozenset[str]:
        """Give the permissions of `NAME: granted=true[, flags=[..]]` lines, without those that are not granted."""
        found = (line.partition(": granted=true") for line in lines)
        return frozenset(self[name] for name, said, _ in found if said)


@dataclass(slots=True)
class _State:
    """What was collected of one user's state of an app."""

    words: str
    times: list[str] = field(default_factory=list)
    callers: list[str] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)
    disabled: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Block:
    """What was collected of one app."""

    name: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    install_permissions: list[str] = field(default_factory=list)
    installed: dict[int, bool] = field(default_factory=dict)
    states: dict[int, list[_State]] = field(default_factory=dict)


def parse(text: str) -> Parsed[dict[str, Package]]:
    """Read every app; refuse a dump without one: no phone has zero packages."""
    dump, problems = parse_dump(text)
    return Parsed(dump.packages, problems)


def parse_dump(text: str) -> Parsed[PackageDump]:
    """Read every app, the names of hidden system packages and the shared users; refuse a dump without an app."""
    packages: dict[str, Package] = {}
    hidden: set[str] = set()
    shared: dict[str, SharedUser] = {}
    problems: list[str] = []
    names = _Names()
    flags = 0
    for title, section in _sections(text):
        flags += section.count(_FLAGS_LINE)
        if title == "Packages":
            for block in _blocks(section, problems):
                _keep(block, packages, names, problems)
        elif title == "Shared users":
            _shared_users(section, shared, names, problems)
        else:
            heads = (part.partition("\n")[0] for part in f"\n{section}".split("\n  Package [")[1:])
            hidden.update(match.group(1) for match in map(_HEAD.fullmatch, heads) if match)
    if not packages:
        raise Refused("no app in it")
    if text.count(_FLAGS_LINE) != flags:  # an app's own text ended the list early
        problems.append("lines of an app stand outside of the list")
    return Parsed(PackageDump(packages, frozenset(hidden), shared), tuple(problems))


def shared_users(text: str) -> Parsed[dict[str, SharedUser]]:
    """Read `dumpsys package shared-users`, or the block of a whole dump; refuse one without: every phone has some."""
    shared: dict[str, SharedUser] = {}
    problems: list[str] = []
    for title, section in _sections(text):
        if title == "Shared users":
            _shared_users(section, shared, _Names(), problems)
    if not shared:
        raise Refused("no shared user in it")
    return Parsed(shared, tuple(problems))


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Give title and text of the sections that are read, in order."""
    position = 0
    while title := _TITLE.search(text, position):
        end = _TITLE_END.search(text, title.end())
        position = end.end() if end else len(text)
        yield title.group(1), text[title.end() + 1 : position]


def _blocks(section: str, problems: list[str]) -> Iterator[_Block]:
    """Give the apps of the section "Packages:"."""
    for part in f"\n{section}".split("\n  Package [")[1:]:
        head, *lines = part.split("\n")
        match = _HEAD.fullmatch(head)
        if match:
            block = _Block(match.group(1))
            _fill(block, lines, problems)
            yield block
        else:
            problems.append(f"an app without a readable name: {quote(f'Package [{head}')}")


def _fill(block: _Block, lines: list[str], problems: list[str]) -> None:
    """Collect what the lines of one app tell; this goes over all lines of a dump of megabytes, so it is kept short."""
    state: _State | None = None
    below: list[str] | None = None  # where lines indented by six go: a list of the app
    deeper: list[str] | None = None  # where lines indented by eight go: a list of one user
    for line in lines:
        if line.startswith("        "):
            if deeper is not None:
                deeper.append(line[8:])
        elif line.startswith("      "):
            deeper = None
            if below is not None:
                below.append(line[6:])
            elif state is not None:
                deeper = _user_line(line[6:], state)
        elif line.startswith("    User "):
            state, below, deeper = _user(line, block, problems), None, None
        elif line.startswith("    "):  # on Android 8.1 and 10 such a line may stand in the middle of a user's state
            below, deeper = _package_line(line[4:], block, problems), None


def _package_line(line: str, block: _Block, problems: list[str]) -> list[str] | None:
    """Take a line about the app itself; give the list that it begins, if it is the heading of the one that is read."""
    key, equals, value = line.partition("=")
    if equals and key in _FIELDS:
        if key == "splits":
            _drop_early(block, problems)
        block.fields.setdefault(key, []).append(value)
    elif line.startswith("install permissions:"):
        return block.install_permissions
    return None


def _drop_early(block: _Block, problems: list[str]) -> None:
    """Take away what a version name of several lines wrote: those values stand only after "splits="."""
    early = block.fields.keys() - _EARLY
    if early:
        problems.append(f"{block.name}: its version name holds more than one line")
        for key in early:
            del block.fields[key]


def _user(line: str, block: _Block, problems: list[str]) -> _State | None:
    """Take the line of one user's state: words in any order, for makers put their own between them."""
    user = _USER.fullmatch(line)
    installed = user and _INSTALLED.search(user.group(2))
    if user is None or installed is None:
        problems.append(f"{block.name}: a user's state that cannot be read: {quote(line)}")
        return None
    number, here = int(user.group(1)), installed.group(1) == "true"
    if number in block.installed:
        problems.append(f"{block.name}: the state of user {number} twice")
    block.installed[number] = here or block.installed.get(number, False)
    state = _State(user.group(2))
    block.states.setdefault(number, []).append(state)
    return state


def _user_line(line: str, state: _State) -> list[str] | None:
    """Take a line below one user's state; give the list that it begins, if it is the heading of one that is read."""
    if line.startswith("runtime permissions:"):
        return state.granted
    if line.startswith("disabledComponents:"):
        return state.disabled
    if line.startswith("firstInstallTime="):
        state.times.append(line[len("firstInstallTime=") :])
    elif line.startswith("lastDisabledCaller: "):
        state.callers.append(line[len("lastDisabledCaller: ") :])
    return None


def _keep(block: _Block, packages: dict[str, Package], names: _Names, problems: list[str]) -> None:
    """Make a package of a finished block, and say what is wrong with it."""
    said = block.fields
    flags = said.get("pkgFlags", [])
    if len(flags) != 1:
        problems.append(f"{block.name}: its flags {'are missing' if not flags else 'stand twice'}")
    problems.extend(
        f"{block.name}: {key} twice" for key, values in said.items() if len(values) > 1 != (key == "pkgFlags")
    )
    times = [
        *said.get("firstInstallTime", ()),
        *(t for states in block.states.values() for s in states for t in s.times),
    ]
    source = _one(said, "packageSource")
    app_id = _one(said, "userId") or _one(said, "appId")
    shared = [match.group(1) for match in map(_SHARED.fullmatch, said.get("sharedUser", ())) if match]
    package = Package(
        name=block.name,
        system=all("SYSTEM" in words.split() for words in flags) if flags else None,
        code_path=clean(said["codePath"][0], 300) if "codePath" in said else "",
        installer=_who(said, "installerPackageName"),
        first_installed=_earliest(times),
        installed=block.installed,
        states={user: _state(states, names, block.name, problems) for user, states in block.states.items()},
        app_id=int(app_id) if _SMALL.fullmatch(app_id) else None,
        version_name=clean(said["versionName"][0]) if "versionName" in said else "",
        last_updated=_earliest([_one(said, "lastUpdateTime")]),
        initiating=_who(said, "initiatingPackageName"),
        originating=_who(said, "originatingPackageName"),
        update_owner=_who(said, "updateOwnerPackageName"),
        package_source=int(source) if _SMALL.fullmatch(source) else None,
        shared_user=shared[0] if shared else "",
        signatures=_signatures(_one(said, "signatures")),
        install_permissions=names.granted(block.install_permissions),
    )
    earlier = packages.get(block.name)
    if earlier is not None:
        problems.append(f"{block.name}: twice")
        package = _worse_package(earlier, package)
    packages[block.name] = package


def _one(said: dict[str, list[str]], key: str) -> str:
    """Give what the app's block says for `key`; "" where it says nothing, or two things: then it is not known."""
    values = set(said.get(key, ()))
    return values.pop().strip() if len(values) == 1 else ""


def _who(said: dict[str, list[str]], key: str) -> str:
    """Give a package, "" where the phone does not say (`null`)."""
    value = clean(_one(said, key))
    return "" if value == "null" else value


def _earliest(times: Iterable[str]) -> str:
    """Give the earliest time that is no unset clock, "" if there is none."""
    known = [time for time in times if time and not time.startswith(_UNSET_CLOCK)]
    return clean(min(known), 30) if known else ""


def _signatures(text: str) -> tuple[str, ...]:
    """Read both forms: `PackageSignatures{X [A, B]}`, and `{X version:3, signatures:[A], past signatures:[]}`."""
    match = _SIGNATURES.fullmatch(text)
    return tuple(match.group(1).replace(",", " ").split()) if match else ()


def _state(states: list[_State], names: _Names, name: str, problems: list[str]) -> AppState:
    """Make one user's state; of two that were said, what is worse for the app: that it runs, and more of everything."""
    words: dict[str, str] = {}
    for state in states:
        for key, value in _WORD.findall(state.words):
            if words.setdefault(key, value) != value:
                words[key] = min(words[key], value)  # "false" is less than "true", and 0 and 1 are on
                if len(states) == 1:  # else the state itself was said twice, and that is a problem already
                    problems.append(f"{name}: {key} twice")
    callers = [caller for state in states for caller in state.callers]
    disabled = (line.strip() for state in states for line in state.disabled)
    return AppState(
        hidden=_flag(words.get("hidden")),
        suspended=_flag(words.get("suspended")),
        stopped=_flag(words.get("stopped")),
        not_launched=_flag(words.get("notLaunched")),
        enabled=int(words["enabled"]) if words.get("enabled", "x").isdigit() else None,
        last_disabled_caller=clean(callers[0]) if callers else "",
        first_installed=_earliest(time for state in states for time in state.times),
        granted=names.granted(line for state in states for line in state.granted),
        disabled_components=frozenset(names[line] for line in disabled if line),
    )


def _flag(word: str | None) -> bool | None:
    """Read `true` and `false`; anything else is not known."""
    return word == "true" if word in {"true", "false"} else None


def _worse_package(one: Package, two: Package) -> Package:
    """Put two blocks of one name together: the one that is no part of the phone, and all rights of both."""
    states = dict(one.states)
    for user, state in two.states.items():
        states[user] = _worse_state(states[user], state) if user in states else state
    return msgspec.structs.replace(
        two if one.system else one,
        system=None if None in {one.system, two.system} else one.system and two.system,
        installed={
            user: one.installed.get(user, False) or two.installed.get(user, False)
            for user in {*one.installed, *two.installed}
        },
        states=states,
        install_permissions=one.install_permissions | two.install_permissions,
    )


def _worse_state(one: AppState, two: AppState) -> AppState:
    """Put two states together: what runs is worse, and so is more of everything."""
    enabled = [number for number in (one.enabled, two.enabled) if number is not None]
    return AppState(
        hidden=_either(one.hidden, two.hidden),
        suspended=_either(one.suspended, two.suspended),
        stopped=_either(one.stopped, two.stopped),
        not_launched=_either(one.not_launched, two.not_launched),
        enabled=min(enabled, default=None),
        last_disabled_caller=one.last_disabled_caller or two.last_disabled_caller,
        first_installed=_earliest([one.first_installed, two.first_installed]),
        granted=one.granted | two.granted,
        disabled_components=one.disabled_components | two.disabled_components,
    )


def _either(one: bool | None, two: bool | None) -> bool | None:  # noqa: FBT001 - two of a kind
    """Give False if either is, else what is known."""
    known = [value for value in (one, two) if value is not None]
    return all(known) if known else None


def _shared_users(section: str, shared: dict[str, SharedUser], names: _Names, problems: list[str]) -> None:
    """Read the section "Shared users:"; what is said twice of one counts together."""
    for part in f"\n{section}".split("\n  SharedUser [")[1:]:
        head, *lines = part.split("\n")
        match = _HEAD.fullmatch(head)
        if match is None:
            problems.append(f"a shared user without a readable name: {quote(f'SharedUser [{head}')}")
            continue
        name, found = match.group(1), _shared_user(lines, names)
        earlier = shared.get(name)
        if earlier:
            problems.append(f"shared user {name}: twice")
            users = {*earlier.granted, *found.granted}
            nothing: frozenset[str] = frozenset()
            found = SharedUser(
                found.members | earlier.members,
                found.install_permissions | earlier.install_permissions,
                {user: earlier.granted.get(user, nothing) | found.granted.get(user, nothing) for user in users},
            )
        shared[name] = found


def _shared_user(lines: list[str], names: _Names) -> SharedUser:
    """Read one shared user's block."""
    heading = ""
    members: set[str] = set()
    install: list[str] = []
    granted: dict[int, list[str]] = {}
    user: int | None = None
    for line in lines:
        if line.startswith("        "):
            if user is not None and heading == "runtime permissions:":
                granted[user].append(line[8:])
        elif line.startswith("      ") and user is None:
            if heading == "install permissions:":
                install.append(line[6:])
            elif heading == "Packages" and (member := _MEMBER.fullmatch(line)):
                members.add(member.group(1))
        else:
            heading = line.strip()
            if not line.startswith("      "):
                match = _SHARED_USER.fullmatch(line)
                user = int(match.group(1)) if match else None
                granted.update({user: granted.get(user, [])} if user is not None else {})
    users = {number: names.granted(entries) for number, entries in granted.items()}
    return SharedUser(frozenset(members), names.granted(install), users)
