"""Look at this computer besides the phone, or without one."""

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safecheck.model import Answer, Signatures, Snapshot

PHONE = "phone"  # the fact that stands for all of a phone that was meant to be looked at


def ask_this_computer(signatures: "Signatures") -> "tuple[Answer, ...]":
    """Ask this computer everything; nothing where it is of a kind that cannot be read."""
    from safecheck.cli.talk import label, say
    from safecheck.computer.collect import collect
    from safecheck.computer.live import this_computer
    from safecheck.computer.readers import readers
    from safecheck.desktop import wanted

    host = this_computer()
    if host is None:
        say(label("computer-unknown"))
        return ()
    prove(signatures)
    say(label("reading-computer"))
    system = host.about.system
    return collect(host, readers(system, wanted(signatures, system)))


def cannot_be_looked_at() -> "tuple[Answer, ...]":
    """Give what stands, also in a recording, for a computer that was meant to be looked at and cannot be."""
    from safecheck.computer.readers import ABOUT

    return (_not_asked(ABOUT),)


def prove(signatures: "Signatures") -> None:
    """Raise SafecheckError unless what judges a computer sees a made-up program."""
    from safecheck import canary_computer, catalogue
    from safecheck.checks import load_checks

    canary_computer.prove(load_checks(), signatures, catalogue.load_words())


def with_computer(snapshot: "Snapshot", answers: "Sequence[Answer]", signatures: "Signatures") -> "Snapshot":
    """Put what a computer answered beside what a phone did; no answer at all means that none was asked."""
    if not answers:
        return snapshot
    from safecheck.computer.understand import understand

    computer, gaps = understand(answers, signatures, snapshot.taken)
    return msgspec.structs.replace(
        snapshot, computer=computer, gaps=(*snapshot.gaps, *gaps), answers=(*snapshot.answers, *answers)
    )


def without_phone(taken: "datetime", *, wanted: bool) -> "Snapshot":
    """Give a snapshot without a phone; where one was wanted, that is a gap, and stays one in a recording."""
    from safecheck.model import Gap, GapReason, Snapshot

    return Snapshot(
        taken=taken,
        phone=None,
        gaps=(Gap(fact=PHONE, reason=GapReason.NOT_LOOKED),) if wanted else (),
        answers=(_not_asked(PHONE),) if wanted else (),
    )


def _not_asked(fact: str) -> "Answer":
    from safecheck.model import Answer, End, Question

    return Answer(
        question=Question(fact=fact, command="", limit=0), output=b"", exit=None, end=End.NOT_ASKED, seconds=0.0
    )
