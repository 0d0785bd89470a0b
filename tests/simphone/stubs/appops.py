"""The commands of ``cmd appops``: the ops of one app, and who has an op in some mode."""

from __future__ import annotations

from .answer import FAILURE, Answer, refused
from .facts import find_app, find_user
from .ops import OpState, ops_of
from .text import duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone, User


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer ``get PACKAGE [OP]`` and ``query-op OP [MODE]``."""
    words = list(arguments)
    user_id = phone.current_user
    if "--user" in words[:-1]:
        place = words.index("--user")
        user_id = int(words[place + 1]) if words[place + 1].isdigit() else user_id
        del words[place : place + 2]
    verb = words[0] if words else ""
    if verb not in ("get", "query-op"):
        return Answer(f"Unknown command: {verb}\n", code=FAILURE)
    if len(words) == 1:
        return Answer(err="Error: Package name or op not specified\n", code=FAILURE)
    user = find_user(phone, user_id)
    if user is None or user.refuses_shell:
        return refused(phone, verb, user_id)
    return _get(phone, user, words[1:]) if verb == "get" else _query(phone, user, words[1:])


def _get(phone: Phone, user: User, words: list[str]) -> Answer:
    """Return the ops of one app; "Uid mode:" stands before the first mode of its uid only."""
    app = find_app(phone, words[0])
    if app is None:
        return Answer(err=f"Error: No UID for {words[0]} in user {user.id}\n", code=FAILURE)
    ops = ops_of(phone, app, user)
    only = words[1:2]
    uid_lines = [f"{op}: {mode}" for op, mode in (ops.uid_modes if ops else {}).items() if op in (only or [op])]
    lines = ["Uid mode: " * (position == 0) + line for position, line in enumerate(uid_lines)]
    lines += [_line(op, state) for op, state in (ops.ops if ops else {}).items() if op in (only or [op])]
    if not lines:
        return Answer("No operations.\n" + "Default mode: default\n" * bool(only))
    return Answer("\n".join(lines) + "\n")


def _line(op: str, state: OpState) -> str:
    """Return one op with the ages of its last access and refusal."""
    line = f"{op}: {state.mode}"
    for word, rejected in (("time", False), ("rejectTime", True)):
        ages = [(use.seconds_ago, use.milliseconds) for use in state.uses if use.rejected == rejected]
        if ages:
            line += f"; {word}=+{duration(*min(ages))} ago"
    return line + " (running)" * any(use.running for use in state.uses)


def _query(phone: Phone, user: User, words: list[str]) -> Answer:
    """Return the packages whose op has the mode; without a mode it is "allow"."""
    op, mode = words[0], words[1] if len(words) > 1 else "allow"
    names = []
    for app in phone.apps:
        ops = ops_of(phone, app, user)
        if ops is not None and op in ops.ops and ops.ops[op].mode == mode:
            names.append(app.package)
    return Answer("".join(f"{name}\n" for name in names) or "No operations.\n")
