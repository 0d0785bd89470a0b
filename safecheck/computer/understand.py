"""Make a computer's answers into values and gaps. Pure: the same answers always give the same."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec

from safecheck.clean import clean
from safecheck.computer.collect import Kept, Late
from safecheck.computer.look import Look
from safecheck.computer.readers import ABOUT, Reader, readers, unwritten
from safecheck.desktop import wanted
from safecheck.model import Answer, End, Gap, GapReason, Signatures
from safecheck.model.computer import ThisComputer, of_computer
from safecheck.model.host import About, Ask, Said, Told

# Which field of ThisComputer holds the values of which type.
_FIELDS = {
    get_args(kind)[0]: name
    for name, kind in get_type_hints(ThisComputer).items()
    if getattr(kind, "__origin__", None) is tuple
}


class Understood(NamedTuple):
    """What the answers say; None where they are of no computer."""

    computer: ThisComputer | None
    gaps: tuple[Gap, ...]


class _Replay:
    """A host that says what was kept."""

    def __init__(self, about: About, answer: Answer) -> None:
        self._about = about
        self._whole = answer.end is End.WHOLE
        self._said: dict[tuple[str, str], Said] = {}
        for kept in msgspec.json.decode(answer.output, type=tuple[Kept, ...]):
            self._said[kept.kind, kept.of] = Said(kept.told, kept.base64 or kept.text.encode())

    @property
    def about(self) -> About:
        return self._about

    @property
    def home(self) -> str:
        return ""

    def ask(self, question: Ask) -> Said:
        """Say what was kept; what was not asked then is missing, or was not reached in time."""
        said = self._said.get((question.kind, question.of))
        if said is None and not self._whole:
            raise Late
        return said or Said(Told.MISSING)


def understand(answers: Sequence[Answer], signatures: Signatures, taken: datetime) -> Understood:
    """Read the answers of one computer."""
    by_fact = {answer.question.fact: answer for answer in of_computer(answers)}
    told = by_fact.get(ABOUT)
    about = _about(told)
    if about is None:
        reason = GapReason.NOT_LOOKED if told and told.end is End.NOT_ASKED else GapReason.UNREADABLE
        return Understood(None, (Gap(fact=ABOUT, reason=reason),) if by_fact else ())
    values: dict[str, list[Any]] = {name: [] for name in _FIELDS.values()}
    gaps: list[Gap] = []
    for reader in readers(about.system, wanted(signatures, about.system)):
        answer = by_fact.get(reader.fact)
        if answer is None:
            gaps.append(Gap(fact=reader.fact, reason=GapReason.MISSING))
            continue
        for item in _run(reader, about, answer, gaps):
            values[_FIELDS[type(item)]].append(item)
    gaps += (Gap(fact=fact, reason=GapReason.UNWRITTEN) for fact in unwritten(about.system))
    fields: dict[str, Any] = {name: tuple(dict.fromkeys(found)) for name, found in values.items()}
    return Understood(ThisComputer(taken=taken, system=about.system, admin=about.admin, **fields), tuple(gaps))


def _about(answer: Answer | None) -> About | None:
    try:
        return msgspec.json.decode(answer.output, type=About) if answer else None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _run(reader: Reader, about: About, answer: Answer, gaps: list[Gap]) -> Iterator[Any]:
    """Run one reader on what was kept; what it saw before a fault is used."""
    broken = None
    try:
        look = Look(_Replay(about, answer), reader.fact)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        gaps.append(Gap(fact=reader.fact, reason=GapReason.UNREADABLE))
        return
    try:
        yield from reader.read(look)
    except Late:
        broken = Gap(fact=reader.fact, reason=GapReason.TIMEOUT)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one place must not take the others with it
        broken = Gap(fact=reader.fact, reason=GapReason.UNREADABLE, detail=clean(f"{type(error).__name__}: {error}"))
    if answer.end is not End.WHOLE:
        broken = Gap(fact=reader.fact, reason=GapReason.TIMEOUT)
    gaps += [*look.gaps, *([broken] if broken else [])]
