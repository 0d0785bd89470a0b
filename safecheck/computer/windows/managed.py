r"""Who manages this Windows: a company's enrolment or domain, or a family's account.

Enrollments: one key for each, with `UPN` (an account) and `ProviderID`; Windows keeps some of its own without UPN.
JoinInfo: one key for each join to a company's cloud. `Parental Controls\Users` has a key for each child, by its number
(Microsoft, "Using the Parental Controls Registry Key"); that the service of Family Safety is there tells nothing: every
Windows has it. None of it was tried.
"""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, only, text
from safecheck.model.computer import Manager, ManagerKind

_ENROLLMENTS = r"HKLM\SOFTWARE\Microsoft\Enrollments"
_JOIN = r"HKLM\SYSTEM\CurrentControlSet\Control\CloudDomainJoin\JoinInfo"
_TCPIP = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
_PARENTS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Parental Controls"
_CHILDREN = (rf"HKLM\{_PARENTS}\Users", rf"HKCU\{_PARENTS}")


def read(look: Look) -> Iterator[Manager]:
    """Tell of each; a Windows without its settings for networks was not looked at."""
    network = look.key(_TCPIP, only("Domain", "NV Domain"))
    if network is None:
        look.problem(_TCPIP)
    elif text(network, "Domain"):
        yield Manager(ManagerKind.WORK, clean(text(network, "Domain")), _TCPIP)
    for name, key in below(look, _ENROLLMENTS, only("ProviderID", mask=("UPN",))):
        if text(key, "UPN"):
            provider = text(key, "ProviderID") or "MDM"
            yield Manager(ManagerKind.WORK, clean(f"{provider} ({text(key, 'UPN')})"), rf"{_ENROLLMENTS}\{name}")
    for name, key in below(look, _JOIN, only(mask=("UserEmail",))):
        yield Manager(ManagerKind.WORK, clean(f"Microsoft Entra ID ({text(key, 'UserEmail')})"), rf"{_JOIN}\{name}")
    for place in _CHILDREN:
        child = look.key(place, only())
        if child and child.keys:
            yield Manager(ManagerKind.CHILD, "Family Safety", place)
