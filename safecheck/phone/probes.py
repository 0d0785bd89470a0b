"""The probe table: every question that a scan asks a phone. All of them only read.

The script that carries them (script.py) adds markers, `</dev/null` and `2>&1`.
"""

from collections.abc import Callable
from typing import Any

from safecheck.model import Frozen, Question
from safecheck.phone.parsers import (
    accessibility,
    clock,
    device_policy,
    getprop,
    package_names,
    packages,
    settings,
    users,
)
from safecheck.phone.parsers.parsed import Parsed


class Probe(Frozen, frozen=True):
    """One row: the fact, the command that tells it (`{user}`: once for each user), and who reads the answer."""

    fact: str
    command: str
    parse: Callable[[str], Parsed[Any]]
    limit: int  # seconds; real phones take a tenth of it, or less

    @property
    def per_user(self) -> bool:
        """Whether each user of the phone is asked for."""
        return "{user}" in self.command

    def question(self, user: int | None = None) -> Question:
        """Write the question for one user, or for the whole phone."""
        return Question(fact=self.fact, command=self.command.format(user=user), limit=self.limit, user=user)


# -t: dumpsys itself gives up a little earlier than we do, and then says so.
FIRST = (  # small, and the users must be known before they can be asked for
    Probe(fact="users", command="pm list users", parse=users.parse, limit=20),
    Probe(fact="identity", command="getprop", parse=getprop.parse, limit=20),
    Probe(fact="clock", command="date '+%s %z'", parse=clock.parse, limit=10),
    Probe(fact="settings-global", command="settings list global", parse=settings.parse, limit=20),
    Probe(fact="accessibility", command="dumpsys -t 20 accessibility", parse=accessibility.parse, limit=30),
    Probe(fact="device-policy", command="dumpsys -t 20 device_policy", parse=device_policy.parse, limit=30),
)
LONG = (  # seconds and megabytes: asked beside the others
    Probe(fact="packages", command="dumpsys -t 60 package packages", parse=packages.parse, limit=75),
)
EACH_USER = (
    Probe(fact="settings-secure", command="settings list --user {user} secure", parse=settings.parse, limit=20),
    Probe(fact="package-names", command="pm list packages --user {user}", parse=package_names.parse, limit=30),
)
PROBES = (*FIRST, *LONG, *EACH_USER)
