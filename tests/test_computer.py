"""Looking at a computer, whatever its system: limits of time, recordings, privacy, what may be asked, the support matrix."""

import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from safecheck import canary_computer, catalogue
from safecheck.checks import load_checks
from safecheck.cli import this_computer
from safecheck.cli.scan import scan
from safecheck.computer import readers as table
from safecheck.computer.collect import collect
from safecheck.computer.commands import COMMANDS
from safecheck.computer.live import LiveHost
from safecheck.computer.look import Look
from safecheck.computer.readers import Reader, Tried, readers
from safecheck.desktop import Wanted, wanted
from safecheck.errors import SafecheckError
from safecheck.model import Answer, Clear, End, GapReason, Signatures
from safecheck.model.computer import Cloud, of_computer
from safecheck.model.host import About, Ask, AskKind, Host, Running, Said, System, Told
from safecheck.phone import recording
from tests.computers.looking import FAMILIES, LIST, TAKEN, judged, listed, look_at
from tests.computers.macos import mac
from tests.computers.made_up import MadeUp
from tests.computers.windows import windows
from tests.conftest import Golden
from tests.loose import ROOT
from tests.station import safecheck

SYSTEMS: dict[System, Callable[[], MadeUp]] = {System.WINDOWS: windows, System.MACOS: mac}

# The whole list of what may be run on a computer. A new command is added here by hand, after thinking.
_READ_ONLY = re.compile(
    r"gsettings get org\.gnome\.(?:system\.proxy(?:\.(?:http|https|socks))?|desktop\.remote-desktop\.(?:rdp|vnc)) [a-z-]+"
    r"|crontab -l"
    r"|rpm -qa --queryformat %\{NAME\}\\n"
    r"|dscl \. -(?:read /Groups/admin GroupMembership|list /Users (?:UniqueID|IsHidden))"
    r"|launchctl print-disabled system"
    r"|profiles status -type enrollment"
    r"|scutil --(?:proxy|dns)"
    r"|security find-certificate -a -p /Library/Keychains/System\.keychain"
)


def test_every_command_is_on_the_list_of_allowed_ones() -> None:
    commands = [command for system in System for command in COMMANDS[system]]
    assert commands
    for command in commands:
        assert _READ_ONLY.fullmatch(command), command


def test_a_command_that_is_not_in_the_table_is_never_run(tmp_path: Path) -> None:
    host = LiveHost(About(system=System.LINUX, user="", admin=False), tmp_path)
    said = host.ask(Ask(AskKind.COMMAND, f"touch {tmp_path / 'x'}", 100))
    assert said.told is Told.FAILED
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("system", System)
def test_readers_ask_for_nothing_private_and_run_only_what_is_in_the_table(system: System) -> None:
    """Every question of every reader, on a computer that says yes to each."""
    host = _Everything(system)
    look_at(host)
    assert len(host.asked) > 50
    private = re.compile(
        r"(?:History|Cookies|Login Data|Web Data|Bookmarks|Sessions|logins\.json|key[34]\.db|places\.sqlite|cookies\.sqlite"
        r"|chat\.db|sms\.db|Manifest\.db|shadow|\.bash_history|\.zsh_history|id_rsa|id_ed25519|\.gnupg|wallet)$"
    )
    for kind, of in host.asked:
        if kind is AskKind.FILE:
            assert not private.search(of), of
        if kind is AskKind.COMMAND:
            assert of in COMMANDS[system]


