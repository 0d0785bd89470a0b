"""The commands of ``cmd role``, from Android 10 on: who is the default app for what."""

from __future__ import annotations

from .answer import FAILURE, Answer, refused
from .facts import find_user

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer ``get-role-holders [--user N] ROLE``."""
    words = list(arguments)
    user_id = phone.current_user
    if "--user" in words:
        place = words.index("--user")
        user_id = int(words[place + 1])
        del words[place : place + 2]
    if words[:1] != ["get-role-holders"] or len(words) != 2:
        return Answer(f"Unknown command: {words[0] if words else ''}\n", code=FAILURE)
    user = find_user(phone, user_id)
    if user is not None and user.refuses_shell:
        return refused(phone, words[0], user_id)
    holders = user.roles.get(words[1], ()) if user is not None else ()
    return Answer("".join(f"{holder}\n" for holder in holders))
