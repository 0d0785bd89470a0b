"""Ways of this computer's traffic that someone could have bent: proxies, servers for names, the hosts file."""

from collections.abc import Iterator

from safecheck.known_desktop import NAME_SERVERS
from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import Route, ThisComputer

_KINDS = {
    "proxy": ("computer-proxy", Severity.ASK),
    "pac": ("computer-pac", Severity.ASK),
    "hosts": ("computer-hosts", Severity.ASK),
    "hosts-stopped": ("computer-hosts-stopped", Severity.NOTE),
    "dns": ("computer-dns", Severity.NOTE),
}


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for each kind of way and what it leads to; servers that everybody may use are none."""
    for route, (kind, severity) in _KINDS.items():
        found: dict[str, list[Route]] = {}
        for one in computer.routes:
            if one.kind == route and not (route == "dns" and one.value in NAME_SERVERS):
                found.setdefault(one.value, []).append(one)
        for value, same in found.items():
            yield Sign(
                kind=kind,
                subject=value,
                users=(),
                severity=severity,
                confidence=Confidence.CERTAIN,
                advice=("computer-traffic",) if severity is Severity.ASK else (),
                evidence="; ".join(dict.fromkeys(one.place for one in same)),
            )


CHECK = Check(
    id="computer-traffic",
    needs=("computer-traffic", "computer-processes", "computer-firefox", "computer-policies"),
    kinds=tuple(kind for kind, _ in _KINDS.values()),
    advice=("computer-traffic",),
    per_user=False,
    run=_signs,
    part=Part.COMPUTER,
)
