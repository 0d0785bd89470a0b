"""Open a screen on the phone when a person presses a key for it: all that a phone is asked besides reading.

Only the settings screens of the table and the icons of apps can be opened; nothing is typed or changed there.
"""

import re
from collections.abc import Iterable

from safecheck.model import Answer, End, Question

# Public names of Android's own settings screens. Source: android.provider.Settings in Android's documentation.
SCREENS = {
    "accounts": "android.settings.SYNC_SETTINGS",
    "apps": "android.settings.APPLICATION_SETTINGS",
    "security": "android.settings.SECURITY_SETTINGS",
    "settings": "android.settings.SETTINGS",
}
_FACT = "opening"
_LIMIT = 15  # seconds
# No letter that a shell could read as anything but itself.
_COMPONENT = re.compile(r"\s*((?a:[a-zA-Z]\w*(?:\.[a-zA-Z]\w*)+))/((?a:\.?[a-zA-Z]\w*(?:\.[a-zA-Z]\w*)*))\s*")


def screen(name: str) -> Question:
    """Write the command that opens one settings screen of the table."""
    return Question(fact=_FACT, command=f"am start -a {SCREENS[name]}", limit=_LIMIT)


def app(package: str, answers: Iterable[Answer]) -> Question | None:
    """Write the command that opens an app as its icon does; None where no icon of it is among the phone's answers."""
    for answer in answers:
        if answer.question.fact == "launcher" and answer.question.user == 0 and answer.end is End.WHOLE:
            for line in answer.output.decode("utf-8", "replace").splitlines():
                component = _COMPONENT.fullmatch(line)
                if component and component[1] == package:
                    return Question(fact=_FACT, command=f"am start -n {component[1]}/{component[2]}", limit=_LIMIT)
    return None


def worked(answer: Answer) -> bool:
    """Whether the phone opened it: `am start` says "Error" in words, and on old phones ends with 0 then."""
    return answer.end is End.WHOLE and answer.exit == 0 and b"Error" not in answer.output
