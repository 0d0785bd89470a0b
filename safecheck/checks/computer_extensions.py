"""Extensions of browsers: loaded by hand, forced by a rule, brought by a program, or able to read every page."""

from collections.abc import Iterator, Sequence

from safecheck.known_desktop import EXTENSIONS
from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import Extension, Origin, ThisComputer

_ASKED = {
    Origin.HAND: "computer-extension-hand",
    Origin.POLICY: "computer-extension-forced",
    Origin.PROGRAM: "computer-extension-brought",
    Origin.UNKNOWN: "computer-extension-unknown",
}
_EVERY_PAGE, _KNOWN = "computer-extension-every-page", "computer-extension-known"
_NAMED = 8  # extensions that are named; the number of all is said too


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - its ids are another check's
    """One sign for each extension that did not come from a store; those that did are told together."""
    written_down = {one.place for one in computer.extensions if one.id}
    for origin, kind in _ASKED.items():
        for id_, same in _by_id(one for one in computer.extensions if one.origin is origin).items():
            if id_ not in written_down or same[0].id:
                yield _sign(kind, same, id_)
    there = {one.id for one in computer.extensions if one.origin is Origin.POLICY}
    for forced in computer.forced:
        if forced.id not in there:
            yield _forced(forced.browser, forced.id, forced.place)
    store = [one for one in computer.extensions if one.origin is Origin.STORE and one.every_page and one.enabled]
    for kind, known in ((_EVERY_PAGE, False), (_KNOWN, True)):
        chosen = {one.id: one for one in store if (one.id in EXTENSIONS) is known}
        if chosen:
            yield _together(kind, list(chosen.values()))


def _by_id(extensions: Iterator[Extension]) -> dict[str, list[Extension]]:
    """Gather the same extension of several profiles."""
    found: dict[str, list[Extension]] = {}
    for one in extensions:
        found.setdefault(one.id or one.place, []).append(one)
    return found


def _sign(kind: str, same: Sequence[Extension], id_: str) -> Sign:
    first = same[0]
    on = any(one.enabled for one in same)
    places = ", ".join(dict.fromkeys(f"{one.browser} ({one.profile})" if one.profile else one.browser for one in same))
    return Sign(
        kind=kind,
        subject=first.name,
        users=(),
        severity=Severity.ASK if on else Severity.NOTE,
        confidence=Confidence.CERTAIN,
        advice=("computer-extensions",) if on else (),
        evidence=f"{id_} {first.place} {' '.join(first.powers)}",
        blanks={"browser": places, "count": "1", "names": first.name},
        phrases={"reach": tuple(_reach(same))},
    )


def _reach(same: Sequence[Extension]) -> Iterator[str]:
    """Say how far an extension reaches."""
    if not same:
        yield "extension-not-there"
    elif any(one.every_page for one in same):
        yield "extension-every-page"
    else:
        yield "extension-some-pages"
    if same and not any(one.enabled for one in same):
        yield "extension-off"


def _forced(browser: str, id_: str, place: str) -> Sign:
    """A rule names an extension that is not there yet, or that the browser has not told of."""
    return Sign(
        kind=_ASKED[Origin.POLICY],
        subject=id_,
        users=(),
        severity=Severity.ASK,
        confidence=Confidence.CERTAIN,
        advice=("computer-extensions",),
        evidence=f"{id_} {place}",
        blanks={"browser": browser, "count": "1", "names": id_},
        phrases={"reach": tuple(_reach(()))},
    )


def _together(kind: str, extensions: Sequence[Extension]) -> Sign:
    names = [f"{one.name} ({one.browser})" for one in extensions]
    return Sign(
        kind=kind,
        subject="extensions",
        users=(),
        severity=Severity.NOTE,
        confidence=Confidence.CERTAIN,
        advice=(),
        evidence=" ".join(one.id for one in extensions),
        blanks={"browser": "", "count": str(len(names)), "names": ", ".join(names[:_NAMED])},
        phrases={"reach": tuple(_reach(extensions))},
    )


CHECK = Check(
    id="computer-extensions",
    needs=("computer-browsers", "computer-processes", "computer-firefox", "computer-policies", "computer-safari"),
    kinds=(*_ASKED.values(), _EVERY_PAGE, _KNOWN),
    advice=("computer-extensions",),
    per_user=False,
    run=_signs,
    blanks=("browser", "count", "names"),
    phrases={"reach": ("extension-every-page", "extension-some-pages", "extension-off", "extension-not-there")},
    part=Part.COMPUTER,
)
