"""Windows, on made-up registries and trees of files: nothing here was tried on a real one."""

import json
import struct

import pytest

from safecheck.computer.windows.certificates import certificate
from safecheck.model.host import AskKind, Running
from tests.computers.looking import listed, look_at
from tests.computers.windows import RUN, SERVICES, UNINSTALL, windows

_ALWAYS_OPEN = {  # what nobody has recorded yet is said each time
    ("computer-people", "unwritten"),
    ("computer-certificates", "unwritten"),
    ("computer-wmi", "unwritten"),
    ("computer-exclusions", "unwritten"),
}


def _reg(key: str, *values: str) -> str:
    """Write one key of a registry's text."""
    return "\n".join([f"[{key}]", *values, ""])


_LM, _CU = "HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER"
_NT = rf"{_LM}\SOFTWARE\Microsoft\Windows NT\CurrentVersion"


def test_an_ordinary_windows_gives_nothing_above_note_and_says_what_is_not_read() -> None:
    looked = look_at(windows())
    assert [finding for finding in looked.findings if finding.severity != "note"] == []
    assert {(gap.fact, gap.reason.value) for gap in looked.gaps} == _ALWAYS_OPEN
    assert looked.report.subject.computer == "Windows 11 Home 24H2 (26100.2911)"
    assert looked.report.exit_code == 3
    assert {kind for kind, _ in looked.kinds} >= {"computer-door-assist", "computer-sensor"}


