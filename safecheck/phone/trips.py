"""Trips to a device: each asks its questions in a thread of its own, and all answers arrive in one place."""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue

from safecheck.model import Answer, Device, End, Question, unanswered


class Trips:
    """The trips under way; iterate to get every answer as it arrives, until no trip is left."""

    def __init__(self, device: Device) -> None:
        """Ask `device`."""
        self._device = device
        self._queue: SimpleQueue[Answer | None] = SimpleQueue()
        self._running = 0

    def start(self, questions: Sequence[Question], patience: int | None = None) -> None:
        """Ask `questions`; after `patience` of them that were not answered in time, the rest is not asked."""
        self._running += 1
        threading.Thread(target=self._ask, args=(questions, patience), daemon=True, name="safecheck-trip").start()

    def __iter__(self) -> Iterator[Answer]:
        """Give the answers, of trips too that are started meanwhile."""
        while self._running:
            try:
                answer = self._queue.get(timeout=0.2)  # short, so that Ctrl-C gets through on every system
            except Empty:
                continue
            if answer is None:
                self._running -= 1
            else:
                yield answer

    def _ask(self, questions: Sequence[Question], patience: int | None) -> None:
        """Put every answer into the queue; None marks the end."""
        left = list(questions)
        with contextlib.suppress(Exception):  # whatever happens, no question goes without an answer, and no traceback
            for answer in self._device.ask(questions):
                left.pop(0)
                self._queue.put(answer)
                if answer.end is End.TIMEOUT and patience is not None:
                    patience -= 1
                    if patience <= 0:
                        break
        for question in left:
            self._queue.put(unanswered(question))
        self._queue.put(None)
