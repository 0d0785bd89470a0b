"""How safecheck ends: the exit codes, and errors that say what happened, what it means and what to do."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The one list of exit codes; the table in the README is held against it."""

    NOTHING_FOUND = 0  # every check ran, and nothing at "ask" or above
    NOT_CHECKED = 1  # no check was performed
    USAGE = 2  # the command line was wrong (click's own code)
    INCOMPLETE = 3  # some checks could not run, and nothing at "ask" or above
    FOUND = 10  # a finding of at least "ask"


class UpdateCode(IntEnum):
    """How `safecheck update` and `safecheck feed` end; they share 1 and 2 with the other commands."""

    UPDATED = 0  # a newer list is in use, or what was asked for was done
    CURRENT = 20  # there is nothing newer
    KEPT = 21  # nothing could be reached: the list that was here stays in use
    REFUSED = 22  # something answered or was given, and was refused: the list that was here stays in use
    NOT_DONE = 23  # not tried, or not saved: nothing is set up, a no, another update at work, no room


class SafecheckError(Exception):
    """A trouble that the person can do something about; its sentences stand in words/errors.toml under `id`."""

    def __init__(self, id: str, exit_code: ExitCode | UpdateCode = ExitCode.NOT_CHECKED, **blanks: object) -> None:  # noqa: A002 - the same word as in the data
        """Name the error and fill the blanks of its sentences."""
        super().__init__(id)
        self.id = id
        self.exit_code = exit_code
        self.blanks = {name: str(value) for name, value in blanks.items()}
