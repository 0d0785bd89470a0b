"""Windows, on made-up registries and trees of files: nothing here was tried on a real one."""

import json
import struct

import pytest

from safecheck.computer.windows import links, tasks
from safecheck.computer.windows.certificates import certificate
from safecheck.model.host import AskKind, Running
from tests.computers.links import link
from tests.computers.looking import listed, look_at
from tests.computers.windows import RUN, SERVICES, UNINSTALL, windows

_ALWAYS_OPEN = {  # what nobody has recorded yet is said each time
    ("computer-people", "unwritten"),
    ("computer-certificates", "unwritten"),
    ("computer-wmi", "unwritten"),
    ("computer-exclusions", "unwritten"),
    ("computer-hidden-services", "unwritten"),
    ("computer-firewall", "unwritten"),
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
_LOCAL = r"C:\Users\me\AppData\Local\upd\upd.exe"
_STARTUP = r"~\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup"
_CURRENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion"
_FORCED_BY_FIREFOX = {"ExtensionSettings": {"x@y.example": {"installation_mode": "force_installed"}}}
_SEVERAL = ",".join(
    f"{byte:02x}"
    for line in [*json.dumps(_FORCED_BY_FIREFOX["ExtensionSettings"], indent=1).splitlines(), ""]
    for byte in f"{line}\0".encode("utf-16-le")
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
    "task among Microsoft's own": (
        "",
        {r"C:\Windows\System32\Tasks\Microsoft\Windows\Defrag\Health": _TASK.encode("utf-16")},
        "computer-startup-odd",
        "Health",
    ),
    "task in a folder called Microsoft": (
        "",
        {r"C:\Windows\System32\Tasks\Tools\Microsoft\Health": _TASK.encode("utf-16")},
        "computer-startup-odd",
        "Health",
    ),
    "script that a part of Windows runs": (
        _reg(RUN, r'"Updater"="wscript.exe //B \"C:\\Users\\me\\AppData\\Roaming\\u.vbs\""'),
        {},
        "computer-startup-odd",
        "Updater",
    ),
    "script by the name of its folder": (
        _reg(RUN, r'"Updater"="powershell.exe -w hidden -File %LOCALAPPDATA%\\u\\u.ps1"'),
        {},
        "computer-startup-odd",
        "Updater",
    ),
    "short name": (_reg(RUN, r'"Updater"="C:\\PROGRA~3\\u\\u.exe"'), {}, "computer-startup-odd", "Updater"),
    "run key without a name": (_reg(RUN, r'@="C:\\ProgramData\\u\\u.exe"'), {}, "computer-startup-odd", "@"),
    "run key of older programs": (
        _reg(rf"{_LM}\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Run", r'"Up"="C:\\ProgramData\\u.exe"'),
        {},
        "computer-startup-odd",
        "Up",
    ),
    "run key of a rule": (
        _reg(rf"{_CU}\{_CURRENT}\Policies\Explorer\Run", r'"1"="C:\\ProgramData\\u.exe"'),
        {},
        "computer-startup-odd",
        "1",
    ),
    "run once, in parts": (
        _reg(rf"{_LM}\{_CURRENT}\RunOnceEx\0001", r'"a"="C:\\ProgramData\\u.exe"'),
        {},
        "computer-startup-odd",
        "a",
    ),
    "load": (
        _reg(rf"{_CU}\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Windows", r'"Load"="C:\\Users\\Public\\u.exe"'),
        {},
        "computer-startup-odd",
        "Load",
    ),
    "script at each sign-in": (
        _reg(rf"{_CU}\Environment", r'"UserInitMprLogonScript"="C:\\Users\\me\\u.bat"'),
        {},
        "computer-startup-odd",
        "UserInitMprLogonScript",
    ),
    "library of a service": (
        _reg(rf"{SERVICES}\Helper", r'"ImagePath"="%SystemRoot%\\System32\\svchost.exe -k netsvcs"', *_AUTOMATIC)
        + _reg(rf"{SERVICES}\Helper\Parameters", r'"ServiceDll"="C:\\ProgramData\\h\\h.dll"'),
        {},
        "computer-startup-odd",
        "Helper",
    ),
    "service that starts on an event": (
        _reg(rf"{SERVICES}\Helper", r'"ImagePath"="C:\\ProgramData\\h\\h.exe"', '"Start"=dword:00000003')
        + _reg(rf"{SERVICES}\Helper\TriggerInfo\0"),
        {},
        "computer-startup-odd",
        "Helper",
    ),
    "driver": (
        _reg(
            rf"{SERVICES}\Kbd",
            r'"ImagePath"="\\??\\C:\\Users\\Public\\k.sys"',
            '"Start"=dword:00000001',
            '"Type"=dword:00000001',
        ),
        {},
        "computer-startup-odd",
        "Kbd",
    ),
    "link": ("", {rf"{_STARTUP}\Notes.lnk": link(_LOCAL, "-q")}, "computer-startup-odd", "Notes.lnk"),
    "link by the name of a folder": (
        "",
        {rf"{_STARTUP}\Notes.lnk": link("", environment=r"%APPDATA%\u.exe")},
        "computer-startup-odd",
        "Notes.lnk",
    ),
    "startup folder that was moved": (
        _reg(rf"{_CU}\{_CURRENT}\Explorer\User Shell Folders", r'"Startup"="D:\\Start"'),
        {r"D:\Start\u.lnk": link(r"C:\ProgramData\u.exe")},
        "computer-startup-odd",
        "u.lnk",
    ),
    "shell": (
        _reg(rf"{_CU}\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon", r'"Shell"="explorer.exe, C:\\u.exe"'),
        {},
        "computer-preload",
        "Winlogon Shell",
    ),
    "library in every program": (
        _reg(
            rf"{_LM}\SOFTWARE\WOW6432Node\Microsoft\Windows NT\CurrentVersion\Windows",
            r'"AppInit_DLLs"="C:\\u.dll"',
            '"LoadAppInit_DLLs"=dword:00000001',
        ),
        {},
        "computer-preload",
        "AppInit_DLLs",
    ),
    "package that sees passwords": (
        _reg(
            rf"{_LM}\SYSTEM\CurrentControlSet\Control\Lsa",
            '"Security Packages"=hex(7):22,00,22,00,00,00,6d,00,69,00,6d,00,69,00,00,00,00,00',
        ),
        {},
        "computer-preload",
        "LSA Security Packages",
    ),
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
    "forced extension, in other letters": (
        _reg(rf"{_LM}\SOFTWARE\Policies\Google\Chrome\EXTENSIONINSTALLFORCELIST", f'"4711"="{"c" * 32}"'),
        {},
        "computer-extension-forced",
        "c" * 32,
    ),
    "forced extension by its settings": (
        _reg(
            rf"{_CU}\SOFTWARE\Policies\Microsoft\Edge\ExtensionSettings\{'c' * 32}",
            '"installation_mode"="force_installed"',
        ),
        {},
        "computer-extension-forced",
        "c" * 32,
    ),
    "forced extension, as JSON": (
        _reg(
            rf"{_LM}\SOFTWARE\Policies\BraveSoftware\Brave",
            rf'"extensionsettings"="{{\"{"c" * 32}\":{{\"installation_mode\":\"force_installed\"}}}}"',
        ),
        {},
        "computer-extension-forced",
        "c" * 32,
    ),
    "Firefox's rules, in several lines": (
        _reg(rf"{_LM}\SOFTWARE\Policies\Mozilla\Firefox", f'"ExtensionSettings"=hex(7):{_SEVERAL}'),
        {},
        "computer-extension-forced",
        "x@y.example",
    ),
    "Firefox's own file of rules": (
        "",
        {r"C:\Program Files\Mozilla Firefox\distribution\policies.json": json.dumps({"policies": _FORCED_BY_FIREFOX})},
        "computer-extension-forced",
        "x@y.example",
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
    "proxy of the whole computer": (
        _reg(rf"{_LM}\{_CURRENT}\Internet Settings", '"ProxyEnable"=dword:00000001', '"ProxyServer"="10.0.0.9:80"'),
        {},
        "computer-proxy",
        "10.0.0.9:80",
    ),
    "script for the proxy": (
        _reg(rf"{_CU}\{_CURRENT}\Internet Settings", '"AutoConfigURL"="http://10.0.0.9/x.pac"'),
        {},
        "computer-pac",
        "http://10.0.0.9/x.pac",
    ),
    "hosts file that was moved": (
        _reg(rf"{SERVICES}\Tcpip\Parameters", r'"DataBasePath"="C:\\ProgramData\\etc\\"'),
        {r"C:\ProgramData\etc\hosts": "8.9.10.11 www.bank.example\r\n"},
        "computer-hosts",
        "www.bank.example (8.9.10.11)",
    ),
    "domain": (
        _reg(rf"{SERVICES}\Tcpip\Parameters", '"Domain"="corp.example"'),
        {},
        "computer-managed-work",
        "corp.example",
    ),
    "cloud of a company": (
        _reg(
            rf"{_LM}\SYSTEM\CurrentControlSet\Control\CloudDomainJoin\JoinInfo\AA", '"UserEmail"="anna@company.example"'
        ),
        {},
        "computer-managed-work",
        "Microsoft Entra ID (a…@c…)",
    ),
    "child, for the whole computer": (
        _reg(rf"{_LM}\{_CURRENT}\Parental Controls\Users\S-1-5-21-1-2-3-1001\Web"),
        {},
        "computer-managed-child",
        "Family Safety",
    ),
    "hidden account without a profile": (
        _reg(rf"{_NT}\Winlogon\SpecialAccounts\UserList", '"svc"=dword:00000000'),
        {},
        "computer-people-unseen",
        "svc",
    ),
    "SSH": (_reg(rf"{SERVICES}\sshd", '"Start"=dword:00000002'), {}, "computer-door-login", "OpenSSH"),
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
        "computer-people-unseen",
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


@pytest.mark.parametrize("browser", [r"Google\Chrome", r"Mozilla\Firefox"])
def test_a_rule_that_cannot_be_read_is_a_gap(browser: str) -> None:
    more = _reg(rf"{_LM}\SOFTWARE\Policies\{browser}", '"ExtensionSettings"="{ cut of"')
    assert "computer-policies" in {gap.fact for gap in look_at(windows(more)).gaps}


_OFF = '"Updater"=hex:03,00,00,00,01,02,03,04,05,06,07,08'
_APPROVED = rf"{_CU}\{_CURRENT}\Explorer\StartupApproved"


@pytest.mark.parametrize(
    ("approved", "told"),
    [
        (_reg(rf"{_APPROVED}\Run", _OFF), []),
        (_reg(rf"{_APPROVED}\Run", _OFF.replace("03,", "02,", 1)), ["Updater"]),
        # The same name in another list is another program: it must not hide this one.
        (_reg(rf"{_APPROVED}\Run32", _OFF), ["Updater"]),
        (_reg(rf"{_APPROVED.replace(_CU, _LM)}\Run", _OFF), ["Updater"]),
        (_reg(rf"{_APPROVED}\Run", '"Updater"=hex:'), ["Updater"]),
    ],
)
def test_only_what_is_switched_off_in_its_own_list_is_not_told(approved: str, told: list[str]) -> None:
    assert look_at(windows(PLANTED["run key"][0] + approved)).about("computer-startup-odd") == told


def test_a_driver_among_the_lists_of_an_anti_virus_program_is_named_and_not_asked_about() -> None:
    path = r'"ImagePath"="\\??\\C:\\ProgramData\\Example\\Definitions\\e.sys"'
    looked = look_at(windows(_reg(rf"{SERVICES}\Exd", path, '"Start"=dword:00000001', '"Type"=dword:00000001')))
    assert [finding for finding in looked.findings if finding.severity != "note"] == []
    assert [one.command for one in looked.computer.starters if one.name == "Exd"] == [""]


def test_tasks_are_told_by_name_where_their_folder_is_closed() -> None:
    looked = look_at(windows(closed=[r"C:\Windows\System32\Tasks"]))
    assert [one.name for one in looked.computer.starters if one.kind == "task"] == ["OneDrive Update"]
    assert ("computer-startup", "denied") in {(gap.fact, gap.reason.value) for gap in looked.gaps}


@pytest.mark.parametrize(
    "task",
    [
        b"",
        _TASK.encode("utf-16")[:200],
        b"<Other><Exec><Command>C:\\x.exe</Command></Exec></Other>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Task><Actions><Exec><Command>&b;</Command></Exec></Actions></Task>',
    ],
)
def test_a_task_that_cannot_be_read_is_a_gap(task: bytes) -> None:
    looked = look_at(windows(files={r"C:\Windows\System32\Tasks\Cleaner": task}))
    assert ("computer-startup", "unreadable") in {(gap.fact, gap.reason.value) for gap in looked.gaps}


def test_a_task_in_a_folder_too_deep_is_a_gap() -> None:
    deep = r"C:\Windows\System32\Tasks" + r"\a" * 9
    looked = look_at(windows(files={rf"{deep}\Cleaner": _TASK.encode("utf-16")}))
    assert ("computer-startup", "too-big") in {(gap.fact, gap.reason.value) for gap in looked.gaps}


@pytest.mark.parametrize(
    ("command", "packaged"),
    [
        (r"%windir%\system32\defrag.exe -c", True),
        (r"C:\Program Files\Common Files\x.exe", True),
        ("BthUdTask.exe $(Arg0)", True),
        (r"C:\Windows\Temp\x.exe", False),
        (r"%FOO%\x.exe", False),
        (r"rundll32.exe C:\Users\Public\x.dll,Go", False),
        (r"powershell.exe -File %APPDATA%\x.ps1", False),
    ],
)
def test_a_task_among_microsofts_own_is_theirs_only_by_its_place(command: str, packaged: bool) -> None:  # noqa: FBT001
    task = f"<Task><Actions><Exec><Command>{command}</Command></Exec></Actions></Task>"
    looked = look_at(windows(files={r"C:\Windows\System32\Tasks\Microsoft\One": task}))
    assert [one.packaged for one in looked.computer.starters if one.name == "One"] == [packaged]


def test_a_switched_off_task_is_told_so() -> None:
    off = _TASK.replace("<Enabled>true", "<Enabled>false").encode("utf-16")
    assert tasks.parsed(off) == (False, [r"C:\Users\Public\c.exe /s"])
    assert tasks.parsed(tasks.kept(off)) == tasks.parsed(off)


@pytest.mark.parametrize("wide", [True, False])
def test_a_link_tells_what_it_starts(wide: bool) -> None:  # noqa: FBT001
    data = link(_LOCAL, '-q "x"', wide=wide)
    assert links.parsed(data) == (_LOCAL, '-q "x"')
    assert links.of_kept(links.kept(data)) == (_LOCAL, '-q "x"')
    assert links.parsed(link(_LOCAL, environment=r"%TEMP%\u.exe")).target == r"%TEMP%\u.exe"


@pytest.mark.parametrize("data", [b"", b"L\0\0\0", link(_LOCAL)[:120], link("", "-q")])
def test_a_link_that_does_not_tell_what_it_starts_is_a_gap(data: bytes) -> None:
    looked = look_at(windows(files={rf"{_STARTUP}\Notes.lnk": data}))
    assert ("computer-startup", "unreadable") in {(gap.fact, gap.reason.value) for gap in looked.gaps}


_PROVIDER = rf"{_LM}\SOFTWARE\Microsoft\Security Center\Provider\Av\{{1}}"
_TAKEN_OVER = _reg(rf"{_LM}\SOFTWARE\Microsoft\Windows Defender", '"DisableAntiVirus"=dword:00000001')


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("", ["Windows Defender"]),
        (_reg(_PROVIDER, '"DISPLAYNAME"="Example Antivirus"', '"STATE"=dword:00041000'), []),
        (_reg(_PROVIDER, '"DISPLAYNAME"="Example Antivirus"', '"STATE"=dword:00040000'), ["Windows Defender"]),
        (_reg(_PROVIDER, '"DISPLAYNAME"="Windows Defender"', '"STATE"=dword:00041000'), ["Windows Defender"]),
    ],
)
def test_another_anti_virus_program_that_is_on_explains_why_windows_own_is_off(other: str, told: list[str]) -> None:
    assert look_at(windows(_TAKEN_OVER + other)).about("computer-protection-off") == told


def test_programs_of_the_store_and_of_the_system_that_used_the_camera_are_told() -> None:
    store = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
    used = '"LastUsedTimeStart"=hex(b):80,00,9e,2f,31,58,dd,01'
    more = _reg(rf"{_CU}\{store}\Example.App_8wekyb3d8bbwe", used) + _reg(rf"{_CU}\{store}\Never.App_8wekyb3d8bbwe")
    more += _reg(rf"{_LM}\{store}\NonPackaged\C:#ProgramData#u#u.exe", used)
    cameras = [use for use in look_at(windows(more)).computer.sensors if use.sensor == "camera"]
    assert {use.program for use in cameras} == {"Example.App_8wekyb3d8bbwe", r"C:\ProgramData\u\u.exe"}
    assert all(use.last and use.last.year == 2026 for use in cameras)


def test_servers_for_names_are_told_for_both_protocols_and_for_rules() -> None:
    more = _reg(rf"{SERVICES}\Tcpip6\Parameters\Interfaces\{{1}}", '"NameServer"="2a02:6b8::feed:ff"')
    more += _reg(
        rf"{_LM}\SOFTWARE\Policies\Microsoft\Windows NT\DNSClient\DnsPolicyConfig\1", '"GenericDNSServers"="77.88.8.8;"'
    )
    assert {route.value for route in look_at(windows(more)).computer.routes} == {"2a02:6b8::feed:ff", "77.88.8.8"}


def test_one_keyboard_of_several_parts_is_one() -> None:
    hid = rf"{_LM}\SYSTEM\CurrentControlSet\Enum\HID\VID_046D&PID_C31C&MI_01&Col02\7&1&0&0000"
    more = _reg(hid, '"ClassGUID"="{4D36E96B-E325-11CE-BFC1-08002BE10318}"', '"DeviceDesc"="@x;HID Keyboard Device"')
    assert len(look_at(windows(more)).computer.keyboards) == 1


_BELOW = {
    rf"{UNINSTALL}\VLC media player": "computer-programs",
    rf"{SERVICES}\Spooler": "computer-startup",
    rf"{_NT}\Image File Execution Options\notepad.exe": "computer-preload",
    rf"{_NT}\ProfileList\S-1-5-21-1-2-3-1001": "computer-people",
    rf"{SERVICES}\Tcpip\Parameters\Interfaces\{{11111111-2222-3333-4444-555555555555}}": "computer-traffic",
    rf"{_LM}\SYSTEM\CurrentControlSet\Enum\HID\VID_046D&PID_C31C&MI_00": "computer-keyboards",
}


@pytest.mark.parametrize("told", ["absent", "denied"])
@pytest.mark.parametrize("key", _BELOW)
def test_a_key_that_is_listed_and_does_not_open_is_a_gap(key: str, told: str) -> None:
    """A name may be written so that the key can be listed and not be opened: it must not vanish."""
    place = key.replace(_LM, "HKLM")
    host = windows(closed=[place]) if told == "denied" else windows()
    if told == "absent":
        host._registry.pop(place.casefold())
    gaps = [gap for gap in look_at(host).gaps if gap.fact == _BELOW[key] and gap.reason.value != "unwritten"]
    assert ("unreadable" if told == "absent" else "denied") in {gap.reason.value for gap in gaps}


@pytest.mark.parametrize(
    "reader", ["startup", "preload", "doors", "traffic", "system", "protection", "sensors", "people"]
)
def test_a_registry_that_holds_nothing_is_not_checked(reader: str) -> None:
    host = windows()
    host._registry.clear()
    looked = look_at(host)
    assert f"computer-{reader}" in {gap.fact for gap in looked.gaps if gap.reason.value != "unwritten"}


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
