"""The forms of a report: one file, one form, each with `render(report, words)`; they see only the result document."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from safecheck.catalogue import Words
    from safecheck.model import Report


def names() -> tuple[str, ...]:
    """Name every form, without loading any."""
    found = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))
    if not found:
        raise RuntimeError("no report form was found: this copy of safecheck is broken")
    return found


def renderer(name: str) -> "Callable[[Report, Words], str]":
    """Load one form."""
    return cast("Callable[[Report, Words], str]", import_module(f"{__name__}.{name}").render)
