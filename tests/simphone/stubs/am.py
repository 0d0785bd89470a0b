"""The command ``am``, as far as it reads or opens a screen."""

from __future__ import annotations

from .answer import FAILURE, Answer
from .text import short_component

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer ``am get-current-user``, ``am start -a ACTION`` and ``am start -n COMPONENT``; nothing else is known here."""
    if arguments == ["get-current-user"]:
        return Answer(f"{phone.current_user}\n")
    if arguments[:2] == ["start", "-a"] and len(arguments) == 3:
        return Answer(f"Starting: Intent {{ act={arguments[2]} }}\n")
    if arguments[:2] == ["start", "-n"] and len(arguments) == 3:
        return _started(phone, arguments[2])
    verb = arguments[0] if arguments else ""
    return Answer(f"Unknown command: {verb}\n", code=FAILURE)


def _started(phone: Phone, component: str) -> Answer:
    """Open an app; one that is not there is told in words, and as on older phones the exit code is 0 all the same."""
    head = f"Starting: Intent {{ cmp={component} }}\n"
    if component in {short_component(f"{app.package}/{app.launcher_activity}") for app in phone.apps if app.launcher}:
        return Answer(head)
    return Answer(f"{head}Error type 3\nError: Activity class {{{component}}} does not exist.\n")
