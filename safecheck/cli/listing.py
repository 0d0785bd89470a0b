"""`safecheck list WHAT`: what this copy knows and can do, in plain columns."""

from collections.abc import Callable, Iterator, Mapping

import click

from safecheck.errors import ExitCode

_Rows = Iterator[tuple[object, ...]]


def _families() -> _Rows:
    """One product of the list."""
    from safecheck.feed.load import load_list

    yield "id", "name", "class", "packages", "certificates", "classes", "computer"
    for family in load_list().signatures.listed.families:
        facts = family.facts
        yield (
            family.id,
            family.name,
            family.kind.value,
            sum(len(group.packages) for group in facts),
            sum(len(group.cert_sha1) + len(group.cert_sha256) for group in facts),
            sum(len(group.components) for group in facts),
            sum(len(group.computer) for group in facts),
        )


def _sources() -> _Rows:
    """One source of the list."""
    from safecheck.feed.load import load_list

    yield "id", "licence", "revision", "address", "name"
    for id_, source in load_list().signatures.listed.sources.items():
        yield id_, source.licence, source.revision, source.url, source.name


def _checks() -> _Rows:
    """One check of a phone."""
    from safecheck.catalogue import load_words
    from safecheck.checks import load_checks

    yield "id", "title"
    for check in load_checks():
        yield check.id, load_words().checks[check.id].title


def _formats() -> _Rows:
    """One form of the report."""
    from safecheck import formats

    yield ("id",)
    for name in formats.names():
        yield (name,)


def _services() -> _Rows:
    """One service that shares places or pictures."""
    from safecheck import services
    from safecheck.catalogue import load_service

    yield "id", "name"
    for name in services.names():
        yield name, load_service(name).name


_LISTS: Mapping[str, Callable[[], _Rows]] = {
    "families": _families,
    "checks": _checks,
    "services": _services,
    "formats": _formats,
    "sources": _sources,
}


@click.command("list", short_help="List the known products, the checks, the services, the formats or the sources.")
@click.argument("what", type=click.Choice(tuple(_LISTS)))
def listing(what: str) -> ExitCode:
    """List what this copy of safecheck knows and can do."""
    from tabulate import tabulate

    from safecheck.cli.talk import label

    head, *rows = _LISTS[what]()
    headings = [label(f"list-{key}") for key in head]
    table = tabulate(rows, headers=headings, tablefmt="plain", disable_numparse=True)
    click.echo(table)
    return ExitCode.NOTHING_FOUND
