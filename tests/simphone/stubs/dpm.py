"""The command ``dpm``: who owns the device and its profiles."""

from __future__ import annotations

from .answer import FAILURE, Answer
from .text import short_component

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone, User

FIRST_SDK_WITH_OWNERS = 31


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer ``list-owners`` where the version has it."""
    verb = arguments[0] if arguments else ""
    if verb != "list-owners":
        return _unknown(phone, verb)
    if phone.sdk < FIRST_SDK_WITH_OWNERS:
        return _unknown(phone, verb)
    lines = [line for user in phone.users for line in _owner_lines(user)]
    if not lines:
        return Answer("no owners\n")
    count = f"{len(lines)} owner{'' if len(lines) == 1 else 's'}:"
    return Answer("\n".join([count, *lines]) + "\n")


def _owner_lines(user: User) -> list[str]:
    """Return one line per owner of a user."""
    lines = []
    if user.device_owner:
        lines.append(f"User {user.id:2d}: admin={short_component(user.device_owner)},DeviceOwner")
    if user.profile_owner:
        kind = "ProfileOwner"
        if user.flags & 0x20:
            kind = f"ManagedProfileOwner(parentUserId={user.parent_id or 0})"
        lines.append(f"User {user.id:2d}: admin={short_component(user.profile_owner)},{kind}")
    return lines


def _unknown(phone: Phone, verb: str) -> Answer:
    """Return the answer to a command that this version does not know."""
    if phone.sdk >= FIRST_SDK_WITH_OWNERS:
        return Answer(f"Unknown command: {verb}\n", code=FAILURE)
    usage = "usage: dpm [subcommand] [options]\n"
    return Answer(err=f"Error: unknown command '{verb}'\n{usage}", code=1)
