"""Every check: where it finds something, where it does not, and what it says when it cannot tell."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import pytest

from safecheck import catalogue
from safecheck.checks import known_app, test_key
from safecheck.engine import judge
from safecheck.model import (
    Answer,
    Check,
    Clear,
    End,
    Finding,
    Found,
    NotChecked,
    Part,
    Question,
    Severity,
    Signer,
    Snapshot,
    Standing,
)
from safecheck.phone.read import read_phone
from safecheck.phone.recording import Recording
from safecheck.protected import PUBLIC_KEYS
from tests.scripted import TAKEN, ScriptedPhone, broken, dump, healthy, whole
from tests.test_engine import LISTED, report_on

_BASE = {"android": True, "com.android.settings": True, "com.google.android.marvin.talkback": True, "com.added": False}
_TALKBACK = "com.google.android.marvin.talkback/.TalkBackService"


def _found(
    loaded: catalogue.LoadedList,
    changed: dict[tuple[str, int | None], str],
    users: tuple[int, ...] = (0,),
    apps: dict[str, bool] | None = None,
) -> dict[tuple[str, str], tuple[str, str]]:
    """Give severity and confidence by kind and subject, notes about debugging apart."""
    answers = {key: whole(text) for key, text in changed.items()}
    report = report_on(ScriptedPhone(healthy(users, apps or _BASE), answers), loaded)
    return {
        (finding.kind, finding.subject): (finding.severity, finding.confidence)
        for judgement in report.judgements
        if isinstance(judgement.outcome, Found)
        for finding in judgement.outcome.findings
        if finding.kind != "debugging-on"
    }


def test_every_file_is_one_check_and_all_it_declares_is_unique(checks: tuple[Check, ...]) -> None:
    from pathlib import Path

    import safecheck.checks

    files = {path.stem for path in Path(safecheck.checks.__file__).parent.glob("*.py")} - {"__init__"}
    assert len(files) == len(checks)
    assert {check.id.replace("-", "_") for check in checks} == files
    kinds = [kind for check in checks for kind in check.kinds]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize(
    ("name", "kind", "severity"),
    [
        (LISTED, "known-app-watching", "act"),
        ("com.life360.android.safetymapd", "known-app-tracking", "ask"),
        ("org.traccar.client", "known-app-tracking", "ask"),
    ],
)
def test_a_listed_name(loaded: catalogue.LoadedList, name: str, kind: str, severity: str) -> None:
    assert _found(loaded, {}, apps={**_BASE, name: False}) == {(kind, name): (severity, "likely")}


def test_names_are_matched_exactly(loaded: catalogue.LoadedList) -> None:
    apps = {**_BASE, LISTED.upper(): False, LISTED + ".x": False, LISTED[:-1]: False}
    assert _found(loaded, {}, apps=apps) == {}


def test_every_listed_name_is_found(loaded: catalogue.LoadedList) -> None:
    names = {name for family in loaded.signatures.listed.families for facts in family.facts for name in facts.packages}
    found = _found(loaded, {}, apps={**_BASE, **dict.fromkeys(sorted(names), False)})
    assert {subject for _, subject in found} == names
    assert {confidence for _, confidence in found.values()} == {"likely"}


def test_a_name_of_two_families_names_both(loaded: catalogue.LoadedList) -> None:
    report = report_on(ScriptedPhone(healthy(apps={**_BASE, "com.spappm_mondow.alarm": False})), loaded)
    (finding,) = next(
        j.outcome.findings for j in report.judgements if j.check == "known-app" and isinstance(j.outcome, Found)
    )
    assert finding.title.count(" / ") == 1


def test_a_part_of_the_phone_with_a_listed_name_is_never_called_found(loaded: catalogue.LoadedList) -> None:
    assert _found(loaded, {}, apps={**_BASE, LISTED: True}) == {("known-app-preinstalled", LISTED): ("ask", "possible")}


def test_a_listed_app_in_another_profile_is_found_there(loaded: catalogue.LoadedList) -> None:
    text = dump(_BASE, (0, 10)).replace(
        "\n\nHidden",
        "\n" + dump({LISTED: False}, (10,), closed=(0,)).split("\n", 1)[1].rsplit("\n\nHidden", 1)[0] + "\n\nHidden",
    )
    report = report_on(ScriptedPhone(healthy((0, 10), _BASE), {("packages", None): whole(text)}), loaded)
    (finding,) = next(
        j.outcome.findings for j in report.judgements if j.check == "known-app" and isinstance(j.outcome, Found)
    )
    assert finding.users == (10,)
    assert "profile “Other”" in finding.reason
    assert "main profile" not in finding.reason


def test_a_listed_app_that_is_gone_left_a_trace(loaded: catalogue.LoadedList) -> None:
    text = dump(_BASE).replace(
        "\n\nHidden",
        "\n" + dump({LISTED: False}, (), closed=(0,)).split("\n", 1)[1].rsplit("\n\nHidden", 1)[0] + "\n\nHidden",
    )
    assert _found(loaded, {("packages", None): text}, apps=_BASE) == {("known-app-gone", LISTED): ("ask", "likely")}


def _settings(setting: str, *components: str) -> dict[tuple[str, int | None], str]:
    return {("settings-secure", 0): f"{setting}={':'.join(components)}\n"}


@pytest.mark.parametrize("setting", ["enabled_accessibility_services", "enabled_notification_listeners"])
class TestPowers:
    """Special powers: accessibility and notification access here, all others in the situations of simulated phones."""

    def test_what_came_with_the_phone_is_no_finding(self, loaded: catalogue.LoadedList, setting: str) -> None:
        assert _found(loaded, _settings(setting, _TALKBACK)) == {}

    def test_what_was_added_is_asked_about_once_an_app(self, loaded: catalogue.LoadedList, setting: str) -> None:
        changed = _settings(setting, _TALKBACK, "com.added/.A", "com.added/com.added.B", "com.added/.A")
        assert _found(loaded, changed) == {("powers-added", "com.added"): ("ask", "certain")}

    def test_several_powers_of_an_app_are_one_finding(self, loaded: catalogue.LoadedList, setting: str) -> None:
        both = "enabled_accessibility_services=com.added/.A\nenabled_notification_listeners=com.added/.B\n"
        assert _found(loaded, {("settings-secure", 0): both}) == {("powers-added", "com.added"): ("ask", "certain")}

    def test_what_is_not_there_any_more_is_a_note(self, loaded: catalogue.LoadedList, setting: str) -> None:
        assert _found(loaded, _settings(setting, "com.gone/.A")) == {
            ("powers-left-over", "com.gone"): ("note", "possible")
        }

    def test_an_app_of_unknown_origin_is_asked_about_with_doubt(
        self, loaded: catalogue.LoadedList, setting: str
    ) -> None:
        changed = {**_settings(setting, "com.x/.A"), ("packages", None): "Can't find service: package\n"}
        found = _found(loaded, changed, apps={**_BASE, "com.x": False})
        assert found == {("powers-not-known", "com.x"): ("ask", "likely")}

    def test_a_known_helper_from_a_store_is_explained(self, loaded: catalogue.LoadedList, setting: str) -> None:
        name = "com.x8bit.bitwarden"
        changed = _settings(setting, f"{name}/.A")
        assert _found(loaded, changed, apps={**_BASE, name: False}) == {("powers-explained", name): ("note", "certain")}

    def test_a_known_helpers_name_from_a_file_is_not(self, loaded: catalogue.LoadedList, setting: str) -> None:
        name = "com.x8bit.bitwarden"
        text = dump({**_BASE, name: False}).replace("com.android.vending", "com.google.android.packageinstaller")
        found = _found(loaded, {**_settings(setting, f"{name}/.A"), ("packages", None): text})
        assert found[("powers-added", name)] == ("ask", "certain")

    def test_another_user_is_looked_at_too(self, loaded: catalogue.LoadedList, setting: str) -> None:
        found = _found(loaded, {("settings-secure", 10): f"{setting}=com.added/.A\n"}, (0, 10))
        assert found.pop(("powers-added", "com.added")) == ("ask", "certain")
        assert set(found) == {("profile-open", "Other")}


def _policy(*lines: str) -> dict[tuple[str, int | None], str]:
    text = "Current Device Policy Manager state:\n" + "".join(f"  {line}\n" for line in lines)
    return {("device-policy", None): text}


def test_an_admin_that_was_added_is_asked_about(loaded: catalogue.LoadedList) -> None:
    lines = (
        "Enabled Device Admins (User 0, provisioningState: 0):",
        "  com.added/.R:",
        "    uid=1",
        "  com.android.settings/.R:",
    )
    assert _found(loaded, _policy(*lines)) == {("powers-added", "com.added"): ("ask", "certain")}


def test_owners_are_named_once(loaded: catalogue.LoadedList) -> None:
    lines = (
        "Device Owner: ",
        "  admin=ComponentInfo{com.added/.R}",
        "Enabled Device Admins (User 0):",
        "  com.added/.R:",
    )
    assert _found(loaded, _policy(*lines)) == {("managed-device", "com.added"): ("ask", "certain")}
    lines = (
        "Profile Owner (User 0):",
        "  admin=ComponentInfo{com.android.settings/.R}",
        "Enabled Device Admins (User 0):",
        " ",
    )
    assert _found(loaded, _policy(*lines)) == {("managed-main", "com.android.settings"): ("ask", "certain")}


@pytest.mark.parametrize(
    ("owner", "user", "kind", "severity"),
    [
        ("com.samsung.knox.securefolder", 10, "managed-maker", "note"),
        ("com.microsoft.windowsintune.companyportal", 10, "managed-company", "note"),
        ("com.microsoft.windowsintune.companyportal", 0, "managed-main", "ask"),
        ("com.google.android.gms.supervision", 0, "managed-supervised", "ask"),
        ("com.added", 10, "managed-profile", "ask"),
    ],
)
def test_owners_of_profiles(loaded: catalogue.LoadedList, owner: str, user: int, kind: str, severity: str) -> None:
    lines = (
        f"Profile Owner (User {user}):",
        f"  admin=ComponentInfo{{{owner}/.R}}",
        "Enabled Device Admins (User 0):",
        " ",
        f"Enabled Device Admins (User {user}):",
        f"  {owner}/.R:",
    )
    found = _found(loaded, _policy(*lines), (0, 10), {**_BASE, owner: owner.startswith(("com.samsung", "com.google"))})
    assert found.pop((kind, owner)) == (severity, "certain")
    assert set(found) == {("profile-open", "Other")}


def test_a_closed_profile_is_a_note(loaded: catalogue.LoadedList) -> None:
    rows = "Users:\n\tUserInfo{0:Owner:13} running\n\tUserInfo{10:Private space:1090}\n"
    assert _found(loaded, {("users", None): rows}, (0, 10)) == {
        ("profile-closed", "Private space"): ("note", "certain")
    }


def test_checks_give_only_what_they_declare_and_severities_are_those_of_the_field(
    checks: tuple[Check, ...], loaded: catalogue.LoadedList
) -> None:
    declared = {kind for check in checks for kind in check.kinds}
    assert {
        kind
        for kind, _ in _found(
            loaded,
            {("settings-secure", 0): "enabled_accessibility_services=com.added/.A\n"},
            apps={**_BASE, LISTED: False},
        )
    } <= declared
    assert [severity.name for severity in Severity] == ["NOTE", "ASK", "ACT"]


def test_each_check_is_clear_and_not_checked_somewhere(checks: tuple[Check, ...], loaded: catalogue.LoadedList) -> None:
    """Debugging is never clear: a scan needs it."""
    checks = tuple(check for check in checks if check.part is Part.PHONE)
    reports = [report_on(ScriptedPhone(healthy(users, _BASE)), loaded) for users in ((0,), (0, 10))]
    clear = {j.check for report in reports for j in report.judgements if isinstance(j.outcome, Clear)}
    of_phones = {check.id for check in checks if check.part is Part.PHONE}
    assert clear == of_phones - {"debugging"}
    silent = {key: whole("", 1) for key in healthy()}
    lost = report_on(ScriptedPhone(healthy(), silent), loaded)
    assert {j.check for j in lost.judgements if isinstance(j.outcome, NotChecked)} == of_phones


@pytest.mark.parametrize(
    ("fact", "text", "kind", "severity"),
    [
        ("settings-global", "adb_enabled=1\npackage_verifier_user_consent=-1\n", "play-protect-off", "ask"),
        ("settings-global", "adb_enabled=1\nadb_wifi_enabled=1\n", "debugging-wireless", "ask"),
        ("settings-global", "adb_enabled=1\nhttp_proxy=10.0.0.1:8080\n", "network-proxy", "ask"),
        ("settings-global", "adb_enabled=1\nhttp_proxy=:0\n", "", ""),
        (
            "settings-global",
            "adb_enabled=1\nprivate_dns_mode=hostname\nprivate_dns_specifier=dns.example\n",
            "network-dns",
            "note",
        ),
        ("call-forwarding", "  Phone Id=0\n    mCallForwarding=true\n", "network-calls", "ask"),
        ("certificates", ".\n..\n0a1b2c3d.0\n", "network-certificate", "ask"),
        ("certificates", ".\n..\n", "", ""),
        ("su", "/system/xbin/su\n", "integrity-open", "ask"),
        ("identity", "[ro.build.version.sdk]: [34]\n[ro.boot.verifiedbootstate]: [orange]\n", "integrity-open", "ask"),
        ("identity", "[ro.build.version.sdk]: [34]\n[ro.boot.verifiedbootstate]: [green]\n", "", ""),
        (
            "accounts",
            "User UserInfo{0:Owner:13}:\n  Accounts: 1\n    Account {name=a@b.example, type=com.google}\n  \n",
            "accounts-there",
            "note",
        ),
        (
            "accounts",
            "User UserInfo{0:Owner:13}:\n  Accounts: 2\n    Account {name=a@b.example, type=com.google}\n    Account {name=c@d.example, type=com.google}\n  \n",
            "accounts-several",
            "note",
        ),
        (
            "bluetooth",
            "Bluetooth Status\n  enabled: true\n\n  Bonded devices:\n    02:00:5E:00:00:02 [BR/EDR] My headset\n",
            "devices-there",
            "note",
        ),
    ],
)
def test_single_facts(loaded: catalogue.LoadedList, fact: str, text: str, kind: str, severity: str) -> None:
    key = (fact, 0) if fact == "certificates" else (fact, None)
    found = {found[0]: graded[0] for found, graded in _found(loaded, {key: text}).items()}
    assert found == ({kind: severity} if kind else {})


def test_su_is_not_none_where_every_place_is_closed(loaded: catalogue.LoadedList) -> None:
    answer = whole("ls: /system/bin/su: Permission denied\nls: /sbin/su: Permission denied\n", 1)
    report = report_on(ScriptedPhone(healthy(), {("su", None): answer}), loaded)
    assert {missing.gap.fact for missing in report.missing} == {"su"}


@pytest.mark.parametrize("close", ["Hidden system packages:", "Shared users:\n  SharedUser [a] (0):", "end:"])
@pytest.mark.parametrize("here", ["true", "false"])
def test_an_app_cannot_call_itself_a_part_of_the_phone(loaded: catalogue.LoadedList, close: str, here: str) -> None:
    """It writes a whole block of its own into the dump; the lists of names are a second witness."""
    evil = (
        "  Package [com.evil] (1a2b3c4):\n    versionName=1\n    splits=[base]\n    pkgFlags=[ SYSTEM ]\n"
        f"    User 0: installed={here}\n\n{close}\n  Package [z] (0):\n    splits=[base]\n    pkgFlags=[ ]\n    User 0: installed=true\n"
    )
    answer = whole(dump(_BASE).replace("\n\nHidden", "\n" + evil + "\nHidden"))
    table = healthy(apps=_BASE)
    table["package-names", 0] += "package:com.evil\n"
    table["settings-secure", 0] = "enabled_accessibility_services=com.evil/.A\n"
    report = report_on(ScriptedPhone(table, {("packages", None): answer}), loaded)
    assert report.exit_code == 10
    subjects = {f.subject for j in report.judgements if isinstance(j.outcome, Found) for f in j.outcome.findings}
    assert "com.evil" in subjects


def test_an_app_that_ends_the_list_with_its_own_text_is_a_gap(loaded: catalogue.LoadedList) -> None:
    """Its version name holds an empty line and a line that is not indented; its true lines then stand outside."""
    text = dump(_BASE)
    evil = (
        "  Package [com.evil] (1a2b3c4):\n    versionName=1\n    splits=[base]\n    pkgFlags=[ SYSTEM ]\n"
        "    User 0: installed=false\n\nend:\n    splits=[base]\n    pkgFlags=[ ]\n    User 0: installed=true\n"
    )
    answer = whole(text.replace("\n\nHidden", "\n" + evil + "\nHidden"))
    report = report_on(ScriptedPhone(healthy(apps=_BASE), {("packages", None): answer}), loaded)
    assert "packages" in {missing.gap.fact for missing in report.missing}
    assert report.exit_code != 0


@pytest.mark.parametrize(
    ("installer", "kind"),
    [
        ("com.transsion.packageinstaller", "outside-store-file"),
        ("com.maker.filemanager", "outside-store-file"),
        ("com.bbk.appstore", "outside-store-other-app"),
        ("com.android.shell", "outside-store-computer"),
        ("org.browser", "outside-store-other-app"),
        ("null", "outside-store-not-said"),
        ("com.sec.android.easyMover", ""),
        ("com.maker.shop", ""),
    ],
)
def test_how_an_app_came_onto_the_phone(loaded: catalogue.LoadedList, installer: str, kind: str) -> None:
    """A maker's own shop is a store; its file manager is not; a store that is not on the phone did not do it."""
    parts = dict.fromkeys(("com.transsion.packageinstaller", "com.maker.filemanager", "com.maker.shop"), True)
    text = dump({**_BASE, **parts}).replace("com.android.vending", installer)
    table = healthy(apps={**_BASE, **parts})
    table["launcher", 0] += "  Activity #2:\n    priority=0\n    com.added/.Main\n"
    table["launcher", 0] = table["launcher", 0].replace("2 activities", "3 activities")
    report = report_on(ScriptedPhone(table, {("packages", None): whole(text)}), loaded)
    kinds = {f.kind for j in report.judgements if isinstance(j.outcome, Found) for f in j.outcome.findings}
    assert kinds - {"debugging-on"} == ({kind} if kind else set())


