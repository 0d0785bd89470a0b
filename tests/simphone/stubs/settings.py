"""The command ``settings``, as far as it only reads."""

from __future__ import annotations

from .answer import FAILURE, Answer, ComplaintError, no_argument, refused
from .facts import find_user, secure_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone, User

NAMESPACES = ("system", "secure", "global")
_WRITING = ("put", "delete", "reset")
_WORDS = {"get": 3, "list": 2}
"""How many words a command has."""


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer ``get`` and ``list``; options may stand before or after the verb."""
    words = list(arguments)
    user_id = _take_user(phone, words)
    if not words:
        return Answer(_HELP)
    verb, namespace, key = _parsed(words)
    user = find_user(phone, user_id)
    if user is None:
        raise _bad(f"Invalid user: {user_id}")
    if user.refuses_shell:
        return refused(phone, verb, user_id)
    values = namespace_values(phone, user, namespace)
    if verb == "get":
        return Answer(f"{_shown(values.get(key))}\n")
    names = sorted(values) if phone.sdk < 28 else list(values)
    return Answer("".join(f"{key}={_shown(values[key])}\n" for key in names))


def _take_user(phone: Phone, words: list[str]) -> int:
    """Take the user option out of the words and return the user it means."""
    if "--user" not in words:
        return phone.current_user
    place = words.index("--user")
    if place + 1 >= len(words):
        raise ComplaintError(no_argument(phone, words[0], "--user"))
    value = words[place + 1]
    del words[place : place + 2]
    if value in ("current", "cur"):
        return phone.current_user
    if not value.lstrip("-").isdigit():
        raise _bad(f"Invalid user: {value}")
    return int(value)


def _parsed(words: list[str]) -> tuple[str, str, str]:
    """Return verb, namespace and key (empty for a list), or complain about the first bad word."""
    verb = words[0].lower()
    if verb in _WRITING:
        raise _bad("Permission denial: this phone is read only")
    if verb not in _WORDS:
        raise _bad(f"Invalid command: {words[0]}")
    if len(words) > 1 and words[1].lower() not in NAMESPACES:
        raise _bad(f"Invalid namespace '{words[1]}'")
    if len(words) != _WORDS[verb]:
        raise _bad("Bad arguments" if len(words) < _WORDS[verb] else "Too many arguments")
    return verb, words[1].lower(), words[-1]


def namespace_values(phone: Phone, user: User, namespace: str) -> dict[str, str | None]:
    """Return all values of one namespace for one user."""
    if namespace == "secure":
        return secure_settings(user)
    return dict(phone.global_settings if namespace == "global" else phone.system_settings)


def _shown(value: str | None) -> str:
    """Return a value as printed; an unset one is the word null."""
    return "null" if value is None else value


def _bad(text: str) -> ComplaintError:
    """Return a complaint on standard error."""
    return ComplaintError(Answer(err=text + "\n", code=FAILURE))


_HELP = """Settings provider (settings) commands:
  help
      Print this help text.
  get [--user <USER_ID> | current] NAMESPACE KEY
      Retrieve the current value of KEY.
  list [--user <USER_ID> | current] NAMESPACE
      Print all defined keys.
  NAMESPACE is one of {system, secure, global}, case-insensitive
"""