class _Everything:
    """A host on which every folder has things in it, and every file is a small one."""

    home = "/home/me"

    def __init__(self, system: System) -> None:
        self.about = About(system=system, user="me", admin=True)
        self.asked: list[tuple[AskKind, str]] = []

    def ask(self, question: Ask) -> Said:
        self.asked.append((question.kind, question.of))
        depth = question.of.count("/") + question.of.count("\\")
        names = (
            ["Default", "a.default", "x.json", "a.service", "b.plist", "c.app", "d.desktop", "a" * 32]
            if depth < 9
            else []
        )
        if question.kind is AskKind.FOLDER:
            kinds = ["folder", "folder", "file", "file", "file", "folder", "file", "folder"]
            return Said(
                Told.SEEN, msgspec.json.encode([(name, kind, 1) for name, kind in zip(names, kinds, strict=False)])
            )
        if question.kind is AskKind.KEY:
            return Said(Told.SEEN, msgspec.json.encode({"keys": ["A"] if depth < 12 else [], "values": {}}))
        if question.kind is AskKind.PLACE:
            return Said(Told.SEEN, msgspec.json.encode([question.of]))
        return Said(Told.SEEN, b"[]" if question.kind is AskKind.PROCESSES else b"{}")


# ---- time, faults


def _answers(*made: Reader, host: Host | None = None) -> tuple[Answer, ...]:
    return collect(host or windows(), table.controlled(made))


def _judge(monkeypatch: pytest.MonkeyPatch, *made: Reader) -> tuple[list[str], list[tuple[str, str]]]:
    monkeypatch.setattr(table, "_windows", lambda _wanted: made)
    looked = judged(_answers(*made))
    gaps = [(gap.fact, gap.reason.value) for gap in looked.gaps if gap.reason is not GapReason.UNWRITTEN]
    return [cloud.service for cloud in looked.computer.clouds], gaps


def test_a_reader_that_hangs_is_cut_off_and_what_it_saw_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    hang = threading.Event()

    class Hanging(MadeUp):
        """A computer on which one file never comes."""

        def ask(self, question: Ask) -> Said:
            if question.of == "hang":
                hang.wait(30)
            return super().ask(question)

    def read(look: Look) -> Iterator[Cloud]:
        if look.there(r"C:\Windows"):
            yield Cloud("before", "")
        look.text("hang")
        yield Cloud("after", "")

    slow = Reader("computer-clouds", read, "", Tried.REAL, limit=1)
    monkeypatch.setattr(table, "_windows", lambda _wanted: (slow,))
    answers = _answers(slow, host=Hanging(System.WINDOWS, {r"C:\Windows\x": ""}))
    hang.set()
    assert [answer.end for answer in answers] == [End.WHOLE, End.TIMEOUT]
    looked = judged(answers)
    assert [cloud.service for cloud in looked.computer.clouds] == ["before"]
    assert ("computer-clouds", GapReason.TIMEOUT) in [(gap.fact, gap.reason) for gap in looked.gaps]
    assert [line.answer for line in looked.report.ledger] == ["whole", "timeout"]


def test_a_reader_that_breaks_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(look: Look) -> Iterator[Cloud]:
        yield Cloud("before", "")
        raise RuntimeError("a fault of ours")

    def works(look: Look) -> Iterator[Cloud]:
        yield Cloud("other", "")

    services, gaps = _judge(
        monkeypatch,
        Reader("computer-clouds", breaks, "", Tried.REAL),
        Reader("computer-people", works, "", Tried.REAL),
    )
    assert services == ["before", "other"]
    assert gaps == [("computer-clouds", "unreadable")]


def test_an_answer_that_is_far_too_much_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(look: Look) -> Iterator[Cloud]:
        for number in range(40):
            look.text(f"C:\\{number}", limit=10_000_000)
        yield Cloud("after", "")

    big = {f"C:\\{number}": "x" * 5_000_000 for number in range(40)}
    reader = Reader("computer-clouds", read, "", Tried.REAL)
    monkeypatch.setattr(table, "_windows", lambda _wanted: (reader,))
    answers = _answers(reader, host=MadeUp(System.WINDOWS, big))
    assert len(answers[1].output) < 70_000_000
    assert "computer-clouds" in {gap.fact for gap in judged(answers).gaps}


# ---- recordings


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_recording_gives_the_same_report_again(system: System) -> None:
    first = look_at(SYSTEMS[system]())
    data = recording.Recording(TAKEN, first.answers, "0.1.0").encode()
    again = judged(recording.decode(data, "x").answers)
    assert again.computer == first.computer
    assert again.report == first.report