@pytest.mark.parametrize(
    ("standing", "installed", "known", "found"),
    [
        (Standing.CURRENT, {0: True}, True, True),
        (Standing.CURRENT, {0: True}, False, False),
        (Standing.EARLIER, {0: True}, True, False),
        (Standing.ASIDE, {0: True}, True, False),
        (Standing.CURRENT, {0: False}, True, False),
    ],
)
def test_a_public_key_is_a_note(
    loaded: catalogue.LoadedList,
    standing: Standing,
    installed: dict[int, bool],
    known: bool,  # noqa: FBT001
    found: bool,  # noqa: FBT001
) -> None:
    phone = read_phone(ScriptedPhone(healthy()), TAKEN).phone
    assert phone is not None
    sha1 = "61ED377E85D386A8DFEE6B864BD85B0BFAA5AF81" if known else "0" * 40
    assert not known or sha1 in PUBLIC_KEYS
    signer = Signer(sha1=sha1, sha256="1" * 64, scheme="v2", standing=standing)
    app = msgspec.structs.replace(phone.packages["com.whatsapp"], signers=(signer,), installed=installed)
    phone = msgspec.structs.replace(phone, packages={**phone.packages, app.name: app})
    signs = list(test_key.CHECK.run(phone, None, loaded.signatures))
    assert [(sign.kind, sign.subject, sign.severity) for sign in signs] == (
        [("test-key", "com.whatsapp", Severity.NOTE)] if found else []
    )


