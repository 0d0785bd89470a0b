"""Judging, the plan and the exit code."""

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck import catalogue, engine
from safecheck.errors import ExitCode
from safecheck.model import (
    Advice,
    Answer,
    Check,
    Clear,
    Confidence,
    End,
    Found,
    Gap,
    GapReason,
    Judgement,
    NotChecked,
    Notice,
    Part,
    Phone,
    Report,
    Severity,
    Sign,
    Signatures,
    Snapshot,
    User,
    When,
)
from safecheck.phone.probes import OLDER, PROBES
from safecheck.phone.read import read_phone
from tests.scripted import TAKEN, ScriptedPhone, broken, healthy, whole

LISTED = "com.systemservice"  # a name of the shipped list
_KEYS: list[tuple[str, int | None]] = [
    (probe.fact, 0 if probe.per_user else None) for probe in PROBES if probe.until > 34
]


def report_on(phone: ScriptedPhone, loaded: catalogue.LoadedList) -> Report:
    """Read and judge a phone with everything that ships."""
    return engine.make_report(
        read_phone(phone, TAKEN), engine_checks(), loaded, catalogue.load_advice(), catalogue.load_words()
    )


def engine_checks() -> tuple[Check, ...]:
    """Every check."""
    from safecheck.checks import load_checks

    return load_checks()


def _kinds(report: Report) -> set[tuple[str, str]]:
    return {
        (finding.kind, finding.subject)
        for judgement in report.judgements
        if isinstance(judgement.outcome, Found)
        for finding in judgement.outcome.findings
    }


def test_an_ordinary_phone_ends_with_nothing_found(loaded: catalogue.LoadedList) -> None:
    report = report_on(ScriptedPhone(healthy()), loaded)
    assert report.exit_code == ExitCode.NOTHING_FOUND
    assert report.missing == ()
    assert _kinds(report) == {("debugging-on", "debugging-on")}


def test_a_listed_app_leads_to_the_plan(loaded: catalogue.LoadedList) -> None:
    report = report_on(ScriptedPhone(healthy(apps={"android": True, LISTED: False})), loaded)
    assert report.exit_code == ExitCode.FOUND
    assert ("known-app-watching", LISTED) in _kinds(report)
    assert report.plan[0].id == "first-safety"
    assert report.plan[-1].id == "debugging-off"
    assert "known-app-watching" in {step.id for step in report.plan}


_FAULTS = {
    "cut": broken(End.CUT),
    "not asked": broken(End.NOT_ASKED),
    "timeout": broken(End.TIMEOUT),
    "stopped": broken(End.STOPPED),
    "too big": broken(End.TOO_BIG, b"x" * 1_000_000),
    "empty": whole(""),
    "one empty line": whole("\n"),
    "exit 1": whole("oops\n", 1),
    "denied": whole("java.lang.SecurityException: Shell does not have permission to access user 0\n", 255),
    "denied, exit 0": whole("Security exception: no\n"),
    "dump timeout": whole("half\n*** SERVICE 'x' DUMP TIMEOUT (10000ms) EXPIRED ***\n"),
    "missing": whole("Can't find service: x\n"),
    "garbled": whole(bytes(range(128, 256)) * 40 + b"\n"),
    "html": whole("<html><body>Sign in to this network</body></html>\n"),
    "zeros": whole(b"\0" * 4096 + b"\n"),
}


@pytest.mark.parametrize("key", _KEYS, ids=lambda key: key[0])
@pytest.mark.parametrize("fault", _FAULTS, ids=lambda name: name.replace(" ", "-"))
def test_no_fault_of_any_answer_reads_as_nothing_found(
    key: tuple[str, int | None], fault: str, loaded: catalogue.LoadedList
) -> None:
    report = report_on(ScriptedPhone(healthy(), {key: _FAULTS[fault]}), loaded)
    assert report.exit_code == ExitCode.INCOMPLETE
    assert key[0] in {missing.gap.fact for missing in report.missing}


