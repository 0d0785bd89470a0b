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


def _owned(heading: str, component: str, users: tuple[int, ...] = (0,)) -> tuple[tuple[str, None], Answer]:
    """The dump of a phone on which `component` owns what the heading names."""
    admins = "".join(f"  Enabled Device Admins (User {user}, provisioningState: 0):\n  \n" for user in users)
    text = f"Current Device Policy Manager state:\n  {heading}:\n    admin=ComponentInfo{{{component}}}\n{admins}"
    return ("device-policy", None), whole(text)


def _settings(*lines: str) -> tuple[tuple[str, None], Answer]:
    """The phone's own settings, with these lines besides."""
    return ("settings-global", None), whole("\n".join(("adb_enabled=1", "airplane_mode_on=0", *lines, "")))


def _accounts(*accounts: str) -> tuple[tuple[str, None], Answer]:
    """The accounts of the first user, as "name type"."""
    rows = "".join("    Account {{name={}, type={}}}\n".format(*account.split()) for account in accounts)
    history = "  AccountId, Action_Type, timestamp, UID, TableName, Key\n  Accounts History\n"
    return ("accounts", None), whole(f"User UserInfo{{0:Owner:13}}:\n  Accounts: {len(accounts)}\n{rows}  \n{history}")


_COMPANY = "com.google.android.apps.work.clouddpc"
_PARENT = "com.google.android.gms.supervision"
_OF_THE_SECOND = [
    (fact, 10) for fact in ("settings-secure", "launcher", "certificates", "package-names", "system-names")
]
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
    "work-phone": Case(
        apps=(_COMPANY,),
        changed=(
            _owned("Device Owner", f"{_COMPANY}/.Receiver"),
            _accounts("someone@company.example com.google", "someone@example.org com.google"),
        ),
    ),
    "supervised-adult": Case(
        apps=(_PARENT,),
        changed=(
            _owned("Profile Owner (User 0)", f"{_PARENT}/.Receiver"),
            _accounts("someone@example.org com.google"),
        ),
    ),
    "rooted": Case(
        changed=(
            (("identity", None), whole(healthy()["identity", None] + "[ro.boot.verifiedbootstate]: [orange]\n")),
            (("su", None), whole("/system/xbin/su\nls: /sbin/su: No such file or directory\n")),
        )
    ),
    "remote-tool": Case(apps=("com.example.farview",)),
    "second-profile-locked": Case(
        users=(0, 10),
        changed=(
            (("users", None), whole("Users:\n\tUserInfo{0:Owner:13} running\n\tUserInfo{10:Private space:1090}\n")),
            *((key, _DENIED) for key in _OF_THE_SECOND),
        ),
    ),
    "someone-reads-along": Case(
        changed=(
            _settings("http_proxy=192.0.2.7:8080", "package_verifier_user_consent=-1", "adb_wifi_enabled=1"),
            (("certificates", 0), whole(".\n..\n9a5ba575.0\n")),
            (("call-forwarding", None), whole("last known state:\n  Phone Id=0\n    mCallForwarding=true\n")),
        )
    ),
    "notes-only": Case(
        changed=(
            _settings("private_dns_mode=hostname", "private_dns_specifier=dns.example.org"),
            _accounts("someone@example.org com.google", "someone@example.org com.osp.app.signin"),
            (
                ("bluetooth", None),
                whole(
                    "Bluetooth Status\n  enabled: true\n\n  Bonded devices:\n"
                    "    XX:XX:XX:XX:00:02 [BR/EDR] Headphones\n    XX:XX:XX:XX:00:03 [DUAL] Watch\n\n"
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


def test_a_whole_situation_for_programs(golden: Golden) -> None:
    golden.compare(
        _FOLDER / "several.json.txt",
        renderer("json")(CASES["several"].report(), catalogue.load_words(), Reader.PERSON),
    )


def test_notes_alone_lead_to_no_step_against_anyone() -> None:
    report = CASES["notes-only"].report()
    assert report.exit_code == ExitCode.NOTHING_FOUND
    assert [step.id for step in report.plan] == ["first-safety", "other-ways", "look-again", "debugging-off"]


def test_the_page_of_a_situation(golden: Golden) -> None:
    page = renderer("html")(CASES["several"].report(), catalogue.load_words(), Reader.PERSON)
    golden.compare(_FOLDER / "several.html", page)


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
