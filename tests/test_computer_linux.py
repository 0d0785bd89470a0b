"""A real Linux, read: things planted in a throw-away home and below a throw-away root are found, as root and as nobody."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from safecheck.computer.live import LiveHost
from safecheck.model.host import About, Running, System
from tests.computers.looking import Looked, look_at
from tests.computers.made_up import MadeUp
from tests.computers.throwaway import ROOT, give_to_nobody, host, look_as, write

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads a Linux")


def test_a_fresh_home_gives_nothing_above_note(place: Path, look: Callable[[LiveHost], Looked]) -> None:
    write(place / "root", ROOT)
    looked = look(host(place))
    assert [finding for finding in looked.findings if finding.severity != "note"] == []
    assert {gap.fact for gap in looked.gaps} <= {"computer-startup"}  # others' crontabs, where there are any


def test_this_system_with_a_fresh_home_says_nothing_of_the_home(
    place: Path, look: Callable[[LiveHost], Looked]
) -> None:
    """What stands out may be the system's; the fresh home adds nothing, and nothing is written to it."""
    looked = look(LiveHost(About(system=System.LINUX, user="me", admin=False), place / "home"))
    assert [f for f in looked.findings if "~" in f.evidence and f.severity != "note"] == []
    assert not list((place / "home").rglob("*"))
    assert looked.computer.running
    assert looked.computer.programs or "computer-programs" in {gap.fact for gap in looked.gaps}


