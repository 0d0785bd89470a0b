"""Who manages this computer: programs with which companies, schools and parents run computers."""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import ini_of
from safecheck.computer.look import Look
from safecheck.model.computer import Manager, ManagerKind

# Folders of programs that manage many computers. Names: their makers' own documentation.
_TOOLS = {
    "/opt/microsoft/intune": (ManagerKind.WORK, "Microsoft Intune"),
    "/opt/microsoft/mdatp": (ManagerKind.WORK, "Microsoft Defender for Endpoint"),
    "/opt/CrowdStrike": (ManagerKind.WORK, "CrowdStrike Falcon"),
    "/opt/sentinelone": (ManagerKind.WORK, "SentinelOne"),
    "/opt/orbit": (ManagerKind.WORK, "Fleet"),
    "/opt/jumpcloud": (ManagerKind.WORK, "JumpCloud"),
    "/opt/kolide-k2": (ManagerKind.WORK, "Kolide"),
    "/opt/puppetlabs": (ManagerKind.TOOL, "Puppet"),
    "/etc/chef": (ManagerKind.TOOL, "Chef"),
    "/etc/salt/minion.d": (ManagerKind.TOOL, "Salt"),
    "/var/lib/timekpr": (ManagerKind.CHILD, "Timekpr-nExT"),
    "/etc/ctparental": (ManagerKind.CHILD, "CTparental"),
}
_LANDSCAPE = "/etc/landscape/client.conf"


def read(look: Look) -> Iterator[Manager]:
    """Tell of each; where the system's own folder is not to be seen, nothing can be told."""
    if not look.there("/etc"):
        look.problem("/etc")
    for place, (kind, name) in _TOOLS.items():
        if look.there(place):
            yield Manager(kind, name, place)
    for line in ini_of(look.data(_LANDSCAPE, _kept) or b""):
        if line.key == "account_name" and line.value:
            yield Manager(ManagerKind.WORK, f"Landscape: {clean(line.value)}", _LANDSCAPE)
    sssd = [entry.name for entry in look.folder("/var/lib/sss/db") or () if entry.name.startswith("cache_")]
    for name in sssd:
        yield Manager(ManagerKind.WORK, clean(name.removeprefix("cache_").removesuffix(".ldb")), "/var/lib/sss/db")


def _kept(data: bytes) -> bytes:
    return b"".join(f"{line.key}={line.value}\n".encode() for line in ini_of(data) if line.key == "account_name")