def test_without_a_signer_it_is_not_known_if_the_key_is_a_public_one(loaded: catalogue.LoadedList) -> None:
    class Phone(ScriptedPhone):
        def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
            for answer in super().ask(questions):
                yield answer if not answer.question.app else msgspec.structs.replace(answer, output=b"", exit=1)

    outcomes = {each.check: each.outcome for each in report_on(Phone(healthy()), loaded).judgements}
    assert isinstance(outcomes["test-key"], NotChecked)
    assert isinstance(outcomes["known-app"], NotChecked)  # it could be a known app under another name


def test_no_full_account_name_or_address_is_kept(loaded: catalogue.LoadedList) -> None:
    table = healthy()
    table["accounts", None] = (
        "User UserInfo{0:Owner:13}:\n  Accounts: 1\n    Account {name=someone@mail.example, type=com.google}\n  \n  Account visibility:\n    someone@mail.example\n"
    )
    table["bluetooth", None] = (
        "Bluetooth Status\n  enabled: true\n\n  Bonded devices:\n    02:00:5E:00:00:02 [BR/EDR] My headset\n"
    )
    table["location", None] = table["location", None] + "    last location=Location[gps 52.520008,13.404954 hAcc=5.0]\n"
    table["call-forwarding", None] = "  mCallIncomingNumber=+15550100\n" + table["call-forwarding", None]
    snapshot = read_phone(ScriptedPhone(table), TAKEN)
    kept = b"".join(answer.output for answer in snapshot.answers)
    for private in (b"someone@mail", b"02:00:5E", b"52.520008", b"13.404954", b"5550100"):
        assert private not in kept
    again = read_phone(Recording(TAKEN, snapshot.answers, "x"), TAKEN)
    assert again == snapshot


