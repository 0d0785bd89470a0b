"""``dumpsys package``: which sections it prints for which words."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import find_app

from . import package_other, package_packages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

QUERIES_SDK = 30

_PREFIXES = {
    "packages": ("p", "packages"),
    "permissions": ("perm", "permissions"),
    "queries": ("q", "queries"),
    "shared-users": ("s", "shared-users"),
    "installs": ("installs", "installs"),
    "verifiers": ("v", "verifiers"),
    "version": ("version", "version"),
}
"""Per section: the short and the long word that select it."""


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the whole dump, one section, or all about one package."""
    words = [word for word in arguments if word not in ("-f", "--all-components", "--checkin")]
    if words[:1] == ["-h"]:
        return Answer(_HELP)
    if words and words[0].startswith("-"):
        return Answer(f"Unknown argument: {words[0]}; use -h for help\n" + _whole(phone))
    if not words:
        return Answer(_whole(phone))
    for section, spellings in _PREFIXES.items():
        if words[0] in spellings:
            return Answer("\n".join(_section(phone, section)) + "\n")
    return _single(phone, words[0])


def _section(phone: Phone, section: str) -> list[str]:
    """Return the lines that one word asks for."""
    if section == "packages":
        lines = package_packages.packages(phone)
        lines += package_packages.hidden_packages(phone)
        return lines + (package_other.queries(phone) if phone.sdk >= QUERIES_SDK else [])
    if section == "queries":
        return package_other.queries(phone) if phone.sdk >= QUERIES_SDK else []
    return _SIMPLE[section](phone)


def _whole(phone: Phone) -> str:
    """Return all sections in the order of the real dump."""
    lines: list[str] = []
    if phone.flavour == "samsung":
        lines += package_other.install_log(phone)
    for section in ("version", "verifiers", "permissions", "packages", "shared-users"):
        lines += _section(phone, section)
        lines.append("")
    return "\n".join(lines + _section(phone, "installs")) + "\n"


def _single(phone: Phone, package: str) -> Answer:
    """Return everything about one package, with the permissions it asks for."""
    app = find_app(phone, package)
    if app is None:
        return Answer(f"Unable to find package: {package}\n")
    lines = package_other.resolver(app)
    lines += ["Key Set Manager:", f"  [{package}]", "      Signing KeySets: 33", ""]
    lines += package_packages.packages(phone, only=app)
    lines += package_packages.hidden_packages(phone, only=app)
    if phone.sdk >= QUERIES_SDK:
        lines += package_other.queries(phone, only=app)
    lines += ["", "Dexopt state:", f"  [{package}]", "", "Compiler stats:"]
    lines += [f"  [{package}]", "    (No recorded stats)"]
    return Answer("\n".join(lines) + "\n")


_SIMPLE = {
    "installs": package_other.sessions,
    "permissions": package_other.permissions,
    "shared-users": package_other.shared_users,
    "verifiers": package_other.verifiers,
    "version": package_other.versions,
}

_HELP = """Package manager dump options:
  [-h] [-f] [--checkin] [--all-components] [cmd] ...
    --checkin: dump for a checkin
    -f: print details of intent filters
    -h: print this help
    --all-components: include all component names in package dump
  cmd may be one of:
    perm[issions]: dump permissions
    p[ackages]: dump installed packages
    q[ueries]: dump app queryability calculations
    s[hared-users]: dump shared user IDs
    v[erifiers]: print package verifier info
    version: print database version info
    installs: details about install sessions
    <package.name>: info about given package
"""
