"""What differs between two lists, one line each, for the person who must say yes to it."""

from collections.abc import Iterator

from safecheck.feed.content import of_facts
from safecheck.model import Mark, SignatureList

Line = tuple[str, str, str]  # family, field, value


def difference(before: SignatureList, after: SignatureList) -> Iterator[str]:
    """Give what was added (+), taken away (-) and changed (~), in the order of the families."""
    old, new = _lines(before), _lines(after)
    for line in sorted(old ^ new):
        yield f"{'+' if line in new else '-'} {'  '.join(line)}"
    kinds = {family.id: family.kind for family in before.families}
    for family in after.families:
        if (kind := kinds.get(family.id, family.kind)) is not family.kind:
            yield f"~ {family.id}  class  {kind.value} -> {family.kind.value}"
    counts = f"{len(new - old)} new, {len(old - new)} gone, {len(new & old)} stay"
    yield f"= list {before.version} -> {after.version}: {counts}"


def _lines(listed: SignatureList) -> set[Line]:
    return {
        (family.id, field, written(value))
        for family in listed.families
        for facts in family.facts
        for field, value in of_facts(facts)
    }


def written(value: object) -> str:
    """Write a mark on one line."""
    return f"{value.system} {value.kind} {value.value} ({value.strength})" if isinstance(value, Mark) else str(value)
