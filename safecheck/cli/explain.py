"""`safecheck explain ID`: what a check, a kind of finding or a step of the plan means."""

import click

from safecheck.errors import ExitCode, SafecheckError


@click.command(short_help="Explain a check, a kind of finding or a step of the plan.")
@click.argument("name", metavar="ID")
def explain(name: str) -> ExitCode:
    """Explain a check, a kind of finding or a step of the plan by its name, as in the report for programs."""
    from safecheck.catalogue import load_advice, load_words

    words = load_words()
    found: list[str] = []
    if name in words.checks:
        found += [words.checks[name].title, words.checks[name].clear]
    if name in words.findings:
        kind = words.findings[name]
        found += [kind.title, kind.reason, kind.meaning, kind.not_proof, kind.noticed]
    for step in load_advice():
        if step.id == name:
            found += [step.title, step.why, *(f"- {item}" for item in step.steps)]
    if not found:
        raise SafecheckError("no-such-name", ExitCode.USAGE, name=name)
    click.echo("\n".join(found))
    return ExitCode.NOTHING_FOUND
