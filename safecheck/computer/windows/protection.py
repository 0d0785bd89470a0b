r"""Whether Windows' own protection works, and from when its lists are.

`SignaturesLastUpdated` is a FILETIME of eight bytes; `DisableAntiSpyware` and `DisableRealtimeMonitoring` are 1 where
it was switched off: by a rule, or because another product is there. Those others stand below Security Center's
Provider key with a STATE, in which 0x1000 says that it is on: what is told so is only what the product said of itself
last. Source: scripts of administrators that read the same keys; not tried.
"""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows import filetime
from safecheck.computer.windows.keeping import below, number, only, text, value
from safecheck.model.computer import Protection

_DEFENDER = r"HKLM\SOFTWARE\Microsoft\Windows Defender"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
_OTHERS = r"HKLM\SOFTWARE\Microsoft\Security Center\Provider\Av"
_OWN = "defender"
_ON = 0x1000


def read(look: Look) -> Iterator[Protection]:
    """Tell of Windows' own and of others; every Windows since 10 has its key."""
    others = dict(_others(look))
    for name, on in others.items():
        yield Protection(name, on, None)
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
    updated = filetime.of_bytes(value(lists, "SignaturesLastUpdated").data)
    if all(switch != 1 for switch in switches):
        yield Protection("Windows Defender", None if updated is None else True, updated)
    elif True not in others.values():  # another one that is on switches Windows' own off
        yield Protection("Windows Defender", on=False, updated=updated)


def _others(look: Look) -> Iterator[tuple[str, bool | None]]:
    """Tell of other products; one that is off may be left over, which is not told apart."""
    for _, key in below(look, _OTHERS, only("DISPLAYNAME", "STATE")):
        name, state = clean(text(key, "DISPLAYNAME")), number(key, "STATE")
        if name and _OWN not in name.casefold():
            yield name, True if state is not None and state & _ON else None
