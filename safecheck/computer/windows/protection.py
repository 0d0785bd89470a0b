r"""Whether Windows' own protection works, and from when its lists are.

`SignaturesLastUpdated` is a FILETIME of eight bytes; `DisableAntiSpyware` and `DisableRealtimeMonitoring` are 1 where
it was switched off by a rule. Another product's state (WMI, SecurityCenter2) is not read: nobody has recorded it.
Source: scripts of administrators that read the same keys.
"""

from collections.abc import Iterator

from safecheck.computer.look import Look
from safecheck.computer.windows import filetime
from safecheck.computer.windows.keeping import number, only, value
from safecheck.model.computer import Protection

_DEFENDER = r"HKLM\SOFTWARE\Microsoft\Windows Defender"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"


def read(look: Look) -> Iterator[Protection]:
    """Tell of Windows' own; every Windows since 10 has its key."""
    own = look.key(_DEFENDER, only("DisableAntiSpyware", "DisableAntiVirus"))
    if own is None:
        look.problem(_DEFENDER)
        return
    lists = look.key(rf"{_DEFENDER}\Signature Updates", only("SignaturesLastUpdated"))
    switches = [number(own, "DisableAntiSpyware"), number(own, "DisableAntiVirus")]
    for place in (_DEFENDER, _POLICY):
        key = look.key(rf"{place}\Real-Time Protection", only("DisableRealtimeMonitoring"))
        switches += [number(key, "DisableRealtimeMonitoring")]
    switches.append(number(look.key(_POLICY, only("DisableAntiSpyware")), "DisableAntiSpyware"))
    off = any(switch == 1 for switch in switches)
    updated = filetime.of_bytes(value(lists, "SignaturesLastUpdated").data)
    yield Protection("Windows Defender", False if off else None if updated is None else True, updated)
