"""Who uses this computer, and who of them is an administrator."""

import re
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model import GapReason
from safecheck.model.computer import Person

_ADMINS = frozenset({"sudo", "wheel", "admin", "root"})
_FIRST, _LAST = 1000, 60000  # numbers of people's accounts. Source: login.defs
_NO_SHELL = ("/nologin", "/false", "/sync", "/halt", "/shutdown", "/git-shell")
# Services to which packages or systems give a shell, and no password (openSUSE: nobody, at; Gentoo: operator).
_SERVICES = frozenset(
    {"postgres", "git", "gitea", "forgejo", "gitlab-runner", "jenkins", "nx", "amandabackup", "linuxbrew", "oracle",
     "couchdb", "rabbitmq", "nobody", "at", "operator"}
)  # fmt: skip
_RULE = re.compile(r"(?m)^[ \t]*((?:%?#\d|[%\w])(?:[^=\n]{0,500}?[^\s=])?)[ \t]+[^\s=]+[ \t]*=[^\n]*\bALL\b[^\n]*$")
_ALIAS = re.compile(r"(?m)^[ \t]*User_Alias[ \t]+([A-Z]\w*)[ \t]*=[ \t]*([^\n]+)$")
_EVERYBODY = "ALL"
_OTHERS_PASSWORD = re.compile(r"(?m)^[ \t]*Defaults[^\n]*\b(?:targetpw|rootpw)\b[^\n]*$")  # openSUSE's own form


def kept_passwd(data: bytes) -> bytes:
    """Keep of each account its name, number, home and shell, and not the person's name and phone."""
    lines = (line.split(b":") for line in data.split(b"\n"))
    return b"".join(b":".join([*line[:4], b"", *line[5:7]]) + b"\n" for line in lines if len(line) == 7)  # noqa: PLR2004


def kept_rules(data: bytes) -> bytes:
    """Keep the rules that let somebody do everything, and whom a name in them stands for."""
    text = data.decode(errors="replace").replace("\\\n", " ")
    found = [match.group().strip() for rule in (_ALIAS, _OTHERS_PASSWORD, _RULE) for match in rule.finditer(text)]
    return "".join(f"{line}\n" for line in dict.fromkeys(found)).encode()


def login_accounts(look: Look) -> Iterator[tuple[str, str]]:
    """Give name and home of each account with which somebody can sign in."""
    for account in _accounts(look):
        if not account[6].endswith(_NO_SHELL):
            yield account[0], account[5]


def _accounts(look: Look) -> list[list[str]]:
    lines = (look.text("/etc/passwd", kept_passwd) or "").split("\n")
    return [fields for line in lines if len(fields := line.split(":")) == 7]  # noqa: PLR2004


def read(look: Look) -> Iterator[Person]:
    """Tell of each person; a list without its first account, root, is none."""
    accounts = _accounts(look)
    if not any(account[0] == "root" for account in accounts):
        look.problem("/etc/passwd names no root", GapReason.UNREADABLE)
        return
    groups = _groups(look, accounts)
    admins = {name for group, members in groups.items() if group in _ADMINS for name in members}
    admins |= set(_ruled(look, groups, accounts))
    for account in accounts:
        name, number, shell = account[0], account[2], account[6]
        if not number.isdecimal() or name == "root":
            continue
        signs_in = not shell.endswith(_NO_SHELL)
        person = _FIRST <= int(number) < _LAST and signs_in
        # A service has no shell, but for the few that are known; whoever has one can sign in, and does not show.
        unseen = signs_in and not person and name not in _SERVICES
        admin = int(number) == 0 or name in admins
        if person or unseen or admin:
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


def _groups(look: Look, accounts: list[list[str]]) -> dict[str, set[str]]:
    """Give who is in each group, also those whose first group it is."""
    names: dict[str, str] = {}
    groups: dict[str, set[str]] = {}
    for name, _, number, members in _lines(look):
        groups.setdefault(name, set()).update(filter(None, members.split(",")))
        names.setdefault(number, name)
    for account in accounts:
        if account[3] in names and account[3] != "0":  # some systems give root's own group to parts of theirs
            groups[names[account[3]]].add(account[0])
    return groups


def _ruled(look: Look, groups: dict[str, set[str]], accounts: list[list[str]]) -> Iterator[str]:
    """Name those whom the rules of sudo let do everything; only administrators may read them."""
    places = ["/etc/sudoers", *(f"/etc/sudoers.d/{entry.name}" for entry in look.folder("/etc/sudoers.d") or ())]
    texts = [look.text(place, kept_rules) or "" for place in places]
    aliases = {match.group(1): match.group(2) for text in texts for match in _ALIAS.finditer(text)}
    numbers = {f"#{account[2]}": account[0] for account in accounts}
    known_password = any(_OTHERS_PASSWORD.search(text) for text in texts)
    for text in texts:
        for match in _RULE.finditer(text):
            named = [who.strip() for who in match.group(1).split(",")]
            named = [who.strip() for name in named for who in aliases.get(name, name).split(",")]
            for who in named:
                if who == _EVERYBODY:
                    yield from (one[0] for one in accounts if not known_password and not one[6].endswith(_NO_SHELL))
                elif who.startswith("%"):
                    yield from groups.get(who[1:], ())
                else:
                    yield numbers.get(who, who)