def test_a_newer_list_than_the_recording_leaves_a_gap() -> None:
    answers = look_at(windows(), listed(FAMILIES[:1])).answers
    again = judged(answers)
    assert ("computer-marks", GapReason.MISSING) in [(gap.fact, gap.reason) for gap in again.gaps]


def test_what_nobody_needs_is_not_kept() -> None:
    secret = "S3CRET"  # noqa: S105 - it must not come out
    files: dict[str, bytes | str] = {
        r"~\AppData\Local\Google\Chrome\User Data\Local State": json.dumps(
            {"profile": {"info_cache": {"Default": {"name": "Anna", "user_name": f"{secret}@mail.example", "gaia_id": secret}}}}
        ),
        r"~\AppData\Local\Google\Chrome\User Data\Default\Preferences": json.dumps(
            {"account_info": [{"email": f"{secret}@mail.example", "account_id": secret}], "homepage": secret,
             "extensions": {"settings": {"a" * 32: {"location": 1, "path": "x", "preferences": {"x": secret}}}}}
        ),
        r"~\AppData\Roaming\Mozilla\Firefox\profiles.ini": "[Profile0]\nName=default\nIsRelative=1\nPath=Profiles/a.default\n",
        r"~\AppData\Roaming\Mozilla\Firefox\Profiles\a.default\signedInUser.json": json.dumps(
            {"accountData": {"email": f"{secret}@mail.example", "sessionToken": secret}}
        ),
        r"~\AppData\Roaming\Mozilla\Firefox\Profiles\a.default\prefs.js": f'user_pref("browser.startup.homepage", "{secret}");\n',
        r"~\AppData\Roaming\Mozilla\Firefox\Profiles\a.default\extensions.json": json.dumps(
            {"addons": [{"id": "x@y", "type": "extension", "sourceURI": f"https://x/?{secret}", "syncGUID": secret}]}
        ),
        r"C:\ProgramData\AnyDesk\connection_trace.txt": f"Incoming    2026-11-20, 10:02    User    {secret}{secret}    x\n",
        r"C:\ProgramData\ssh\administrators_authorized_keys": f"ssh-rsa AAAA{secret}AAAAAAAA sam@laptop\n",
        r"C:\Windows\System32\Tasks\T": f"<Task><RegistrationInfo><Author>{secret}</Author></RegistrationInfo></Task>",
    }  # fmt: skip
    looked = look_at(windows(files=files))
    assert [answer.question.fact for answer in looked.answers if secret.encode() in answer.output] == []
    assert {account.account for account in looked.computer.browser_accounts} == {"S…@m…"}


def test_the_home_does_not_tell_whose_it_is() -> None:
    files: dict[str, bytes | str] = {
        r"~\AppData\Local\Google\Chrome\User Data\Default\Preferences": json.dumps(
            {
                "extensions": {
                    "settings": {"a" * 32: {"location": 4, "path": r"C:\Users\me\ext", "manifest": {"name": "x"}}}
                }
            }
        )
    }
    looked = look_at(windows(files=files))
    assert not [a.question.fact for a in looked.answers if b"Users\\\\me" in a.output]
    assert [extension.place for extension in looked.computer.extensions] == [r"~\ext"]


# ---- browsers

_GRANTED = {"api": ["tabs"], "explicit_host": ["<all_urls>"]}


