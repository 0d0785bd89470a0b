"""Ways in from afar that belong to Windows: remote desktop, watching its screen unasked, remote help, SSH."""

from collections.abc import Iterator

from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import number, only
from safecheck.model.computer import Door

_TERMINAL = r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
_ASSIST = r"HKLM\SYSTEM\CurrentControlSet\Control\Remote Assistance"
_SSH = r"HKLM\SYSTEM\CurrentControlSet\Services\sshd"
_SILENT = {2, 4}  # use or see the screen without the person's yes. Source: Microsoft's policy "Shadow"
_AUTOMATIC = 2


def read(look: Look) -> Iterator[Door]:
    """Tell what is switched on; every Windows has the key of its remote desktop."""
    terminal = look.key(_TERMINAL, only("fDenyTSConnections"))
    policy = look.key(_POLICY, only("fDenyTSConnections", "Shadow", "fAllowUnsolicited"))
    if terminal is None:
        look.problem(_TERMINAL)
    denied = number(policy, "fDenyTSConnections")
    denied = number(terminal, "fDenyTSConnections") if denied is None else denied
    if denied == 0:
        yield Door("screen", "Remote Desktop", _TERMINAL)
        if number(policy, "Shadow") in _SILENT:
            yield Door("screen-silent", "Remote Desktop (Shadow)", _POLICY)
    if number(policy, "fAllowUnsolicited") == 1:
        yield Door("screen", "Remote Assistance (unasked)", _POLICY)
    elif number(look.key(_ASSIST, only("fAllowToGetHelp")), "fAllowToGetHelp") == 1:
        yield Door("assist", "Remote Assistance", _ASSIST)
    if number(look.key(_SSH, only("Start")), "Start") == _AUTOMATIC:
        yield Door("login", "OpenSSH", _SSH)
