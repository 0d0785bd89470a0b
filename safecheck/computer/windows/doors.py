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
    """Tell what is switched on; every Windows says of its remote desktop whether it is."""
    terminal = look.key(_TERMINAL, only("fDenyTSConnections"))
    policy = look.key(_POLICY, only("fDenyTSConnections", "Shadow", "fAllowUnsolicited", "fAllowToGetHelp"))
    denied = number(policy, "fDenyTSConnections")
    denied = number(terminal, "fDenyTSConnections") if denied is None else denied
    if denied is None:
        look.problem(_TERMINAL)
    elif denied == 0:
        yield Door("screen", "Remote Desktop", _TERMINAL)
    # The rule alone is told too: it is hardly ever set at home, and other ways to share the screen follow it.
    if number(policy, "Shadow") in _SILENT:
        yield Door("screen-silent", "Remote Desktop (Shadow)", _POLICY)
    assist = number(look.key(_ASSIST, only("fAllowToGetHelp")), "fAllowToGetHelp")
    rule = number(policy, "fAllowToGetHelp")
    if number(policy, "fAllowUnsolicited") == 1 and rule != 0:
        yield Door("screen", "Remote Assistance (unasked)", _POLICY)
    elif (assist if rule is None else rule) == 1:
        yield Door("assist", "Remote Assistance", _ASSIST)
    if number(look.key(_SSH, only("Start")), "Start") == _AUTOMATIC:
        yield Door("login", "OpenSSH", _SSH)
