"""Golden reports: the wording is the product, so every change of it shows in review. Phones here are synthetic."""

import dataclasses
from pathlib import Path

import pytest

from safecheck import catalogue, engine, helplines
from safecheck.checks import load_checks
from safecheck.errors import ExitCode
from safecheck.formats import Reader, names, renderer
from safecheck.model import Answer, End, Report
from safecheck.phone import recording
from safecheck.phone.read import read_phone
from tests.conftest import Golden
from tests.scripted import TAKEN, ScriptedPhone, broken, dump, healthy, whole
from tests.small_list import SMALL

_FOLDER = Path(__file__).parent / "golden"
_APPS = {
    "android": True,
    "com.android.settings": True,
    "com.google.android.marvin.talkback": True,
    "org.example.notes": False,
}
_DENIED = whole("java.lang.SecurityException: Shell does not have permission to access user 150\n", 255)


@dataclasses.dataclass(frozen=True)
class Case:
    """A situation: who is on the phone, which apps, and which answers differ from an ordinary phone's."""

    users: tuple[int, ...] = (0,)
    apps: tuple[str, ...] = ()
    changed: tuple[tuple[tuple[str, int | None], Answer], ...] = ()

    def report(self) -> Report:
        """Read and judge it."""
        table = healthy(self.users, _APPS | dict.fromkeys(self.apps, False))
        snapshot = read_phone(ScriptedPhone(table, dict(self.changed)), TAKEN)
        return engine.make_report(snapshot, load_checks(), SMALL, catalogue.load_advice(), catalogue.load_words())


_LOST = (("packages", None), ("settings-secure", 0), ("package-names", 0))
CASES = {
    "nothing-found": Case(),
    "nothing-found-but-incomplete": Case(
        users=(0, 150), changed=((("settings-secure", 150), _DENIED), (("package-names", 150), _DENIED))
    ),
    "known-app": Case(apps=("com.systemservice",)),
    "dual-use": Case(apps=("com.life360.android.safetymapd",)),
    "several": Case(
        apps=("com.systemservice", "com.life360.android.safetymapd", "com.example.farview", "com.example.worklook"),
        changed=(
            (
                ("settings-secure", 0),
                whole(
                    "enabled_accessibility_services=com.systemservice/.Watch:com.google.android.marvin.talkback/.TalkBack\n"
                    "enabled_notification_listeners=org.example.notes/.Listener:org.gone/.Listener\n"
                ),
            ),
            (
                ("device-policy", None),
                whole(
                    "Current Device Policy Manager state:\n  Device Owner: \n    admin=ComponentInfo{com.example.worklook/.R}\n"
                    "  Enabled Device Admins (User 0, provisioningState: 0):\n    com.systemservice/.Admin:\n      uid=10001\n"
                ),
            ),
        ),
    ),
    "was-here-before": Case(
        changed=(
            (
                ("packages", None),
                whole(
                    dump(_APPS).replace(
                        "\n\nHidden",
                        "\n  Package [com.systemservice] (1):\n    pkgFlags=[ ]\n    User 0: installed=false\n\nHidden",
                    )
                ),
            ),
        )
    ),
    "cut-off": Case(apps=("com.systemservice",), changed=tuple((key, broken(End.CUT)) for key in _LOST)),
    "nothing-answered": Case(changed=tuple((key, broken(End.NOT_ASKED)) for key in healthy())),
}


@pytest.mark.parametrize("name", CASES)
def test_the_report_of_a_situation(name: str, golden: Golden) -> None:
    golden.compare(
        _FOLDER / f"{name}.txt", renderer("text")(CASES[name].report(), catalogue.load_words(), Reader.PERSON)
    )


@pytest.mark.parametrize("name", ["several", "was-here-before", "nothing-found-but-incomplete"])
def test_the_report_of_a_situation_for_a_helper(name: str, golden: Golden) -> None:
    text = renderer("text")(CASES[name].report(), catalogue.load_words(), Reader.HELPER)
    golden.compare(_FOLDER / f"{name}.helper.txt", text)


def test_neither_reader_is_spared_what_could_not_be_checked() -> None:
    for case in CASES.values():
        report, words = case.report(), catalogue.load_words()
        for reader in Reader:
            text = " ".join(renderer("text")(report, words, reader).split())
            assert all(" ".join(missing.sentence.split()) in text for missing in report.missing)


def test_a_weaker_sign_is_counted_where_it_is_not_shown() -> None:
    """A part of the phone with a listed name is only possible; the person is told that a helper can see more."""
    table = healthy(apps={"android": True, "com.systemservice": True})
    snapshot = read_phone(ScriptedPhone(table), TAKEN)
    report = engine.make_report(snapshot, load_checks(), SMALL, catalogue.load_advice(), catalogue.load_words())
    assert report.exit_code == ExitCode.FOUND
    person, helper = (renderer("text")(report, catalogue.load_words(), reader) for reader in Reader)
    assert "One weaker sign is not shown here." in " ".join(person.split())
    assert "We did not see any app" not in person
    assert "A part of the phone has the same name" in helper


@pytest.mark.parametrize("code", helplines.countries())
def test_help_in_a_country_begins_with_the_emergency_number(code: str) -> None:
    country = catalogue.load_country(code)
    snapshot = read_phone(ScriptedPhone(healthy()), TAKEN)
    report = engine.make_report(
        snapshot, load_checks(), SMALL, catalogue.load_advice(), catalogue.load_words(), country=country
    )
    text = renderer("text")(report, catalogue.load_words(), Reader.PERSON)
    block = text[text.index("PEOPLE WHO HELP") : text.index("THE PLAN")]
    assert f"In danger now: {country.emergency}" in block
    assert all(line.number in block and line.site in block for line in country.lines)


@pytest.mark.parametrize("form", names())
def test_the_demonstration_in_every_form(form: str, golden: Golden) -> None:
    phone = recording.demo()
    report = engine.make_report(
        read_phone(phone, phone.taken),
        load_checks(),
        SMALL,
        catalogue.load_advice(),
        catalogue.load_words(),
        demonstration=True,
    )
    golden.compare(_FOLDER / f"demo.{form}.txt", renderer(form)(report, catalogue.load_words(), Reader.HELPER))


def test_the_demonstration_answers_every_question_there_is() -> None:
    snapshot = read_phone(recording.demo(), TAKEN)
    assert {(gap.fact, gap.user, gap.reason.value) for gap in snapshot.gaps} == {
        ("settings-secure", 10, "denied"),
        ("package-names", 10, "denied"),
        ("system-names", 10, "denied"),
        ("launcher", 10, "denied"),
    }, "run python3 scripts/record_demo.py"
