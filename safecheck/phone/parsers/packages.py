"""`dumpsys package packages`: every app that the phone knows, with its state for each user.

Only the section "Packages:" counts: "Hidden system packages:" after it repeats updated system apps with old values, so
only their names are kept, apart. What apps with one `sharedUser` hold together is told elsewhere (shared_users.py).

Some values (versionName, for one) are the app's own text and may hold line breaks, so that an app could write
lines of its own into the dump. It cannot take lines away: what is said twice is a problem, and then the value that
is worse for the app is kept, or none. What a version name adds stands before the line "splits=", where none of it
belongs; a title among it moves the apps after it to where they are not looked for, and leaves traces there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from safecheck.clean import clean
from safecheck.model import AppState, Package
from safecheck.phone.parsers.package_sections import HEAD, Names, sections
from safecheck.phone.parsers.parsed import PACKAGE, UNSET_CLOCK, Parsed, Refused, quote

_USER = re.compile(r"(?a:    User (\d{1,5}):((?: \S.*)?))")
_INSTALLED = re.compile(r"\binstalled=(true|false)\b")
_WORD = re.compile(r"(?a: (hidden|suspended|stopped|notLaunched|enabled)=(true|false|\d)(?= |\Z))")
_SIGNATURES = re.compile(r"(?a:PackageSignatures\{[0-9a-f]+ (?:version:\d+, signatures:)?\[([0-9a-f, ]*)\].*)")
_SHARED = re.compile(rf"(?a:SharedUserSetting\{{[0-9a-f]+ ({PACKAGE})/\d+\}})\s*")
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
_FACTORY_CLOCK = ("2008", "2009")


class PackageDump(NamedTuple):
    """All that a dump of the package service tells of apps."""

    packages: dict[str, Package]
    hidden: frozenset[str]  # apps whose factory version lies below an update: their names are real preloads


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


def parse(text: str) -> Parsed[PackageDump]:
    """Read every app, and the names of hidden system packages; refuse a dump without an app: no phone has none."""
    blocks: dict[str, list[_Block]] = {}
    hidden: set[str] = set()
    problems: list[str] = []
    flags = 0
    for title, section in sections(text, ("Packages", "Hidden system packages"), problems):
        flags += section.count(_FLAGS_LINE)
        if title == "Packages":
            for block in _blocks(section, problems):
                blocks.setdefault(block.name, []).append(block)
        else:
            heads = (part.partition("\n")[0] for part in f"\n{section}".split("\n  Package [")[1:])
            hidden.update(match.group(1) for match in map(HEAD.fullmatch, heads) if match)
    if not blocks:
        raise Refused("no app in it")
    if text.count(_FLAGS_LINE) != flags:  # an app's own text ended the list early
        problems.append("lines of an app stand outside of the list")
    problems.extend(f"{name}: only its factory version is listed" for name in sorted(hidden - blocks.keys()))
    names = Names()
    packages = {name: _package(_together(name, parts, problems), names, problems) for name, parts in blocks.items()}
    return Parsed(PackageDump(packages, frozenset(hidden)), tuple(problems))


def _blocks(section: str, problems: list[str]) -> Iterator[_Block]:
    """Give the apps of the section "Packages:"."""
    for part in f"\n{section}".split("\n  Package [")[1:]:
        head, *lines = part.split("\n")
        match = HEAD.fullmatch(head)
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


def _together(name: str, blocks: list[_Block], problems: list[str]) -> _Block:
    """Put the blocks of one name together: a real dump has one."""
    whole, *more = blocks
    if more:
        problems.append(f"{name}: twice")
    for block in more:
        for key, values in block.fields.items():
            whole.fields.setdefault(key, []).extend(values)
        whole.install_permissions.extend(block.install_permissions)
        for user, here in block.installed.items():
            whole.installed[user] = here or whole.installed.get(user, False)
        for user, states in block.states.items():
            whole.states.setdefault(user, []).extend(states)
    return whole


def _package(block: _Block, names: Names, problems: list[str]) -> Package:
    """Make a package of a finished block, and say what is wrong with it."""
    said = block.fields
    flags = said.get("pkgFlags", [])
    if not flags:
        problems.append(f"{block.name}: its flags are missing")
    problems.extend(f"{block.name}: {key} twice" for key, values in said.items() if len(values) > 1)
    times = [
        *said.get("firstInstallTime", ()),
        *(t for states in block.states.values() for s in states for t in s.times),
    ]
    source = _one(said, "packageSource")
    app_id = _one(said, "userId") or _one(said, "appId")
    shared = _SHARED.fullmatch(_one(said, "sharedUser"))
    return Package(
        name=block.name,
        system=all("SYSTEM" in words.split() for words in flags) if flags else None,
        code_path=clean(_one(said, "codePath"), 300),
        installer=_who(said, "installerPackageName"),
        first_installed=_earliest(times),
        installed=block.installed,
        states={user: _state(states, names, block.name, problems) for user, states in block.states.items()},
        app_id=int(app_id) if _SMALL.fullmatch(app_id) else None,
        version_name=clean(_one(said, "versionName")),
        last_updated=_earliest([_one(said, "lastUpdateTime")]),
        initiating=_who(said, "initiatingPackageName"),
        originating=_who(said, "originatingPackageName"),
        update_owner=_who(said, "updateOwnerPackageName"),
        package_source=int(source) if _SMALL.fullmatch(source) else None,
        shared_user=shared.group(1) if shared else "",
        signatures=_signatures(_one(said, "signatures")),
        install_permissions=names.granted(block.install_permissions),
    )


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
    known = [time for time in times if time and not time.startswith((*UNSET_CLOCK, *_FACTORY_CLOCK))]
    return clean(min(known), 30) if known else ""


def _signatures(text: str) -> tuple[str, ...]:
    """Read both forms: `PackageSignatures{X [A, B]}`, and `{X version:3, signatures:[A], past signatures:[]}`."""
    match = _SIGNATURES.fullmatch(text)
    return tuple(match.group(1).replace(",", " ").split()) if match else ()


def _state(states: list[_State], names: Names, name: str, problems: list[str]) -> AppState:
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
