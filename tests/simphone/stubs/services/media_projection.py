"""``dumpsys media_projection``: the app that sees the screen now."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import find_app, uid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the app, or the word null [an active one: source, no sample]."""
    state = "null"
    app = find_app(phone, phone.projecting) if phone.projecting else None
    if app is not None:
        number = uid(phone, app, phone.projecting_user)
        state = f"({app.package}, uid={number}): TYPE_SCREEN_CAPTURE"
    return Answer(f"MEDIA PROJECTION MANAGER (dumpsys media_projection)\nMedia Projection: \n{state}\n")