def _sideloaded(
    count: int, installer: str = "com.google.android.packageinstaller"
) -> dict[tuple[str, int | None], str]:
    """Give the dump and the icons of a phone with `count` apps that `installer` put there."""
    names = [f"org.game.number{number}" for number in range(count)]
    apps = {**_BASE, "com.google.android.packageinstaller": True, **dict.fromkeys(names, False)}
    text = dump(apps)
    for name in names:
        start = text.index(f"Package [{name}]")
        text = text[:start] + text[start:].replace("com.android.vending", installer, 1)
    icons = "".join(f"  Activity #{at}:\n    priority=0\n    {name}/.Main\n" for at, name in enumerate(names))
    lists = {
        "package-names": "".join(f"package:{name}\n" for name in apps),
        "system-names": "".join(f"package:{name}\n" for name, system in apps.items() if system),
    }
    return {
        ("packages", None): text,
        ("launcher", 0): f"{count} activities found:\n{icons}",
        **{(f, 0): t for f, t in lists.items()},
    }


def test_many_apps_with_the_same_story_are_one_finding_that_names_each(loaded: catalogue.LoadedList) -> None:
    few, many = _found(loaded, _sideloaded(3)), _found(loaded, _sideloaded(40))
    assert [kind for kind, _ in few] == ["outside-store-file"] * 3
    assert [kind for kind, _ in many] == ["outside-store-several-file"]
    answers = {key: whole(text) for key, text in _sideloaded(40).items()}
    report = report_on(ScriptedPhone(healthy(), answers), loaded)
    (finding,) = next(
        j.outcome.findings for j in report.judgements if j.check == "outside-store" and isinstance(j.outcome, Found)
    )
    assert all(f"org.game.number{number} (2025-06-25)" in finding.reason for number in range(40))


