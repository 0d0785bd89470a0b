"""The checks: one file, one check, named CHECK in it."""

import pkgutil
from importlib import import_module

from safecheck.model import Check


def load_checks() -> tuple[Check, ...]:
    """Find every check of this folder, in the order of their files; no check at all is an error."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    checks = tuple(import_module(f"{__name__}.{name}").CHECK for name in names)
    if not checks:
        raise RuntimeError("no check was found: this copy of safecheck is broken")
    return checks
