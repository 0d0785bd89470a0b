"""The report for people: plain text that reads well on a terminal and on paper."""

import textwrap
from collections.abc import Iterator
from datetime import datetime

from tabulate import tabulate

from safecheck.catalogue import Words, fill
from safecheck.formats import Reader
from safecheck.model import Advice, Clear, Finding, Found, Report

_WIDTH = 78
_DOUBTFUL = "possible"  # shown to helpers only
_SEVERITIES = ("act", "ask", "note")  # the gravest first


def render(report: Report, words: Words, reader: Reader) -> str:
    """Write the report for one reader, ending in a line break."""
    page = _Page(report, words, reader)
    blocks = [
        page.looked_at(),
        page.short(),
        page.found(),
        page.missing(),
        page.clear(),
        page.help(),
        page.plan(),
        *([page.asked()] if reader is Reader.HELPER else []),
        page.credits(),
    ]
    if report.demonstration:
        banner = [words.labels["demonstration"]]
        blocks = [banner, *blocks, banner]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


class _Page:
    """One report and the words for it."""

    def __init__(self, report: Report, words: Words, reader: Reader) -> None:
        self._report = report
        self._words = words
        self._helper = reader is Reader.HELPER
        findings = [
            finding
            for judgement in report.judgements
            if isinstance(judgement.outcome, Found)
            for finding in judgement.outcome.findings
        ]
        findings.sort(key=lambda finding: _SEVERITIES.index(finding.severity))
        subjects = {finding.subject: place for place, finding in reversed(list(enumerate(findings)))}
        shown = [finding for finding in findings if self._helper or finding.confidence != _DOUBTFUL]
        self._hidden = len(findings) - len(shown)
        # The gravest first; what is said of the same app stands together.
        self._findings = sorted(shown, key=lambda f: (_SEVERITIES.index(f.severity), subjects[f.subject]))

    def _label(self, key: str, **values: object) -> str:
        return fill(self._words.labels[key], values)

    def _count(self, key: str, count: int) -> str:
        return self._label(f"{key}-{'one' if count == 1 else 'many'}", count=count)

    def looked_at(self) -> list[str]:
        """What was looked at, when, and with which list."""
        subject, listed = self._report.subject, self._report.list
        unknown = self._label("not-known")
        phone = self._label(
            "phone",
            maker=subject.maker,
            model=subject.model,
            android=subject.android or unknown,
            patch=subject.patch or unknown,
        )
        lines = [
            phone if subject.model else self._label("phone-not-known"),
            self._label(
                "contents" if subject.apps else "contents-not-read", apps=subject.apps, users=", ".join(subject.users)
            ),
            self._label("when", taken=_time(self._report.taken)),
            self._label("phone-clock", clock=_time(subject.clock))
            if subject.clock
            else self._label("phone-clock-not-known"),
            self._label(
                "list",
                version=listed.version,
                issued=listed.issued,
                families=listed.families,
                packages=listed.packages,
                digest=listed.digest,
            ),
        ]
        if listed.age_days > 30:  # noqa: PLR2004 - a month: new apps come weekly
            lines.append(self._label("list-old", age=listed.age_days))
        return [self._label("looked-at"), *(line for text in lines for line in _wrap(text, "  "))]

    def short(self) -> list[str]:
        """The result in a few lines; what could not be checked stands among them, never after them."""
        lines = [
            self._count(f"short-{severity}", count)
            for severity in _SEVERITIES
            if (count := sum(finding.severity == severity for finding in self._findings))
        ]
        missing = len(self._report.missing)
        if missing:
            lines.append(self._count("short-missing", missing))
        if self._hidden:
            lines.append(self._count("short-hidden", self._hidden))
        if not self._hidden and not any(finding.severity != "note" for finding in self._findings):
            lines.insert(0, self._label(self._nothing()))
        lines.append(self._label("short-limits"))
        return [self._label("short"), *(line for text in lines for line in _wrap(text, "  "))]

    def _nothing(self) -> str:
        """Which sentence says that nothing stood out."""
        if not any(isinstance(judgement.outcome, Clear | Found) for judgement in self._report.judgements):
            return "short-nothing-checked"
        return "short-nothing-incomplete" if self._report.missing else "short-nothing"

    def found(self) -> list[str]:
        """Every finding, the gravest first."""
        if not self._findings:
            text = self._count("short-hidden", self._hidden) if self._hidden else self._label(self._nothing())
            return [self._label("found"), *_wrap(text, "  ")]
        lines = [self._label("found")]
        for number, finding in enumerate(self._findings, 1):
            lines += [*_wrap(f"{number}. {finding.title}", "  ", "     "), *self._finding(finding), ""]
        return lines[:-1]

    def _finding(self, finding: Finding) -> Iterator[str]:
        """One finding below its title."""
        grade = self._label(
            "finding-grade",
            severity=self._label(f"severity-{finding.severity}"),
            confidence=self._label(f"confidence-{finding.confidence}"),
        )
        yield from _wrap(grade, "     ")
        for key, text in (
            ("finding-reason", finding.reason),
            ("finding-meaning", finding.meaning),
            ("finding-not-proof", finding.not_proof),
            ("finding-noticed", finding.noticed),
            ("finding-evidence", finding.evidence if self._helper else ""),
        ):
            if not text:
                continue
            yield from _wrap(self._label(key, text=text), "     ", "       ")

    def missing(self) -> list[str]:
        """Everything that could not be checked, and what it leaves open."""
        lines = [self._label("missing")]
        if not self._report.missing:
            return [*lines, *_wrap(self._label("missing-none"), "  ")]
        lines += _wrap(self._label("missing-explain"), "  ")
        for missing in self._report.missing:
            lines += _wrap(missing.sentence, "  * ", "    ")
            if missing.checks:
                lines += _wrap(self._label("missing-checks", checks=", ".join(missing.checks)), "    ")
            if missing.gap.detail and self._helper:
                lines += _wrap(self._label("missing-detail", detail=missing.gap.detail), "    ")
        return lines

    def clear(self) -> list[str]:
        """The checks that saw all they need and found nothing."""
        lines = [self._label("clear")]
        for judgement in self._report.judgements:
            if isinstance(judgement.outcome, Clear):
                key = "clear-line" if judgement.user is None else "clear-line-user"
                text = self._label(
                    key,
                    title=judgement.title,
                    user=judgement.user_name,
                    clear=self._words.checks[judgement.check].clear,
                )
                lines += _wrap(text, "  * ", "    ")
        return lines if len(lines) > 1 else [*lines, *_wrap(self._label("clear-none"), "  ")]

    def help(self) -> list[str]:
        """Who helps in the country that the person chose; the emergency number first."""
        country = self._report.country
        if country is None:
            return [self._label("help"), *_wrap(self._label("help-choose"), "  ")]
        lines = [self._label("help"), *_wrap(self._label("help-emergency", number=country.emergency), "  ")]
        for line in country.lines:
            text = ", ".join(part for part in (line.service, line.number, line.hours, line.site) if part)
            lines += _wrap(text, "  * ", "    ")
        return [*lines, *_wrap(self._label("help-phone"), "  ")]

    def plan(self) -> list[str]:
        """The plan, in the order of safety."""
        lines = [self._label("plan"), *_wrap(self._label("plan-explain"), "  ")]
        for number, step in enumerate(self._report.plan, 1):
            lines += ["", *_wrap(f"{number}. {step.title}", "  ", "     "), *self._step(step)]
        return lines

    def _step(self, step: Advice) -> Iterator[str]:
        """One step below its title."""
        yield from _wrap(step.why, "     ")
        yield from _wrap(self._label("step-notice", notice=self._label(f"notice-{step.notice}")), "     ")
        if step.save_first:
            yield from _wrap(self._label("step-save", text=step.save_first), "     ")
        for item in step.steps:
            yield from _wrap(item, "     - ", "       ")
        if step.unverified:
            yield from _wrap(self._label("step-unverified"), "     ")
        else:
            yield from _wrap(self._label("step-source", source=step.source, checked=step.checked), "     ")
        yield "     " + self._label("step-boxes")

    def asked(self) -> list[str]:
        """The ledger: every question and what became of it."""
        keys = ("fact", "user", "answer", "exit", "bytes", "seconds")
        rows = [
            [
                line.fact,
                "" if line.user is None else str(line.user),
                line.answer,
                "" if line.exit is None else str(line.exit),
                str(line.bytes),
                f"{line.seconds:.1f}",
            ]
            for line in self._report.ledger
        ]
        table = tabulate(
            rows, headers=[self._label(f"asked-{key}") for key in keys], tablefmt="plain", disable_numparse=True
        )
        return [self._label("asked"), *("  " + line.rstrip() for line in table.splitlines())]

    def credits(self) -> list[str]:
        """Whose work the list restates."""
        text = self._label("credits", credits="; ".join(self._report.list.credits), tool=self._report.tool)
        return _wrap(text, "")


def _wrap(text: str, indent: str, further: str | None = None) -> list[str]:
    """Break a text into lines of the page's width; a name that is longer stays whole, so that it can be copied."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _time(moment: datetime) -> str:
    """Write a time to the minute, with its zone."""
    zone = f"{moment:%z}"
    return f"{moment:%Y-%m-%d %H:%M} (UTC{zone[:3]}:{zone[3:5]})"