@pytest.mark.parametrize("store", ["com.bbk.appstore", "com.looker.droidify", "org.fdroid.fdroid"])
def test_a_store_that_someone_set_up_does_not_stand_for_what_it_brings(
    loaded: catalogue.LoadedList, store: str
) -> None:
    """Any app can bear a store's name: one of its apps with a power is asked about, and all are named."""
    text = dump({**_BASE, "com.google.android.packageinstaller": True, store: False})
    at = text.index(f"Package [{store}]")
    text = text[:at] + text[at:].replace("com.android.vending", "com.google.android.packageinstaller", 1)
    at = text.index("Package [com.added]")
    text = text[:at] + text[at:].replace("com.android.vending", store, 1)
    ops = "  Uid 10123:\n    Package com.added:\n      SYSTEM_ALERT_WINDOW (allow):\n"
    changed = {
        ("packages", None): text,
        ("appops", None): healthy()["appops", None] + ops,
        (
            "launcher",
            0,
        ): f"2 activities found:\n  Activity #0:\n    priority=0\n    com.added/.Main\n  Activity #1:\n    priority=0\n    {store}/.Main\n",
    }
    apps = {**_BASE, "com.google.android.packageinstaller": True, store: False}
    found = _found(loaded, changed, apps=apps)
    assert found["powers-added", "com.added"] == ("ask", "certain")
    named = {subject for kind, subject in found if kind.startswith("outside-store")}
    assert named == {"com.added", store}