_TASK = (
    '<?xml version="1.0" encoding="UTF-16"?>\n<Task xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><Settings>'
    "<Enabled>true</Enabled></Settings><Actions><Exec><Command>C:\\Users\\Public\\c.exe</Command><Arguments>/s</Arguments>"
    "</Exec></Actions></Task>"
)
_SCHOOL = {
    "settings": {"a" * 31 + "b": {"location": 1, "from_webstore": True, "path": "x", "manifest": {"name": "School"}}}
}
_SESSION = "123456789\tSAMS-PC\t19-11-2026 22:41:10\t19-11-2026 23:00:00\tme\tRemoteControl\t{x}\n"
_AUTOMATIC = ('"Start"=dword:00000002', '"Type"=dword:00000010')
_FARVIEW = r'"ImagePath"="\"C:\\Program Files (x86)\\Farview\\farview.exe\" --service"'
PLANTED: dict[str, tuple[str, dict[str, bytes | str], str, str]] = {
    "run key": (
        _reg(RUN, r'"Updater"="\"C:\\Users\\me\\AppData\\Roaming\\upd\\upd.exe\" -q"'),
        {},
        "computer-startup-odd",
        "Updater",
    ),
    "service from a folder that is everybody's": (
        _reg(rf"{SERVICES}\Helper", r'"ImagePath"="C:\\ProgramData\\hlp\\h.exe"', *_AUTOMATIC),
        {},
        "computer-startup-odd",
        "Helper",
    ),
    "startup folder": (
        "",
        {r"~\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup\run.vbs": ""},
        "computer-startup-odd",
        "run.vbs",
    ),
    "task": ("", {r"C:\Windows\System32\Tasks\Cleaner": _TASK.encode("utf-16")}, "computer-startup-odd", "Cleaner"),
    "userinit": (
        _reg(rf"{_NT}\Winlogon", r'"Userinit"="C:\\Windows\\system32\\userinit.exe,C:\\Windows\\MPK\\x.exe"'),
        {},
        "computer-preload",
        "Winlogon Userinit",
    ),
    "sticky keys": (
        _reg(rf"{_NT}\Image File Execution Options\sethc.exe", '"Debugger"="cmd.exe"'),
        {},
        "computer-preload",
        "Debugger of sethc.exe",
    ),
    "known keylogger": (
        _reg(rf"{_LM}\SOFTWARE\WOW6432Node\Keywatch"),
        {r"C:\ProgramData\kw\csrss.exe": "", r"C:\ProgramData\Keywatch Data (a1b2)\x": ""},
        "computer-known-watching",
        "Keywatch",
    ),
    "remote-access tool": (
        _reg(rf"{SERVICES}\FARVIEW", _FARVIEW, *_AUTOMATIC),
        {r"C:\Program Files (x86)\Farview\farview.exe": ""},
        "computer-known-remote",
        "Farview",
    ),
    "forced extension": (
        _reg(rf"{_LM}\SOFTWARE\Policies\Google\Chrome\ExtensionInstallForcelist", f'"1"="{"c" * 32};https://x/update"'),
        {},
        "computer-extension-forced",
        "c" * 32,
    ),
    "school's extension": (
        "",
        {r"~\AppData\Local\Google\Chrome\User Data\Default\Preferences": json.dumps({"extensions": _SCHOOL})},
        "computer-known-work",
        "Schoolview",
    ),
    "company": (
        _reg(
            rf"{_LM}\SOFTWARE\Microsoft\Enrollments\{{1}}",
            '"UPN"="anna@company.example"',
            '"ProviderID"="MS DM Server"',
        ),
        {},
        "computer-managed-work",
        "MS DM Server (a…@c…)",
    ),
    "child": (
        _reg(rf"{_CU}\SOFTWARE\Microsoft\Windows\CurrentVersion\Parental Controls\Users"),
        {},
        "computer-managed-child",
        "Family Safety",
    ),
    "proxy": (
        _reg(
            rf"{_CU}\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings",
            '"ProxyEnable"=dword:00000001',
            '"ProxyServer"="10.0.0.9:8080"',
        ),
        {},
        "computer-proxy",
        "10.0.0.9:8080",
    ),
    "bent name": (
        "",
        {r"C:\Windows\System32\drivers\etc\hosts": "8.9.10.11 www.bank.example\r\n"},
        "computer-hosts",
        "www.bank.example (8.9.10.11)",
    ),
    "remote desktop": (
        _reg(rf"{_LM}\SYSTEM\CurrentControlSet\Control\Terminal Server", '"fDenyTSConnections"=dword:00000000'),
        {},
        "computer-door-screen",
        "Remote Desktop",
    ),
    "hidden account": (
        _reg(rf"{_NT}\ProfileList\S-1-5-21-1-2-3-1002", r'"ProfileImagePath"="C:\\Users\\svc"')
        + _reg(rf"{_NT}\Winlogon\SpecialAccounts\UserList", '"svc"=dword:00000000'),
        {},
        "computer-people-hidden",
        "svc",
    ),
    "protection off": (
        _reg(rf"{_LM}\SOFTWARE\Policies\Microsoft\Windows Defender", '"DisableAntiSpyware"=dword:00000001'),
        {},
        "computer-protection-off",
        "Windows Defender",
    ),
    "key": (
        "",
        {r"C:\ProgramData\ssh\administrators_authorized_keys": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA sam@laptop\n"},
        "computer-key",
        "Administrators",
    ),
    "visit": (
        "",
        {r"~\AppData\Roaming\TeamViewer\Connections_incoming.txt": _SESSION},
        "computer-visit",
        "TeamViewer",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found(name: str) -> None:
    more, files, kind, subject = PLANTED[name]
    looked = look_at(windows(more, files))
    assert {(f.kind, f.subject) for f in looked.findings if f.severity != "note"} == {(kind, subject)}


def test_watching_the_screen_unasked_is_said() -> None:
    more = PLANTED["remote desktop"][0]
    more += _reg(rf"{_LM}\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services", '"Shadow"=dword:00000004')
    assert ("computer-door-silent", "ask") in look_at(windows(more)).kinds


def test_a_part_of_windows_that_lies_elsewhere_is_found_without_any_list() -> None:
    running = Running("csrss.exe", r"C:\ProgramData\spc\csrss.exe", (), "")
    assert look_at(windows(running=[running]), listed(())).about("computer-borrowed-name") == ["csrss.exe"]


def test_a_switched_off_run_key_is_not_told() -> None:
    approved = rf"{_CU}\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
    more = PLANTED["run key"][0] + _reg(approved, '"Updater"=hex:03,00,00,00,01,02,03,04,05,06,07,08')
    assert look_at(windows(more)).about("computer-startup-odd") == []


@pytest.mark.parametrize(
    ("closed", "fact"),
    [
        (r"C:\Windows\System32\Tasks", "computer-startup"),
        (r"HKLM\SYSTEM\CurrentControlSet\Services", "computer-startup"),
        (r"HKLM\SOFTWARE\Microsoft\Windows NT", "computer-system"),
        (r"HKLM\SOFTWARE\Microsoft\Windows Defender", "computer-protection"),
    ],
)
def test_what_is_closed_is_a_gap(closed: str, fact: str) -> None:
    looked = look_at(windows(closed=[closed]))
    assert fact in {gap.fact for gap in looked.gaps}


def test_a_windows_that_says_nothing_at_all_is_not_checked_anywhere() -> None:
    looked = look_at(windows(closed=["HK", "C:\\", "~"]))
    results = {judgement.check: type(judgement.outcome).__name__ for judgement in looked.report.judgements}
    assert {check for check, result in results.items() if result == "Clear"} <= {"computer-borrowed-name"}


def test_no_account_is_kept_unmasked() -> None:
    more = PLANTED["company"][0]
    more += _reg(rf"{_CU}\SOFTWARE\Microsoft\OneDrive\Accounts\Personal", '"UserEmail"="anna@mail.example"')
    looked = look_at(windows(more))
    assert not any(b"anna@" in answer.output for answer in looked.answers)
    assert [cloud.account for cloud in looked.computer.clouds] == ["a…@m…"]


def test_the_certificate_of_a_blob_is_its_record_32() -> None:
    blob = struct.pack("<III", 3, 1, 4) + b"abcd" + struct.pack("<III", 32, 1, 5) + b"\x30\x03\x02\x01\x00"
    assert certificate(blob) == b"\x30\x03\x02\x01\x00"
    assert certificate(blob[:20]) == b""


def test_nothing_is_asked_of_a_windows_that_could_hold_pages_or_passwords() -> None:
    host = windows(files={r"~\AppData\Local\Google\Chrome\User Data\Default\Preferences": "{}"})
    look_at(host)
    assert host.asked
    forbidden = ("History", "Cookies", "Login Data", "Web Data", "logins.json", "key4.db", "places.sqlite", "chat.db")
    files = [of for kind, of in host.asked if kind is AskKind.FILE]
    assert not [of for of in files if of.endswith(forbidden)]
    assert UNINSTALL.rpartition("\\")[2] in " ".join(of for kind, of in host.asked if kind is AskKind.KEY)
