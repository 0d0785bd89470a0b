"""The command line without a phone: guide, questions, options, errors."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from safecheck.cli import risk, talk
from safecheck.errors import ExitCode, SafecheckError, UpdateCode
from safecheck.phone import adb_server
from safecheck.phone.usb import apple_phone_connected
from tests.conftest import environment
from tests.loose import ROOT, load_script
from tests.station import safecheck


def test_alone_it_guides() -> None:
    done = safecheck()
    assert (done.returncode, done.stderr) == (0, "")
    assert "One next step: safecheck scan --demo" in done.stdout
    for words in ("your phone, your computer or your accounts", "accounts --export", "scan --no-phone"):
        assert words in done.stdout


def test_the_demonstration_says_so_first_and_last_and_is_never_chosen_by_itself() -> None:
    done = safecheck("scan", "--demo")
    lines = done.stdout.splitlines()
    assert done.returncode == 10
    assert lines[0].startswith("DEMONSTRATION")
    assert lines[-1] == lines[0]
    alone = safecheck("scan", ADB_LOCAL_TRANSPORT_MAX_PORT="5554", ADB_USB="0")
    assert alone.returncode == 1
    assert "DEMONSTRATION" not in alone.stdout + alone.stderr


def test_every_check_kind_of_finding_and_step_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    from safecheck import catalogue
    from safecheck.checks import load_checks
    from safecheck.cli.explain import explain

    steps = {step.id: step for step in catalogue.load_advice()}
    checks = load_checks()
    names = {*steps, *(check.id for check in checks), *(kind for check in checks for kind in check.kinds)}
    for name in sorted(names):
        assert explain.main([name], standalone_mode=False) == ExitCode.NOTHING_FOUND
        said = capsys.readouterr().out
        assert len(said) > 30
        assert not catalogue.blanks(said)
        if name in steps:
            assert f"May they notice? {catalogue.load_words().labels[f'notice-{steps[name].notice}']}" in said
            assert all(text in said for text in (*steps[name].steps, steps[name].helper, steps[name].save_first))
    assert safecheck("explain", "tags").stdout.startswith("A small tracker")  # a step that no finding names yet
    assert "names may differ on your computer." in safecheck("explain", "computer-doors").stdout
    assert safecheck("explain", "nothing-of-that-name").returncode == 2


def test_a_helper_sees_more() -> None:
    person, helper = (safecheck("scan", "--demo", "--detail", reader).stdout for reader in ("person", "helper"))
    assert "FOR A HELPER: WHAT WAS ASKED" in helper
    assert "FOR A HELPER: WHAT WAS ASKED" not in person
    assert "For a helper:" not in person


def test_the_demonstration_says_so_in_json_too() -> None:
    assert '"demonstration": true' in safecheck("scan", "--demo", "-f", "json").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--demo", "--from", "x"],
        ["--demo", "-s", "x"],
        ["--from", "x", "--record", "y"],
        ["-f", "nothing"],
        ["--what"],
        ["more"],
    ],
)
def test_a_wrong_command_line_is_code_2(arguments: list[str]) -> None:
    done = safecheck("scan", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage:" in done.stderr


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x00", b"{}", b"[" * 10_000, "häh".encode("utf-16")])
def test_a_file_that_is_no_recording_is_said_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "phone.json"
    file.write_bytes(content)
    done = safecheck("scan", "--from", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not a recording, or it is damaged" in " ".join(done.stderr.split())
    assert file.read_bytes() == content


def test_a_country_is_known_in_any_letters() -> None:
    done = safecheck("scan", "--demo", "--country", "UK")
    assert "In danger now: 999" in done.stdout


@pytest.mark.parametrize("read", ["--from", "--signatures"])
def test_no_report_is_written_over_what_is_read(tmp_path: Path, read: str) -> None:
    kept = tmp_path / "kept"
    kept.write_text("it may be needed as proof")
    done = safecheck("scan", read, str(kept), "-o", f"{tmp_path}/../{tmp_path.name}/kept")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is named twice" in done.stderr
    assert kept.read_text() == "it may be needed as proof"


def test_no_report_is_written_over_the_recording_of_the_same_scan(tmp_path: Path) -> None:
    done = safecheck("scan", "--record", str(tmp_path / "new"), "-o", str(tmp_path / "new"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is named twice" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_full_disk_loses_nothing() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = safecheck("scan", "--demo", "-o", "/dev/full")
    assert done.returncode == 10
    assert "could not be written" in " ".join(done.stderr.split())
    assert "WHAT WE FOUND" in done.stdout


def test_a_reader_that_goes_away_gets_no_traceback() -> None:
    script = f"{sys.executable} -I -m safecheck scan --demo | head -1"
    done = subprocess.run(["sh", "-c", script], env=environment(), capture_output=True, timeout=60, check=False)
    assert done.stdout.startswith(b"DEMONSTRATION")
    assert done.stderr == b""


def test_a_terminal_that_cannot_show_a_letter_gets_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8=0", "-m", "safecheck", "scan", "--demo"],
        env=environment() | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 10
    assert b"Traceback" not in done.stderr


def test_ctrl_c_while_it_is_loaded_shows_no_traceback() -> None:
    script = """