@pytest.mark.parametrize("key", _KEYS, ids=lambda key: key[0])
@given(st.data())
def test_an_answer_cut_anywhere_never_hides_that_it_was_cut(key: tuple[str, int | None], data: st.DataObject) -> None:
    """Cut by the cable: no end marker, whatever stood before the cut."""
    text = healthy()[key].encode()
    cut = text[: data.draw(st.integers(0, len(text)))]
    report = report_on(ScriptedPhone(healthy(), {key: broken(End.CUT, cut)}), catalogue.load_signatures())
    assert report.exit_code == ExitCode.INCOMPLETE


@pytest.mark.parametrize("fault", _FAULTS, ids=lambda name: name.replace(" ", "-"))
def test_what_was_read_is_judged_although_the_rest_is_missing(fault: str, loaded: catalogue.LoadedList) -> None:
    table = healthy(apps={"android": True, LISTED: False})
    faults: dict[tuple[str, int | None], Answer] = {
        key: _FAULTS[fault] for key in _KEYS if key[0] not in {"packages", "users"}
    }
    report = report_on(ScriptedPhone(table, faults), loaded)
    assert report.exit_code == ExitCode.FOUND
    assert {missing.gap.fact for missing in report.missing} >= {key[0] for key in faults}


def test_a_phone_that_answers_nothing_was_not_checked(loaded: catalogue.LoadedList) -> None:
    report = report_on(ScriptedPhone({}, {key: broken(End.CUT) for key in _KEYS}), loaded)
    assert report.exit_code == ExitCode.NOT_CHECKED
    assert all(isinstance(judgement.outcome, NotChecked) for judgement in report.judgements)


def test_a_refusing_profile_is_named_and_the_others_are_judged(loaded: catalogue.LoadedList) -> None:
    denied = whole("java.lang.SecurityException: Shell does not have permission to access user 150\n", 255)
    faults: dict[tuple[str, int | None], Answer] = {("settings-secure", 150): denied, ("package-names", 150): denied}
    report = report_on(ScriptedPhone(healthy((0, 150)), faults), loaded)
    assert report.exit_code == ExitCode.INCOMPLETE
    outcomes = {(j.check, j.user): type(j.outcome) for j in report.judgements}
    assert outcomes["powers", 0] is Clear
    assert outcomes["powers", 150] is NotChecked
    assert all("Other" in missing.sentence for missing in report.missing)


