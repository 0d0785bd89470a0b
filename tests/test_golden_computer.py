"""Golden reports of computers: the wording is the product. These computers are synthetic."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from safecheck import catalogue, engine
from safecheck.checks import load_checks
from safecheck.cli.this_computer import with_computer
from safecheck.errors import ExitCode
from safecheck.formats import Reader, renderer
from safecheck.model import Answer, End, Report
from safecheck.model.host import Running, System
from safecheck.phone.read import read_phone
from tests.computers.looking import LIST, TAKEN, judged, look_at
from tests.computers.made_up import MadeUp
from tests.computers.throwaway import ROOT
from tests.conftest import Golden
from tests.scripted import ScriptedPhone, healthy
from tests.small_list import SMALL

_FOLDER = Path(__file__).parent / "golden" / "computer"
_EXTENSION = {
    "location": 4,
    "path": "/home/me/Downloads/helper",
    "active_permissions": {"api": ["tabs"], "explicit_host": ["<all_urls>"]},
    "manifest": {"name": "Page Helper"},
}
_PEOPLE = "root:x:0:0::/root:/bin/bash\nme:x:1001:1001::/home/me:/bin/bash\nsam:x:1000:1000::/home/sam:/bin/bash\n"


@dataclasses.dataclass(frozen=True)
class Case:
    """What is on an ordinary Linux besides, and what goes wrong."""

    files: Mapping[str, bytes | str] = dataclasses.field(default_factory=dict)
    running: tuple[Running, ...] = ()
    closed: tuple[str, ...] = ()
    hanging: str = ""  # the fact of a reader that took too long
    phone: bool = False  # an ordinary phone is looked at too

    def report(self) -> Report:
        """Ask it and judge it; how long each reader took is left out."""
        files = {f"/{path}": data for path, data in ROOT.items()} | dict(self.files)
        looked = look_at(MadeUp(System.LINUX, files, running=self.running, closed=self.closed))
        answers = tuple(self._late(answer) for answer in looked.answers)
        if not self.phone:
            return judged(answers).report
        snapshot = with_computer(read_phone(ScriptedPhone(healthy()), TAKEN), answers, LIST)
        loaded = msgspec.structs.replace(SMALL, signatures=LIST)
        return engine.make_report(snapshot, load_checks(), loaded, catalogue.load_advice(), catalogue.load_words())

    def _late(self, answer: Answer) -> Answer:
        late = answer.question.fact == self.hanging
        changed = {"seconds": 20.0, "exit": None, "end": End.TIMEOUT} if late else {"seconds": 0.0}
        return msgspec.structs.replace(answer, **changed)


CASES = {
    "fresh": Case(),
    "work": Case(
        files={
            "/opt/microsoft/intune/bin/agent": "",
            "/etc/opt/chrome/policies/managed/rules.json": json.dumps(
                {"ExtensionInstallForcelist": [f"{'c' * 32};https://example.org/u"]}
            ),
        }
    ),
    "child": Case(files={"/var/lib/timekpr/config/me.conf": ""}),
    "someone-else-runs-it": Case(files={"/etc/passwd": _PEOPLE, "/etc/group": "root:x:0:\nsudo:x:27:sam\n"}),
    "watched": Case(
        files={
            "/usr/share/keywatch/run": "",
            "/etc/keywatch/conf": "",
            "~/.config/google-chrome/Default/Secure Preferences": json.dumps(
                {"extensions": {"settings": {"b" * 32: _EXTENSION}}}
            ),
            "~/.anydesk/connection_trace.txt": "Incoming    2026-11-19, 23:41    Passwd    547911884    547911884\n",
            "~/.ssh/authorized_keys": f"ssh-ed25519 {'A' * 68} sam@laptop\n",
            "~/.config/autostart/update.desktop": "[Desktop Entry]\nName=Update\nExec=/home/me/.cache/.upd/run\n",
            "/etc/ld.so.preload": "/lib/libwatch.so\n",
        },
        running=(Running("run", "/usr/share/keywatch/run", ("/usr/share/keywatch/run",), "root"),),
    ),
    "not-let-in": Case(closed=("/etc/sudoers", "/etc/cron.d", "~/.ssh"), hanging="computer-browsers"),
    "with-a-phone": Case(phone=True),
}


@pytest.mark.parametrize("name", CASES)
def test_the_report_of_a_computer(name: str, golden: Golden) -> None:
    text = renderer("text")(CASES[name].report(), catalogue.load_words(), Reader.PERSON)
    golden.compare(_FOLDER / f"{name}.txt", text)


def test_the_report_of_a_computer_for_a_helper(golden: Golden) -> None:
    text = renderer("text")(CASES["watched"].report(), catalogue.load_words(), Reader.HELPER)
    golden.compare(_FOLDER / "watched.helper.txt", text)


def test_the_report_of_a_computer_for_programs(golden: Golden) -> None:
    text = renderer("json")(CASES["not-let-in"].report(), catalogue.load_words(), Reader.PERSON)
    golden.compare(_FOLDER / "not-let-in.json.txt", text)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("fresh", ExitCode.NOTHING_FOUND),
        ("not-let-in", ExitCode.INCOMPLETE),
        ("watched", ExitCode.FOUND),
        ("with-a-phone", ExitCode.NOTHING_FOUND),
    ],
)
def test_how_it_ends(name: str, code: ExitCode) -> None:
    assert CASES[name].report().exit_code == code


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.phone])
def test_nothing_is_said_of_a_phone_that_was_not_looked_at(name: str) -> None:
    report = CASES[name].report()
    text = renderer("text")(report, catalogue.load_words(), Reader.PERSON)
    for sentence in ("your phone", "this phone", "USB debugging", "app names"):
        assert sentence not in text.replace("from any phone", ""), sentence