import runpy, sys

class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "safecheck.cli.feed":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Stop())
runpy.run_module("safecheck", run_name="__main__")
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], env=environment(), capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


@pytest.mark.parametrize("form", ["html", "json"])
def test_what_is_not_for_a_terminal_is_utf8_whatever_the_terminal_shows(form: str) -> None:
    plain, odd = (
        subprocess.run(
            [sys.executable, "-m", "safecheck", "scan", "--demo", "-f", form],
            env=environment(PYTHONSAFEPATH="1", PYTHONIOENCODING=encoding),
            capture_output=True,
            timeout=60,
            check=False,
        ).stdout
        for encoding in ("utf-8", "latin-1")
    )
    assert odd == plain
    assert "“".encode() in odd


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of POSIX")
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("scan --demo >&-", 10, ""),
        ("scan --demo 2>&- >/dev/null", 10, ""),
        ("--help >&-", 0, ""),
        ("accounts -y <&-", 1, "Nothing more can be typed here."),
        ("scan --demo >/dev/full", 10, "The report could not be printed to its end: No space left on device."),
    ],
)
def test_a_stream_that_is_closed_or_full_is_no_accident(command: str, code: int, said: str) -> None:
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    script = f"{sys.executable} -I -m safecheck {command}"
    done = subprocess.run(["sh", "-c", script], env=environment(), capture_output=True, timeout=60, check=False)
    assert done.returncode == code
    assert said in " ".join(done.stderr.decode().split())
    assert b"went wrong" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestQuestions:
    """The questions, answered by a person at a terminal."""

    @staticmethod
    def _answer(typed: str, *options: str, of: tuple[str, ...] = ("--no-computer",)) -> tuple[int, str, int]:
        """Type at the questions; give exit code, what stood on the terminal, and the port of adb.

        `of`: what is left out of the look.
        """
        import pty

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        main, side = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "safecheck", "scan", *of, *options],
            env=environment(ANDROID_ADB_SERVER_PORT=str(port), ADB_USB="0", ADB_LOCAL_TRANSPORT_MAX_PORT="5554"),
            stdin=side,
            stdout=side,
            stderr=side,
            start_new_session=True,
        )
        os.close(side)
        os.write(main, typed.encode())
        seen = b""
        while True:
            try:
                piece = os.read(main, 4096)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        os.close(main)
        return process.wait(60), " ".join(seen.decode().split()), port

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("n\n", "You said that this is not a good place or moment."),
            ("what\nno\n", "Please answer y, n or q."),
            ("y\nn\n", "You said that this is not your phone"),
        ],
    )
    def test_a_no_stops_before_anything_is_touched(self, typed: str, words: str) -> None:
        code, seen, port = self._answer(typed)
        assert code == 1
        assert words in seen
        assert "This computer is looked at too" not in seen
        assert "nothing was touched" in seen
        assert not _listens(port)
        assert "adb keeps" not in seen

    @pytest.mark.parametrize(
        ("typed", "of", "words"),
        [
            ("y\nn\n", ("--no-phone",), "You said that this is not your computer"),
            ("n\n", ("--no-phone",), "the police may want this computer as it is"),
            ("n\n", (), "This computer is looked at too (--no-computer leaves it out)."),
        ],
    )
    def test_a_no_stops_before_this_computer_is_looked_at(self, typed: str, of: tuple[str, ...], words: str) -> None:
        code, seen, _ = self._answer(typed, of=of)
        assert code == 1
        assert words in seen
        assert "Looking at this computer" not in seen

    def test_somebody_elses_computer_is_left_out_and_the_phone_is_not(self) -> None:
        code, seen, _ = self._answer("y\ny\nn\n\n\n\n", of=())
        assert code == 1
        assert "Then this computer is left out." in seen
        assert "Looking at this computer" not in seen
        assert "No phone was found on the cable" in seen

    @pytest.mark.parametrize("typed", ["q\n", "y\nq\n", "Q\n"])
    def test_q_leaves_at_once_and_clears_the_screen(self, typed: str) -> None:
        code, seen, _ = self._answer(typed)
        assert code == 1
        assert "\x1b[2J\x1b[3J" in seen
        assert seen.endswith("Bye.")

    @pytest.mark.parametrize("skipped", ["\n\n\n", "n\nno\n\n"])
    def test_two_times_yes_and_no_risk_goes_on(self, skipped: str) -> None:
        code, seen, port = self._answer("y\nyes\n" + skipped)
        assert code == 1
        assert "You do not have to answer" in seen
        assert "talk to a helpline before you change anything" not in seen
        assert "No phone was found on the cable" in seen
        assert not _listens(port)  # the server that we started is gone

    @pytest.mark.parametrize("yes", ["y\n", "n\ny\n", "\n\nyes\n"])
    def test_any_risk_leads_to_people_who_help_first(self, yes: str) -> None:
        code, seen, port = self._answer(f"y\ny\n{yes}n\n", "--country", "uk")
        assert code == 1
        assert "In danger now: 999" in seen
        assert "0808 802 0300" in seen
        assert "type your country" not in seen
        assert "You chose to stop here." in seen
        assert "nothing was touched" in seen
        assert not _listens(port)
        assert "adb keeps" not in seen

    @pytest.mark.parametrize(("country", "number"), [("de\n", "116 016"), ("xx\nUS\n", "1-800-799-7233"), ("\n", "")])
    def test_the_country_is_asked_for_where_none_was_named(self, country: str, number: str) -> None:
        code, seen, _ = self._answer(f"y\ny\ny\n{country}y\n")
        assert code == 1
        assert "type your country" in seen
        assert number in seen
        assert ("In danger now" in seen) == bool(number)
        assert "No phone was found on the cable" in seen  # it went on, as the person chose

    @pytest.mark.parametrize("typed", ["y\ny\nq\n", "y\ny\ny\nq\n", "y\ny\ny\nuk\nq\n"])
    def test_q_leaves_from_these_questions_too(self, typed: str) -> None:
        code, seen, port = self._answer(typed)
        assert (code, seen.endswith("Bye.")) == (1, True)
        assert not _listens(port)


