"""What the answers of a phone told, by fact and user."""

from collections.abc import Iterator
from typing import Any

from safecheck.model import Question
from safecheck.phone.parsers.user_details import UserDetails


class Values:
    """Each fact's value has the type that its parser gives; what was refused or never came is not there."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._values: dict[tuple[str, int | None], Any] = {}

    def keep(self, question: Question, value: object) -> None:
        """Keep what the answer to `question` told."""
        self._values[question.fact, question.user] = value

    def get(self, fact: str, otherwise: Any = None) -> Any:  # noqa: ANN401 - each fact has a type of its own
        """Give the value of a fact about the whole phone."""
        return self._values.get((fact, None), otherwise)

    def each_user(self, fact: str) -> Iterator[tuple[int, Any]]:
        """Give the values of a fact by user."""
        for (name, user), value in self._values.items():
            if name == fact and user is not None:
                yield user, value

    def user_numbers(self) -> tuple[int, ...]:
        """Every user that the phone named; user 0 where it named none (each phone has it)."""
        return tuple(user.number for user in self.get("users", ())) or (0,)

    def locked(self) -> frozenset[int]:
        """Users who are locked, or not running: until they are unlocked, the phone tells less of them."""
        details: dict[int, UserDetails] = self.get("user-details", {})
        locked = {number for number, user in details.items() if user.unlocked is False}
        return frozenset(user.number for user in self.get("users", ()) if not user.running or user.number in locked)