@pytest.mark.parametrize(
    ("setting", "origin"),
    [
        ({"location": 1, "from_webstore": True, "path": "x"}, "store"),
        (
            {
                "location": 1,
                "path": "x",
                "manifest": {"update_url": "https://edge.microsoft.com/extensionwebstorebase/v1/crx"},
            },
            "store",
        ),
        ({"location": 1, "path": "x", "manifest": {"update_url": "https://example.org/crx"}}, "unknown"),
        ({"location": 6, "path": "x", "from_webstore": True, "was_installed_by_default": True}, "store"),
        ({"location": 3, "path": "x", "from_webstore": True}, "program"),
        ({"location": 4, "path": "/home/x/ext"}, "hand"),
        ({"location": 8, "path": "/usr/share/chromium/extensions/ublock"}, "system"),
        ({"location": 8, "path": "/srv/ext"}, "hand"),
        ({"location": 5, "path": "/usr/lib/chromium/resources/pdf"}, "system"),
        ({"location": 5, "path": "/home/x/ext"}, "hand"),
        ({"location": 9, "path": "x"}, "policy"),
        ({"location": True, "path": "x"}, "unknown"),
        ({"location": [4], "path": "x"}, "unknown"),
    ],
)
def test_how_an_extension_came_in(setting: dict[str, object], origin: str) -> None:
    told = {"extensions": {"settings": {"b" * 32: {**setting, "active_permissions": _GRANTED}}}}
    files: dict[str, bytes | str] = {"~/.config/google-chrome/Default/Preferences": json.dumps(told)}
    looked = look_at(MadeUp(System.LINUX, files))
    assert [extension.origin.value for extension in looked.computer.extensions] == [origin]


@pytest.mark.parametrize(
    ("addon", "origin"),
    [
        # The first three as a real Firefox ESR 153 wrote them.
        ({"location": "app-builtin-addons", "foreignInstall": False, "installTelemetryInfo": None}, "system"),
        (
            {"location": "app-profile", "foreignInstall": True, "installTelemetryInfo": {"source": "app-profile"}},
            "hand",
        ),
        ({"location": "app-profile", "installTelemetryInfo": {"source": "enterprise-policy"}}, "policy"),
        ({"location": "app-profile", "installTelemetryInfo": {"source": "amo"}}, "store"),
        ({"location": "app-profile", "sourceURI": "https://addons.mozilla.org/x"}, "store"),
        ({"location": "app-profile", "sourceURI": "https://example.org/addons.mozilla.org/"}, "hand"),
        ({"location": "app-profile", "sourceURI": "file:///tmp/x.xpi"}, "hand"),
        ({"location": "app-system-local", "foreignInstall": True}, "program"),
        ({"location": "winreg-app-user"}, "program"),
    ],
)
def test_how_an_extension_came_into_firefox(addon: dict[str, object], origin: str) -> None:
    told = {"addons": [{"id": "x@example.org", "type": "extension", **addon}, {"id": "y", "type": "theme"}]}
    profile = "~/.config/mozilla/firefox/abc.default"
    looked = look_at(MadeUp(System.LINUX, {f"{profile}/extensions.json": json.dumps(told)}))
    assert [extension.origin.value for extension in looked.computer.extensions] == [origin]


def test_both_of_a_profiles_settings_count() -> None:
    """What is loaded by hand may stand in either; one that cannot be read is a gap, and the other is judged."""
    folder = "~/.config/google-chrome/Profile 7"
    hand = json.dumps(
        {"extensions": {"settings": {"b" * 32: {"location": 4, "path": "/x", "manifest": {"name": "x"}}}}}
    )
    empty = json.dumps({"extensions": {"settings": {}}})
    for first, second, gaps in ((hand, empty, 0), (empty, hand, 0), ("{", hand, 1), (hand, "", 1)):
        files: dict[str, bytes | str] = {f"{folder}/Preferences": first, f"{folder}/Secure Preferences": second}
        looked = look_at(MadeUp(System.LINUX, files))
        assert looked.about("computer-extension-hand") == ["x"]
        assert len([gap for gap in looked.gaps if gap.fact == "computer-browsers"]) == gaps


def test_what_a_browser_was_started_with_is_told() -> None:
    arguments = ("chrome", "--load-extension=/srv/ext", "--proxy-server=10.0.0.9:8080", "--user-data-dir=/secret")
    looked = look_at(
        MadeUp(System.LINUX, {}, running=[Running("chrome", "/opt/google/chrome/chrome", arguments, "me")])
    )
    assert looked.about("computer-extension-hand") == ["/srv/ext"]
    assert looked.about("computer-proxy") == ["10.0.0.9:8080"]
    assert not any(b"/secret" in answer.output for answer in looked.answers)


