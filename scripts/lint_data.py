"""The one linter of all data that ships: words, advice, signatures, and the files made from them.

Prints one line for each problem, with file and line, and ends with 1 if there is any.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

if not getattr(sys.flags, "safe_path", False):  # older Pythons do not know it
    import bootstrap

    bootstrap.enter(__file__, "dev")

sys.path.append(str(Path(__file__).resolve().parent))  # behind the package, whose name a script shares
import lint_cards
import spoken

from safecheck import catalogue
from safecheck.checks import load_checks
from safecheck.computer.readers import REASONS as COMPUTER_REASONS
from safecheck.computer.readers import facts as computer_facts
from safecheck.errors import SafecheckError
from safecheck.model import Advice, Certainty, Country, ExportFact, GapReason, Notice, TopicKind, When
from safecheck.phone.probes import FILE_PROBES, PROBES

ROOT = Path(__file__).resolve().parent.parent

# Never said of a device or to a person: it frightens, blames, hurries, guesses who the other person is, or promises
# what nobody can know.
NEVER_SAY = re.compile(
    r"\b(hack\w*|infect\w*|clean(?:ed|er)?|safe|all[ -]clear|all good|malware|malicious\w*|virus\w*|trojan\w*|spyware|"
    r"stalkerware|spy|spies|spying|bugged|breach\w*|exploit\w*|compromised|attack\w*|intrud\w*|victim\w*|survivor\w*|"
    r"abus\w*|perpetrator\w*|stalker\w*|criminal\w*|paranoi\w*|crazy|panic\w*|calm down|confront\w*|"
    r"repl(?:y|ies)|should(?: not|n.t)? have|your (?:own )?fault that|why did(?:n.t| not)? you|careless\w*|"
    r"don.t worry|nothing to worry|nothing wrong|immediately|urgent\w*|as soon as possible|"
    r"100 ?%|guarantee\w*|simply|obvious\w*|of course|easily|just (?:delete|remove|uninstall)|"
    r"he|she|him|her|his|hers|himself|herself)(?!\w)",
    re.IGNORECASE,
)
_TAKES_AWAY = re.compile(
    r"\b(delete|remove|uninstall|reset|take (?:\w+ ){0,4}off|taking (?:\w+ ){0,4}(?:off|away)|sign (?:\w+ ){0,4}out)\b",
    re.IGNORECASE,
)
_LEAVE_IT = "for now"  # as in "leave it as it is for now"
_MOST_STEPS = 5
_LONGEST_SENTENCE = 320  # characters of one piece of text


def problems(root: Path = ROOT) -> Iterator[str]:
    """Give every problem of the data below `root`, one line each."""
    words, advice = root / "safecheck" / "words" / "en", root / "safecheck" / "advice"
    cards = [root / "safecheck" / "accounts" / "questions.toml", *(root / "safecheck" / "services").glob("*.toml")]
    yield from _never_said([*words.glob("*.toml"), *advice.glob("*.toml"), *cards])  # helplines bear their own names
    yield from _words(words)
    yield from _advice(advice)
    yield from (f"{_line(file, text)}: {problem}" for file, text, problem in lint_cards.problems(root / "safecheck"))
    yield from _helplines(root / "safecheck" / "helplines")
    from lint_signatures import problems as of_signatures

    yield from of_signatures(root / "signatures")


def made_files() -> Iterator[str]:
    """Give every made file that is not what it would be made to now."""
    from compile_data import compiled

    for path, data in compiled().items():
        if not path.is_file() or path.read_bytes() != data:
            yield f"{path.relative_to(ROOT)}: is not up to date: run python3 scripts/compile_data.py"


def _never_said(files: Iterable[Path]) -> Iterator[str]:
    """Words that are never said, comments apart."""
    for file in sorted(files):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            text = line.partition("=")[2] if re.match(r"\w[\w-]*\s*=", line) else line
            if not line.startswith("#") and (word := NEVER_SAY.search(text)):
                yield f"{file.name}:{number}: never say “{word.group()}”"


def _line(file: Path, *texts: str) -> str:
    """Name the place of the first of these texts that is in a file; what is nowhere in it is missing from its top."""
    lines = file.read_text("utf-8", errors="replace").splitlines()
    for text in texts:
        for number, line in enumerate(lines, 1):
            if text in line:
                return f"{file.name}:{number}"
    return f"{file.name}:1"


def _load(file: Path, kind: type[catalogue.T], found: list[str]) -> catalogue.T | None:
    """Read a data file; a refusal becomes a problem, with the line of what it speaks of."""
    try:
        return catalogue.load_toml(file, kind)
    except SafecheckError as error:
        why = error.blanks["why"]
        named = re.search(r"at line (\d+)", why)
        fields = [field for quoted in re.findall(r"`([^`]*)`", why) for field in re.findall(r"[a-z_]\w*", quoted)[-1:]]
        place = f"{file.name}:{named[1]}" if named else _line(file, *(f"{field} = " for field in fields))
        found.append(f"{place}: {why}")
        return None


def _words(folder: Path) -> Iterator[str]:
    """The words fit the code: each thing that is spoken of has its sentences, and no sentence is left over."""
    found: list[str] = []
    checks = load_checks()
    findings = folder / "findings.toml"
    kinds = {kind: check for check in checks for kind in check.kinds}
    sentences = _load(findings, dict[str, catalogue.FindingWords], found) or {}
    found += _same(findings, sentences, kinds)
    for kind, words in sentences.items():
        check = kinds.get(kind)
        allowed = {"subject", "where", *(check.blanks if check else ()), *(check.phrases if check else ())}
        for field in words.__struct_fields__:
            text = getattr(words, field)
            for blank in sorted(catalogue.blanks(text) - allowed):
                found.append(f"{_line(findings, f'[{kind}]')}: {field}: no such blank: {{{blank}}}")
            if not text or len(text) > _LONGEST_SENTENCE:
                found.append(f"{_line(findings, f'[{kind}]')}: {field}: empty or longer than {_LONGEST_SENTENCE}")
    found += _keys(folder / "checks.toml", dict[str, catalogue.CheckWords], {check.id for check in checks})
    facts = {probe.fact for probe in (*PROBES, *FILE_PROBES)} | {*TopicKind, *ExportFact} | computer_facts()
    found += _keys(folder / "facts.toml", dict[str, str], facts)
    found += _keys(
        folder / "gaps.toml",
        dict[str, str],
        {reason.value for reason in GapReason} | {f"computer-{reason}" for reason in COMPUTER_REASONS},
    )
    found += _keys(folder / "errors.toml", dict[str, catalogue.ErrorWords], spoken.errors())
    found += _keys(folder / "phrases.toml", dict[str, str], spoken.phrases())
    labels = _load(folder / "labels.toml", dict[str, str], found) or {}
    found += _same(folder / "labels.toml", labels, spoken.labels() | {key for key in labels if spoken.speaks_of(key)})
    yield from found


def _keys(file: Path, kind: type[Mapping[str, object]], wanted: Iterable[str]) -> list[str]:
    """Read a file, and compare its keys with what the code speaks of."""
    found: list[str] = []
    return [*_same(file, _load(file, kind, found) or {}, wanted), *found]


def _same(file: Path, there: Iterable[str], wanted: Iterable[str]) -> Iterator[str]:
    """Compare the keys of a file with what the code speaks of."""
    for key in sorted(set(wanted) - set(there)):
        yield f"{_line(file)}: missing: {key}"
    for key in sorted(set(there) - set(wanted)):
        yield f"{_line(file, f'{key} = ', f'[{key}]')}: nothing speaks of {key}"


def _advice(folder: Path) -> Iterator[str]:
    """Each step is whole: where it stands in the plan, whether it is noticed, what to save first, who says so.

    A step that no finding names yet is all right: `safecheck explain` shows it.
    """
    found: list[str] = []
    steps: dict[Path, Advice] = {}
    for file in sorted(folder.glob("*.toml")):
        step = _load(file, Advice, found)
        if step is not None:
            steps[file] = step
            found += [*_step(step, file), *_caution(step, file)]
    yield from found
    named = {id_ for check in load_checks() for id_ in check.advice}
    for id_ in sorted(named - {step.id for step in steps.values()}):
        yield f"{id_}.toml:1: missing: a check names it"
    ordered = sorted(steps, key=lambda file: steps[file].order)
    for file in (*ordered[:1], *ordered[-1:]):
        if steps[file].when is not When.ALWAYS:
            yield f"{_line(file, 'order = ')}: the first and the last step must be for every plan"
    for before, file in pairwise(ordered):
        if steps[before].order == steps[file].order:
            yield f"{_line(file, 'order = ')}: the same order as {before.name}"


def _step(step: Advice, file: Path) -> Iterator[str]:
    """One step of advice."""
    if step.id != file.stem:
        yield f"{_line(file, 'id = ')}: its id is {step.id}"
    if not 0 < len(step.steps) <= _MOST_STEPS:
        yield f"{_line(file, 'steps = ')}: it needs 1 to {_MOST_STEPS} steps"
    if step.unverified == bool(step.source) or bool(step.source) != bool(step.checked):
        yield f"{_line(file, 'source = ')}: it needs a source and the day it was read, or unverified = true and neither"
    for field in ("title", "why", "helper"):
        if not getattr(step, field):
            yield f"{_line(file, f'{field} = ')}: {field} is empty"
    for text in (step.title, step.why, step.save_first, step.helper, *step.steps):
        if catalogue.blanks(text):
            yield f"{_line(file, text)}: advice has no blanks: {text}"
        if len(text) > _LONGEST_SENTENCE:
            yield f"{_line(file, text)}: longer than {_LONGEST_SENTENCE} characters: {text}"


def _caution(step: Advice, file: Path) -> Iterator[str]:
    """A step that takes something away saves it first, says that it may be noticed, and offers to leave it."""
    takes_away = next((text for text in step.steps if _TAKES_AWAY.search(text)), None)
    if takes_away is None:
        return
    if not step.save_first:
        yield f"{_line(file, takes_away)}: it takes something away and saves nothing first: {takes_away}"
    if step.notice is Notice.NO:
        yield f"{_line(file, 'notice = ')}: it takes something away: someone may notice"
    if _LEAVE_IT not in " ".join(step.steps):
        yield f"{_line(file, takes_away)}: it does not offer to leave things as they are {_LEAVE_IT}: {takes_away}"


def _helplines(folder: Path) -> Iterator[str]:
    """Every number has a service, and what was read has its source."""
    found: list[str] = []
    for file in sorted(folder.glob("*.toml")):
        country = _load(file, Country, found)
        if country is None:
            continue
        if country.code != file.stem or not country.emergency:
            place = _line(file, "code = " if country.emergency else "emergency = ")
            found.append(f"{place}: its code is {country.code}, its emergency number {country.emergency!r}")
        for line in country.lines:
            if not (line.number or line.site):
                found.append(f"{_line(file, line.service)}: neither number nor site")
            if (line.certainty is Certainty.READ) != bool(line.source):
                found.append(f"{_line(file, line.service)}: what was read has a source, and nothing else has")
    yield from found


if __name__ == "__main__":
    lines = [*problems(), *made_files()]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.write(f"data: {len(lines)} problems\n")
    sys.exit(1 if lines else 0)
