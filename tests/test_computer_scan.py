"""`safecheck scan` of this very computer with a throw-away home, through the real entry point, as root and as nobody."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.computers.throwaway import NOBODY, give_to_nobody, write
from tests.conftest import environment
from tests.station import TIME_LIMIT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads a Linux")
_EXTENSION = {"location": 4, "path": "/srv/helper", "manifest": {"name": "Page Helper"}}
_PLANTED: dict[str, str | bytes] = {
    ".config/autostart/update.desktop": "[Desktop Entry]\nName=Update\nExec=/dev/shm/.upd/run\n",
    ".config/systemd/user/helper.service": "[Service]\nExecStart=%h/.local/share/helper/run\n",
    ".config/chromium/Default/Secure Preferences": json.dumps({"extensions": {"settings": {"b" * 32: _EXTENSION}}}),
    ".ssh/authorized_keys": f"ssh-ed25519 {'A' * 68} partner@laptop\n",
    ".profile": "export LD_PRELOAD=~/.cache/w.so\nexport https_proxy=http://me:S3CRET@10.0.0.9:8080\n",
    ".anydesk/connection_trace.txt": "Incoming    2026-11-19, 23:41    Passwd    547911884    547911884\n",
}
_FOUND = {
    ("computer-startup-odd", "Update"),
    ("computer-startup-odd", "helper.service"),
    ("computer-extension-hand", "Page Helper"),
    ("computer-preload", "LD_PRELOAD"),
    ("computer-proxy", "http://10.0.0.9:8080"),
    ("computer-visit-alone", "AnyDesk"),
}
# Python's own files may be closed to nobody, so what is loaded late is loaded first.
_AS_NOBODY = f"""
import contextlib, io, os
import safecheck.phone.recording, safecheck.writing
from safecheck.cli import main, run

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    main(["scan", "--no-phone", "-f", "json"], standalone_mode=False)
    main(["scan", "--demo", "-f", "json"], standalone_mode=False)
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
run()
"""
_Scan = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(params=["root", "nobody"])
def scan(request: pytest.FixtureRequest, place: Path) -> _Scan:
    """Run `safecheck scan --no-phone` with all rights or with none, in that home."""
    start = ("-m", "safecheck") if request.param == "root" else ("-c", _AS_NOBODY)
    more = {"HOME": str(place / "home"), "TMPDIR": str(place / "home"), "SAFECHECK_DATA": str(place / "data")}

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-I", *start, "scan", *arguments, "-f", "json"],
            env=environment(**more),
            capture_output=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            check=False,
        )

    if request.param == "nobody" and os.geteuid() != 0:
        pytest.skip("only root can become nobody")
    if request.param == "nobody" and run("--demo").returncode != 10:
        pytest.skip("nobody may not read this folder")
    return lambda *arguments: run("--no-phone", *arguments)


def test_what_is_planted_in_a_home_is_found_and_secrets_are_kept_nowhere(place: Path, scan: _Scan) -> None:
    write(place / "home", _PLANTED)
    give_to_nobody(place)
    done = scan("--record", str(place / "home/saved.json"))
    assert done.returncode == 10, done.stderr
    report = json.loads(done.stdout)
    findings = [finding for one in report["judgements"] for finding in one["outcome"].get("findings", ())]
    assert {(finding["kind"], finding["subject"]) for finding in findings} >= _FOUND
    assert [finding for finding in findings if finding["kind"] == "computer-key" and "partner@laptop" in str(finding)]
    assert all(line["seconds"] < 20 for line in report["ledger"])  # each reader's own limit: none was cut off
    saved = (place / "home/saved.json").read_text("utf-8")
    assert not [secret for secret in ("S3CRET", "547911884", "A" * 68, str(place / "home")) if secret in saved]


def test_a_fresh_home_adds_nothing_and_nothing_is_written_to_it(place: Path, scan: _Scan) -> None:
    """What stands out may be this system's; the home adds nothing."""
    give_to_nobody(place)
    done = scan()
    assert done.returncode in {0, 3, 10}, done.stderr
    findings = [f for one in json.loads(done.stdout)["judgements"] for f in one["outcome"].get("findings", ())]
    assert [finding for finding in findings if "~" in finding["evidence"]] == []
    assert not list((place / "home").iterdir())