# ---- the command line


def test_without_a_phone_this_computer_is_judged_and_the_phone_is_missing() -> None:
    done = safecheck("scan", computer=True, ADB_LOCAL_TRANSPORT_MAX_PORT="5554", ADB_USB="0")
    assert done.returncode in {3, 10}, done.stderr
    text = " ".join(done.stdout.split())
    assert "This computer:" in text
    assert "No phone was looked at." in text
    assert "We did not look at a phone: none was connected and ready." in text
    assert "switch USB debugging off" not in text


def test_a_computer_of_a_kind_that_cannot_be_read_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a phone it would look like one of which nothing was found; a recording of it says the same."""
    shipped, phone = catalogue.load_signatures().signatures, this_computer.without_phone(TAKEN, wanted=False)
    monkeypatch.setattr("safecheck.computer.live.this_computer", lambda: None)
    command = sys.modules["safecheck.cli.scan"]
    monkeypatch.setattr(command, "_read_live", lambda *_, **__: phone)
    looked = command._look(None, TAKEN, shipped, phone=True, computer=True, deep=False)
    again = recording.decode(recording.Recording(TAKEN, looked.answers, "0.1.0").encode(), "again")
    for snapshot in (looked, this_computer.with_computer(phone, of_computer(again.answers), shipped)):
        assert snapshot.computer is None
        assert [(gap.fact, gap.reason) for gap in snapshot.gaps] == [("computer-about", GapReason.NOT_LOOKED)]


def test_a_recording_of_this_computer_gives_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "computer.json"
    first = safecheck("scan", "--no-phone", "--record", str(file), computer=True)
    again, later = safecheck("scan", "--from", str(file)), safecheck("scan", "--from", str(file))
    assert first.returncode == again.returncode, first.stderr
    assert first.stdout == again.stdout == later.stdout
    assert "We did not look at a phone" not in first.stdout
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_demonstration_and_a_recording_never_read_this_computer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("this computer was asked")

    monkeypatch.setattr(this_computer, "ask_this_computer", never)
    monkeypatch.setattr("safecheck.computer.live.this_computer", never)
    assert scan.main(["--demo"], standalone_mode=False) == 10
    file = tmp_path / "x.json"
    file.write_bytes(recording.Recording(TAKEN, look_at(windows()).answers, "0.1.0").encode())
    assert scan.main(["--from", str(file)], standalone_mode=False) == 3
    assert "Windows 11 Home" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [
        ["--no-phone", "--no-computer"],
        ["--demo", "--no-phone"],
        ["--no-phone", "-s", "x"],
        ["--from", "x", "--no-computer"],
    ],
)
def test_options_that_do_not_go_together(options: list[str]) -> None:
    assert safecheck("scan", *options, computer=True).returncode == 2


def test_the_made_up_program_must_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped, words = catalogue.load_signatures().signatures, catalogue.load_words()
    canary_computer.prove(load_checks(), shipped, words)
    monkeypatch.setattr(canary_computer, "understand", lambda *_: (None, ()))
    with pytest.raises(SafecheckError, match="self-test-failed"):
        canary_computer.prove(load_checks(), Signatures(shipped.listed), words)


# ---- the support matrix


def test_the_support_matrix(golden: Golden) -> None:
    words = catalogue.load_words()
    rows = {
        system: {reader.fact: reader.tried.value for reader in readers(system, Wanted())}
        | dict.fromkeys(table.unwritten(system), Tried.UNWRITTEN.value)
        for system in System
    }
    facts = list(dict.fromkeys(fact for row in rows.values() for fact in row))
    lines = [
        "# What is read on which computer",
        "",
        "Made by the tests from the table of readers. “Tried on a real system” means: at least one of the things that are looked",
        "for there was made by a real program and was seen; what was real stands below. “On recordings only” means: on made-up",
        "files, registries and answers, written from documentation; nobody has tried it on a real system yet. What is not",
        "written is named in each report as not checked.",
        "",
        "| what is looked for | Linux | Windows | macOS |",
        "|---|---|---|---|",
        *(
            f"| {words.facts[fact]} | {' | '.join(rows[system].get(fact, '–') for system in System)} |"
            for fact in facts
        ),
        "",
        "Real on Linux (Debian 12): profiles of Chromium 156 with an extension loaded by hand and one that a rule forced in;",
        "a profile of Firefox ESR 153 with an extension put in as a file, one that a rule forced in, and a proxy; cert9.db",
        "made by certutil; packages openssh-server, xrdp and timekpr-next as they set themselves up; folders of Telegram",
        "Desktop, rclone and Syncthing; programs that ran, one whose file was gone and one that never had one; this system's own files, as root and as nobody; the files of a whole",
        "GNOME desktop, in which nothing stands out. Not real: logs of remote-access tools, keyboards, other desktops than",
        "GNOME, other distributions than Debian.",
        "",
        "## Why something is not written",
        "",
        *(
            f"- {'macOS' if system is System.MACOS else system.title()}, {words.facts[fact]}: {why}."
            for system in System
            for fact, why in table.reasons(system).items()
        ),
        "",
        "Not read anywhere: signatures of programs (Authenticode, codesign), programs that browsers' extensions start (native",
        "messaging), extensions that lie where the system's packages put theirs, the stores of certificates of newer Chromes",
        "beside the system's, who put a certificate into a store and when, logs of RustDesk and Splashtop, certificates of the",
        "whole computer on Windows (they cannot be told apart from Microsoft's own list), who is an administrator there, links",
        "that tell their target only in Windows' own form, apps of the Microsoft Store that are set up for others, WinHTTP's",
        "proxy, keychains of people on macOS, what a person switched off among their own agents, what shells start on macOS,",
        "`periodic` and `at` there.",
        "",
        "Not read on Linux: what starts from others' homes (that their programs start without them is told); units, entries and",
        "scripts that were put where packages put theirs (of files below /etc, Debian's list of packages tells which are whose);",
        "what commands a shell runs to their end; parts of PAM, rules of polkit and udev, scripts of NetworkManager, modules of",
        "the kernel, services of D-Bus, extensions of GNOME's and KDE's desktops; rules of sudo for single programs, and groups",
        "that come close to them (docker, lxd, disk); Firefox's file for administrators (autoconfig) and copies of it in the",
        "home; profiles of browsers in places of one's own choosing; programs that run in Wine; tunnels (ssh -R, Tailscale,",
        "ZeroTier) as ways in; names that are bent to an address in the home network, in /etc/hosts or by dnsmasq; accounts that",
        "a server of names for people tells (LDAP, systemd-homed); what a program of the home that bears a service's name does.",
        "",
        "No reader asks the person or the network.",
        "",
    ]
    golden.compare(ROOT / "docs" / "computer.md", "\n".join(lines))


@pytest.mark.parametrize("system", System)
def test_a_computer_on_which_not_even_the_systems_own_folder_is_there_was_not_looked_at(system: System) -> None:
    looked = look_at(MadeUp(system, {}))
    assert {gap.fact for gap in looked.gaps} == {reader.fact for reader in readers(system, wanted(LIST, system))} | set(
        table.unwritten(system)
    )
    assert not [judgement for judgement in looked.report.judgements if isinstance(judgement.outcome, Clear)]


@pytest.mark.parametrize("system", System)
def test_each_fact_is_read_once(system: System) -> None:
    facts = [reader.fact for reader in readers(system, wanted(LIST, system))]
    assert len(facts) == len(set(facts))
    assert not set(facts) & set(table.unwritten(system))


def test_every_fact_that_a_check_needs_is_one_that_is_read_somewhere() -> None:
    needs = {need for check in load_checks() for need in check.needs if need.startswith("computer-")}
    assert needs <= table.facts()
