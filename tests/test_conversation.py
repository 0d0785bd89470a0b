"""The guided conversation: what stands on the screen, and what becomes of the answers."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safecheck import catalogue
from safecheck.accounts.agenda import Agenda, only, open_points, question_ids, whole
from safecheck.accounts.conversation import Opening, Talked, converse
from safecheck.errors import ExitCode
from safecheck.formats import Reader, renderer
from safecheck.model import (
    Clear,
    Confidence,
    Found,
    Gap,
    GapReason,
    Item,
    NotChecked,
    Phone,
    Reply,
    Report,
    Topic,
    TopicKind,
)
from safecheck.phone.read import read_phone
from tests.conftest import Golden
from tests.conversing import HungUpError, Typist, report, talk, text, told
from tests.scripted import TAKEN, ScriptedPhone, healthy

_FOLDER = Path(__file__).parent / "golden" / "accounts"
_RING = ["owner", "shared", "signed-in", "codes", "linked", "local"]
_FINE = dict(zip((f"ring.{door}" for door in _RING), ("yes", "no", "no", "yes", "no", "no"), strict=True))


def _phone(*apps: str) -> Phone:
    table = healthy(apps={"android": True, **dict.fromkeys(apps, False)})
    phone = read_phone(ScriptedPhone(table), TAKEN).phone
    assert phone is not None
    return phone


def _outcomes(told_report: Report) -> dict[str, object]:
    return {judgement.check: judgement.outcome for judgement in told_report.judgements}


def _reasons(told_report: Report) -> dict[str, GapReason]:
    return {missing.gap.fact: missing.gap.reason for missing in told_report.missing}


@pytest.mark.parametrize(
    ("name", "services", "lines"),
    [
        ("ring-shared-user", ("ring",), ["y", "y", "u", "yes", "", "n"]),
        ("google-maps-shared", ("google-maps",), ["what", "Y"]),
        ("blink-nothing", ("blink",), ["y", "n", "n", "y", "n", "n"]),
        ("whatsapp-not-sure", ("whatsapp",), ["not sure", "skip"]),
        ("ended-early", ("ring", "life360"), ["y", "e"]),
    ],
)
def test_a_conversation_and_its_report(name: str, services: tuple[str, ...], lines: list[str], golden: Golden) -> None:
    agenda = only(services)
    talked, person = talk(agenda, lines)
    golden.compare(_FOLDER / f"{name}.talk.txt", person.transcript())
    golden.compare(_FOLDER / f"{name}.txt", text(report(agenda, talked)))


def test_the_whole_way_with_a_phone_that_shows_two_apps(golden: Golden) -> None:
    agenda = whole(_phone("com.ringapp", "com.life360.android.safetymapd", "com.google.android.apps.maps"))
    lines = ["y", "n", "u", "n", "n", "n", "s", "y"]  # how things are, the main account
    lines += ["n", "n", "y", "n", "n", "y", "n", "n"]  # Life360, Ring
    lines += ["y", "1 3", "n", "y", *["n"] * 13, "s", "e"]  # groups: two of Google, none of most others
    talked, person = talk(agenda, lines)
    golden.compare(_FOLDER / "whole.talk.txt", person.transcript())
    golden.compare(_FOLDER / "whole.helper.txt", text(report(agenda, talked), Reader.HELPER))


def test_the_first_useful_sentence_comes_with_the_first_answer_that_calls_for_one() -> None:
    _, person = talk(whole(None), ["y", "e"])
    assert any("Plan each change with someone who helps" in line for line in person.screen)
    questions = [line for line in person.screen if line.startswith("[")]
    assert len(questions) == 2


class TestJudging:
    """From answers to findings and gaps."""

    def test_what_is_yours_alone_is_clear_and_the_rest_was_not_asked(self) -> None:
        outcomes = _outcomes(told(["ring"], _FINE))
        assert isinstance(outcomes["cameras"], Clear)
        others = {kind.value for kind in TopicKind} - {"cameras"}
        assert all(isinstance(outcomes[check], NotChecked) for check in others)
        assert told(["ring"], _FINE).exit_code == ExitCode.INCOMPLETE

    @pytest.mark.parametrize("door", _RING)
    def test_each_door_alone_is_found(self, door: str) -> None:
        fine = _FINE[f"ring.{door}"]
        for said in {"yes", "no"} - {fine}:
            found = told(["ring"], {**_FINE, f"ring.{door}": said})
            assert found.exit_code == ExitCode.FOUND
            outcome = _outcomes(found)["cameras"]
            assert isinstance(outcome, Found)
            assert [finding.kind for finding in outcome.findings] == ["cameras-told"]

    @pytest.mark.parametrize("door", _RING)
    def test_not_sure_has_its_own_sentence_and_is_a_question(self, door: str) -> None:
        outcome = _outcomes(told(["ring"], {**_FINE, f"ring.{door}": "not-sure"}))["cameras"]
        assert isinstance(outcome, Found)
        (finding,) = outcome.findings
        assert (finding.kind, finding.severity, finding.confidence) == ("cameras-unsure", "ask", "told")
        assert "not sure" in finding.reason

    @pytest.mark.parametrize("door", _RING)
    @pytest.mark.parametrize("said", ["skip", ""])
    def test_what_was_not_answered_is_never_clear(self, door: str, said: str) -> None:
        answers = {id_: reply for id_, reply in _FINE.items() if id_ != f"ring.{door}"}
        report_ = told(["ring"], answers | ({f"ring.{door}": said} if said else {}))
        assert isinstance(_outcomes(report_)["cameras"], NotChecked)
        assert _reasons(report_)["cameras"] is (GapReason.SKIPPED if said else GapReason.NOT_ASKED)
        assert "Ring doorbell or camera: 1 of 6 questions" in " ".join(text(report_).split())

    def test_no_answer_at_all_checks_nothing(self) -> None:
        report_ = told(["ring"], {})
        assert report_.exit_code == ExitCode.NOT_CHECKED
        assert "NOTHING WAS LOOKED AT TO ITS END" in text(report_)

    def test_a_person_sees_what_they_told_also_where_they_were_not_sure(self) -> None:
        report_ = told(["ring"], {**_FINE, "ring.shared": "not-sure"})
        assert "You are not sure about the people it is shared with." in " ".join(text(report_).split())

    @pytest.mark.parametrize("form", ["text", "html"])
    @pytest.mark.parametrize("reader", Reader)
    @pytest.mark.parametrize("answers", [{}, {"ring.owner": "no"}, _FINE])
    def test_without_a_phone_nothing_speaks_of_one(self, form: str, reader: Reader, answers: dict[str, str]) -> None:
        report_ = told(["ring"], answers)
        assert {"debugging-off", "look-again-incomplete", "close-again"}.isdisjoint(step.id for step in report_.plan)
        said = renderer(form)(report_, catalogue.load_words(), reader).casefold()
        for words in ("usb", "which one it is", "apps (yours", "phone's own", "products", "credits:", "we saw"):
            assert words not in said

    def test_what_is_told_is_never_called_seen(self) -> None:
        assert Confidence.TOLD.name.lower() == "told"
        assert "we are sure of what we saw" not in text(told(["ring"], {"ring.owner": "no"}))


@given(st.data())
@settings(max_examples=60)
def test_an_answer_less_never_makes_it_calmer(data: st.DataObject) -> None:
    """Each question that is left open keeps the report from being whole."""
    agenda = only(["ring", "google-maps"])
    ids = [item.id for topic in agenda.first for item in topic.items]
    answers = {id_: data.draw(st.sampled_from(list(Reply))) for id_ in ids if data.draw(st.booleans())}
    gaps = open_points(agenda, answers, catalogue.load_words(), stopped=data.draw(st.booleans()))
    open_ids = {id_ for id_ in ids if answers.get(id_, Reply.SKIP) is Reply.SKIP}
    assert open_ids == {id_ for gap in gaps for id_ in gap.detail.split(", ") if id_}


class TestGroups:
    """Services of which a person first says what they use."""

    def test_those_not_named_are_not_used_and_leave_no_gap(self) -> None:
        agenda = _groups_only("doorbells")
        talked, _ = talk(agenda, ["4", *["y", "n", "n", "y", "n", "n"]])
        assert talked.answers["google-nest.use"] is Reply.YES
        assert talked.answers["ring.use"] is Reply.NO
        assert {gap.fact for gap in _gaps(agenda, talked)} == {"situation", "account-roots", "sharing"}

    @pytest.mark.parametrize(("typed", "reason"), [("u", "not-sure"), ("", "skipped"), ("e", "left")])
    def test_those_that_are_open_are_named(self, typed: str, reason: str) -> None:
        agenda = _groups_only("doorbells")
        talked, _ = talk(agenda, [typed])
        (gap,) = [gap for gap in _gaps(agenda, talked) if gap.fact == "cameras"]
        assert gap.reason == reason
        assert "Arlo, Blink, eufy" in gap.about

    @pytest.mark.parametrize("typed", ["0", "11", "1 99", "ring", "1;2", "-1", "1.5", "²"])
    def test_other_words_are_asked_again(self, typed: str) -> None:
        with pytest.raises(HungUpError):
            talk(_groups_only("doorbells"), [typed])

    def test_yes_asks_which_and_all_means_all(self) -> None:
        talked, person = talk(_groups_only("remote"), ["y", "a", "e"])
        assert talked.answers["anydesk.use"] is Reply.YES
        assert "Which ones? Type their numbers, with a blank between them." in person.screen


def _groups_only(group: str) -> Agenda:
    agenda = whole(None)
    return Agenda(first=(), groups={key: topics for key, topics in agenda.groups.items() if key == group})


def _gaps(agenda: Agenda, talked: Talked) -> tuple[Gap, ...]:
    return open_points(agenda, talked.answers, catalogue.load_words(), stopped=talked.stopped)


class TestGoingOn:
    """A conversation that knows answers from before."""

    def test_only_what_is_missing_is_asked(self) -> None:
        before = {"ring.owner": Reply.NO, "ring.shared": Reply.SKIP, "ring.signed-in": Reply.NO}
        talked, person = talk(only(["ring"]), ["y", "n", "n"], before)
        assert not any("Whose account is it?" in line for line in person.screen)
        assert talked.answers["ring.owner"] is Reply.NO
        assert len(talked.answers) == 6

    def test_when_all_is_answered_nothing_is_asked(self) -> None:
        talked, person = talk(only(["ring"]), [], {id_: Reply(said) for id_, said in _FINE.items()})
        assert not any(line.startswith("[") for line in person.screen)
        assert not talked.stopped

    def test_a_service_that_is_said_not_to_be_used_is_not_asked_about_though_its_app_is_there(self) -> None:
        agenda = whole(_phone("com.ringapp"))
        assert agenda.seen == ("ring",)
        done = dict.fromkeys(question_ids() - set(_FINE), Reply.NO)
        talked, person = talk(agenda, [], done)
        assert "Ring doorbell or camera" not in "".join(person.screen).replace("for these: Ring doorbell or camera", "")
        assert "cameras" not in {
            gap.fact for gap in open_points(agenda, talked.answers, catalogue.load_words(), stopped=False)
        }


def test_an_answer_counts_also_where_the_service_is_said_not_to_be_used() -> None:
    report_ = told(["ring"], {"ring.use": "no", "ring.shared": "yes"})
    assert report_.exit_code == ExitCode.FOUND
    assert _reasons(report_)["cameras"] is GapReason.NOT_ASKED
    assert "ring" not in {missing.gap.about for missing in told(["ring"], {"ring.use": "no"}).missing}


def test_what_every_phone_has_is_not_told_as_seen() -> None:
    assert whole(_phone("com.google.android.apps.maps", "com.google.android.gms")).seen == ()


class TestOpening:
    """`o`: only where something can be opened, only after one more yes."""

    def _run(self, lines: list[str], *, works: bool = True) -> tuple[list[str], Typist]:
        opened: list[str] = []
        person = Typist(lines)

        def find(topic: Topic, item: Item) -> Opening | None:
            if item.id != "ring.shared":
                return None

            def open_() -> bool:
                opened.append(topic.id)
                return works

            return Opening(topic.name, open_)

        converse(only(["ring"]), {}, catalogue.load_words(), person, find)
        return opened, person

    def test_a_key_and_a_yes_open_it(self) -> None:
        opened, person = self._run(["y", "o", "y", "n", "n", "y", "n", "n"])
        assert opened == ["ring"]
        assert any("Whoever sees the phone can see that" in line for line in person.screen)
        assert "The phone says that it is open." in person.screen

    @pytest.mark.parametrize("second", ["n", "", "o", "what"])
    def test_anything_but_yes_opens_nothing(self, second: str) -> None:
        opened, _ = self._run(["y", "o", second, "n", "n", "y", "n", "n"])
        assert opened == []

    def test_where_nothing_can_be_opened_the_key_does_nothing(self) -> None:
        opened, person = self._run(["o", "y", "n", "n", "y", "n", "n"])
        assert opened == []
        assert sum("o: open it on the phone" in line for line in person.screen) == 1

    def test_what_did_not_open_is_said(self) -> None:
        _, person = self._run(["y", "o", "y", "n", "n", "y", "n", "n"], works=False)
        assert "The phone did not open it. Please open it by hand." in person.screen


@given(st.lists(st.text(max_size=20), max_size=60), st.sampled_from(["ring", "google-maps", None]))
@settings(max_examples=80)
def test_whatever_is_typed_it_goes_on_or_ends(lines: list[str], name: str | None) -> None:
    agenda = whole(None) if name is None else only([name])
    try:
        talked, _ = talk(agenda, lines)
    except HungUpError:
        return
    assert set(talked.answers) <= question_ids()
    report(agenda, talked)


@given(st.lists(st.sampled_from(["n", "u", "s", "a", "1 2", "?", "e"]), min_size=400, max_size=400))
@settings(max_examples=20)
def test_four_hundred_lines_are_always_enough(lines: list[str]) -> None:
    agenda = whole(None)
    talked, _ = talk(agenda, lines)
    report(agenda, talked)
