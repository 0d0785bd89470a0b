r"""Who manages this Windows: a company's enrolment or domain, or a family's account.

Enrollments: one key for each, with `UPN` (an account) and `ProviderID`; Windows keeps some of its own without UPN.
JoinInfo: one key for each join to a company's cloud. `WpcMonSvc` is the service of Family Safety: Start 2 or 3 while
a child's account is here (local.md, read and not tried).
"""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import only, text
from safecheck.model.computer import Manager, ManagerKind

_ENROLLMENTS = r"HKLM\SOFTWARE\Microsoft\Enrollments"
_JOIN = r"HKLM\SYSTEM\CurrentControlSet\Control\CloudDomainJoin\JoinInfo"
_TCPIP = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
_CHILD = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Parental Controls"


def read(look: Look) -> Iterator[Manager]:
    """Tell of each; a Windows without its settings for networks was not looked at."""
    network = look.key(_TCPIP, only("Domain", "NV Domain"))
    if network is None:
        look.problem(_TCPIP)
    elif text(network, "Domain"):
        yield Manager(ManagerKind.WORK, clean(text(network, "Domain")), _TCPIP)
    enrolments = look.key(_ENROLLMENTS, only())
    for name in enrolments.keys if enrolments else ():
        place = rf"{_ENROLLMENTS}\{name}"
        key = look.key(place, only("ProviderID", mask=("UPN",)))
        if text(key, "UPN"):
            provider = text(key, "ProviderID") or "MDM"
            yield Manager(ManagerKind.WORK, clean(f"{provider} ({text(key, 'UPN')})"), place)
    joins = look.key(_JOIN, only())
    for name in joins.keys if joins else ():
        key = look.key(rf"{_JOIN}\{name}", only(mask=("UserEmail",)))
        yield Manager(ManagerKind.WORK, clean(f"Microsoft Entra ID ({text(key, 'UserEmail')})"), rf"{_JOIN}\{name}")
    child = look.key(_CHILD, only())
    if child and child.keys:
        yield Manager(ManagerKind.CHILD, "Family Safety", _CHILD)
