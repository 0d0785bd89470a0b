"""Who uses this computer, and who of them is an administrator."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model import GapReason
from safecheck.model.computer import Person

_ADMINS = frozenset({"sudo", "wheel", "admin", "root"})
_FIRST, _LAST = 1000, 60000  # numbers of people's accounts. Source: login.defs
_NO_SHELL = ("/nologin", "/false", "/sync")
_RULE = re.compile(r"(?m)^\s*([%\w][\w.@-]*)\s+\w+\s*=\s*(?:\([^)]*\)\s*)?.*\bALL\b")


def kept_passwd(data: bytes) -> bytes:
    """Keep of each account its name, number, home and shell, and not the person's name and phone."""
    lines = (line.split(b":") for line in data.split(b"\n"))
    return b"".join(b":".join([*line[:4], b"", *line[5:7]]) + b"\n" for line in lines if len(line) == 7)  # noqa: PLR2004


def kept_rules(data: bytes) -> bytes:
    """Keep the rules that let somebody do everything."""
    return "".join(match.group().strip() + "\n" for match in _RULE.finditer(data.decode(errors="replace"))).encode()


def read(look: Look) -> Iterator[Person]:
    """Tell of each person; a list without its first account, root, is none."""
    accounts = [line.split(":") for line in (look.text("/etc/passwd", kept_passwd) or "").splitlines()]
    if not any(account[0] == "root" for account in accounts):
        look.problem("/etc/passwd names no root", GapReason.UNREADABLE)
        return
    groups = _groups(look)
    admins = {name for group, members in groups.items() if group in _ADMINS for name in members}
    admins |= set(_ruled(look, groups))
    numbers = {account[0]: int(account[3]) for account in accounts if account[3].isdigit()}
    primary = {number: group for group, number in _group_numbers(look).items()}
    for account in accounts:
        name, number, shell = account[0], account[2], account[6]
        if not number.isdigit():
            continue
        person = _FIRST <= int(number) < _LAST and not shell.endswith(_NO_SHELL)
        zero = int(number) == 0 and name != "root"
        hidden_admin = name in admins and name != "root" and not person
        if person or zero or hidden_admin:
            admin = zero or name in admins or primary.get(numbers.get(name, -1)) in _ADMINS
            yield Person(
                name=clean(name),
                me=name == look.about.user,
                admin=admin,
                hidden=not person,
                keyboard=name in groups.get("input", ()),
            )


def _lines(look: Look) -> Iterator[list[str]]:
    for line in (look.text("/etc/group") or "").splitlines():
        fields = line.split(":")
        if len(fields) == 4:  # noqa: PLR2004 - name, password, number, members
            yield fields


def _groups(look: Look) -> dict[str, tuple[str, ...]]:
    return {fields[0]: tuple(filter(None, fields[3].split(","))) for fields in _lines(look)}


def _group_numbers(look: Look) -> dict[str, int]:
    return {fields[0]: int(fields[2]) for fields in _lines(look) if fields[2].isdigit()}


def _ruled(look: Look, groups: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Name those whom the rules of sudo let do everything; only administrators may read them."""
    places = ["/etc/sudoers", *(f"/etc/sudoers.d/{entry.name}" for entry in look.folder("/etc/sudoers.d") or ())]
    for place in places:
        for match in _RULE.finditer(look.text(place, kept_rules) or ""):
            who = match.group(1)
            if who.startswith("%"):
                yield from groups.get(who[1:], ())
            elif who not in {"Defaults", "root"}:
                yield who
