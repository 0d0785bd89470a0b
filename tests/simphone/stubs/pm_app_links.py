"""``pm get-app-links`` (Android 12 and newer): web domains of apps, and with them who signed the apps."""

from __future__ import annotations

from .answer import FAILURE, Answer
from .facts import find_app, find_user, signature, user_state
from .text import hash32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, Phone, User

FIRST_SDK = 31


def get_app_links(phone: Phone, arguments: list[str]) -> Answer:
    """Answer ``[--user N|all] [PACKAGE]`` [source, no sample]."""
    words = list(arguments)
    users: list[User] = []
    if words[:1] == ["--user"] and len(words) > 1:
        chosen = find_user(phone, int(words[1])) if words[1].isdigit() else None
        users = list(phone.users) if words[1] == "all" else [chosen] if chosen is not None else []
        del words[:2]
    apps = phone.apps
    if words:
        only = find_app(phone, words[0])
        if only is None:
            return Answer(f"Error: package {words[0]} unavailable\n", code=FAILURE)
        apps = (only,)
    lines = [line for app in apps if app.domains for line in _app(phone, app, users)]
    return Answer("".join(f"{line}\n" for line in lines))


def _app(phone: Phone, app: App, users: list[User]) -> list[str]:
    """Return the block of one app."""
    marks = [f"{hash32(app.package, i):08x}" for i in range(4)]
    number = "-".join((marks[0], marks[1][:4], marks[1][4:], marks[2][:4], marks[2][4:] + marks[3]))
    lines = [f"  {app.package}:", f"    ID: {number}", f"    Signatures: [{_digest(phone, app)}]"]
    lines += ["    Domain verification state:", *(f"      {domain}: verified" for domain in app.domains)]
    for user in users:
        if user_state(app, user).installed:
            lines += [
                f"    User {user.id}:",
                "      Verification link handling allowed: true",
                "      Selection state:",
            ]
            lines += ["        Disabled:", *(f"          {domain}" for domain in app.domains)]
    return lines


def _digest(phone: Phone, app: App) -> str:
    """Return what stands for the SHA-256 of the signer's certificate: the same for the same signer."""
    signer = signature(phone, app)
    data = b"".join(hash32(signer, i).to_bytes(4, "big") for i in range(8))
    return data.hex(":").upper()
