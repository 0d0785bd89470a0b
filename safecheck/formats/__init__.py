"""The forms of a report: one file, one form, each with `render(report, words, reader)`; they see only the report.

A form with lines has a fourth parameter, their width.
"""

import pkgutil
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import cast


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


def renderer(name: str) -> Callable[..., str]:
    """Load one form: it is called with a Report, Words and a Reader."""
    return cast("Callable[..., str]", import_module(f"{__name__}.{name}").render)
