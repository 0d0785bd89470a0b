"""What a command answers, and the error texts that several commands share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

FAILURE = 255
"""How a shell sees the -1 that Android's shell commands return."""


class Answer:
    """Standard output, standard error and exit code of one command."""

    def __init__(self, out: str = "", err: str = "", code: int = 0) -> None:
        """Keep the three parts."""
        self.out = out
        self.err = err
        self.code = code


class ComplaintError(Exception):
    """Ends a command early with the answer it carries."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.err or answer.out)
        self.answer = answer


def exception(phone: Phone, verb: str, name: str, message: str) -> Answer:
    """Return an exception that ended a shell command, printed as this Android version does."""
    trace = f"{name}: {message}\n" + "".join(f"\tat {frame}\n" for frame in _FRAMES)
    if phone.sdk >= 30:
        return Answer(err=f"\nException occurred while executing '{verb}':\n{trace}", code=FAILURE)
    if name == "java.lang.SecurityException":
        return Answer(err=f"Security exception: {message}\n\n{trace}", code=FAILURE)
    return Answer(err=f"Exception occurred while executing:\n{trace}", code=FAILURE)


def refused(phone: Phone, verb: str, user_id: int) -> Answer:
    """Return what a command answers for a user that is closed to the shell."""
    return exception(phone, verb, "java.lang.SecurityException", no_access(user_id))


def no_access(user_id: int) -> str:
    """Return the message of the exception for a user that is closed to the shell."""
    return f"Shell does not have permission to access user {user_id}"


def no_argument(phone: Phone, verb: str, option: str) -> Answer:
    """Return what a command answers when the value of an option is missing."""
    message = f'Argument expected after "{option}"'
    return exception(phone, verb, "java.lang.IllegalArgumentException", message)


_FRAMES = (
    "android.os.Parcel.createExceptionOrNull(Parcel.java:3011)",
    "android.os.ShellCommand.exec(ShellCommand.java:38)",
    "android.os.Binder.shellCommand(Binder.java:1089)",
    "android.os.Binder.execTransact(Binder.java:1316)",
)
