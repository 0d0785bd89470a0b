"""What every form for people says, and in which order; a form only gives it its shape."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec.structs import asdict, replace

from safecheck.catalogue import Words, fill
from safecheck.formats import Reader
from safecheck.model import (
    Advice,
    Clear,
    Finding,
    Found,
    Frozen,
    Helpline,
    LedgerLine,
    ListInfo,
    Missing,
    Report,
    Subject,
)

_DOUBTFUL = "possible"  # shown to helpers only
_TOLD = "told"  # seen by the person, not by safecheck
_OLD, _VERY_OLD, _A_YEAR = 30, 90, 365  # days: new apps come weekly
_SEVERITIES = ("act", "ask", "note")  # the gravest first

Topic = list[Finding]  # all that is said of one thing, the gravest first


class Said(Frozen, frozen=True):
    """A text behind the words that lead to it: `head` ends in a blank."""

    head: str
    text: str

    def __str__(self) -> str:
        return self.head + self.text


class Point(Frozen, frozen=True):
    """What was found about one thing, such as an app; `evidence` is for helpers."""

    number: int
    title: str
    severity: str
    grade: str
    lines: tuple[Said, ...]
    evidence: Said | None


class Open(Frozen, frozen=True):
    """What could not be checked, and what that leaves open; `detail` is for helpers."""

    sentence: str
    leaves: str
    detail: Said | None


class Step(Frozen, frozen=True):
    """A step of the plan."""

    number: int
    title: str
    why: str
    lines: tuple[Said, ...]
    items: tuple[str, ...]
    helper: Said  # who can help with it
    source: str


class Page(Frozen, frozen=True):
    """All that one reader is told; an empty text or tuple is left out."""

    demonstration: str
    looked_at: tuple[str, ...]
    short: tuple[str, ...]
    found: tuple[Point, ...]
    nothing: str  # stands where no finding is shown
    apart: tuple[Point, ...]  # weaker signs, numbered on, for a helper's own part of the page
    missing_explained: str
    missing: tuple[Open, ...]
    clear: tuple[str, ...]
    no_clear: str  # stands where no check is clear
    help_first: str
    services: tuple[Helpline, ...]
    help_last: str
    plan_explained: str
    plan: tuple[Step, ...]
    asked: tuple[tuple[str, ...], ...]  # the ledger: its heads, then one row a question; for helpers
    credits: str


def words_for(report: Report, words: Words) -> Words:
    """Say otherwise what would speak of a phone where none was looked at: labels "x-no-phone" stand in for "x".

    Where a computer was, those are "x-computer-only"; where both were, "x-with-computer".
    """
    phone, computer = report.subject.phone, report.subject.computer
    if phone and not computer:
        return words
    end = "-with-computer" if phone else "-computer-only" if computer else "-no-phone"
    instead = {key.removesuffix(end): text for key, text in words.labels.items() if key.endswith(end)}
    return replace(words, labels={**words.labels, **instead})


def lay_out(report: Report, words: Words, reader: Reader, *, apart: bool = False) -> Page:
    """Put a report into words, those of `words_for`, for one reader.

    A helper finds weaker signs among the others, or in `Page.apart` where the form has a part of its own for helpers.
    """
    helper = reader is Reader.HELPER
    findings, mixed = tuple(_findings(report)), helper and not apart
    shown = _topics(finding for finding in findings if mixed or finding.confidence != _DOUBTFUL)
    weaker = _topics(finding for finding in findings if not mixed and finding.confidence == _DOUBTFUL)
    hidden = _count(words, "short-apart" if helper else "short-hidden", len(weaker))
    clear, country = tuple(_clear(report, words)), report.country
    return Page(
        demonstration=words.labels["demonstration"] if report.demonstration else "",
        looked_at=tuple(_looked_at(report, words)),
        short=tuple(_short(report, words, shown, hidden)),
        found=_points(words, shown, 1, helper=helper),
        nothing="" if shown else hidden or _nothing(report, words),
        apart=_points(words, weaker, len(shown) + 1, helper=helper) if helper else (),
        missing_explained=words.labels["missing-explain" if report.missing else "missing-none"],
        missing=tuple(_open(missing, words, helper=helper) for missing in report.missing),
        clear=clear,
        no_clear="" if clear else words.labels["clear-none"],
        help_first=_label(words, "help-emergency" if country else "help-choose", number=country and country.emergency),
        services=country.lines if country else (),
        help_last=words.labels["help-phone"] if country else "",
        plan_explained=words.labels["plan-explain"],
        plan=tuple(_step(number, step, words) for number, step in enumerate(report.plan, 1)),
        asked=tuple(_asked(report, words)) if helper else (),
        credits=_label(
            words,
            "credits" if _by_list(report) else "credits-without-list",
            credits="; ".join(report.list.credits),
            tool=report.tool,
        ),
    )


def _label(words: Words, key: str, **values: object) -> str:
    return fill(words.labels[key], values)


def _count(words: Words, key: str, count: int) -> str:
    """Say how many; nothing for none."""
    return _label(words, f"{key}-{'one' if count == 1 else 'many'}", count=count) if count else ""


def _said(words: Words, key: str, text: str, blank: str = "text") -> Said:
    """Split a label before its blank, which ends it."""
    return Said(head=words.labels[key].removesuffix(f"{{{blank}}}"), text=text)


def _findings(report: Report) -> Iterator[Finding]:
    for judgement in report.judgements:
        if isinstance(judgement.outcome, Found):
            yield from judgement.outcome.findings


def _topics(findings: Iterable[Finding]) -> list[Topic]:
    """Put together what is said of the same app: one that stands out in four ways is still one app.

    The gravest topic comes first, and in it the gravest that is said.
    """
    topics: dict[object, Topic] = {}
    for finding in sorted(findings, key=lambda finding: _SEVERITIES.index(finding.severity)):
        topics.setdefault(finding.subject if finding.one_app else id(finding), []).append(finding)
    return list(topics.values())


def _looked_at(report: Report, words: Words) -> Iterator[str]:
    """What was looked at or asked about, when, and with which list."""
    subject = report.subject
    yield from _computer(subject, words)
    if subject.phone:
        yield from _phone(subject, words)
    elif subject.computer:
        yield words.labels["phone-none"]
    if subject.topics:
        yield _label(words, "topics", topics=", ".join(subject.topics))
    if subject.downloads:
        yield _label(words, "downloads", names=", ".join(subject.downloads))
    yield _label(words, "when", taken=_time(report.taken))
    if subject.phone:
        clock = subject.clock
        yield _label(words, "phone-clock", clock=_time(clock)) if clock else words.labels["phone-clock-not-known"]
    if _by_list(report):
        yield from list_lines(report.list, words)


def _computer(subject: Subject, words: Words) -> Iterator[str]:
    """Which computer was looked at, and first of all who manages it."""
    if subject.computer:
        yield _label(words, "computer", computer=subject.computer)
    yield from subject.managers


def _phone(subject: Subject, words: Words) -> Iterator[str]:
    """Which phone was looked at."""
    unknown = words.labels["not-known"]
    yield (
        _label(
            words,
            "phone",
            maker=subject.maker,
            model=subject.model,
            android=subject.android or unknown,
            patch=subject.patch or unknown,
        )
        if subject.model
        else words.labels["phone-not-known"]
    )
    contents = "contents" if subject.apps else "contents-not-read"
    yield _label(words, contents, apps=subject.apps, users=", ".join(subject.users))


def _by_list(report: Report) -> bool:
    """Whether anything was held against the list: only then its age says something about the report."""
    return report.subject.phone or bool(report.subject.downloads or report.subject.computer)


def list_lines(listed: ListInfo, words: Words) -> Iterator[str]:
    """Which list was used, where it came from, how old it was, and what was passed over."""
    yield _label(
        words,
        "list",
        version=listed.version,
        issued=listed.issued,
        families=listed.families,
        on_computers=listed.on_computers,
        packages=listed.packages,
        digest=listed.digest,
    )
    if listed.own:
        yield _label(words, "list-own", **asdict(listed.own))
    origin = listed.origin
    yield _label(words, f"list-from-{origin.kind}", host=origin.host, confirmed=origin.confirmed, age=listed.age_days)
    if _OLD < listed.age_days <= _VERY_OLD:  # beyond that it stands in short
        yield _label(words, "list-old", age=listed.age_days)
    yield from origin.notes


def _short(report: Report, words: Words, shown: Sequence[Topic], hidden: str) -> Iterator[str]:
    """The result in a few lines; what could not be checked stands among them, never after them."""
    counts = Counter(topic[0].severity for topic in shown)
    lines = [
        _age(report.list.age_days, words) if _by_list(report) else "",
        "" if hidden or counts.keys() - {"note"} else _nothing(report, words),
        *(_count(words, f"short-{severity}", counts[severity]) for severity in _SEVERITIES),
        _count(words, "short-missing", len(report.missing)),
        hidden,
        words.labels["short-limits"],
    ]
    yield from filter(None, lines)


def _age(days: int, words: Words) -> str:
    """Warn of a list so old that much may be missing from it; a scan is never refused for it."""
    if days <= _VERY_OLD:
        return ""
    return _label(words, "list-over-a-year" if days > _A_YEAR else "list-very-old", age=days)


def _nothing(report: Report, words: Words) -> str:
    """Say that nothing stood out, as far as was seen."""
    if not any(isinstance(judgement.outcome, Clear | Found) for judgement in report.judgements):
        return words.labels["short-nothing-checked"]
    return words.labels["short-nothing-incomplete" if report.missing else "short-nothing"]


def _points(words: Words, topics: Sequence[Topic], first: int, *, helper: bool) -> tuple[Point, ...]:
    """Number topics from `first` on."""
    return tuple(_point(number, topic, words, helper=helper) for number, topic in enumerate(topics, first))


def _point(number: int, topic: Topic, words: Words, *, helper: bool) -> Point:
    """Say all that was seen of one thing; what it can mean is said of the gravest only, so that it can be taken in."""
    gravest = topic[0]
    equal = [finding for finding in topic if finding.severity == gravest.severity]
    lines = {
        "finding-told" if gravest.confidence == _TOLD else "finding-reason": [finding.reason for finding in topic],
        "finding-meaning": [finding.meaning for finding in equal],
        "finding-not-proof": [finding.not_proof for finding in equal],
        "finding-noticed": [gravest.noticed],
    }
    grade = _label(
        words,
        "finding-grade",
        severity=words.labels[f"severity-{gravest.severity}"],
        confidence=words.labels[f"confidence-{gravest.confidence}"],
    )
    evidence = "; ".join(dict.fromkeys(finding.evidence for finding in topic if finding.evidence))
    return Point(
        number=number,
        title=gravest.title if len(equal) == 1 else _label(words, "finding-several", subject=gravest.named),
        severity=gravest.severity,
        grade=grade,
        lines=tuple(_said(words, key, " ".join(dict.fromkeys(texts))) for key, texts in lines.items()),
        evidence=_said(words, "finding-evidence", evidence) if helper and evidence else None,
    )


def _open(missing: Missing, words: Words, *, helper: bool) -> Open:
    detail = missing.gap.detail if helper else ""
    return Open(
        sentence=missing.sentence,
        leaves=_label(words, "missing-checks", checks=", ".join(missing.checks)) if missing.checks else "",
        detail=_said(words, "missing-detail", detail, "detail") if detail else None,
    )


def _clear(report: Report, words: Words) -> Iterator[str]:
    """The checks that saw all they need and found nothing."""
    for judgement in report.judgements:
        if isinstance(judgement.outcome, Clear):
            yield _label(
                words,
                "clear-line" if judgement.user is None else "clear-line-user",
                title=judgement.title,
                user=judgement.user_name,
                clear=words.checks[judgement.check].clear,
            )


def _step(number: int, step: Advice, words: Words) -> Step:
    notice = _said(words, "step-notice", words.labels[f"notice-{step.notice}"], "notice")
    return Step(
        number=number,
        title=step.title,
        why=step.why,
        lines=(notice, _said(words, "step-save", step.save_first)) if step.save_first else (notice,),
        items=step.steps,
        helper=_said(words, "step-helper", step.helper),
        source=words.labels["step-unverified"]
        if step.unverified
        else _label(words, "step-source", source=step.source, checked=step.checked),
    )


def _asked(report: Report, words: Words) -> Iterator[tuple[str, ...]]:
    """The ledger below its heads: each question and what became of it; those about single apps are counted together.

    Where nothing but a person was asked, these are answers, which need only two columns.
    """
    asked = report.subject.phone or report.subject.computer
    shown = ("fact", "user", "answer", "exit", "bytes", "seconds") if asked else ("fact", "answer")
    yield tuple(words.labels[f"asked-{key}"] for key in shown)
    alike: dict[tuple[str, bool, int | None, str, int | None], list[LedgerLine]] = {}
    for line in report.ledger:
        alike.setdefault((line.fact, bool(line.app), line.user, line.answer, line.exit), []).append(line)
    for (fact, of_apps, user, answer, code), lines in alike.items():
        row = {
            "fact": _label(words, "asked-of-apps", fact=fact, count=len(lines)) if of_apps else fact,
            "user": "" if user is None else str(user),
            "answer": answer,
            "exit": "" if code is None else str(code),
            "bytes": str(sum(line.bytes for line in lines)),
            "seconds": f"{sum(line.seconds for line in lines):.1f}",
        }
        yield tuple(row[key] for key in shown)


def _time(moment: datetime) -> str:
    """Write a time to the minute, with its zone."""
    zone = f"{moment:%z}"
    return f"{moment:%Y-%m-%d %H:%M} (UTC{zone[:3]}:{zone[3:5]})"
