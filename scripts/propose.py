"""Propose changes of the list from a public source, read from a local copy of one commit: nothing is taken by itself.

`python3 scripts/propose.py echap FOLDER` prints what the source has and the list has not (+), what it no longer has
(-), and what no list may have (!). With --write FOLDER, each + is written as a piece of a family file, to be looked at,
completed and put into signatures/families/ by a person; what is left out goes into signatures/exclusions.toml.
"""

import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

if not getattr(sys.flags, "safe_path", False):  # older Pythons do not know it
    import bootstrap

    bootstrap.enter(__file__, "dev")

sys.path.append(str(Path(__file__).resolve().parent))  # behind the package, whose name a script shares
import click
import msgspec
from difference import written
from upstream import SOURCES, Proposal

from safecheck import gates
from safecheck.catalogue import load_signatures, signatures_file
from safecheck.feed.content import marks
from safecheck.model import Facts, Family, Mark, SignatureList, Source

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


def fresh(proposals: Iterable[Proposal], listed: SignatureList) -> Iterator[Proposal]:
    """Give what the list does not have, in any family, and people did not leave out."""
    table = tomllib.loads(signatures_file("exclusions.toml").read_text("utf-8"))["exclusions"]
    left_out = {line["fact"] for line in table}
    known = {mark for _, mark in marks(listed)}
    for proposal in dict.fromkeys(proposals):
        value = proposal.value.value if isinstance(proposal.value, Mark) else proposal.value
        if proposal.value not in known and not {value, proposal.product} & left_out:
            yield proposal


def gone(proposals: Iterable[Proposal], listed: SignatureList, source: str) -> Iterator[str]:
    """Give what the list has from a source that does not have it any more."""
    there = {(proposal.field, proposal.value) for proposal in proposals}
    for field, value in sorted(marks(listed, source) - there, key=str):
        yield f"- {field}  {written(value)}"


def families(listed: SignatureList) -> dict[str, Family]:
    """Give every family by each of its names, written so that spelling does not matter."""
    return {plain(name): family for family in listed.families for name in (family.name, *family.aliases)}


def plain(name: str) -> str:
    """Write a name so that spelling does not matter."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def why_not(proposal: Proposal, id_: str, source: str) -> str:
    """Say why no list may have this mark; empty where it may."""
    family = Family(id=id_, name=id_, kind=proposal.kind, facts=(_facts(source, [proposal]),))
    nowhere = Source(name=source, date=date.min)
    alone = SignatureList(schema=1, version=1, issued=date.min, sources={source: nowhere}, families=(family,))
    return next((refusal.why for refusal in gates.refusals(alone)), "")


def _facts(source: str, proposals: Iterable[Proposal]) -> Facts:
    fields: dict[str, list[object]] = defaultdict(list)
    for proposal in proposals:
        fields[proposal.field].append(msgspec.to_builtins(proposal.value))
    return msgspec.convert({"source": source, "grade": "B", **fields}, Facts)


@click.command()
@click.argument("source", type=click.Choice(tuple(SOURCES)))
@click.argument("folder", type=_FOLDER)
@click.option("--write", type=click.Path(path_type=Path), help="Write each new piece of a family here.")
def main(source: str, folder: Path, write: Path | None) -> None:
    """Print what the local copy of a source in FOLDER would change."""
    listed = load_signatures().signatures.listed
    proposals = tuple(SOURCES[source](folder))
    known = families(listed)
    taken: dict[str, list[Proposal]] = defaultdict(list)
    lines: list[str] = []
    for proposal in fresh(proposals, listed):
        family = known.get(plain(proposal.product))
        id_ = family.id if family else re.sub(r"[^a-z0-9]+", "-", proposal.product.lower()).strip("-")
        refusal = why_not(proposal, id_, source)
        if not refusal:
            taken[id_].append(proposal)
        place = id_ if family else f"{id_} (a new family: {proposal.kind.value}?)"
        lines.append(f"{'!' if refusal else '+'} {place}  {proposal.field}  {refusal or written(proposal.value)}")
    lost = list(gone(proposals, listed, source))
    click.echo("\n".join((*sorted(lines), *lost)))
    refused = sum(line.startswith("!") for line in lines)
    click.echo(f"= {source}: {len(proposals)} read, {len(lines) - refused} new, {refused} refused, {len(lost)} gone")
    if write:
        _write(write, source, taken, {family.id for family in listed.families})


def _write(folder: Path, source: str, taken: Mapping[str, list[Proposal]], known: set[str]) -> None:
    """Write the new pieces, one file a family."""
    folder.mkdir(parents=True, exist_ok=True)
    for id_, proposals in sorted(taken.items()):
        head = (
            ""
            if id_ in known
            else f'id = "{id_}"\nname = {json.dumps(proposals[0].product)}\nclass = "{proposals[0].kind}"\n\n'
        )
        (folder / f"{id_}.toml").write_text(head + "".join(_piece(source, proposals)), "utf-8")


def _piece(source: str, proposals: list[Proposal]) -> Iterator[str]:
    """Write one group of facts as TOML; its texts are written as in JSON."""
    yield f'[[facts]]\nsource = "{source}"\ngrade = "B"\n'
    for field in dict.fromkeys(proposal.field for proposal in proposals):
        yield f"{field} = [\n"
        for proposal in proposals:
            if proposal.field == field:
                yield f"    {_value(proposal.value)},\n"
        yield "]\n"


def _value(value: str | Mark) -> str:
    if isinstance(value, str):
        return json.dumps(value)
    fields = ", ".join(f"{name} = {json.dumps(getattr(value, name))}" for name in value.__struct_fields__)
    return f"{{ {fields} }}"


if __name__ == "__main__":
    main()
