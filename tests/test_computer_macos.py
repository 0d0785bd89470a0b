"""macOS, on made-up answers of two versions: nothing here was tried on a real Mac."""

import json
import plistlib
import subprocess

import pytest

from safecheck import catalogue
from safecheck.model.host import AskKind
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
    ("computer-certificates", "unwritten"),
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
    "agent that its own list switches off": (
        {"~/Library/LaunchAgents/com.example.up.plist": plist({**_AGENT, "Disabled": True})},
        {},
        "computer-startup-odd",
        "com.example.up",
    ),
    "daemon below /tmp": (
        {"/Library/LaunchDaemons/up.PLIST": plist({"Label": "up", "ProgramArguments": ["/bin/sh", "-c", "/tmp/up -q"]})},  # noqa: S108 - a path of the made-up Mac
        {},
        "computer-startup-odd",
        "up",
    ),
    "daemon that is switched on": (
        {"/Library/LaunchDaemons/up.plist": plist({"Label": "com.x.up", "Program": "/Users/Shared/up", "Disabled": True})},
        {"launchctl print-disabled system": 'disabled services = {\n\t"com.x.up" => enabled\n}\n'},
        "computer-startup-odd",
        "com.x.up",
    ),
    "library of an agent": (
        {"/Library/LaunchAgents/up.plist": plist({"EnvironmentVariables": {"DYLD_INSERT_LIBRARIES": "/usr/local/u.dylib"}})},
        {},
        "computer-preload",
        "DYLD_INSERT_LIBRARIES",
    ),
    "library of an app": (
        {"/Applications/X.app/Contents/Info.plist": plist({"LSEnvironment": {"DYLD_INSERT_LIBRARIES": "/usr/local/u.dylib"}})},
        {},
        "computer-preload",
        "DYLD_INSERT_LIBRARIES",
    ),
    "plug-in of the sign-in window": (
        {"/Library/Security/SecurityAgentPlugins/Up.bundle/Contents/Info.plist": plist({})},
        {},
        "computer-preload",
        "SecurityAgentPlugins",
    ),
    "app in a hidden folder": (
        {"/Applications/.x/F.app/Contents/Info.plist": plist({"CFBundleIdentifier": "com.example.farview"})},
        {},
        "computer-known-remote",
        "Farview",
    ),
    "part of an app that starts at sign-in": (
        {"/Applications/X.app/Contents/Library/LoginItems/F.app/Contents/Info.plist": plist({"CFBundleIdentifier": "com.example.farview"})},
        {},
        "computer-known-remote",
        "Farview",
    ),
    "kernel extension": (
        {"/Library/Extensions/F.kext/Contents/Info.plist": plist({"CFBundleIdentifier": "com.example.farview"})},
        {},
        "computer-known-remote",
        "Farview",
    ),
    "system extension": (
        {"/Library/SystemExtensions/db.plist": plist({"extensions": [{"identifier": "com.example.farview", "state": "activated_enabled"}]})},
        {},
        "computer-known-remote",
        "Farview",
    ),
    "extension for everybody": (
        {f"/Library/Application Support/Google/Chrome/External Extensions/{'c' * 32}.json": "{}"},
        {},
        "computer-extension-forced",
        "c" * 32,
    ),
    "Firefox's own rules": (
        {
            "/Applications/Firefox.app/Contents/Resources/distribution/policies.json": json.dumps(
                {"policies": {"ExtensionSettings": {"x@y.example": {"installation_mode": "force_installed"}}}}
            )
        },
        {},
        "computer-extension-forced",
        "x@y.example",
    ),
    "proxy of a network that is not in use now": (
        {"/Library/Preferences/SystemConfiguration/preferences.plist": plist(
            {
                "CurrentSet": "/Sets/A",
                "Sets": {"A": {"Network": {"Global": {"IPv4": {"ServiceOrder": ["1"]}}}}},
                "NetworkServices": {
                    "1": {"Proxies": {"SOCKSEnable": 1, "SOCKSProxy": "10.0.0.9", "SOCKSPort": 1080}},
                    "2": {"Proxies": {"HTTPEnable": 1, "HTTPProxy": "10.0.0.8", "HTTPPort": 80}},
                },
            }
        )},
        {},
        "computer-proxy",
        "10.0.0.9:1080",
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
    "child, by a rule for one person": (
        {"/Library/Managed Preferences/me/com.apple.applicationaccess.new.plist": plist({})},
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
    "hidden account": (
        {},
        {"dscl . -list /Users UniqueID": "me 501\nsam 502\nroot 0\n", "dscl . -list /Users IsHidden": "sam 1\n"},
        "computer-people-unseen",
        "sam",
    ),
    "hidden administrator": (
        {},
        {
            "dscl . -read /Groups/admin GroupMembership": "GroupMembership: root me svc\n",
            "dscl . -list /Users UniqueID": "me 501\nsvc 401\nroot 0\n",
        },
        "computer-people-hidden",
        "svc",
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
    certificate = _authority("/CN=Watcher Root")
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


_LISTS = {
    "/System/Library/CoreServices/SystemVersion.plist": "computer-system",
    "/Library/Preferences/com.apple.SoftwareUpdate.plist": "computer-system",
    "/Library/LaunchDaemons/x.plist": "computer-startup",
    "/Library/LaunchAgents/x.plist": "computer-preload",
    "/Applications/X.app/Contents/Info.plist": "computer-programs",
    "/Library/SystemExtensions/db.plist": "computer-programs",
    "/Library/Preferences/com.apple.loginwindow.plist": "computer-preload",
    "/Library/Managed Preferences/com.google.Chrome.plist": "computer-policies",
    "/Library/Managed Preferences/me/org.mozilla.firefox.plist": "computer-policies",
    "/Applications/Firefox.app/Contents/Resources/distribution/policies.json": "computer-policies",
    "/Library/Preferences/SystemConfiguration/preferences.plist": "computer-traffic",
    "~/Library/Preferences/MobileMeAccounts.plist": "computer-clouds",
    "~/Library/Application Support/MobileSync/Backup/1/Info.plist": "computer-phone-data",
}


def _endless() -> bytes:
    """A binary list whose array stands in itself; plistlib writes none such, so one byte is changed."""
    data = bytearray(plistlib.dumps({"Label": ["x"]}, fmt=plistlib.FMT_BINARY))
    place = data.index(b"\xa1")
    data[place + 1] = 2  # the array's only part: object 2, itself
    return bytes(data)


def _growing(depth: int = 60) -> bytes:
    """A binary list of a few hundred bytes that is 2**60 long when it is written out."""
    value: object = ["x"]
    for _ in range(depth):
        value = [value, value]
    return plistlib.dumps({"ProgramArguments": value}, fmt=plistlib.FMT_BINARY)


_BROKEN = {
    "empty": b"",
    "cut off, binary": plist({"Label": "x" * 40})[:50],
    "cut off, XML": plist({"Label": "x"}, binary=False)[:-30],
    "text": b"Label = x",
    "no table": plistlib.dumps(["x"]),
    "endless": _endless(),
    "growing": _growing(),
    "entities": b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaa">]><plist><dict><key>Label</key><string>&a;</string></dict></plist>',
    "huge number": b"<plist><dict><key>Label</key><integer>" + b"9" * 5000 + b"</integer></dict></plist>",
}


def test_the_broken_lists_are_what_they_say() -> None:
    told = plistlib.loads(_endless())
    assert told["Label"][0] is told["Label"]
    assert len(_growing()) < 2000


@pytest.mark.parametrize("broken", _BROKEN)
@pytest.mark.parametrize("place", _LISTS)
def test_a_list_that_cannot_be_read_is_a_gap_and_never_an_empty_one(place: str, broken: str) -> None:
    looked = look_at(mac(files={place: _BROKEN[broken]}, closed=()))
    assert (_LISTS[place], "unreadable") in {(gap.fact, gap.reason.value) for gap in looked.gaps}


def test_an_agent_whose_list_cannot_be_read_is_still_told() -> None:
    looked = look_at(mac(files={"~/Library/LaunchAgents/com.kw.log9.plist": b"bplist00"}))
    assert looked.about("computer-known-watching") == ["Keywatch"]


def test_what_cron_starts_is_read_by_an_administrator() -> None:
    host = mac(files={"/private/var/at/tabs/me": "# x\n@reboot /Users/me/.u/up\n*/5 * * * * /usr/local/bin/ok\n"})
    host._about = type(host.about)(system=host.about.system, user="me", admin=True)
    looked = look_at(host)
    assert {(one.command, one.own) for one in looked.computer.starters} == {
        ("~/.u/up", True),
        ("/usr/local/bin/ok", True),
    }
    assert "computer-startup" not in {gap.fact for gap in looked.gaps}


# Where macOS asks the person whether a program may look, or says that a program wanted to. Sources: Apple's "Controlling
# app access to files", and the services of TCC that examiners list.
_PROMPTS = (
    "~/Desktop",
    "~/Documents",
    "~/Downloads",
    "~/Pictures",
    "~/Movies",
    "~/Music",
    "~/Library/Containers",
    "~/Library/Group Containers",
    "~/Library/Calendars",
    "~/Library/Application Support/AddressBook",
    "~/Library/Mobile Documents",
    "/Volumes",
)


def test_nothing_is_opened_that_macos_asks_the_person_about() -> None:
    """With the shipped list of products too: "*" in a path lists its folder."""
    host = mac()
    look_at(host, catalogue.load_signatures().signatures)
    opened = [of for kind, of in host.asked if kind in {AskKind.FILE, AskKind.FOLDER} or "*" in of]
    assert len(opened) > 50
    assert [of for of in opened if of.startswith(_PROMPTS)] == []
    inside = [of for of in opened if of.startswith(("~/Library/CloudStorage/", "~/Library/Messages"))]
    assert inside == []
    assert not [of for kind, of in host.asked if kind is AskKind.COMMAND and ("sfltool" in of or "osascript" in of)]


@pytest.mark.desktop
def test_a_name_like_apples_does_not_hide_an_authority() -> None:
    keychain = {
        "security find-certificate -a -p /Library/Keychains/System.keychain": _authority("/CN=Apple Watcher Root")
    }
    assert look_at(mac(commands=keychain)).about("computer-certificate-system") == ["Apple Watcher Root"]


def _authority(subject: str) -> str:
    return subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null", "-days", "9",
         "-subj", subject, "-addext", "basicConstraints=critical,CA:TRUE"],
        capture_output=True, encoding="utf-8", timeout=60, check=True,
    ).stdout  # fmt: skip
