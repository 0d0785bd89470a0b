"""The gate for what a family leaves on a phone: names of apps and classes, certificates."""

import re
from collections.abc import Iterator

from safecheck import protected
from safecheck.gates.refusal import Refusal
from safecheck.model import Facts, Family

_LONGEST = 223  # characters of a name: Android's own limit
_PACKAGE = re.compile(r"[A-Za-z]\w*(?:\.\w+)+", re.ASCII)
_COMPONENT = re.compile(r"[A-Za-z]\w*(?:\.\w+){2,}(?:\$\w+)*", re.ASCII)
_HEX = {"cert_sha1": re.compile(r"[0-9A-F]{40}"), "cert_sha256": re.compile(r"[0-9A-F]{64}")}


def refusals(facts: Facts, family: Family) -> Iterator[Refusal]:
    """Give every reason to refuse these facts of a family."""
    for name in facts.packages:
        yield from _package(name, family)
    for field, form in _HEX.items():
        for digest in getattr(facts, field):
            if not form.fullmatch(digest):
                yield Refusal(digest, f"{field}: not upper-case hex of the right length: {digest}")
            if digest in protected.PUBLIC_KEYS:
                yield Refusal(digest, f"a key that anyone can sign with: {digest}")
    for name in facts.components:
        if not _COMPONENT.fullmatch(name) or len(name) > _LONGEST:
            yield Refusal(name, f"no whole name of a class: {name}")
        if name.startswith(protected.NAME_SPACES):
            yield Refusal(name, f"a class of Android or of a maker: {name}")


def _package(name: str, family: Family) -> Iterator[Refusal]:
    """A package is one app's whole name, and no part of every phone; a disguise is said to be one."""
    if not _PACKAGE.fullmatch(name) or len(name) > _LONGEST:
        yield Refusal(name, f"no whole name of an app: {name}")
    if name in protected.PACKAGES:
        yield Refusal(name, f"everybody has this app: {name}")
    space = next((space for space in protected.NAME_SPACES if name.startswith(space)), "")
    if space and space not in family.imitates:
        yield Refusal(name, f"{name} is in a maker's name space: if it imitates it, imitates must name {space}")


def imitations(family: Family) -> Iterator[Refusal]:
    """What a family is said to imitate is a maker's name space, and one of its names is in it."""
    for space in family.imitates:
        if space not in protected.NAME_SPACES:
            yield Refusal(space, f"no name space of a maker: {space}")
        elif not any(name.startswith(space) for facts in family.facts for name in facts.packages):
            yield Refusal(space, f"no package of {family.id} imitates {space}")
