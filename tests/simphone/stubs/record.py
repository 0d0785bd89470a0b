"""The phone description as the stub commands see it: records read from a small file."""

from __future__ import annotations

import marshal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tests.simphone.description import Phone


class Record:
    """A value whose fields are attributes; it stands in for the dataclass it came from.

    Importing ``dataclasses`` would more than double the start time of every command.
    """

    def __init__(self, fields: dict[str, Any]) -> None:
        """Keep the fields; most commands look at few of them."""
        self._fields = fields

    def __getattr__(self, name: str) -> object:
        """Turn a list of dictionaries into records when it is first asked for."""
        try:
            value = _seal(self._fields[name])
        except KeyError:
            raise AttributeError(name) from None
        self.__dict__[name] = value
        return value


def _seal(value: object) -> object:
    """Return lists and tuples of dictionaries, packed or not, as tuples of records."""
    if isinstance(value, bytes):
        value = marshal.loads(value)  # noqa: S302
    if isinstance(value, (list, tuple)):
        return tuple(Record(v) if isinstance(v, dict) else v for v in value)
    return value


class State:
    """Everything a stub command is told: the phone, the faults and the delays."""

    phone: Phone
    faults: list[dict[str, Any]]
    delays: dict[str, float]
    files: str
    tools: str

    def __init__(self, plain: dict[str, Any]) -> None:
        """Read the plain values that the device side wrote."""
        phone: Any = Record(plain["phone"])
        self.phone = phone
        self.faults = plain["faults"]
        self.delays = plain["delays"]
        self.files = plain["files"]
        self.tools = plain["tools"]


def load_state(path: str) -> State:
    """Read the state file that the device side wrote."""
    # "pathlib" would take longer to import than the command takes, and the file is our own.
    with open(path, "rb") as file:  # noqa: PTH123
        return State(marshal.load(file))  # noqa: S302
