"""`dumpsys package packages`: every app that the phone knows, with its state for each user.

Only the block "Packages:" counts: "Hidden system packages:" after it repeats updated system apps with old values.
Some values (versionName, for one) are the app's own text and may hold line breaks, so that an app could write
lines of its own into the dump. It cannot take lines away: what is said twice is a problem, and then the value that
is worse for the app is kept.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from safecheck.clean import clean
from safecheck.model import Package
from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

_HEAD = re.compile(rf"(?a:  Package \[({PACKAGE})\] \([0-9a-f]+\):)\s*")
_USER = re.compile(r"(?a:    User (\d{1,5}):((?: \S.*)?))")
_INSTALLED = re.compile(r"\binstalled=(true|false)\b")
_FLAGS = "    pkgFlags=["
_PATH = "    codePath="
_INSTALLER = "    installerPackageName="
_FIRST = ("    firstInstallTime=", "      firstInstallTime=")  # of the app up to Android 12, of each user from 13
_UNSET_CLOCK = ("1969", "1970", "2008", "2009")  # "never", and the factory's clock


class _Block(NamedTuple):
    """What was collected of one app."""

    name: str
    flags: list[str]
    paths: list[str]
    installers: list[str]
    times: list[str]
    installed: dict[int, bool]


def parse(text: str) -> Parsed[dict[str, Package]]:
    """Read every app; refuse a dump without one: no phone has zero packages."""
    packages: dict[str, Package] = {}
    problems: list[str] = []
    block: _Block | None = None
    for line in _listed(text):
        if line.startswith("  Package ["):
            if block:
                _keep(block, packages, problems)
            head = _HEAD.fullmatch(line)
            block = _Block(head.group(1), [], [], [], [], {}) if head else None
            if head is None:
                problems.append(f"an app without a readable name: {quote(line)}")
        elif block:
            _collect(line, block, problems)
    if block:
        _keep(block, packages, problems)
    if not packages:
        raise Refused("no app in it")
    return Parsed(packages, tuple(problems))


def _listed(text: str) -> Iterator[str]:
    """Give the lines of the block "Packages:"; it ends at the next line that is not indented."""
    inside = False
    for line in text.split("\n"):
        if line.startswith("  "):
            if inside:
                yield line
        elif line:
            inside = line.rstrip() == "Packages:"


def _collect(line: str, block: _Block, problems: list[str]) -> None:
    """Take what one line of a block tells."""
    if line.startswith(_FLAGS):
        block.flags.append(line[len(_FLAGS) :])
    elif line.startswith("    User "):
        user = _USER.fullmatch(line)
        installed = user and _INSTALLED.search(user.group(2))
        if user is None or installed is None:
            problems.append(f"{block.name}: a user's state that cannot be read: {quote(line)}")
            return
        number, state = int(user.group(1)), installed.group(1) == "true"
        if number in block.installed:
            problems.append(f"{block.name}: the state of user {number} twice")
        block.installed[number] = state or block.installed.get(number, False)
    elif line.startswith(_PATH):
        block.paths.append(line[len(_PATH) :])
    elif line.startswith(_INSTALLER):
        block.installers.append(line[len(_INSTALLER) :])
    elif line.startswith(_FIRST):
        block.times.append(line.partition("=")[2])


def _keep(block: _Block, packages: dict[str, Package], problems: list[str]) -> None:
    """Make a package of a finished block, and say what is wrong with it."""
    if len(block.flags) != 1:
        problems.append(f"{block.name}: its flags {'are missing' if not block.flags else 'stand twice'}")
    system = all("SYSTEM" in flags.split() for flags in block.flags) if block.flags else None
    times = [time for time in block.times if not time.startswith(_UNSET_CLOCK)]
    package = Package(
        name=block.name,
        system=system,
        code_path=clean(block.paths[0], 300) if block.paths else "",
        installer=_installer(block.installers),
        first_installed=clean(min(times), 30) if times else "",
        installed=block.installed,
    )
    earlier = packages.get(block.name)
    if earlier is not None:
        problems.append(f"{block.name}: twice")
        states = {
            user: block.installed.get(user, False) or earlier.installed.get(user, False)
            for user in {*earlier.installed, *block.installed}
        }
        worse = package if earlier.system else earlier
        packages[block.name] = Package(
            name=worse.name,
            system=None if None in {package.system, earlier.system} else package.system and earlier.system,
            code_path=worse.code_path,
            installer=worse.installer,
            first_installed=worse.first_installed,
            installed=states,
        )
    else:
        packages[block.name] = package


def _installer(said: list[str]) -> str:
    """Who put the app there, "" where the phone does not say (`null`)."""
    value = clean(said[0]) if said else ""
    return "" if value == "null" else value
