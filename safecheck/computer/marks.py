"""Which paths and keys of the list are there. Only these are asked for, and only whether they are there."""

from collections.abc import Iterator

from safecheck.computer.look import Look
from safecheck.desktop import Wanted
from safecheck.model import GapReason
from safecheck.model.computer import Mark
from safecheck.model.host import System

_MOST_PLACES = 40  # that one pattern may open


def read(look: Look, wanted: Wanted) -> Iterator[Mark]:
    """Tell which are there."""
    system = look.about.system
    if not wanted.paths and not wanted.keys:
        look.problem("the list names nothing for this system", GapReason.MISSING)
    for mark, paths in wanted.paths.items():
        if any([_find(look, path, system) for path in paths]):  # noqa: C419 - each is asked for
            yield Mark(mark)
    for mark, keys in wanted.keys.items():
        if any([look.key(key, _empty_key) is not None for key in keys]):  # noqa: C419 - the same
            yield Mark(mark)


def _empty_key(_data: bytes) -> bytes:
    return b'{"keys":[],"values":{}}'


def _find(look: Look, path: str, system: System) -> tuple[str, ...]:
    """Find what fits a path, part by part where it has patterns."""
    sign = "\\" if system is System.WINDOWS else "/"
    parts = path.split(sign)
    last = len(parts) - 1
    places: tuple[str, ...] = ("",)
    begin = 0
    for end in sorted({last, *(place for place, part in enumerate(parts) if "*" in part)}):
        piece = sign.join(parts[begin : end + 1])
        places = tuple(found for place in places[:_MOST_PLACES] for found in look.fitting(place + piece))
        places = tuple(f"{place}{sign}" for place in places) if end < last else places
        begin = end + 1
    return places
