"""`safecheck feed`: which organisation's list is trusted, and lists that are carried by hand. Nothing here is sent."""

from pathlib import Path

import click

from safecheck.errors import SafecheckError, UpdateCode

_FILE = click.Path(path_type=Path)


@click.group(short_help="Trust an organisation's list; bring lists from a file.")
def feed() -> None:
    """Trust an organisation's list, and bring lists from a file. Nothing here goes over the internet.

    Exit codes are those of safecheck update.
    """


@feed.command(short_help="Trust the feed of an organisation.")
@click.argument("url", metavar="ADDRESS")
@click.option("--root", type=_FILE, required=True, metavar="FILE", help="The root file that the organisation gave you.")
@click.option("--host", "hosts", multiple=True, metavar="NAME", help="Another host that its files may come from.")
@click.option(
    "--fingerprint", default="", metavar="HEX", help="What the root file must have, so that nothing is asked."
)
def add(url: str, root: Path, hosts: tuple[str, ...], fingerprint: str) -> UpdateCode:
    """Trust the feed of an organisation, after its fingerprint was compared. Nothing is fetched yet."""
    from msgspec.structs import replace

    from safecheck.cli.talk import label, say
    from safecheck.feed import place, state

    url, host = _address(url)
    data = _read(root)
    _compare(url, data, root, fingerprint)
    with state.alone(place.folder()) as folder:
        known = state.load(folder)
        if known.feed is not None:
            raise SafecheckError("feed-there", UpdateCode.NOT_DONE, url=known.feed.url)
        trusted = state.Feed(url=url, hosts=tuple(dict.fromkeys((host, *map(str.lower, hosts)))), root=data.decode())
        state.switch(folder, replace(known, feed=trusted))
    say(label("feed-added"))
    say(label("update-kept", folder=folder))
    return UpdateCode.UPDATED