def _check(signs: list[Sign], needs: tuple[str, ...] = ("users",), *, per_user: bool = False) -> Check:
    def run(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:
        yield from signs

    return Check(id="profiles", needs=needs, kinds=(), advice=(), per_user=per_user, run=run)


def test_no_check_is_an_error(loaded: catalogue.LoadedList, words: catalogue.Words) -> None:
    snapshot = read_phone(ScriptedPhone(healthy()), TAKEN)
    with pytest.raises(ValueError, match="no check"):
        engine.judge(snapshot, [], loaded.signatures, words)


def test_a_gap_of_one_user_does_not_touch_another(loaded: catalogue.LoadedList, words: catalogue.Words) -> None:
    snapshot = read_phone(ScriptedPhone(healthy((0, 10))), TAKEN)
    snapshot = msgspec.structs.replace(snapshot, gaps=(Gap(fact="x", reason=GapReason.CUT, user=10),))
    judgements = engine.judge(snapshot, [_check([], ("x",), per_user=True)], loaded.signatures, words)
    assert [type(judgement.outcome) for judgement in judgements] == [Clear, NotChecked]
    (judgement,) = engine.judge(snapshot, [_check([], ("x",))], loaded.signatures, words)
    assert isinstance(judgement.outcome, NotChecked)


_advice = st.lists(
    st.builds(
        lambda n, order, when: Advice(
            id=f"s{n}",
            order=order,
            title="t",
            why="w",
            notice=Notice.NO,
            save_first="",
            steps=("x",),
            helper="h",
            when=when,
        ),
        st.integers(0, 30),
        st.integers(1, 99),
        st.sampled_from(When),
    ),
    unique_by=lambda step: step.id,
)


@given(_advice, st.data())
def test_the_plan_depends_on_what_was_found_and_not_on_its_order(steps: list[Advice], data: st.DataObject) -> None:
    """Each step once, safety first, and a further finding takes no step away."""
    snapshot = read_phone(ScriptedPhone(healthy()), TAKEN)
    words, loaded = catalogue.load_words(), catalogue.load_signatures()
    named = [step.id for step in steps if step.when is When.NAMED]
    safety = Advice(
        id="safety",
        order=0,
        title="t",
        why="w",
        notice=Notice.NO,
        save_first="",
        steps=("x",),
        helper="h",
        when=When.ALWAYS,
    )
    steps = [*steps, safety]

    def plan(ids: list[str]) -> list[str]:
        signs = [
            Sign(
                kind="debugging-on",
                subject=i,
                users=(),
                severity=Severity.ASK,
                confidence=Confidence.LIKELY,
                advice=(i,),
                evidence="",
            )
            for i in ids
        ]
        judgements = engine.judge(snapshot, [_check(signs)], loaded.signatures, words)
        return [step.id for step in engine.plan(ExitCode.FOUND, judgements, (), steps)]

    asked = data.draw(st.lists(st.sampled_from(named))) if named else []
    shuffled = data.draw(st.permutations(asked))
    assert plan(asked) == plan(shuffled)
    assert plan(asked)[0] == "safety"
    assert len(set(plan(asked))) == len(plan(asked))
    assert set(asked) <= set(plan(asked))
    for fewer in range(len(asked)):
        assert set(plan(asked[:fewer])) <= set(plan(asked))


_PHONE = read_phone(ScriptedPhone(healthy()), TAKEN).phone
_LIST = catalogue.load_signatures().signatures
_STEPS = catalogue.load_advice()
_SHIPPED = [step.id for step in _STEPS]
_Asking = list[tuple[Severity, list[str]]]  # findings, each with its severity and the steps that it asks for
_asking = st.lists(
    st.tuples(st.sampled_from(Severity), st.lists(st.sampled_from(_SHIPPED), max_size=4, unique=True)), max_size=8
)
_gaps = st.sampled_from([(), (Gap(fact="clock", reason=GapReason.CUT),)])


def _shipped_plan(asking: _Asking, gaps: tuple[Gap, ...]) -> list[str]:
    signs = [
        Sign(
            kind="debugging-on",
            subject="x",
            users=(),
            severity=severity,
            confidence=Confidence.LIKELY,
            advice=tuple(ids),
            evidence="",
        )
        for severity, ids in asking
    ]
    snapshot = Snapshot(taken=TAKEN, phone=_PHONE, gaps=(), answers=())
    judgements = engine.judge(snapshot, [_check(signs)], _LIST, catalogue.load_words())
    return [step.id for step in engine.plan(engine.exit_code(judgements, gaps), judgements, gaps, _STEPS)]


class TestShippedPlan:
    """The plan with the steps that ship: phone, computer, accounts and home in one list."""

    @given(_asking, _gaps, st.data())
    def test_the_same_findings_in_any_order_give_the_same_plan(
        self, asking: _Asking, gaps: tuple[Gap, ...], data: st.DataObject
    ) -> None:
        shuffled = data.draw(st.permutations(asking))
        assert _shipped_plan(asking, gaps) == _shipped_plan(shuffled, gaps)

    @given(_asking, _gaps, _asking)
    def test_a_further_finding_takes_no_step_away_that_another_asked_for(
        self, asking: _Asking, gaps: tuple[Gap, ...], more: _Asking
    ) -> None:
        asked = {id_ for _, ids in asking for id_ in ids}
        assert asked <= set(_shipped_plan(asking, gaps))
        assert asked <= set(_shipped_plan([*asking, *more], gaps))

    @given(_asking, _gaps)
    def test_every_plan_begins_with_safety_and_keeps_the_one_order_whatever_the_severity(
        self, asking: _Asking, gaps: tuple[Gap, ...]
    ) -> None:
        plan = _shipped_plan(asking, gaps)
        assert (plan[0], plan[-1]) == ("first-safety", "debugging-off")
        assert plan == [id_ for id_ in _SHIPPED if id_ in set(plan)]

    def test_who_owns_the_accounts_comes_before_what_is_shared_the_home_and_single_apps(self) -> None:
        groups = (
            ("first-safety",),
            ("safer-device",),
            ("save-first",),
            ("plan-moment",),
            ("roots", "accounts", "recovery-addresses", "mail-forwarding", "account-sessions", "managed-phone"),
            ("location-sharing", "linked-devices"),
            ("doorbell", "car", "tags", "child-device"),
            ("computer-remote", "known-app-watching", "powers", "unknown-app", "reset"),
            ("close-again",),
            ("look-again",),
        )
        places = [[_SHIPPED.index(id_) for id_ in group] for group in groups]
        assert all(max(before) < min(after) for before, after in pairwise(places))

    def test_only_three_steps_are_in_every_plan(self) -> None:
        always = [step.id for step in _STEPS if step.when is When.ALWAYS]
        assert always == ["first-safety", "look-again", "debugging-off"]


@pytest.mark.parametrize(
    "step", [step for step in _STEPS if step.when is not When.NAMED and not step.part], ids=lambda step: step.id
)
def test_a_step_of_every_kind_of_report_never_speaks_as_if_a_phone_was_looked_at(step: Advice) -> None:
    for text in (step.title, step.why, step.save_first, *step.steps):
        for sentence in text.split(". "):
            if re.search(r"\b(the|this) phone\b(?! number)|\bapps?\b", sentence):
                assert re.search(r"\b(computer|program)\b", sentence), sentence


def test_a_phone_with_bluetooth_off_says_why_its_devices_are_not_told(loaded: catalogue.LoadedList) -> None:
    off = whole("Bluetooth Status\n  enabled: false\n\n")
    report = report_on(ScriptedPhone(healthy(), {("bluetooth", None): off}), loaded)
    (missing,) = report.missing
    assert "its Bluetooth devices, such as headphones. If Bluetooth is off, a phone does not tell." in missing.sentence


def test_a_step_that_belongs_to_a_part_is_only_for_reports_that_looked_at_it() -> None:
    step = Advice(
        id="cable",
        order=9,
        title="t",
        why="w",
        notice=Notice.NO,
        save_first="",
        steps=("x",),
        helper="h",
        when=When.ALWAYS,
        part=Part.PHONE,
    )
    assert engine.plan(ExitCode.NOTHING_FOUND, (), (), [step], [Part.PHONE, Part.ACCOUNTS]) == (step,)
    assert engine.plan(ExitCode.NOTHING_FOUND, (), (), [step], [Part.ACCOUNTS]) == ()


@pytest.mark.parametrize(("fact", "step"), [("clock", "look-again-incomplete"), ("sharing", "look-again-answers")])
def test_what_to_look_at_again_is_told_of_the_part_that_was_not_seen(fact: str, step: str) -> None:
    gaps = (Gap(fact=fact, reason=GapReason.STOPPED),)
    plan = engine.plan(ExitCode.INCOMPLETE, (), gaps, _STEPS, tuple(Part))
    assert {each.id for each in plan if each.when is When.INCOMPLETE} == {step}


def test_a_step_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such advice"):
        engine.plan(ExitCode.FOUND, _found_with("nowhere"), (), [])


def _found_with(advice: str) -> tuple[Judgement, ...]:
    sign = Sign(
        kind="debugging-on",
        subject="x",
        users=(),
        severity=Severity.ASK,
        confidence=Confidence.LIKELY,
        advice=(advice,),
        evidence="",
    )
    snapshot: Snapshot = read_phone(ScriptedPhone(healthy()), TAKEN)
    return engine.judge(snapshot, [_check([sign])], catalogue.load_signatures().signatures, catalogue.load_words())


def test_the_ledger_lists_every_question_and_what_became_of_it(loaded: catalogue.LoadedList) -> None:
    denied: Answer = whole("Permission Denial: no\n")
    report = report_on(ScriptedPhone(healthy(), {("device-policy", None): denied}), loaded)
    assert len([line for line in report.ledger if not line.app]) == len(PROBES) - len(OLDER)
    assert {line.fact: line.answer for line in report.ledger}["device-policy"] == "denied"
