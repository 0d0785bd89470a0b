"""What the sections of `dumpsys package` have in common: titles, heads of blocks, and permissions."""

import re
from collections.abc import Iterable, Iterator

from safecheck.clean import clean
from safecheck.phone.parsers.parsed import PACKAGE

HEAD = re.compile(rf"(?a:({PACKAGE})\] \([0-9a-f]+\):)\s*")  # after "  Package [" and "  SharedUser ["
_END = re.compile(r"\n(?!  |\n|\Z)")  # a section ends at the next line that is not indented
_LONGEST = 200  # characters of a permission or a class


def sections(text: str, titles: tuple[str, ...], problems: list[str]) -> Iterator[tuple[str, str]]:
    """Give title and text of the sections with these titles, in order.

    A real dump has each once, and never below a line of a block: what an app writes of itself can look like one.
    """
    heading = re.compile(rf"^({'|'.join(titles)}):[^\S\n]*$", re.MULTILINE)
    seen: set[str] = set()
    position = 0
    while match := heading.search(text, position):
        title = match.group(1)
        above = text.rfind("\n", 0, max(0, match.start() - 1)) + 1
        if title in seen:
            problems.append(f"“{title}” twice")
        if seen and text.startswith("  ", above) and text[above : match.start()].strip():
            problems.append(f"“{title}” inside of a list")
        seen.add(title)
        end = _END.search(text, match.end())
        position = end.end() if end else len(text)
        yield title, text[match.end() + 1 : position]


class Names(dict[str, str]):
    """Names cleaned once each: the same few hundred permissions stand in a dump many thousand times."""

    def __missing__(self, text: str) -> str:
        cleaned = self[text] = clean(text, _LONGEST)
        return cleaned

    def granted(self, lines: Iterable[str]) -> frozenset[str]:
        """Give the permissions of `NAME: granted=true[, flags=[..]]` lines, without those that are not granted."""
        found = (line.partition(": granted=true") for line in lines)
        return frozenset(self[name] for name, said, _ in found if said)
