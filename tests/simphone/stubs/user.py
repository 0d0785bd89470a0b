"""The commands of ``cmd user``, and the list that ``pm list users`` shares with them."""

from __future__ import annotations

from .answer import FAILURE, Answer
from .facts import user_type
from .text import user_flag_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone, User


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer ``list``, with its verbose form from Android 11 on."""
    verb = arguments[0] if arguments else ""
    if verb != "list":
        return Answer(f"Unknown command: {verb}\n", code=FAILURE)
    verbose = False
    for option in arguments[1:]:
        if phone.sdk < 30:
            break
        if option not in ("-v", "--all"):
            return Answer(err=f"Invalid option: {option}\n", code=FAILURE)
        verbose = verbose or option == "-v"
    return _verbose_list(phone) if verbose else user_list(phone)


def user_list(phone: Phone) -> Answer:
    """Return the short list: one UserInfo per line."""
    lines = [f"\t{user_info(user)}{' running' if user.running else ''}\n" for user in phone.users]
    return Answer("Users:\n" + "".join(lines))


def user_info(user: User) -> str:
    """Return a user as ``UserInfo.toString`` prints it."""
    return f"UserInfo{{{user.id}:{user_name(user)}:{user.flags:x}}}"


def user_name(user: User) -> str:
    """Return the name of a user; some have none."""
    return "null" if user.name is None else user.name


def _verbose_list(phone: Phone) -> Answer:
    """Return the long list, which names types from Android 13 on."""
    lines = [f"{len(phone.users)} users:\n\n"]
    for index, user in enumerate(phone.users):
        kind = user_type(user).replace("android.os.usertype.", "")
        shown_type = f" type={kind}," if phone.sdk >= 33 else ""
        marks = _marks(phone, user)
        flags = user_flag_names(user.flags)
        lines.append(f"{index}: id={user.id}, name={user_name(user)},{shown_type} flags={flags}{marks}\n")
    return Answer("".join(lines))


def _marks(phone: Phone, user: User) -> str:
    """Return the remarks in brackets behind a user."""
    marks = ""
    if user.parent_id is not None:
        marks += f" (parentId={user.parent_id})"
    if user.running:
        marks += " (running)"
    if user.device_owner:
        marks += " (device-owner)"
    if user.profile_owner:
        marks += " (profile-owner)"
    if user.id == phone.current_user:
        marks += " (current)"
    if phone.sdk >= 34 and user.running:
        marks += " (visible)"
    return marks
