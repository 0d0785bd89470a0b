"""What downloads tell, judged into questions; and the whole report of one situation. The downloads are made up."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from safecheck import catalogue, engine
from safecheck.accounts import downloads
from safecheck.accounts.exports import forms, instagram
from safecheck.accounts.exports.read import ExportsRead, read_exports
from safecheck.checks import load_checks
from safecheck.errors import ExitCode
from safecheck.formats import Reader, renderer
from safecheck.model import (
    Accounts,
    ChangeKind,
    Check,
    Clear,
    ContactKind,
    DeviceType,
    Export,
    ExportFact,
    Finding,
    Found,
    NotChecked,
    Part,
    Provider,
    Reply,
    Report,
    Seen,
    SeenKind,
    Snapshot,
    Span,
)
from tests.conftest import Golden
from tests.downloads import FOLDER
from tests.small_list import SMALL

TAKEN = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HULL = "export.google.session.da85946655"  # the stranger's phone
_ALL = [FOLDER / name for name in ("google", "facebook", "instagram", "snapchat", "apple")]


def report_on(read: ExportsRead, answers: Mapping[str, str] | None = None) -> Report:
    """Judge what was read, with the person's answers."""
    accounts = Accounts(
        exports=read.exports, answers={id_: Reply(answer) for id_, answer in (answers or {}).items() if answer}
    )
    snapshot = Snapshot(taken=TAKEN, phone=None, gaps=read.gaps, accounts=accounts)
    return engine.make_report(snapshot, load_checks(), SMALL, catalogue.load_advice(), catalogue.load_words())


def test_a_report_without_a_phone_names_none_where_nothing_was_checked_yet() -> None:
    words = catalogue.load_words()
    text = renderer("text")(report_on(read_exports([FOLDER / "google"])), words, Reader.PERSON)
    assert "names may differ on your phone" not in " ".join(text.split())


def test_the_sources_of_the_list_are_named_where_a_download_was_held_against_it() -> None:
    text = renderer("text")(report_on(read_exports([FOLDER / "google"])), catalogue.load_words(), Reader.PERSON)
    assert "All sources: safecheck list sources." in " ".join(text.split())


def findings(report: Report) -> list[Finding]:
    """Every finding of a report."""
    outcomes = [judgement.outcome for judgement in report.judgements]
    return [finding for outcome in outcomes if isinstance(outcome, Found) for finding in outcome.findings]


def kinds(report: Report) -> dict[str, set[str]]:
    """The severities of each kind of finding."""
    found: dict[str, set[str]] = {}
    for finding in findings(report):
        found.setdefault(finding.kind, set()).add(finding.severity)
    return found


def _own(read: ExportsRead, *, but: str = "Pixel|Hull") -> dict[str, str]:
    """Answer yes for everything of the story that is Jane's."""
    import re

    strange = re.compile(but)
    seen = {s.id: "yes" for e in read.exports for s in e.seen if not strange.search(f"{s.model} {s.place}")}
    return seen | {contact.id: "yes" for e in read.exports for contact in e.contacts if "so…e" not in contact.hint}


def test_everything_that_can_be_told_is_asked_about() -> None:
    report = report_on(read_exports(_ALL))
    assert kinds(report) == {
        "export-session-ask": {"ask"},
        "export-session-bare": {"note"},
        "export-device-ask": {"ask"},
        "export-home-things": {"note"},
        "export-browser-ask": {"ask"},
        "export-reporter-ask": {"ask"},
        "export-location-history": {"note"},
        "export-contact-ask": {"ask"},
        "export-change-ask": {"ask"},
        "export-change-note": {"note"},
        "export-app-listed": {"ask"},
        "export-span": {"note"},
        "export-doubt": {"note"},
    }
    assert report.exit_code == ExitCode.FOUND


def test_what_was_them_is_not_asked_again_and_what_was_not_leads_to_the_plan() -> None:
    read = read_exports([FOLDER / "google"])
    answers = _own(read)
    before = {finding.subject for finding in findings(report_on(read))}
    after = {finding.subject for finding in findings(report_on(read, answers))}
    assert after == before - answers.keys()
    denied = report_on(read, {**answers, HULL: "no"})
    (act,) = [finding for finding in findings(denied) if finding.severity == "act"]
    assert (act.kind, act.subject, act.advice) == ("export-session-no", HULL, ("account-sessions",))
    assert {"first-safety", "save-first", "account-sessions"} <= {step.id for step in denied.plan}


def test_not_sure_keeps_the_question() -> None:
    read = read_exports([FOLDER / "google"])
    unsure = [f for f in findings(report_on(read, {HULL: "not-sure"})) if f.subject == HULL]
    assert [finding.severity for finding in unsure] == ["ask"]


