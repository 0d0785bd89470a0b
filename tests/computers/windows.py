r"""A made-up Windows 11 (synthetic): what each has, as a text of `regedit /E` and a tree of files.

The names of keys are Microsoft's documented ones; nothing here was recorded on a real Windows.
"""

from collections.abc import Mapping, Sequence

from safecheck.model.host import Running, System
from tests.computers.made_up import MadeUp

_NT = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_CONTROL = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet"
_CONSENT = r"HKEY_CURRENT_USER\SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
UNINSTALL = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
SERVICES = rf"{_CONTROL}\Services"
RUN = r"HKEY_CURRENT_USER\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
SIGNATURES_UPDATED = "80,00,9e,2f,31,58,dd,01"  # a FILETIME of November 2026

REGISTRY = rf"""Windows Registry Editor Version 5.00

[{_NT}]
"ProductName"="Windows 10 Home"
"DisplayVersion"="24H2"
"CurrentBuild"="26100"
"UBR"=dword:00000b5f

[{_NT}\Winlogon]
"Shell"="explorer.exe"
"Userinit"="C:\\Windows\\system32\\userinit.exe,"

[{_NT}\Windows]
"AppInit_DLLs"=""
"LoadAppInit_DLLs"=dword:00000000

[{_NT}\Image File Execution Options\notepad.exe]
"MitigationOptions"=hex(b):00,00,00,00,00,00,00,00

[{_NT}\ProfileList\S-1-5-18]
"ProfileImagePath"=hex(2):25,00,73,00,79,00,73,00,00,00

[{_NT}\ProfileList\S-1-5-21-1-2-3-1001]
"ProfileImagePath"="C:\\Users\\me"

[{UNINSTALL}\VLC media player]
"DisplayName"="VLC media player"
"Publisher"="VideoLAN"
"InstallLocation"="C:\\Program Files\\VideoLAN\\VLC"

[{SERVICES}\Spooler]
"ImagePath"=hex(2):25,00,53,00,79,00,73,00,74,00,65,00,6d,00,52,00,6f,00,6f,00,74,00,25,00,5c,00,73,00,70,00,6f,00,6f,00,\
  6c,00,73,00,76,00,2e,00,65,00,78,00,65,00,00,00
"Start"=dword:00000002
"Type"=dword:00000110

[{SERVICES}\Disk]
"ImagePath"="System32\\drivers\\disk.sys"
"Start"=dword:00000000
"Type"=dword:00000001

[{SERVICES}\Tcpip\Parameters]
"DataBasePath"=hex(2):25,00,53,00,79,00,73,00,74,00,65,00,6d,00,52,00,6f,00,6f,00,74,00,25,00,5c,00,53,00,79,00,73,00,74,\
  00,65,00,6d,00,33,00,32,00,5c,00,64,00,72,00,69,00,76,00,65,00,72,00,73,00,5c,00,65,00,74,00,63,00,00,00
"Domain"=""

[{SERVICES}\Tcpip\Parameters\Interfaces\{{11111111-2222-3333-4444-555555555555}}]
"NameServer"=""
"DhcpNameServer"="192.168.1.1"

[{_CONTROL}\Control\Terminal Server]
"fDenyTSConnections"=dword:00000001

[{_CONTROL}\Control\Remote Assistance]
"fAllowToGetHelp"=dword:00000001

[{_CONTROL}\Enum\HID\VID_046D&PID_C31C&MI_00\7&1&0&0000]
"ClassGUID"="{{4d36e96b-e325-11ce-bfc1-08002be10318}}"
"DeviceDesc"="@keyboard.inf,%hid.keyboarddevice%;HID Keyboard Device"

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows Defender]
"DisableAntiSpyware"=dword:00000000

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows Defender\Signature Updates]
"SignaturesLastUpdated"=hex:{SIGNATURES_UPDATED}

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates\0119E81BE9A14CD8E22F40AC118C687ECBA3F4D8]

[HKEY_CURRENT_USER\SOFTWARE\Microsoft\SystemCertificates\ROOT]

[HKEY_CURRENT_USER\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings]
"ProxyEnable"=dword:00000000

[{_CONTROL}\Control\Lsa]
"Authentication Packages"=hex(7):6d,00,73,00,76,00,31,00,5f,00,30,00,00,00,00,00
"Notification Packages"=hex(7):73,00,63,00,65,00,63,00,6c,00,69,00,00,00,00,00
"Security Packages"=hex(7):22,00,22,00,00,00,00,00

[{_NT}\Schedule\TaskCache\Tree\Microsoft\Windows\Defrag\ScheduledDefrag]
"Id"="{{22222222-3333-4444-5555-666666666666}}"

[{_NT}\Schedule\TaskCache\Tree\OneDrive Update]
"Id"="{{33333333-4444-5555-6666-777777777777}}"

[{_CONSENT}\microphone\NonPackaged\C:#Program Files#VideoLAN#VLC#vlc.exe]
"LastUsedTimeStart"=hex(b):80,00,9e,2f,31,58,dd,01
"""

_DEFRAG = "<Task><Actions><Exec><Command>%windir%\\system32\\defrag.exe</Command><Arguments>-c</Arguments></Exec></Actions></Task>"
FILES: dict[str, bytes | str] = {
    r"C:\Windows\explorer.exe": "",
    r"C:\Windows\WinSxS\x": "",
    r"C:\Windows\System32\drivers\etc\hosts": "# localhost name resolution is handled within DNS itself.\r\n",
    r"C:\Windows\System32\Tasks\Microsoft\Windows\Defrag\ScheduledDefrag": _DEFRAG,
    r"C:\Windows\System32\Tasks\OneDrive Update": "<Task><Actions><Exec><Command>%LOCALAPPDATA%\\Microsoft\\x.exe</Command></Exec></Actions></Task>",
    r"C:\ProgramData\Microsoft\x": "",
    r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\StartUp\desktop.ini": "",
    r"C:\Program Files\VideoLAN\VLC\vlc.exe": "",
    r"C:\Users\me\x": "",
    r"~\AppData\Local\Temp\x": "",
}
RUNNING = (
    Running("csrss.exe", r"C:\Windows\System32\csrss.exe", (), ""),
    Running("explorer.exe", r"C:\Windows\explorer.exe", (), "me"),
)


def windows(
    more: str = "",
    files: Mapping[str, bytes | str] | None = None,
    running: Sequence[Running] = (),
    closed: Sequence[str] = (),
) -> MadeUp:
    """Give an ordinary Windows with something besides."""
    return MadeUp(
        System.WINDOWS,
        FILES | dict(files or {}),
        registry=f"{REGISTRY}\n{more}",
        running=(*RUNNING, *running),
        closed=closed,
    )
