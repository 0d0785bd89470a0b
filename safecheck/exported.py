"""Questions about downloads of accounts that several checks ask: was this you, and is this yours?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from safecheck.model import Accounts, Confidence, Contact, DeviceType, Seen, SeenKind, Severity, Sign

T = TypeVar("T", Seen, Contact)

YES, NO = "yes", "no"  # any other answer, such as "not sure", leaves the question open
ASKED = "-ask"  # how the kinds of signs end that are answered with one of these
EACH = 12  # of one kind that are asked about one by one; the others are named together
_NAMED = 8  # things that are named; the number of all is said too

SEEN_BLANKS = ("service", "model", "place", "first", "last", "times", "programs", "networks", "count", "names")


def not_told(*blanks: str) -> Mapping[str, tuple[str, ...]]:
    """Give the phrases that stand in blanks of which a download told nothing."""
    return {blank: (f"{blank}-not-told",) for blank in blanks}


SEEN_PHRASES = {
    "device": tuple(f"device-{kind}" for kind in DeviceType),
    **not_told("model", "place", "first", "last", "programs"),
}


def named(names: Sequence[str]) -> str:
    """Name the first few, and say that there are more."""
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")


def day(moment: datetime | None) -> str:
    """Write a day; "" for none."""
    return f"{moment:%Y-%m-%d}" if moment else ""


def open_and_denied(accounts: Accounts, items: Sequence[T]) -> tuple[list[T], list[T]]:
    """Part what is still to be asked from what the person said was not them; what was them is left out."""
    answers = [(item, accounts.answers.get(item.id, "")) for item in items]
    return [item for item, answer in answers if answer not in {YES, NO}], [i for i, answer in answers if answer == NO]


def seen_signs(accounts: Accounts, kind: SeenKind, advice: str) -> Iterator[Sign]:
    """Ask about each device that was seen in one way; those that were not the person lead to the plan."""
    name = f"export-{kind}"
    for export in accounts.exports:
        unanswered, denied = open_and_denied(accounts, [seen for seen in export.seen if seen.kind is kind])
        for seen in denied:
            yield seen_sign(f"{name}-no", Severity.ACT, seen, (advice,))
        for seen in unanswered[:EACH]:
            yield seen_sign(f"{name}{ASKED}", Severity.ASK, seen, (advice,))
        yield from more(f"{name}-more", unanswered[EACH:], advice, _short)


def seen_kinds(kind: SeenKind) -> tuple[str, ...]:
    """Name every kind of sign that `seen_signs` gives."""
    return tuple(f"export-{kind}-{ending}" for ending in ("ask", "no", "more"))


def seen_sign(kind: str, severity: Severity, seen: Seen, advice: tuple[str, ...]) -> Sign:
    """Make the sign about one device."""
    told = {
        "model": seen.model,
        "place": seen.place,
        "first": day(seen.first or seen.last),
        "last": day(seen.last or seen.first),
        "programs": ", ".join(seen.programs),
    }
    networks = f"{seen.network_count} networks ({named(seen.networks)})" if seen.networks else "no network is told"
    return sign(
        kind,
        seen.id,
        severity,
        advice,
        f"{seen.service}: {seen.times} entries, {networks}; {seen.id}",
        told,
        {"service": seen.service.capitalize(), "times": str(seen.times), "count": str(seen.network_count)},
        {"device": (f"device-{seen.device}",)},
    )


def _short(seen: Seen) -> str:
    parts = (seen.model or seen.device.value, seen.place, day(seen.last or seen.first))
    return " ".join(part for part in parts if part)


def more(kind: str, items: Sequence[T], advice: str, short: Callable[[T], str]) -> Iterator[Sign]:
    """One sign for all that are too many to be asked about one by one."""
    if items:
        first = items[0]
        blanks = {
            "service": first.service.capitalize(),
            "count": str(len(items)),
            "names": named([short(i) for i in items]),
        }
        evidence = f"{first.service}: {' '.join(item.id for item in items)}"
        yield sign(kind, first.id, Severity.ASK, (advice,), evidence, {}, blanks, {})


def sign(  # noqa: PLR0913 - what a sign is made of
    kind: str,
    id_: str,
    severity: Severity,
    advice: tuple[str, ...],
    evidence: str,
    told: Mapping[str, str],
    blanks: Mapping[str, str],
    phrases: Mapping[str, tuple[str, ...]],
) -> Sign:
    """Make a sign about `id_`, under which its answer is kept; what is not `told` is said not to be."""
    return Sign(
        kind=kind,
        subject=id_,
        users=(),
        severity=severity,
        confidence=Confidence.LIKELY,  # a service can be wrong, and its list can be made to lie
        advice=advice,
        evidence=evidence,
        blanks={**blanks, **{name: text for name, text in told.items() if text}},
        phrases={
            **phrases,
            **{name: (f"{name}-not-told",) for name, text in told.items() if not text},
        },
    )