PLANTED: dict[str, tuple[str, dict[str, str | bytes], str, str]] = {
    # name: (where, files, kind of the finding, its subject)
    "autostart entry": (
        "home",
        {".config/autostart/update.desktop": "[Desktop Entry]\nName=Update\nExec=sh -c 'sleep 9; ~/.cache/.upd/run'\n"},
        "computer-startup-odd",
        "Update",
    ),
    "systemd user unit": (
        "home",
        {".config/systemd/user/helper.service": "[Service]\nType=simple\nExecStart=%h/.local/share/helper/run --quiet\n"},
        "computer-startup-odd",
        "helper.service",
    ),
    "crontab line of the system": (
        "root",
        {"etc/cron.d/upd": "*/5 * * * * root /usr/bin/python3 /tmp/.x/log.py\n"},
        "computer-startup-odd",
        "/usr/bin/python3 /tmp/.x/log.py",
    ),
    "change of a unit": (
        "root",
        {"etc/systemd/system/cron.service.d/x.conf": "[Service]\nExecStartPost=/var/tmp/.w/run\n"},
        "computer-startup-odd",
        "x.conf",
    ),
    "hand-loaded extension in settings": (
        "home",
        {
            ".config/google-chrome/Default/Secure Preferences": json.dumps(
                {"extensions": {"settings": {"b" * 32: {"location": 4, "path": "/home/x/ext", "active_permissions": {
                    "api": ["tabs"], "explicit_host": ["<all_urls>"]}, "manifest": {"name": "Notes"}}}}}
            ),
        },
        "computer-extension-hand",
        "Notes",
    ),
    "policy-forced extension": (
        "root",
        {"etc/chromium/policies/managed/p.json": json.dumps({"ExtensionInstallForcelist": [f"{'c' * 32};https://x/u"]})},
        "computer-extension-forced",
        "c" * 32,
    ),
    "authorized_keys line": (
        "home",
        {".ssh/authorized_keys": f"# mine\nssh-ed25519 {'A' * 68} partner@laptop\n"},
        "computer-key",
        "me",
    ),
    "ld.so.preload": ("root", {"etc/ld.so.preload": "/lib/libwatch.so\n"}, "computer-preload", "ld.so.preload"),
    "LD_PRELOAD": ("home", {".profile": "export LD_PRELOAD=~/.cache/w.so\n"}, "computer-preload", "LD_PRELOAD"),
    "proxy": ("home", {".profile": "export https_proxy=http://me:secret@10.0.0.9:8080\n"}, "computer-proxy", "http://10.0.0.9:8080"),
    "bent name": ("root", {"etc/hosts": "127.0.0.1 localhost\n203.0.113.9 www.bank.example\n"}, "", ""),
    "remote login": (
        "root",
        {"etc/systemd/system/multi-user.target.wants/ssh.service": "[Service]\nExecStart=/usr/sbin/sshd\n"},
        "computer-door-login",
        "SSH",
    ),
    "remote-access tool that starts by itself": (
        "root",
        {"etc/systemd/system/multi-user.target.wants/anydesk.service": "[Service]\nExecStart=/usr/bin/anydesk --service\n"},
        "computer-door-screen",
        "AnyDesk",
    ),
    "another administrator": (
        "root",
        {
            "etc/passwd": "root:x:0:0::/root:/bin/bash\nme:x:1000:1000::/home/me:/bin/bash\nsam:x:1001:1001::/home/sam:/bin/bash\n",
            "etc/group": "root:x:0:\nsudo:x:27:me,sam\n",
        },
        "computer-people-admins",
        "sam",
    ),
    "a computer that someone else runs": (
        "root",
        {
            "etc/passwd": "root:x:0:0::/root:/bin/bash\nme:x:1001:1001::/home/me:/bin/bash\nsam:x:1000:1000::/home/sam:/bin/bash\n",
            "etc/group": "root:x:0:\nsudo:x:27:sam\n",
        },
        "computer-people-run-by",
        "sam",
    ),
    "a hidden administrator": (
        "root",
        {"etc/passwd": "root:x:0:0::/root:/bin/bash\nme:x:1000:1000::/home/me:/bin/bash\nsysd:x:0:0::/:/bin/sh\n"},
        "computer-people-hidden",
        "sysd",
    ),
    "known program": (
        "root",
        {"usr/share/keywatch/run": b"\x7fELF", "etc/keywatch/conf": "x"},
        "computer-known-watching",
        "Keywatch",
    ),
    "visit with a password": (
        "home",
        {".anydesk/connection_trace.txt": "Incoming    2026-11-19, 23:41    Passwd    547911884    547911884\n".encode("utf-16")},
        "computer-visit-alone",
        "AnyDesk",
    ),
    "company's computer": ("root", {"opt/microsoft/intune/bin/x": ""}, "computer-managed-work", "Microsoft Intune"),
    "child's computer": ("root", {"var/lib/timekpr/config/x": ""}, "computer-managed-child", "Timekpr-nExT"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found(name: str, place: Path, look: Callable[[LiveHost], Looked]) -> None:
    where, files, kind, subject = PLANTED[name]
    write(place / "root", ROOT)
    write(place / where, files)
    give_to_nobody(place)
    looked = look(host(place))
    above = {(finding.kind, finding.subject) for finding in looked.findings if finding.severity != "note"}
    assert above == ({(kind, subject)} if kind else set())


def test_a_unit_that_is_a_link_to_a_packaged_one_is_none_of_its_own(place: Path) -> None:
    write(place / "root", ROOT)
    write(place / "root", {"home/x/evil.service": "[Service]\nExecStart=/home/x/evil\n"})
    folder = place / "root/etc/systemd/system"
    folder.mkdir(parents=True)
    (folder / "cron2.service").symlink_to("/usr/lib/systemd/system/cron.service")
    (folder / "off.service").symlink_to("/dev/null")
    (folder / "evil.service").symlink_to("../../../home/x/evil.service")
    assert look_at(host(place)).about("computer-startup-odd") == ["evil.service"]


def test_sharing_the_screen_of_gnome_is_a_setting_and_not_a_unit(place: Path) -> None:
    """Some systems start its part for every desktop; it lets nobody in before a setting says so."""
    unit = "gnome-session.target.wants/gnome-remote-desktop.service"
    write(place / "root", ROOT | {f"etc/systemd/user/{unit}": "[Service]\nExecStart=/usr/libexec/x\n"})
    assert look_at(host(place)).about("computer-door-screen") == []
    write(place / "root", {f"etc/systemd/system/{unit}": "[Service]\nExecStart=/usr/libexec/x\n"})
    assert look_at(host(place)).about("computer-door-screen") == ["GNOME Remote Desktop"]
    asked = "gsettings get org.gnome.desktop.remote-desktop.rdp enable"
    made_up = MadeUp(System.LINUX, {f"/{name}": data for name, data in ROOT.items()}, commands={asked: "true\n"})
    assert look_at(made_up).about("computer-door-screen") == ["GNOME Remote Desktop (RDP)"]


def test_many_that_start_from_odd_places_are_one_question(place: Path) -> None:
    write(place / "root", ROOT)
    entry = "[Desktop Entry]\nName={0}\nExec=/home/me/.local/share/{0}/run\n"
    write(place / "home", {f".config/autostart/{name}.desktop": entry.format(name) for name in ("a", "b", "c")})
    looked = look_at(host(place))
    assert [finding.kind for finding in looked.findings if finding.severity == "ask"] == ["computer-startup-several"]


def test_a_name_that_is_bent_to_a_public_address_is_found(place: Path) -> None:
    write(
        place / "root", ROOT | {"etc/hosts": "127.0.0.1 localhost\n8.9.10.11 www.bank.example\n0.0.0.0 ads.example\n"}
    )
    looked = look_at(host(place))
    assert looked.about("computer-hosts") == ["www.bank.example (8.9.10.11)"]
    assert looked.about("computer-hosts-stopped") == ["1"]


def test_a_running_remote_access_tool_with_its_log_is_found(place: Path, look: Callable[[LiveHost], Looked]) -> None:
    write(
        place / "root",
        ROOT | {"etc/systemd/system/farview.service": "[Service]\nExecStart=/opt/farview/farview --service\n"},
    )
    write(
        place / "home",
        {
            ".config/Farview/conf": "x",
            ".anydesk/connection_trace.txt": "Incoming    2026-11-20, 10:02    User    123456789    123456789\n",
        },
    )
    program = place / "farview"
    shutil.copy("/bin/sleep", program)
    give_to_nobody(place)
    running = subprocess.Popen([program, "60"])
    try:
        looked = look(host(place))
    finally:
        running.kill()
        running.wait()
    (known,) = [finding for finding in looked.findings if finding.kind == "computer-known-remote"]
    assert (known.subject, known.severity, known.confidence) == ("Farview", "ask", "likely")
    assert "it is running now; it starts by itself" in known.reason
    assert looked.about("computer-visit") == ["AnyDesk"]


_PROFILE = ".config/chromium/Default"
_FOX = {
    ".mozilla/firefox/profiles.ini": "[Profile0]\nName=me\nIsRelative=1\nPath=a.me\n",
    ".mozilla/firefox/a.me/extensions.json": '{"addons": []}',
}


@pytest.mark.parametrize(
    ("fact", "root", "home"),
    [
        (
            "computer-visits",
            {},
            {".anydesk/connection_trace.txt": "Eingehend    19.11.2026, 23:41    Passwd    1    1\n"},
        ),
        ("computer-visits", {"var/log/teamviewer15/Connections_incoming.txt": "of another form\n"}, {}),
        ("computer-policies", {"etc/firefox/policies/policies.json": '{"policies": {"Proxy": {"Mode": "man'}, {}),
        (
            "computer-browsers",
            {},
            {f"{_PROFILE}/Preferences": '{"a": 1}', ".config/chromium/Local State": '{"profile": {"inf'},
        ),
        (
            "computer-browsers",
            {},
            {
                f"{_PROFILE}/Preferences": '{"extensions": {"settings": {"'
                + "a" * 32
                + '": {"location": 1, "path": "x"}}}}',
                f"{_PROFILE}/Extensions/x/manifest.json": '{"permissions": ["<all_ur',
            },
        ),
        ("computer-firefox", {}, {**_FOX, ".mozilla/firefox/a.me/signedInUser.json": '{"accountData": {"ema'}),
    ],
)
def test_a_file_that_is_there_and_cannot_be_understood_is_a_gap(
    place: Path, fact: str, root: dict[str, str], home: dict[str, str]
) -> None:
    """Each was taken for an empty one, and its check found nothing."""
    write(place / "root", {**ROOT, **root})
    write(place / "home", dict(home))
    assert fact in {gap.fact for gap in look_at(host(place)).gaps}


def test_a_program_with_a_borrowed_name_is_found(place: Path) -> None:
    write(place / "root", ROOT)
    program = place / "systemd-logind"
    shutil.copy("/bin/sleep", program)
    running = subprocess.Popen([program, "60"])
    try:
        looked = look_at(host(place))
    finally:
        running.kill()
        running.wait()
    assert "systemd-logind" in looked.about("computer-borrowed-name")


def test_a_program_whose_file_is_gone_is_found(place: Path) -> None:
    write(place / "root", ROOT)
    program = place / "helper"
    shutil.copy("/bin/sleep", program)
    running = subprocess.Popen([program, "60"])
    program.unlink()
    try:
        looked = look_at(host(place))
    finally:
        running.kill()
        running.wait()
    assert looked.about("computer-no-file") == ["helper"]


def test_a_program_in_memory_alone_is_found(place: Path) -> None:
    write(place / "root", ROOT)
    start = (
        "import os; f = os.memfd_create('x'); os.write(f, open('/bin/sleep', 'rb').read());"
        f"os.execve(f, ['{place}/x', '60'], {{}})"
    )
    running = subprocess.Popen([sys.executable, "-c", start])
    path = Path(f"/proc/{running.pid}/exe")
    while not str(path.readlink()).startswith("/memfd:"):
        assert running.poll() is None
    try:
        looked = look_at(host(place))
    finally:
        running.kill()
        running.wait()
    assert [finding.evidence for finding in looked.findings if finding.kind == "computer-no-file"] == [
        "/memfd:x (deleted)"
    ]


def test_what_nobody_may_read_is_a_gap_and_never_clear(place: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become nobody")
    write(
        place / "root",
        ROOT | {"etc/sudoers": "sam ALL=(ALL) ALL\n", "home/sam/.ssh/authorized_keys": "ssh-rsa AAAABBBB x@y\n"},
    )
    (place / "root/etc/sudoers").chmod(0o400)
    (place / "root/home/sam/.ssh").chmod(0o700)
    nobody = look_as("nobody")(host(place))
    assert {("computer-people", "denied"), ("computer-keys", "denied")} <= {(g.fact, g.reason) for g in nobody.gaps}
    results = {j.check: type(j.outcome).__name__ for j in nobody.report.judgements}
    assert results["computer-people"] == results["computer-keys"] == "NotChecked"
    root = look_at(host(place, admin=True))
    assert root.about("computer-key") == ["sam"]


def test_programs_that_are_hidden_from_us_are_a_gap(place: Path) -> None:
    """A Linux with `hidepid` shows only one's own programs, or their numbers alone."""
    write(place / "root", ROOT)
    shutil.rmtree(place / "root/proc/1")
    assert [(gap.fact, gap.reason, gap.detail) for gap in look_at(host(place)).gaps] == [
        ("computer-processes", "denied", "/proc/1")
    ]
    nameless = MadeUp(System.LINUX, {"/proc/1/comm": "x"}, running=[Running("", "", (), "")])
    assert ("computer-processes", "a program without a name") in [(g.fact, g.detail) for g in look_at(nameless).gaps]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("company's computer", "This computer is managed by a company or a school, or in their way: Microsoft Intune."),
        ("child's computer", "This computer is set up like a child's computer: Timekpr-nExT."),
        ("a computer that someone else runs", "Someone else runs this computer: sam."),
        ("another administrator", ""),
    ],
)
def test_who_manages_the_computer_is_said_first(name: str, words: str, place: Path) -> None:
    where, files, _, _ = PLANTED[name]
    write(place / "root", ROOT)
    write(place / where, files)
    assert [text[: len(words)] for text in look_at(host(place)).report.subject.managers] == [words] * bool(words)


@pytest.mark.parametrize("kind", ["pipe", "folder", "link to a device"])
def test_a_file_that_is_none_keeps_nobody_waiting(place: Path, kind: str) -> None:
    write(place / "root", ROOT)
    preload = place / "root/etc/ld.so.preload"
    if kind == "pipe":
        os.mkfifo(preload)
    elif kind == "folder":
        preload.mkdir()
    else:
        preload.symlink_to("/dev/zero")
    looked = look_at(host(place))
    assert [(gap.fact, gap.reason) for gap in looked.gaps] == [("computer-preload", "failed")]


def test_names_that_are_no_text_hide_nothing(place: Path) -> None:
    write(place / "root", ROOT)
    folder = place / "home/.config/autostart"
    folder.mkdir(parents=True)
    with open(os.fsencode(folder) + b"/\xff\xfe.desktop", "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(b"[Desktop Entry]\nName=\xff\nExec=/tmp/x\n")
    write(place / "home", {".config/autostart/a.desktop": "[Desktop Entry]\nName=A\nExec=/tmp/a\n"})
    assert "A" in look_at(host(place)).about("computer-startup-odd")


def test_phones_and_clouds_are_named_and_passwords_are_not_kept(place: Path) -> None:
    write(place / "root", ROOT)
    write(
        place / "home",
        {
            ".config/Signal/config.json": "{}",
            ".config/kdeconnect/config": "",
            ".dropbox/info.json": "{}",
            ".config/goa-1.0/accounts.conf": "[Account a]\nProvider=google\nPresentationIdentity=anna@mail.example\n",
            ".config/rclone/rclone.conf": "[remote]\ntype = drive\ntoken = S3CRET\n",
            ".config/Nextcloud/nextcloud.cfg": "[Accounts]\n0\\dav_user=anna\n0\\password=S3CRET\n",
        },
    )
    looked = look_at(host(place))
    assert {one.name for one in looked.computer.phone_data} == {"Signal Desktop", "KDE Connect"}
    assert {(one.service, one.account) for one in looked.computer.clouds} == {
        ("Dropbox", ""),
        ("google", "a…@m…"),
        ("drive", ""),
        ("Nextcloud", "a…"),
    }
    assert not any(b"S3CRET" in answer.output or b"anna" in answer.output for answer in looked.answers)