@pytest.mark.parametrize("answer", ["yes", "no", "not-sure", ""])
def test_every_question_can_be_answered_by_the_subject_of_its_finding(answer: str) -> None:
    """The subject is the name under which the answer is kept: it must work for every kind of question."""
    read = read_exports(_ALL)
    asked = {f.subject for f in findings(report_on(read)) if f.severity == "ask" and f.kind != "export-app-listed"}
    severities = {f.subject: f.severity for f in findings(report_on(read, dict.fromkeys(asked, answer)))}
    expected = {"yes": None, "no": "act", "not-sure": "ask", "": "ask"}[answer]
    assert {subject: severities.get(subject) for subject in asked} == dict.fromkeys(asked, expected)


def test_an_address_that_is_not_theirs_comes_before_the_password() -> None:
    read = read_exports([FOLDER / "google"])
    (recovery,) = [c for c in read.exports[0].contacts if "example.org" in c.hint]
    report = report_on(read, {recovery.id: "no"})
    (act,) = [finding for finding in findings(report) if finding.severity == "act"]
    assert act.advice == ("recovery-addresses",)
    assert "for setting a new password" in act.reason


def test_one_more_change_is_a_new_question() -> None:
    read = read_exports([FOLDER / "facebook"])
    (facebook,) = read.exports
    password = next(f for f in findings(report_on(read)) if f.kind == "export-change-ask" and "password" in f.title)
    answers = {password.subject: "yes"}
    assert not any(f.subject == password.subject for f in findings(report_on(read, answers)))
    change = next(change for change in facebook.changes if change.kind == "password")
    later = msgspec.structs.replace(change, time=TAKEN)
    more = msgspec.structs.replace(
        read, exports=(msgspec.structs.replace(facebook, changes=(later, *facebook.changes)),)
    )
    assert any("the password was changed" in f.title for f in findings(report_on(more, answers)) if f.severity == "ask")


def test_apps_are_held_against_the_list_by_name_and_by_title() -> None:
    report = report_on(read_exports([FOLDER / "google"]))
    assert {f.title.rpartition(": ")[2] for f in findings(report) if f.kind == "export-app-listed"} == {
        "Familyfinder",
        "Shadower",
    }


@pytest.mark.parametrize(
    ("title", "listed"),
    [
        ("Familyfinder", True),
        ("familyfinder – find them", True),
        ("Familyfinder (Beta)", True),
        ("Familyfinder Plus", False),
        ("My Familyfinder", False),
        ("", False),
    ],
)
def test_only_a_title_that_is_a_product_s_name_is_taken_for_it(title: str, listed: bool) -> None:  # noqa: FBT001 - a table
    from safecheck.model import AccountApp

    app = AccountApp(title=title, package="", device="", first=None)
    export = Export(service=Provider.GOOGLE, spans={}, apps=(app,))
    report = report_on(ExportsRead(exports=(export,), gaps=(), files=()))
    assert any(f.kind == "export-app-listed" for f in findings(report)) is listed


def test_a_long_list_is_told_together_and_nothing_is_left_out() -> None:
    seen = tuple(
        Seen(
            id=f"export.google.session.{n}",
            service=Provider.GOOGLE,
            kind=SeenKind.SESSION,
            device=DeviceType.ANDROID,
            model="",
            place=f"Town {n}",
            first=None,
            last=None,
            times=1,
            programs=(),
            networks=(),
            network_count=0,
        )
        for n in range(40)
    )
    export = Export(
        service=Provider.GOOGLE, spans={"export-sessions": Span(first=None, last=None, entries=40)}, seen=seen
    )
    report = report_on(ExportsRead(exports=(export,), gaps=(), files=()))
    asked = [finding for finding in findings(report) if finding.severity == "ask"]
    assert len(asked) == 13
    assert "28 more devices" in asked[-1].title
    assert all(one.id in " ".join(finding.evidence + finding.subject for finding in asked) for one in seen)


def test_each_entry_that_the_report_asks_about_is_asked_about_in_the_conversation() -> None:
    read = read_exports(_ALL)
    report = report_on(read)
    words = catalogue.load_words()
    (topic,) = downloads.topics(report.judgements, words)
    asked = [f.subject for j in report.judgements if isinstance(j.outcome, Found) for f in j.outcome.findings]
    assert len({item.id for item in topic.items}) == len(topic.items)
    assert {item.id for item in topic.items} < set(asked)
    every = dict.fromkeys((item.id for item in topic.items), "yes")
    left = downloads.topics(report_on(read, every).judgements, words)
    assert not {item.id for topic in left for item in topic.items} & every.keys()


def test_what_opens_an_account_is_asked_about_first() -> None:
    report = report_on(read_exports(_ALL))
    (topic,) = downloads.topics(report.judgements, catalogue.load_words())
    kinds = list(dict.fromkeys(item.id.split(".")[2] for item in topic.items))
    assert kinds[:2] == ["contact", "session"]
    assert kinds[2] in set(ChangeKind)