def _address(url: str) -> tuple[str, str]:
    """Give an address with its end, and its host."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        extra = "@" in parts.netloc or parts.query or parts.fragment
        host = parts.hostname if parts.scheme == "https" and parts.port != 0 and not extra else None
    except ValueError:  # no number of a port
        host = None
    if not host:
        raise SafecheckError("bad-address", UpdateCode.NOT_DONE, url=url)
    return url.rstrip("/") + "/", host


def _read(root: Path) -> bytes:
    from safecheck.feed.anchor import LARGEST

    try:
        with root.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise SafecheckError("root-refused", UpdateCode.NOT_DONE, file=root, why=error.strerror or error) from error


def _compare(url: str, data: bytes, root: Path, fingerprint: str) -> None:
    """Show what a root file says, and go on only where its fingerprint is the one that the organisation told."""
    from safecheck.cli.asking import Terminal
    from safecheck.cli.talk import is_terminal, label, say
    from safecheck.feed.anchor import describe
    from safecheck.feed.refusal import Refused

    try:
        anchor = describe(data)
    except Refused as refused:
        raise SafecheckError("root-refused", UpdateCode.NOT_DONE, file=root, why=refused.why) from refused
    signers = {
        role: label("feed-signers", threshold=threshold, keys=keys)
        for role, (threshold, keys) in anchor.signers.items()
    }
    say(
        label(
            "feed-trust",
            url=url,
            version=anchor.version,
            expires=anchor.expires.date(),
            root=signers["root"],
            targets=signers["targets"],
            fingerprint=in_groups(anchor.fingerprint),
        )
    )
    told = "".join(fingerprint.split()).lower()
    if told != anchor.fingerprint and (told or not is_terminal() or not Terminal().ask(label("feed-trust-ask"))):
        raise SafecheckError("root-not-trusted", UpdateCode.NOT_DONE)


def in_groups(fingerprint: str) -> str:
    """Write hex in groups that can be read aloud, in lines of eight."""
    groups = [fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4)]
    return "\n".join(" ".join(groups[start : start + 8]) for start in range(0, len(groups), 8))


@feed.command(short_help="Trust no feed any more, and remove the lists that came from it.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def remove(*, yes: bool) -> UpdateCode:
    """Trust no feed any more, remove every list that was fetched, and leave nothing behind."""
    from safecheck.cli.asking import Terminal
    from safecheck.cli.talk import is_terminal, label, say
    from safecheck.feed import place, state

    if not yes and is_terminal() and not Terminal().ask(label("feed-remove-ask")):
        raise SafecheckError("update-declined", UpdateCode.NOT_DONE)
    state.forget(place.folder())
    say(label("feed-removed", folder=place.folder()))
    return UpdateCode.UPDATED


@feed.command(short_help="Say which feed is trusted, and which lists are here.")
def status() -> UpdateCode:
    """Say which feed is trusted, which lists are here, and which of them scans use."""
    from hashlib import sha256

    from safecheck.cli.list_in_use import say_list
    from safecheck.cli.talk import label
    from safecheck.feed import place, state

    known = state.load(place.folder())
    if known.feed is None:
        click.echo(label("feed-none"))
    else:
        fingerprint = sha256(known.feed.root.encode()).hexdigest()
        click.echo(label("feed-is", url=known.feed.url, fingerprint=fingerprint))
    for number, kept in enumerate(known.lists):
        click.echo(
            label(
                "feed-kept",
                mark="*" if number == known.active else "-",
                version=kept.version,
                kind=kept.kind.value,
                confirmed=kept.confirmed.date(),
                accepted=kept.accepted.date(),
                digest=kept.digest[:12],
            )
        )
    say_list()
    return UpdateCode.UPDATED


@feed.command("import", short_help="Take a list from a file, such as from a USB stick.")
@click.argument("file", type=_FILE, metavar="FILE")
def bring(file: Path) -> UpdateCode:
    """Take a list from a file that safecheck feed export or the organisation wrote."""
    from datetime import UTC, datetime

    from safecheck.cli.update import prove, settle
    from safecheck.feed import place
    from safecheck.feed.update import from_file

    folder = place.folder()
    return settle(lambda: from_file(folder, file, datetime.now(UTC), prove), file, folder)


@feed.command(short_help="Write the list that is in use to a file, for another computer.")
@click.argument("file", type=_FILE, metavar="FILE")
def export(file: Path) -> UpdateCode:
    """Write the fetched list that is in use to a file, with all that vouches for it."""
    from safecheck.cli.talk import label, say
    from safecheck.cli.update import refusing
    from safecheck.feed import bundle, place
    from safecheck.feed.update import proved
    from safecheck.writing import check_writable, write_whole

    check_writable(file)
    with refusing(place.folder()):
        members, _, _ = proved(place.folder())
    write_whole(file, bundle.encode(members))
    say(label("feed-exported", file=file))
    return UpdateCode.UPDATED


@feed.command(short_help="Check the signatures of the list in use, or of a file.")
@click.argument("file", type=_FILE, metavar="[FILE]", required=False)
def verify(file: Path | None) -> UpdateCode:
    """Check the signatures of the fetched list in use, or of a file, by the feed that is trusted. Changes nothing."""
    from safecheck.cli.talk import label
    from safecheck.cli.update import refusing
    from safecheck.feed import place
    from safecheck.feed.update import proved

    with refusing(file or place.folder()):
        _, verified, listed = proved(place.folder(), file)
    click.echo(
        label(
            "feed-verified",
            version=listed.version,
            digest=verified.digest[:12],
            confirmed=verified.issued.date(),
            expires=verified.expires.date(),
        )
    )
    return UpdateCode.UPDATED


@feed.command(short_help="Go back to the list before.")
def rollback() -> UpdateCode:
    """Use the list before the one in use, until there is a newer one than that."""
    from msgspec.structs import replace

    from safecheck.cli.list_in_use import say_list
    from safecheck.cli.talk import label, say
    from safecheck.feed import place, state

    with state.alone(place.folder()) as folder:
        known = state.load(folder)
        if known.active + 1 >= len(known.lists):
            raise SafecheckError("nothing-kept", UpdateCode.NOT_DONE)
        state.switch(folder, replace(known, active=known.active + 1))
    say(label("feed-rolled-back"))
    say_list()
    return UpdateCode.UPDATED
