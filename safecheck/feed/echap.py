"""Read the public files of Echap, whatever their makers or somebody on the way put into them.

Their history has lists that were texts, entries without names, tabs, stray keys: what does not fit is left out, and a
file that is no list at all is refused. Pure Python's YAML only, and only as texts: the C reader can be made to crash.
"""

from collections.abc import Iterator, Mapping

import yaml

from safecheck.feed.community import Entry
from safecheck.feed.refusal import Reason, Refused
from safecheck.model import FamilyClass

LARGEST = 1024 * 1024  # bytes: ten times what the files have
_DEEPEST, _MOST, _LONGEST = 6, 50_000, 1_000  # levels, things, characters


def entries(data: bytes, kind: FamilyClass) -> tuple[Entry, ...]:
    """Give the products of a file, each of the class that the file is for; raises Refused for what is no such file."""
    if len(data) > LARGEST:
        raise Refused(Reason.LARGE)
    try:
        text = data.decode("utf-8")
        _hold_bounds(text)
        listed = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes texts, lists and mappings only
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        raise Refused(Reason.FORM) from error
    if not isinstance(listed, list):
        raise Refused(Reason.FORM)
    found = tuple(_entry(item, kind) for item in listed if isinstance(item, dict) and _name(item))
    if not found:
        raise Refused(Reason.FORM)
    return found


def _hold_bounds(text: str) -> None:
    """Refuse what is too deep, too much or refers to itself, before anything is built of it."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.BaseLoader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        long = isinstance(event, yaml.ScalarEvent) and len(event.value) > _LONGEST
        if depth > _DEEPEST or count > _MOST or long or isinstance(event, yaml.AliasEvent):
            raise Refused(Reason.FORM)


def _name(item: Mapping[object, object]) -> str:
    """Give the name of an entry: older files have a list of names only."""
    for field in ("name", "names"):
        for text in _texts(item.get(field)):
            return text
    return ""


def _entry(item: Mapping[object, object], kind: FamilyClass) -> Entry:
    return Entry(
        name=_name(item),
        kind=kind,
        packages=tuple(_texts(item.get("packages"))),
        cert_sha1=tuple(text.upper() for text in _texts(item.get("certificates"))),
    )


def _texts(value: object) -> Iterator[str]:
    """Give the texts of a list; one text where a list belongs is a list of one."""
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and text.strip():
            yield text.strip()