def test_no_download_is_no_answer() -> None:
    """A conversation without a download must not read as "no strange device was seen"."""
    snapshot = Snapshot(taken=TAKEN, phone=None, gaps=(), accounts=Accounts())
    words = catalogue.load_words()
    checks = [check for check in load_checks() if check.id.startswith("export-")]
    assert engine.judge(snapshot, checks, SMALL.signatures, words) == ()


def test_without_a_download_of_google_nothing_is_said_of_what_only_google_tells() -> None:
    judged = {j.check for j in report_on(read_exports([FOLDER / "snapchat"])).judgements}
    assert judged == {"export-sessions", "export-devices", "export-contacts", "export-changes", "export-span"}


def test_what_a_download_does_not_hold_was_not_checked() -> None:
    read = read_exports([FOLDER / "google/Takeout/Access Log Activity"])
    report = report_on(read, dict.fromkeys([seen.id for seen in read.exports[0].seen], "yes"))
    outcomes = {j.check: type(j.outcome) for j in report.judgements}
    assert outcomes == {
        "export-sessions": Clear,
        "export-devices": Clear,
        "export-span": Found,
        "export-contacts": NotChecked,
        "export-changes": NotChecked,
        "export-browsers": NotChecked,
        "export-apps": NotChecked,
        "export-location": NotChecked,
    }
    assert report.exit_code == ExitCode.INCOMPLETE


def test_a_download_of_which_nothing_could_be_read_was_not_checked(tmp_path: Path) -> None:
    (tmp_path / "takeout.zip").write_bytes(b"PK\x03\x04 and no more")
    report = report_on(read_exports([tmp_path]))
    assert report.exit_code == ExitCode.NOT_CHECKED
    assert "takeout.zip" in report.missing[0].sentence


def test_a_gap_of_the_files_leaves_every_check_open(tmp_path: Path) -> None:
    (tmp_path / "other.zip").write_bytes(b"PK\x03\x04 and no more")
    read = read_exports([FOLDER / "google/Takeout/Access Log Activity", tmp_path])
    report = report_on(read, dict.fromkeys([seen.id for seen in read.exports[0].seen], "yes"))
    assert not any(isinstance(j.outcome, Clear) for j in report.judgements)


def test_the_checks_give_only_what_they_declare(checks: tuple[Check, ...]) -> None:
    exports = [check for check in checks if check.part in {Part.EXPORTS, Part.GOOGLE_EXPORTS}]
    declared = {kind for check in exports for kind in check.kinds}
    read = read_exports(_ALL)
    every = {seen.id: "no" for e in read.exports for seen in e.seen}
    assert set(kinds(report_on(read))) | set(kinds(report_on(read, every))) <= declared
    assert {fact for check in exports for fact in check.needs} == set(ExportFact)


def test_no_address_or_number_is_told_in_full() -> None:
    text = msgspec.json.encode(report_on(read_exports(_ALL))).decode()
    for secret in ("someone.else@", "jane@example.com", "7700900456", "900123", "192.0.2.10", "203.0.113.99", "b496"):
        assert secret not in text


def test_every_word_that_a_sign_can_ask_for_is_there(words: catalogue.Words) -> None:
    tables, documents = (form.doubt for form in forms._TABLES), (f.begin.doubt for f in forms._DOCUMENTS.values())
    doubts = {*tables, *documents, instagram.DOWNLOADS.begin.doubt, "doubt-by-name", "doubt-subscriber-labels"} - {""}
    asked = {f"device-{kind}" for kind in DeviceType} | {f"contact-{kind}" for kind in ContactKind} | doubts
    asked |= {f"change-{kind}" for kind in ChangeKind} | {"list-sessions", "list-all"}
    asked |= {f"{blank}-not-told" for blank in ("model", "place", "first", "last", "programs", "days")}
    assert asked <= words.phrases.keys()
    assert {key for key in words.phrases if key.startswith("doubt-")} == doubts


def _unknown_session() -> Report:
    """Jane says of her own things that they are hers, of the phone in Hull that it is not, and leaves the rest open."""
    read = read_exports([FOLDER / "google"])
    return report_on(read, {**_own(read), HULL: "no"})


@pytest.mark.parametrize("reader", list(Reader), ids=lambda reader: reader.value)
def test_the_report_of_an_unknown_session(reader: Reader, golden: Golden) -> None:
    ending = "" if reader is Reader.PERSON else f".{reader}"
    text = renderer("text")(_unknown_session(), catalogue.load_words(), reader)
    golden.compare(Path(__file__).parent / "golden" / f"unknown-google-session{ending}.txt", text)


def test_the_report_of_half_a_download(golden: Golden, tmp_path: Path) -> None:
    from tests.test_exports_read import zipped

    data = zipped(FOLDER / "google", tmp_path / "takeout.zip").read_bytes()
    (tmp_path / "takeout.zip").write_bytes(data[: len(data) // 2])
    text = renderer("text")(report_on(read_exports([tmp_path / "takeout.zip"])), catalogue.load_words(), Reader.PERSON)
    golden.compare(Path(__file__).parent / "golden" / "half-a-download.txt", text)
