"""`safecheck explain NAME`: what a check, a kind of finding or a step of the plan means."""

import click

from safecheck.errors import ExitCode, SafecheckError


@click.command(short_help="Explain a check, a kind of finding or a step of the plan.")
@click.argument("name", metavar="NAME")
def explain(name: str) -> ExitCode:
    """Explain a check, a kind of finding or a step of the plan by its name, as in the report for programs."""
    from safecheck.catalogue import blanks, fill, load_advice, load_words
    from safecheck.checks import load_checks

    words = load_words()
    found: list[str] = []
    if name in words.checks:
        check = next(check for check in load_checks() if check.id == name)
        needs = ", ".join(words.facts[fact] for fact in check.needs)
        found.append(fill(words.labels["explain-check"], {"title": words.checks[name].title, "needs": needs}))
    if name in words.findings:
        kind = words.findings[name]
        found += [text for text in (kind.meaning, kind.not_proof, kind.noticed) if not blanks(text)]
    for step in load_advice():
        if step.id == name:
            found += [step.title, step.why, *(f"- {item}" for item in step.steps)]
    if not found:
        raise SafecheckError("no-such-name", ExitCode.USAGE, name=name)
    click.echo("\n".join(found))
    return ExitCode.NOTHING_FOUND
