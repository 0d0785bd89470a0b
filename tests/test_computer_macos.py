"""macOS, on made-up answers of two versions: nothing here was tried on a real Mac."""

import json
import subprocess

import pytest

from tests.computers.looking import look_at
from tests.computers.macos import NEW, OLD, mac, plist

_ALWAYS_OPEN = {
    ("computer-keyboards", "unwritten"),
    ("computer-protection", "unwritten"),
    ("computer-taps", "unwritten"),
    ("computer-profiles", "unwritten"),
    ("computer-background-items", "unwritten"),
    ("computer-privacy", "unwritten"),
    ("computer-safari", "unwritten"),
    ("computer-phone-data", "denied"),
}


@pytest.mark.parametrize("version", [OLD, NEW])
def test_an_ordinary_mac_gives_nothing_above_note_and_says_what_is_not_read(version: str) -> None:
    looked = look_at(mac(version))
    assert [finding for finding in looked.findings if finding.severity != "note"] == []
    assert {(gap.fact, gap.reason.value) for gap in looked.gaps} == _ALWAYS_OPEN
    assert looked.report.subject.computer == f"macOS {version}"


_AGENT = {"Label": "com.example.up", "ProgramArguments": ["/Users/me/.hidden/up", "-q"]}
PLANTED: dict[str, tuple[dict[str, bytes | str], dict[str, str], str, str]] = {
    "agent with a hidden name": (
        {"~/Library/LaunchAgents/.com.example.up.plist": plist(_AGENT)},
        {},
        "computer-startup-odd",
        "com.example.up",
    ),
    "known keylogger": (
        {"/Library/LaunchDaemons/com.kw.log2.plist": plist({"Label": "com.KW.log2", "Program": "/usr/local/kw/run"}, binary=False)},
        {},
        "computer-known-watching",
        "Keywatch",
    ),
    "remote-access tool": (
        {"/Applications/Farview.app/Contents/Info.plist": plist({"CFBundleIdentifier": "com.example.Farview", "CFBundleName": "Farview"})},
        {},
        "computer-known-remote",
        "Farview",
    ),
    "forced extension": (
        {"/Library/Managed Preferences/me/com.google.Chrome.plist": plist({"ExtensionInstallForcelist": ["c" * 32 + ";https://x"]})},
        {},
        "computer-extension-forced",
        "c" * 32,
    ),
    "company": (
        {},
        {"profiles status -type enrollment": "Enrolled via DEP: No\nMDM enrollment: Yes (User Approved)\nMDM server: https://mdm.company.example/x\n"},
        "computer-managed-work",
        "MDM (mdm.company.example)",
    ),
    "child": (
        {"/Library/Managed Preferences/com.apple.applicationaccess.new.plist": plist({})},
        {},
        "computer-managed-child",
        "app limits",
    ),
    "another administrator": (
        {},
        {
            "dscl . -read /Groups/admin GroupMembership": "GroupMembership: root me sam\n",
            "dscl . -list /Users UniqueID": "me 501\nsam 502\nroot 0\n",
        },
        "computer-people-admins",
        "sam",
    ),
    "proxy": (
        {},
        {"scutil --proxy": "<dictionary> {\n  HTTPSEnable : 1\n  HTTPSPort : 8080\n  HTTPSProxy : 10.0.0.9\n}\n"},
        "computer-proxy",
        "10.0.0.9:8080",
    ),
    "remote management": (
        {"/Library/Application Support/Apple/Remote Desktop/RemoteManagement.launchd": ""},
        {},
        "computer-door-screen",
        "Remote Management",
    ),
    "login hook": (
        {"/Library/Preferences/com.apple.loginwindow.plist": plist({"LoginHook": "/usr/local/x"})},
        {},
        "computer-preload",
        "LoginHook",
    ),
    "hand-loaded extension": (
        {
            "~/Library/Application Support/Google/Chrome/Default/Secure Preferences": json.dumps(
                {"extensions": {"settings": {"b" * 32: {"location": 4, "path": "/Users/me/ext", "manifest": {"name": "Notes"}}}}}
            )
        },
        {},
        "computer-extension-hand",
        "Notes",
    ),
    "key": ({"~/.ssh/authorized_keys": "ssh-rsa AAAAB3NzaC1yc2EAAAA sam@laptop\n"}, {}, "computer-key", "me"),
}  # fmt: skip


@pytest.mark.parametrize("version", [OLD, NEW])
@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found(name: str, version: str) -> None:
    files, commands, kind, subject = PLANTED[name]
    looked = look_at(mac(version, files, commands))
    assert {(f.kind, f.subject) for f in looked.findings if f.severity != "note"} == {(kind, subject)}


@pytest.mark.parametrize(("version", "on"), [(OLD, "false"), (NEW, "enabled")])
def test_remote_login_is_found_in_both_forms_of_the_list(version: str, on: str) -> None:
    told = {"launchctl print-disabled system": f'\tdisabled services = {{\n\t\t"com.openssh.sshd" => {on}\n\t}}\n'}
    assert look_at(mac(version, commands=told)).about("computer-door-login") == ["Remote Login (SSH)"]


@pytest.mark.desktop
def test_an_authority_in_the_keychain_is_found() -> None:
    certificate = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null", "-days", "9",
         "-subj", "/CN=Watcher Root", "-addext", "basicConstraints=critical,CA:TRUE"],
        capture_output=True, encoding="utf-8", timeout=60, check=True,
    ).stdout  # fmt: skip
    told = {"security find-certificate -a -p /Library/Keychains/System.keychain": certificate}
    assert look_at(mac(commands=told)).about("computer-certificate-system") == ["Watcher Root"]


@pytest.mark.parametrize(
    ("command", "fact"),
    [
        ("dscl . -read /Groups/admin GroupMembership", "computer-people"),
        ("launchctl print-disabled system", "computer-doors"),
        ("profiles status -type enrollment", "computer-managed"),
        ("scutil --proxy", "computer-traffic"),
        ("scutil --dns", "computer-traffic"),
        ("security find-certificate -a -p /Library/Keychains/System.keychain", "computer-certificates"),
    ],
)
@pytest.mark.parametrize("said", ["", "Erreur inconnue\n"])
def test_an_answer_that_says_nothing_or_speaks_another_language_is_a_gap(command: str, fact: str, said: str) -> None:
    """Exit code 0 and nothing printed is not "none"."""
    looked = look_at(mac(commands={command: said}))
    assert fact in {gap.fact for gap in looked.gaps}
