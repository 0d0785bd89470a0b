"""`safecheck explain NAME`: what a check, a kind of finding or a step of the plan means."""

from typing import TYPE_CHECKING

import click

from safecheck.errors import ExitCode, SafecheckError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safecheck.catalogue import Words
    from safecheck.model import Advice


@click.command(short_help="Explain a check, a kind of finding or a step of the plan.")
@click.argument("name", metavar="NAME")
def explain(name: str) -> ExitCode:
    """Explain a check, a kind of finding or a step of the plan by its name, as in the report for programs."""
    from safecheck.catalogue import blanks, fill, load_advice, load_words
    from safecheck.checks import load_checks
    from safecheck.model import Part

    words = load_words()
    found: list[str] = []
    if name in words.checks:
        check = next(check for check in load_checks() if check.id == name)
        needs = ", ".join(words.facts[fact] for fact in check.needs)
        labels = {
            Part.PHONE: "explain-check",
            Part.TOLD: "explain-check-accounts",
            Part.COMPUTER: "explain-check-computer",
        }
        sentence = words.labels[labels.get(check.part, "explain-check-downloads")]
        found.append(fill(sentence, {"title": words.checks[name].title, "needs": needs}))
    if name in words.findings:
        kind = words.findings[name]
        parts = {"meaning": kind.meaning, "not-proof": kind.not_proof, "noticed": kind.noticed}
        found += [
            fill(words.labels[f"finding-{part}"], {"text": text}) for part, text in parts.items() if not blanks(text)
        ]
    found += [line for step in load_advice() if step.id == name for line in _step(step, words)]
    if not found:
        raise SafecheckError("no-such-name", ExitCode.USAGE, name=name)
    click.echo("\n".join(found))
    return ExitCode.NOTHING_FOUND


def _step(step: "Advice", words: "Words") -> "Iterator[str]":
    """Give all that a step of the plan says, also one that no finding names yet."""
    from safecheck.catalogue import fill
    from safecheck.model import Part

    labels = words.labels
    yield step.title
    yield step.why
    yield fill(labels["step-notice"], {"notice": labels[f"notice-{step.notice}"]})
    if step.save_first:
        yield fill(labels["step-save"], {"text": step.save_first})
    yield from (f"- {item}" for item in step.steps)
    yield fill(labels["step-helper"], {"text": step.helper})
    if step.unverified:
        where = {Part.PHONE: "", Part.COMPUTER: "-computer-only", None: "-with-computer"}
        yield labels["step-unverified" + where.get(step.part, "-no-phone")]
    else:
        yield fill(labels["step-source"], {"source": step.source, "checked": step.checked})