def test_what_a_cut_list_of_apps_does_not_name_is_not_called_gone(loaded: catalogue.LoadedList) -> None:
    changed = {
        ("packages", None): broken(End.CUT, dump(_BASE)[:400].encode()),
        ("package-names", 0): broken(End.CUT, b"package:android\npac"),
    }
    table = healthy(apps=_BASE) | {("settings-secure", 0): "enabled_accessibility_services=com.unseen/.A\n"}
    report = report_on(ScriptedPhone(table, changed), loaded)
    kinds = {
        f.kind
        for j in report.judgements
        if isinstance(j.outcome, Found)
        for f in j.outcome.findings
        if f.subject == "com.unseen"
    }
    assert kinds == {"powers-not-known"}


def test_a_profile_does_not_repeat_the_apps_of_its_owner(loaded: catalogue.LoadedList) -> None:
    """Android copies the owner's accessibility setting into a work profile, where the app may not be."""
    text = dump({**_BASE, "com.only.main": False}, (0, 10))
    at = text.index("Package [com.only.main]")
    text = text[:at] + text[at:].replace(
        "User 10: ceDataInode=1 installed=true", "User 10: ceDataInode=0 installed=false", 1
    )
    setting = "enabled_accessibility_services=com.only.main/.A:com.added/.A\n"
    apps = {**_BASE, "com.only.main": False}
    names = "".join(f"package:{name}\n" for name in _BASE)
    changed = {
        ("packages", None): text,
        ("settings-secure", 0): setting,
        ("settings-secure", 10): setting,
        ("package-names", 10): names,
    }
    answers = {key: whole(value) for key, value in changed.items()}
    report = report_on(ScriptedPhone(healthy((0, 10), apps), answers), loaded)
    told = [
        (f.subject, f.users)
        for j in report.judgements
        if j.check == "powers" and isinstance(j.outcome, Found)
        for f in j.outcome.findings
    ]
    assert sorted(told) == [("com.added", (0,)), ("com.added", (10,)), ("com.only.main", (0,))]


