"""`dumpsys companiondevice`: apps that are bound to a watch, a car or a computer, and may do more for it.

    Companion Device Associations: <empty>

    Companion Device Associations:
      Association{mId=2, mUserId=0, mPackageName='com.x', mDeviceMacAddress=.., mDisplayName='Anna's Watch', \
mDeviceProfile='android.app.role.COMPANION_DEVICE_WATCH', ..}
    Last Removed Association:               Android 16; what stands there is no more

The display name is the other device's own text: it may hold apostrophes and line breaks.
"""

import re

from safecheck.clean import clean
from safecheck.model import Association
from safecheck.phone.parsers.parsed import PACKAGE, Parsed, Refused, quote

_TITLE = re.compile(r"^Companion Device Associations:", re.MULTILINE)
_END = re.compile(r"\n(?!  )")  # the next line that is not indented
_EACH = re.compile(r"^  Association ?\{", re.MULTILINE)
# Android 12 writes the names without "m", with blanks and without apostrophes (from memory).
_USER = re.compile(r"(?a:\bm?[Uu]serId ?= ?(\d{1,5})\b)")
_PACKAGE = re.compile(rf"(?a:\bm?[Pp]ackageName ?= ?'?({PACKAGE})'?[,}} ])")
_NAME = ", mDisplayName='"
_PROFILE = "', mDeviceProfile='"


def parse(text: str) -> Parsed[tuple[Association, ...]]:
    """Read every association that is not removed; refuse a text without the dump's title."""
    title = _TITLE.search(text)
    if title is None:
        raise Refused("it is no list of companion devices")
    section = text[title.end() :]
    if section.split("\n", 1)[0].strip() == "<empty>":
        return Parsed(())
    # A name may hold line breaks and so end the list early: what is left of it after the end is a problem.
    end = _END.search(section)
    rest = section[end.end() :].split("Last Removed Association:", 1)[0] if end else ""
    section = section[: end.start()] if end else section
    starts = [match.end() for match in _EACH.finditer(section)]
    ends = [*(section.rfind("\n", 0, start) for start in starts[1:]), len(section)]
    found: dict[Association, None] = {}
    problems: list[str] = []
    for start, stop in zip(starts, ends, strict=False):
        association = _read(section[start:stop], problems)
        if association:
            found[association] = None
    head = section[: starts[0]].rpartition("\n")[0] if starts else section
    if head.strip() or _EACH.search(rest):
        problems.append(f"a line that is no association: {quote(head.strip() or rest)}")
    return Parsed(tuple(found), tuple(problems))


def _read(text: str, problems: list[str]) -> Association | None:
    """Read one association; who it is for stands before the other device's own text."""
    user, package = _USER.search(text), _PACKAGE.search(text)
    if user is None or package is None:
        problems.append(f"an association that cannot be read: {quote(text)}")
        return None
    if not text.rstrip().endswith("}"):
        problems.append(f"{package.group(1)}: an association without an end")
    name_at = text.find(_NAME)
    profile_at = text.find(_PROFILE, max(name_at, 0))
    if text.count(_PROFILE) > 1 or text.count(_NAME) > 1:
        problems.append(f"{package.group(1)}: the name of its device holds more than a name")
    name = text[name_at + len(_NAME) : profile_at] if 0 <= name_at < profile_at else ""
    name = clean(name)
    return Association(int(user.group(1)), package.group(1), "" if name == "null" else name)
