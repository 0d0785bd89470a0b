"""``pm list packages``: its options, its users and the grammar of its lines."""

from __future__ import annotations

from .answer import FAILURE, Answer, no_access, refused
from .facts import apk_path, find_app, find_user, uid, user_state
from .text import boolean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, Phone, User

_FIRST_SDK = {
    "-a": 31,
    "-d": 26,
    "-e": 26,
    "-f": 26,
    "-i": 26,
    "-l": 26,
    "-q": 35,
    "-s": 26,
    "-u": 26,
    "-U": 26,
    "-3": 26,
    "--apex-only": 29,
    "--factory-only": 30,
    "--match-libraries": 31,
    "--show-stopped": 34,
    "--show-versioncode": 26,
    "--uid": 26,
    "--user": 26,
}
"""The options, and the SDK of the first version that knows them."""

ALL_USERS_SDK = 33
"""From this version on a list without ``--user`` means all users."""

FORGIVING_SDK = 35
"""From this version on a closed user is reported and the others are still listed."""


def list_packages(phone: Phone, arguments: list[str]) -> Answer:
    """Return the list, or the complaint about the options or the user."""
    words = list(arguments)
    options: set[str] = set()
    user_id: int | None = None
    only_uid: int | None = None
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if phone.sdk < _FIRST_SDK.get(option, 1000):
            return Answer(f"Error: Unknown option: {option}\n", code=FAILURE)
        options.add(option)
        if option not in ("--user", "--uid"):
            continue
        if not words:
            return _bad_option(f'Argument expected after "{option}"')
        value = words.pop(0)
        if option == "--user" and value == "all":
            user_id = None
        elif option == "--user" and value in ("cur", "current"):
            user_id = phone.current_user
        elif not value.lstrip("-").isdigit():
            return _bad_option(f"Bad user number: {value}")
        elif option == "--user":
            user_id = int(value)
        else:
            only_uid = int(value)
            options.add("-U")
    if user_id is None and "--user" not in options and phone.sdk < ALL_USERS_SDK:
        user_id = 0
    return _list(phone, options, user_id, only_uid, words[0] if words else "")


def _list(phone: Phone, options: set[str], user_id: int | None, only_uid: int | None, text: str) -> Answer:
    """Collect the lines of all wanted users; equal lines join their uids."""
    users = list(phone.users)
    if user_id is not None:
        one = find_user(phone, user_id)
        users = [one] if one is not None else []
    errors = ""
    lines: dict[str, list[str]] = {}
    for user in users:
        if user.refuses_shell and phone.sdk < FORGIVING_SDK:
            return refused(phone, "list", user.id)
        if user.refuses_shell:
            errors += f"Error: java.lang.SecurityException: {no_access(user.id)}\n"
            continue
        for app in phone.apps:
            number = uid(phone, app, user.id)
            if text not in app.package or (only_uid is not None and number != only_uid):
                continue
            if _wanted(app, user, options):
                lines.setdefault(_line(phone, app, user, options), []).append(str(number))
    shown = "".join(f"{line}{' uid:' + ','.join(uids) if '-U' in options else ''}\n" for line, uids in lines.items())
    return Answer(shown, errors)


def _wanted(app: App, user: User, options: set[str]) -> bool:
    """Return whether the options let this app through."""
    state = user_state(app, user)
    enabled = state.enabled in (0, 1)
    if not (state.installed or options & {"-u", "-a"}) or (state.hidden and "-u" not in options):
        return False
    if ("-d" in options and enabled) or ("-e" in options and not enabled):
        return False
    if ("-s" in options and not app.system) or ("-3" in options and app.system):
        return False
    return not options & {"--apex-only", "-q"}


def _line(phone: Phone, app: App, user: User, options: set[str]) -> str:
    """Return one line up to the installer; the uid is joined on later."""
    line = "package:"
    if "-f" in options:
        line += f"{apk_path(phone, app)}="
    line += app.package
    if "--show-versioncode" in options:
        line += f" versionCode:{app.version_code}"
    if "--show-stopped" in options:
        line += f" stopped={boolean(user_state(app, user).stopped)}"
    if "-i" in options:
        line += f"  installer={_installer(phone, app)}"
    return line


def _installer(phone: Phone, app: App) -> str:
    """Return the installer; one that is not on the phone is not told."""
    if app.installer is None or find_app(phone, app.installer) is None:
        return "null"
    return app.installer


def _bad_option(message: str) -> Answer:
    """Return the complaint about an option's value."""
    return Answer(f"Error: java.lang.IllegalArgumentException: {message}\n", code=FAILURE)
