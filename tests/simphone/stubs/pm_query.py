"""``cmd package query-activities`` for the one intent that lists launcher icons."""

from __future__ import annotations

from .answer import FAILURE, Answer, ComplaintError, no_argument, refused
from .facts import find_user, user_state
from .text import class_name, short_component

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, Phone, User

_WITH_VALUE = ("-a", "-c", "--user", "--query-flags")
COMPONENTS_SDK = 30
LAUNCHER_CATEGORY = "android.intent.category.LAUNCHER"


def query_activities(phone: Phone, arguments: list[str]) -> Answer:
    """Answer a query for the apps with an icon; other intents find nothing."""
    values, flags = _parsed(phone, arguments)
    user_text = values.get("--user", str(phone.current_user))
    user = find_user(phone, int(user_text)) if user_text.isdigit() else None
    if user is not None and user.refuses_shell:
        return refused(phone, "query-activities", user.id)
    apps: list[App] = []
    if user is not None and user.running and values.get("-c") == LAUNCHER_CATEGORY:
        apps = [app for app in phone.apps if app.launcher and _visible(app, user)]
    if not apps:
        return Answer("No activities found\n")
    if "--components" in flags:
        return Answer("".join(f"{_activity(app)}\n" for app in apps))
    lines = [f"{len(apps)} activities found:\n"]
    lines += [_entry(index, app, brief="--brief" in flags) for index, app in enumerate(apps)]
    return Answer("".join(lines))


def _parsed(phone: Phone, arguments: list[str]) -> tuple[dict[str, str], set[str]]:
    """Return the options with a value and those without."""
    words = list(arguments)
    values: dict[str, str] = {}
    flags: set[str] = set()
    while words:
        word = words.pop(0)
        if word in _WITH_VALUE and not words:
            raise ComplaintError(no_argument(phone, "query-activities", word))
        if word in _WITH_VALUE:
            values[word] = words.pop(0)
        elif word == "--brief" or (word == "--components" and phone.sdk >= COMPONENTS_SDK):
            flags.add(word)
        elif word.startswith("-"):
            raise ComplaintError(Answer(err=f"Error: Unknown option: {word}\n", code=FAILURE))
    return values, flags


def _visible(app: App, user: User) -> bool:
    """Return whether the app is there and switched on for this user."""
    state = user_state(app, user)
    # An icon that was switched off is a disabled component; the app itself stays as it was.
    icon = class_name(_activity(app))
    off = any(class_name(f"{app.package}/{name}") == icon for name in state.disabled_components)
    return state.installed and not state.hidden and state.enabled in (0, 1) and not off


def _activity(app: App) -> str:
    """Return the component that the icon starts."""
    return short_component(f"{app.package}/{app.launcher_activity}")


def _entry(index: int, app: App, *, brief: bool) -> str:
    """Return the lines for one activity."""
    head = f"  Activity #{index}:\n"
    facts = "priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true"
    if brief:
        return f"{head}    {facts}\n    {_activity(app)}\n"
    name = class_name(f"{app.package}/{app.launcher_activity}")
    body = f"    ActivityInfo:\n      name={name}\n      packageName={app.package}\n"
    return f"{head}    {facts}\n{body}"