def test_each_question_about_risk_is_one_line() -> None:
    assert len(risk.QUESTIONS) <= 3
    for key in risk.QUESTIONS:
        assert len(f"{talk.label(key)} {talk.label('answers-or-skip')}") <= 78


@pytest.mark.parametrize("options", [[], ["--yes"]])
def test_questions_that_were_not_asked_are_named(options: list[str]) -> None:
    done = safecheck("scan", *options, ADB_LOCAL_TRANSPORT_MAX_PORT="5554", ADB_USB="0")
    assert "The questions at the start were not asked" in done.stderr
    assert done.stdout == ""


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.adb
class TestAdb:
    """adb itself: where it is, whose it is, what it lists. The lists of other states are a stand-in's (a mock)."""

    def test_a_server_that_we_start_is_ours_to_end_and_leaves_what_was_named(self, tmp_path: Path) -> None:
        done = safecheck(
            "scan", HOME=str(tmp_path), TMPDIR=str(tmp_path), ADB_USB="0", ADB_LOCAL_TRANSPORT_MAX_PORT="5554"
        )
        said = done.stderr.replace("\n", " ")
        assert done.returncode == 1
        assert "Using the program adb that came with safecheck" in said
        left = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert left
        for path in left:
            assert str(path) in said
        assert not _listens(int(os.environ["ANDROID_ADB_SERVER_PORT"]))

    def test_the_traces_are_named_whatever_this_computer_does_not_tell(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> NoReturn:
            raise RuntimeError("no home")

        def fail() -> NoReturn:
            raise FileNotFoundError("no folder")

        monkeypatch.setattr(Path, "home", refuse)
        monkeypatch.setattr(tempfile, "gettempdir", fail)
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", "no port")
        names = [path.name for path in adb_server.traces(5037)]
        assert names[:3] == ["adbkey", "adbkey.pub", "adb.5037"]

    def test_without_adb_it_says_how_to_get_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(adb_server, "find_program", lambda: None)
        with pytest.raises(SafecheckError, match="no-adb"), adb_server.running():
            pass

    def test_the_adb_that_came_with_us_comes_before_the_path(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        other = tmp_path / "adb"
        other.write_text("#!/bin/sh\nexit 1\n")
        other.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        found = adb_server.find_program()
        assert found is not None
        assert found.bundled
        monkeypatch.setattr(adb_server, "files", lambda _name: tmp_path / "nowhere")
        found = adb_server.find_program()
        assert found == adb_server.AdbProgram(path=other, bundled=False)

    def test_an_adb_that_does_not_start_is_said(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        other = tmp_path / "adb"
        other.write_text("#!/bin/sh\necho cannot bind >&2\nexit 1\n")
        other.chmod(0o755)
        monkeypatch.setattr(adb_server, "find_program", lambda: adb_server.AdbProgram(path=other, bundled=False))
        with pytest.raises(SafecheckError, match="adb-start") as error, adb_server.running():
            pass
        assert error.value.blanks["why"] == "cannot bind"

    @pytest.mark.parametrize("value", ["0", "65536", "x", "-1", "５０３７"])
    def test_a_port_that_is_none_is_said(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", value)
        with pytest.raises(SafecheckError, match="bad-port"):
            adb_server.port()

    @pytest.mark.parametrize(
        ("listed", "error"),
        [
            ("", "no-phone"),
            (
                "AB12   no permissions (missing udev rules? user is in the plugdev group); see [http://x] usb:1-1",
                "no-permissions",
            ),
            ("AB12   unauthorized usb:1-1", "unauthorized"),
            ("AB12   authorizing usb:1-1", "unauthorized"),
            ("AB12   offline usb:1-1", "offline"),
            ("AB12   recovery usb:1-1", "other-state"),
            ("AB12   sideload usb:1-1", "other-state"),
            ("AB12   device usb:1-1 model:Fon_5\nCD34   offline usb:1-2", "several-phones"),
        ],
    )
    def test_every_state_has_its_words(self, monkeypatch: pytest.MonkeyPatch, listed: str, error: str) -> None:
        monkeypatch.setattr(adb_server, "_SETTLE", 0.0)
        monkeypatch.setattr(adb_server, "apple_phone_connected", lambda: False)
        with _stand_in(listed) as port, pytest.raises(SafecheckError) as raised:
            adb_server.choose(adb_server.Server(port=port, started=None), None, 0, lambda _: None)
        assert raised.value.id == error

    def test_an_iphone_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(adb_server, "_SETTLE", 0.0)
        monkeypatch.setattr(adb_server, "apple_phone_connected", lambda: True)
        with _stand_in("") as port, pytest.raises(SafecheckError, match="iphone"):
            adb_server.choose(adb_server.Server(port=port, started=None), None, 0, lambda _: None)

    def test_a_server_that_says_nonsense_is_said(self) -> None:
        with (
            _stand_in("", answer=b"HTTP/1.1 400 Bad Request\r\n\r\n") as port,
            pytest.raises(SafecheckError, match="adb-lost"),
        ):
            adb_server.phones(adb_server.Server(port=port, started=None))


@contextmanager
def _stand_in(listed: str, answer: bytes | None = None) -> Iterator[int]:
    """Answer every request as an adb server does that lists `listed`."""
    data = listed.encode() + b"\n" if listed else b""
    reply = answer if answer is not None else b"OKAY" + f"{len(data):04x}".encode() + data
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            try:
                while True:
                    link, _ = server.accept()
                    with link:
                        link.recv(1024)
                        link.sendall(reply)
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads files of Linux")
@pytest.mark.parametrize(
    ("vendor", "product", "apple"),
    [("05ac", "12a8", True), ("05ac", "12ab", True), ("05ac", "024f", False), ("18d1", "4ee7", False), ("", "", False)],
)
def test_an_iphone_on_the_cable_is_known_by_its_numbers(tmp_path: Path, vendor: str, product: str, apple: bool) -> None:  # noqa: FBT001
    device = tmp_path / "1-1"
    device.mkdir()
    (tmp_path / "usb1").mkdir()
    (device / "idVendor").write_text(vendor + "\n")
    (device / "idProduct").write_text(product + "\n")
    assert apple_phone_connected(tmp_path) is apple


def test_every_error_can_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    from safecheck import catalogue

    blanks = {
        name: "x"
        for words in catalogue.load_words().errors.values()
        for text in (words.happened, words.means, words.do)
        for name in catalogue.blanks(text)
    }
    for name in catalogue.load_words().errors:
        assert talk.trouble(SafecheckError(name, **blanks)) is ExitCode.NOT_CHECKED  # type: ignore[arg-type]
        assert "{" not in capsys.readouterr().err


def test_an_unexpected_error_is_said_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from safecheck import catalogue, cli

    def fail(**_: object) -> None:
        raise RuntimeError("surprise\x1b[2J")

    monkeypatch.setattr(catalogue, "load_signatures", fail)
    monkeypatch.setattr(sys, "argv", ["safecheck", "scan", "--demo"])
    with pytest.raises(SystemExit) as leaving:
        cli.run()
    said = capsys.readouterr()
    assert leaving.value.code == ExitCode.NOT_CHECKED
    assert "Something went wrong inside safecheck: RuntimeError: surprise" in said.err
    assert "\x1b" not in said.err
    assert said.out == ""


class TestReadme:
    """What the README says is so."""

    def test_the_table_of_exit_codes(self) -> None:
        readme = (ROOT / "README.md").read_text("utf-8")
        of_scans, of_updates = (
            sorted(map(int, re.findall(r"^\| (\d+) \|", part, re.MULTILINE)))
            for part in readme.partition("Exit codes of `safecheck update`")[::2]
        )
        assert (of_scans, of_updates) == (sorted(ExitCode), sorted(UpdateCode))
        for command, codes in (("scan", of_scans), ("update", of_updates)):
            help_text = safecheck(command, "--help").stdout
            assert sorted(int(code) for code in re.findall(r"^\s+(\d+)  \w", help_text, re.MULTILINE)) == codes

    def test_no_two_exit_codes_but_0_are_the_same(self) -> None:
        assert set(ExitCode) & set(UpdateCode) == {0}

    @pytest.mark.parametrize("command", ["scan", "accounts", "doctor", "update"])
    def test_its_options_are_those_that_there_are(self, command: str) -> None:
        written = (ROOT / "README.md").read_text("utf-8") + safecheck().stdout
        lines = re.findall(rf"safecheck {command}\b([^`|\n]*)", written)
        named = {option for line in lines for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", line)}
        assert named <= set(re.findall(r"--?[a-z][a-z-]*", safecheck(command, "--help").stdout))

    def test_it_says_first_what_can_be_looked_at(self) -> None:
        first = (ROOT / "README.md").read_text("utf-8").split("\n\n")[1]
        assert all(word in first for word in ("phone", "computer", "accounts", "downloads"))

    def test_help_says_nothing_that_is_never_said(self) -> None:
        never = load_script("lint_data").NEVER_SAY
        for command in ([], ["scan"], ["doctor"], ["explain"], ["list"], ["update"], ["feed"], ["feed", "add"]):
            text = safecheck(*command, "--help").stdout
            assert text
            assert not never.search(text.replace("safecheck", ""))
