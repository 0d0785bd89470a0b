"""`safecheck doctor`: is a phone connected in the right way?"""

import click

from safecheck.errors import ExitCode


@click.command(short_help="Look if a phone is connected in the right way.")
@click.option("-s", "--serial", metavar="NAME", help="Which phone, if several are connected.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask the two questions first.")
def doctor(serial: str | None, *, yes: bool) -> ExitCode:
    """Look if a phone is connected in the right way, and say what to do if not. Reads nothing from it."""
    from safecheck.cli.asking import Terminal
    from safecheck.cli.connecting import connected
    from safecheck.cli.gate import gate
    from safecheck.cli.list_in_use import say_list
    from safecheck.cli.talk import is_terminal, label

    say_list()
    if not yes and is_terminal():
        person = Terminal()
        person.say(label("gate-intro"))
        gate(person)
    with connected(serial) as (phone, _):
        click.echo(label("ready", serial=phone.serial, model=phone.model))
    return ExitCode.NOTHING_FOUND
