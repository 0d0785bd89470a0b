"""The commands of ``cmd appops``; this phone records no use of any operation."""

from __future__ import annotations

from .answer import FAILURE, Answer
from .facts import find_app

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer ``get PACKAGE`` and ``query-op OP MODE``."""
    words = list(arguments)
    if "--user" in words:
        place = words.index("--user")
        del words[place : place + 2]
    if words[:1] == ["query-op"] and len(words) >= 2:
        return Answer("No operations.\n")
    if words[:1] == ["get"] and len(words) >= 2:
        if find_app(phone, words[1]) is None:
            return Answer(err=f"Error: No UID for {words[1]} in user 0\n", code=FAILURE)
        return Answer("No operations.\n")
    if words[:1] in (["get"], ["query-op"]):
        return Answer(err="Error: Package name or op not specified\n", code=FAILURE)
    return Answer(f"Unknown command: {words[0] if words else ''}\n", code=FAILURE)
