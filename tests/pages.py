"""Reports for trying pages with: the demonstration, and one in which a device wrote wherever it can."""

from functools import cache

from msgspec.structs import replace

from safecheck import catalogue, engine
from safecheck.checks import load_checks
from safecheck.formats import Reader, renderer
from safecheck.model import Found, Judgement, Report
from safecheck.phone import recording
from safecheck.phone.read import read_phone
from tests.conversing import told
from tests.small_list import SMALL
from tests.test_golden import CASES

TRICKS = (
    "</script><script>document.title='ran'</script>",
    "</style></title></head><body onload=alert(1)>",
    "</bdi></p></li></ol></section></main>",
    '<img src="http://192.0.2.1/x" onerror="alert(1)">',
    "' onmouseover='alert(1)' \" onfocus=\"alert(1)\" autofocus `",
    "<a href='javascript:alert(1)'>here</a><iframe srcdoc='<b>'></iframe>",
    "<!-- ]]> <![CDATA[ <?php",
    "{{ 7 * 7 }} {% raw %} {# ${7*7}",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "\u202etxt.exe\u2066 \u200f",
    "שלום מה",
    "x" * 400,
)


def page(report: Report, reader: Reader = Reader.PERSON) -> str:
    """Write a report as a page."""
    return renderer("html")(report, catalogue.load_words(), reader)


@cache
def demonstration(code: str | None = None) -> Report:
    """Make the report of the made-up phone, with who helps in one country."""
    phone = recording.demo()
    return engine.make_report(
        read_phone(phone, phone.taken),
        load_checks(),
        SMALL,
        catalogue.load_advice(),
        catalogue.load_words(),
        demonstration=True,
        country=catalogue.load_country(code) if code else None,
    )


@cache
def doorbell() -> Report:
    """Make the report of a conversation about a doorbell, without a phone."""
    answers = {"owner": "yes", "shared": "yes", "signed-in": "not-sure", "codes": "yes", "linked": "skip"}
    return told(["ring"], {f"ring.{door}": said for door, said in answers.items()})


@cache
def _base() -> Report:
    """Every kind of part: findings, one of them weak, and what could not be checked."""
    return replace(CASES["several"].report(), missing=CASES["nothing-found-but-incomplete"].report().missing)


def written_everywhere(text: str) -> Report:
    """Make a report in which `text` stands in every place for a device's own words."""
    report = _base()
    return replace(
        report,
        subject=replace(report.subject, maker=text, model=text, android=text, patch=text, users=(text, text)),
        judgements=tuple(_judgement(judgement, text, number) for number, judgement in enumerate(report.judgements)),
        missing=tuple(
            replace(missing, sentence=text, checks=(text,), gap=replace(missing.gap, detail=text))
            for missing in report.missing
        ),
    )


def _judgement(judgement: Judgement, text: str, number: int) -> Judgement:
    outcome = judgement.outcome
    if isinstance(outcome, Found):
        findings = tuple(
            replace(
                finding,
                confidence="possible" if number % 2 else finding.confidence,
                title=text,
                reason=text,
                meaning=text,
                not_proof=text,
                noticed=text,
                evidence=text,
            )
            for finding in outcome.findings
        )
        outcome = replace(outcome, findings=findings)
    return replace(judgement, title=text, user_name=text, outcome=outcome)
