"""`ls -a /data/misc/user/N/cacerts-added`: certificate authorities that somebody added for user N.

Whoever holds such a certificate's key can read the phone's encrypted traffic. `ls` has three regular answers: the
names of files (HASH.NUMBER, after "." and ".."), that there is no such directory (none was ever added), and that the
shell may not look (then only the phone's settings can tell). Which one phones give is not known for every maker.
"""

import re

from safecheck.phone.parsers.parsed import Parsed, Refused, quote

_FILE = re.compile(r"(?a:[0-9a-f]{1,8}\.\d{1,3})")
_MESSAGE = re.compile(r"(?:/system/bin/)?ls: .{0,200}: (No such file or directory|Permission denied)\s*")


def parse(text: str) -> Parsed[tuple[str, ...] | None]:
    """Give the names of the files, () for none, None for "it may not be looked at"; refuse everything else."""
    names: list[str] = []
    answers: set[str] = set()
    problems: list[str] = []
    for line in text.splitlines():
        message = _MESSAGE.fullmatch(line)
        if message:
            answers.add(message.group(1))
        elif _FILE.fullmatch(line.strip()):
            names.append(line.strip())
        elif line.strip() in {".", ".."}:
            answers.add("the directory")
        elif line.strip():
            problems.append(f"a line that is no certificate: {quote(line)}")
    listed = answers == {"the directory"}
    if names:
        besides = () if listed else tuple(f"and besides: {answer}" for answer in sorted(answers))
        return Parsed(tuple(names), (*problems, *besides))
    if problems or len(answers) != 1:
        raise Refused("it is none of the answers that ls has")
    return Parsed(None if "Permission denied" in answers else ())