def _with_files(loaded: catalogue.LoadedList, **told: Mapping[str, object]) -> dict[str, Finding]:
    """Judge a phone on which the files of some apps told this; give what the list says, by app."""
    phone = read_phone(ScriptedPhone(healthy(apps={**_BASE, **dict.fromkeys(told, False)})), TAKEN).phone
    assert phone is not None
    changed = {name: msgspec.structs.replace(phone.packages[name], **values) for name, values in told.items()}
    snapshot = Snapshot(
        taken=TAKEN, phone=msgspec.structs.replace(phone, packages={**phone.packages, **changed}), gaps=()
    )
    judged = judge(snapshot, (known_app.CHECK,), loaded.signatures, catalogue.load_words())
    return {
        finding.subject: finding
        for judgement in judged
        if isinstance(judgement.outcome, Found)
        for finding in judgement.outcome.findings
    }


def _signed(sha1: str, standing: Standing = Standing.CURRENT) -> dict[str, object]:
    return {"signers": (Signer(sha1=sha1, sha256="1" * 64, scheme="v2", standing=standing),)}


_THETRUTHSPY = "31A6ECECD97CF39BC4126B8745CD94A7C30BF81C"  # a certificate of it on the list


@pytest.mark.parametrize("standing", [Standing.CURRENT, Standing.EARLIER])
def test_a_known_maker_under_an_unknown_name_is_named_and_certain(
    loaded: catalogue.LoadedList, standing: Standing
) -> None:
    found = _with_files(loaded, **{"org.renamed": {**_signed(_THETRUTHSPY, standing), "label": "Sync"}})["org.renamed"]
    assert (found.kind, found.severity, found.confidence) == ("known-app-watching", "act", "certain")
    assert "TheTruthSpy" in found.title
    assert "Sync (org.renamed)" in found.reason


