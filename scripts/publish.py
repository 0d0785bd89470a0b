"""Run a feed: make keys, decide who may sign, publish lists. docs/feed.md goes through it step by step.

What people sign (the root, the list) is signed on computers without a network, by more than one person. What a
machine signs every week (`stamp`) cannot change the list.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

if not getattr(sys.flags, "safe_path", False):  # older Pythons do not know it
    import bootstrap

    bootstrap.enter(__file__, "publish")

sys.path.append(str(Path(__file__).resolve().parent))  # behind the package, whose name a script shares
import click
import repository
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from difference import difference
from repository import Feed, Signers, Trouble
from securesystemslib.signer import CryptoSigner, Key, SSlibKey
from tuf.api.metadata import Metadata, Root, Targets
from tuf.api.serialization import DeserializationError

from safecheck.cli.feed import in_groups
from safecheck.feed.bundle import LIST
from safecheck.feed.content import Shrunk
from safecheck.feed.refusal import Refused

_PASSPHRASE = "SAFECHECK_FEED_PASSPHRASE"  # noqa: S105 - the name of a variable, for the machine that stamps
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_ROLES = ("root", "targets", "snapshot", "timestamp")


@click.group()
def main() -> None:
    """Run a feed. docs/feed.md goes through it step by step."""


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--for-a-machine", is_flag=True, help="Without a passphrase, for the machine that stamps.")
def key(file: Path, *, for_a_machine: bool) -> None:
    """Make a key: FILE stays with its owner, FILE.pub goes to who writes the root."""
    if file.exists():
        raise Trouble(f"{file} is already there.")
    private = Ed25519PrivateKey.generate()
    secret = b"" if for_a_machine else _passphrase(confirm=True)
    protection = serialization.BestAvailableEncryption(secret) if secret else serialization.NoEncryption()
    data = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)
    with open(file, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        out.write(data)
    public = SSlibKey.from_crypto(private.public_key())
    Path(f"{file}.pub").write_text(json.dumps({"keyid": public.keyid, **public.to_dict()}, indent=1) + "\n")
    use = "Without its passphrase it is of no use." if secret else "Whoever has it can stamp: nobody else may read it."
    click.echo(f"{file}: keep it, and keep a copy elsewhere. {use}")
    click.echo(f"{file}.pub: give it to who writes the root. Key {public.keyid[:12]}")


def _passphrase(*, confirm: bool = False) -> bytes:
    given = os.environ.get(_PASSPHRASE)
    return (given or click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, type=str)).encode()


def _public(file: Path) -> Key:
    """Read a public key."""
    try:
        written = json.loads(file.read_text("utf-8"))
        key = SSlibKey.from_dict(written.pop("keyid"), written)
        own = repository.mark(key)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Trouble(f"{file} is no public key.") from error
    if own != key.keyid:
        raise Trouble(f"{file} is shown as key {key.keyid[:12]}, but is {own[:12]}.")
    return key


def _signer(file: Path) -> CryptoSigner:
    """Read a private key; asks for its passphrase where it has one."""
    data = file.read_bytes()
    secret = _passphrase() if b"ENCRYPTED" in data else None
    try:
        private = serialization.load_pem_private_key(data, secret)
    except ValueError as error:
        raise Trouble(f"{file} is no key, or the passphrase is another.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise Trouble(f"{file} is a key of another kind.")
    return CryptoSigner(private)


@main.command()
@click.argument("folder", type=_FOLDER)
@click.option("--root", "roots", multiple=True, type=_FILE, help="Public key of one who may change keys.")
@click.option("--targets", multiple=True, type=_FILE, help="Public key of one who may change the list.")
@click.option("--machine", type=_FILE, help="Public key of the machine that stamps.")
@click.option("--root-needs", type=int, help="How many must sign a change of keys.  [default: 2, or as before]")
@click.option("--targets-needs", type=int, help="How many must sign a list.  [default: 2, or as before]")
def root(  # noqa: PLR0913 - one per option
    folder: Path,
    roots: tuple[Path, ...],
    targets: tuple[Path, ...],
    machine: Path | None,
    root_needs: int | None,
    targets_needs: int | None,
) -> None:
    """Write a root that waits for signatures: the first, or the next one. What is not named stays as it was.

    Naming keys for a role takes the place of all its keys before.
    """
    feed = Feed(folder)
    before = repository.signers_of(feed) if feed.newest(Root.type) else {}
    machines = (machine,) if machine else ()
    named = {"root": roots, "targets": targets, "snapshot": machines, "timestamp": machines}
    needs = {"root": root_needs, "targets": targets_needs}
    signers: dict[str, Signers] = {}
    for role in _ROLES:
        old = before.get(role)
        keys = tuple(_public(file) for file in named[role]) or (old.keys if old else ())
        usual = 1 if role in {"snapshot", "timestamp"} else 2
        signers[role] = Signers(keys, needs.get(role) or (old.needed if old else usual))
    _show(repository.make_root(feed, signers, datetime.now(UTC)))
    waits = any(feed.waiting.glob("*.targets.json"))
    if before and signers["targets"] != before["targets"] and feed.newest(Targets.type) and not waits:
        click.echo("The list must be signed anew, by its new keys:")
        _show(repository.renew_targets(feed, datetime.now(UTC)))
    click.echo("It waits. Sign it (publish.py sign), then: publish.py release")


@main.command("list")
@click.argument("folder", type=_FOLDER)
@click.argument("file", type=_FILE)
@click.option("--shrunk", type=click.Choice([reason.value for reason in Shrunk]), help="Why so much went.")
def new_list(folder: Path, file: Path, shrunk: str | None) -> None:
    """Hold a compiled list against the gates, show what is new in it, and let it wait for signatures."""
    feed, data = Feed(folder), file.read_bytes()
    new, before = repository.hold(feed, data, shrunk or "")
    click.echo("\n".join(difference(before, new)))
    _show(repository.make_targets(feed, data, shrunk or "", datetime.now(UTC)))
    click.echo("It waits. Sign it (publish.py sign), then: publish.py release")


@main.command()
@click.argument("folder", type=_FOLDER)
def renew(folder: Path) -> None:
    """Let the list that is put out wait for new signatures, before those that it has run out."""
    _show(repository.renew_targets(Feed(folder), datetime.now(UTC)))


@main.command()
@click.argument("file", type=_FILE)
@click.option("--key", "private", type=_FILE, required=True, help="Your own key.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def sign(file: Path, private: Path, *, yes: bool) -> None:
    """Show what a waiting file says, and sign it. For a computer without a network: only FILE has to be there."""
    metadata = _show(file)
    if not yes and not click.confirm("Sign this?"):
        raise Trouble("Nothing was signed.")
    repository.sign(file, metadata, _signer(private))  # what was shown, whatever stands in the file by now
    click.echo(f"Signed by {len(metadata.signatures)} so far.")


@main.command()
@click.argument("folder", type=_FOLDER)
def release(folder: Path) -> None:
    """Put out what waits and is signed by enough people. Then: publish.py stamp."""
    out = repository.release(Feed(folder))
    click.echo("\n".join(f"Put out: {name}" for name in out) or "Nothing waits.")


@main.command()
@click.argument("folder", type=_FOLDER)
@click.option("--key", "private", type=_FILE, required=True, help="The machine's key.")
def stamp(folder: Path, private: Path) -> None:
    """Vouch for what is put out, for 30 days. Run it every week, also where nothing has changed."""
    verified = repository.stamp(Feed(folder), _signer(private), datetime.now(UTC))
    click.echo(f"Stamped {verified.timestamp}, list {verified.digest[:12]}, good until {verified.expires:%Y-%m-%d}.")


@main.command()
@click.argument("folder", type=_FOLDER)
def status(folder: Path) -> None:
    """Say what is put out, until when it is good, and what waits."""
    feed = Feed(folder)
    for role in _ROLES:
        metadata = feed.newest(role)
        until = f"{metadata.signed.version}, good until {metadata.signed.expires:%Y-%m-%d}" if metadata else "none yet"
        click.echo(f"{role}: {until}")
    for file in sorted(feed.waiting.glob("*.*.json")):
        if LIST not in file.name:
            click.echo(f"waits: {file.name}, signed by {len(Metadata[Any].from_file(str(file)).signatures)}")
    for file in feed.roots():
        click.echo(f"fingerprint of {file.name}:\n{in_groups(hashlib.sha256(file.read_bytes()).hexdigest())}")


def _show(file: Path) -> Metadata[Any]:
    """Say what a waiting file says, and give it."""
    try:
        metadata = Metadata[Any].from_file(str(file))
    except DeserializationError as error:
        raise Trouble(f"{file} is nothing that can be signed.") from error
    if isinstance(metadata.signed, Root):
        repository.hold_keys(metadata.signed)
    click.echo("\n".join((f"{file.name}:", *_said(metadata.signed))))
    return metadata


def _said(signed: Root | Targets) -> Iterator[str]:
    yield f"  good until {signed.expires:%Y-%m-%d}"
    if isinstance(signed, Root):
        for name, role in signed.roles.items():
            yield f"  {name}: {role.threshold} of {', '.join(sorted(keyid[:12] for keyid in role.keyids))}"
    else:
        for path, target in signed.targets.items():
            yield f"  {path}: {target.length} bytes, mark {target.hashes['sha256'][:12]}"
            yield from (f"  {name}: {value}" for name, value in (target.custom or {}).items())


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except Trouble as trouble:
        sys.exit(str(trouble))
    except Refused as refused:
        sys.exit(f"The list was refused: {refused.why}.")
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit("Stopped.")
