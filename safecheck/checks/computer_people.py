"""Who else uses this computer, and who of them may change everything on it."""

from collections.abc import Callable, Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import Person, ThisComputer

_ADMINS, _RUN_BY = "computer-people-admins", "computer-people-run-by"
_KINDS: tuple[tuple[str, Severity, Callable[[Person], bool]], ...] = (
    ("computer-people-hidden", Severity.ASK, lambda one: bool(one.admin) and one.hidden and not one.me),
    ("computer-people-unseen", Severity.ASK, lambda one: not one.admin and one.hidden and not one.me),
    (_ADMINS, Severity.ASK, lambda one: bool(one.admin) and not one.hidden and not one.me),
    ("computer-people-others", Severity.NOTE, lambda one: not one.admin and not one.hidden and not one.me),
    ("computer-people-keyboard", Severity.NOTE, lambda one: one.keyboard),
)


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each kind of person; other words where the person has no say and somebody else runs the computer."""
    for kind, severity, fits in _KINDS:
        names = ", ".join(one.name for one in computer.people if fits(one))
        if names:
            yield Sign(
                kind=_RUN_BY if kind == _ADMINS and computer.run_by else kind,
                subject=names,
                users=(),
                severity=severity,
                confidence=Confidence.CERTAIN,
                advice=("computer-people",) if severity is Severity.ASK else (),
                evidence=names,
            )


CHECK = Check(
    id="computer-people",
    needs=("computer-people",),
    kinds=(*(kind for kind, _, _ in _KINDS), _RUN_BY),
    advice=("computer-people",),
    per_user=False,
    run=_signs,
    part=Part.COMPUTER,
)