def test_a_signature_that_the_phone_does_not_look_at_says_nothing(loaded: catalogue.LoadedList) -> None:
    assert _with_files(loaded, **{"org.renamed": _signed(_THETRUTHSPY, Standing.ASIDE)}) == {}


def test_a_listed_name_with_a_listed_maker_is_certain(loaded: catalogue.LoadedList) -> None:
    assert _with_files(loaded, **{LISTED: _signed(_THETRUTHSPY)})[LISTED].confidence == "certain"


def test_a_known_file_is_certain() -> None:
    loaded = catalogue.load_signatures(with_samples=True)
    assert loaded.signatures.samples is not None
    family, digest = next((f, digests[0]) for f, digests in loaded.signatures.samples.samples.items())
    found = _with_files(loaded, **{"org.renamed": {"apk_sha256": digest}})["org.renamed"]
    assert found.confidence == "certain"
    assert family in {f.id for f in loaded.signatures.families_of_apk(digest)}


def test_a_mark_that_fits_too_many_apps_is_not_used_and_not_silent(loaded: catalogue.LoadedList) -> None:
    """As where a list names a key with which half a phone is signed."""
    few = _with_files(loaded, **{f"org.a{number}": _signed(_THETRUTHSPY) for number in range(3)})
    assert {finding.kind for finding in few.values()} == {"known-app-watching"}
    many = _with_files(loaded, **{f"org.a{number}": _signed(_THETRUTHSPY) for number in range(4)})
    assert {(f.kind, f.severity) for f in many.values()} == {("known-app-faulty", "ask")}
    with_name = {**{f"org.a{number}": _signed(_THETRUTHSPY) for number in range(4)}, LISTED: _signed(_THETRUTHSPY)}
    kept = _with_files(loaded, **with_name)
    assert (kept[LISTED].kind, kept[LISTED].confidence) == ("known-app-watching", "likely")
    assert kept[_THETRUTHSPY].kind == "known-app-faulty"
    assert all(f"org.a{number}" in kept[_THETRUTHSPY].reason for number in range(4))


def test_a_known_part_under_an_unknown_name_is_likely(loaded: catalogue.LoadedList) -> None:
    """Whoever builds a remote-control app anew under another name keeps the names of its parts."""
    part = next(p for f in loaded.signatures.listed.families for facts in f.facts for p in facts.components)
    found = _found(loaded, _settings("enabled_accessibility_services", f"com.added/{part}"))
    (known,) = [
        grade for (kind, subject), grade in found.items() if kind.startswith("known-app") and subject == "com.added"
    ]
    assert known[1] == "likely"
