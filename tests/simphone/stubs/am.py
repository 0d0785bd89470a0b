"""The command ``am``, as far as it only reads."""

from __future__ import annotations

from .answer import FAILURE, Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer ``am get-current-user``; everything else is unknown here."""
    if arguments == ["get-current-user"]:
        return Answer(f"{phone.current_user}\n")
    verb = arguments[0] if arguments else ""
    return Answer(f"Unknown command: {verb}\n", code=FAILURE)
