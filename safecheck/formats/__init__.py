"""The forms of a report: one file, one form, each with `render(report, words, reader)`; they see only the report."""

import pkgutil
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from safecheck.catalogue import Words
    from safecheck.model import Report


class Reader(StrEnum):
    """Who reads: neither is spared what could not be checked."""

    PERSON = "person"  # what is likely or certain, in calm words
    HELPER = "helper"  # and what is only possible, the phone's own lines, and the ledger


def names() -> tuple[str, ...]:
    """Name every form, without loading any; what begins with "_" is shared by forms."""
    found = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))
    if not found:
        raise RuntimeError("no report form was found: this copy of safecheck is broken")
    return found


def renderer(name: str) -> "Callable[[Report, Words, Reader], str]":
    """Load one form."""
    return cast("Callable[[Report, Words, Reader], str]", import_module(f"{__name__}.{name}").render)
