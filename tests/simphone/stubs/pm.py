"""The command ``pm``, which is also ``cmd package``."""

from __future__ import annotations

from .answer import FAILURE, Answer, refused
from .facts import apk_path, find_app, find_user, user_state
from .pm_app_links import FIRST_SDK as APP_LINKS_SDK
from .pm_app_links import get_app_links
from .pm_list_packages import list_packages
from .pm_query import query_activities
from .user import user_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer the reading commands; everything else is unknown to this phone."""
    verb = arguments[0] if arguments else ""
    rest = arguments[1:]
    if not verb:
        return Answer("Package manager (package) commands:\n  help\n    Print this help text.\n")
    known = verb in _VERBS and phone.sdk >= _FIRST_SDK.get(verb, 0)
    return _VERBS[verb](phone, rest) if known else Answer(f"Unknown command: {verb}\n", code=FAILURE)


def _list(phone: Phone, arguments: list[str]) -> Answer:
    """Answer ``list`` for the kinds of things this phone knows."""
    kind = arguments[0] if arguments else ""
    if kind in ("package", "packages"):
        return list_packages(phone, arguments[1:])
    if kind == "users":
        return user_list(phone)
    if kind in ("features", "libraries", "instrumentation"):
        return Answer()
    if not kind:
        return Answer("Error: didn't specify type of data to list\n", code=FAILURE)
    return Answer(f"Error: unknown list type '{kind}'\n", code=FAILURE)


def _path(phone: Phone, arguments: list[str]) -> Answer:
    """Answer ``path [--user N] PACKAGE``."""
    words = list(arguments)
    user_id = 0
    if words[:1] == ["--user"] and len(words) > 1 and words[1].isdigit():
        user_id = int(words[1])
        words = words[2:]
    if not words:
        return Answer(err="Error: no package specified\n", code=1)
    user, app = find_user(phone, user_id), find_app(phone, words[0])
    if user is not None and user.refuses_shell:
        return refused(phone, "path", user_id)
    if user is None or app is None or not user_state(app, user).installed:
        return Answer(code=1)
    return Answer(f"package:{apk_path(phone, app)}\n")


_VERBS = {
    "get-app-links": get_app_links,
    "get-max-users": lambda _phone, _words: Answer("Maximum supported users: 4\n"),
    "list": _list,
    "path": _path,
    "query-activities": query_activities,
}

_FIRST_SDK = {"get-app-links": APP_LINKS_SDK}
