"""`dumpsys trust`: agents that keep the phone unlocked (Smart Lock), switched on for each user.

Trust manager state:
 User "Owner" (id=0, flags=0x13) (current): trusted=0, ..         "trustState=.." on newer versions
   Enabled agents:
    com.x/.Agent
     bound=1, connected=1, managingTrust=1, trusted=0
   Events:
"""

import re

from safecheck.phone.parsers.parsed import Parsed, Refused, component, quote

_TITLE = re.compile(r"^Trust manager state:", re.MULTILINE)
_USER = re.compile(r"(?a:\".*\" \(id=(\d{1,5}), flags=0x[0-9a-f]+\).*)")
_AGENTS = re.compile(r"^   Enabled agents:[^\S\n]*$", re.MULTILINE)
_AGENT = re.compile(r"^    (\S.*)$", re.MULTILINE)
_END = re.compile(r"\n(?!    )")  # the list ends at the next heading


def parse(text: str) -> Parsed[dict[int, tuple[str, ...]]]:
    """Give the agents (components) by user number; refuse a dump without its title or without a user."""
    title = _TITLE.search(text)
    if title is None:
        raise Refused("it is nothing about trust agents")
    agents: dict[int, dict[str, None]] = {}
    problems: list[str] = []
    for block in text[title.end() :].split("\n User ")[1:]:
        match = _USER.fullmatch(block.partition("\n")[0])
        if match is None:
            problems.append(f"a user that cannot be read: {quote(block)}")
            continue
        user = int(match.group(1))
        if user in agents:
            problems.append(f"user {user} twice")
        found = agents.setdefault(user, {})
        for entry in _entries(block):
            name = component(entry)
            if name:
                found[name] = None
            else:
                problems.append(f"an agent that cannot be read: {quote(entry)}")
    if not agents:
        raise Refused("no user in it")
    return Parsed({user: tuple(names) for user, names in agents.items()}, tuple(problems))


def _entries(block: str) -> list[str]:
    """Give the lines of one user's list of agents, without what stands below each."""
    heading = _AGENTS.search(block)
    if heading is None:
        return []
    end = _END.search(block, heading.end())
    return _AGENT.findall(block, heading.end(), end.start() if end else len(block))
