"""Ways of the phone's traffic that someone could have bent: a proxy, a DNS server, certificates, call forwarding."""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User

_PROXIES = ("http_proxy", "global_http_proxy_host", "global_proxy_pac_url")
_NO_PROXY = frozenset({"", ":0"})
_KINDS = ("network-proxy", "network-dns", "network-certificate", "network-calls", "network-vpn")


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """VPNs stand with the powers of their app, where the phone tells it."""
    settings = phone.global_settings
    proxies = {key: settings.get(key, "") for key in _PROXIES}
    used = [value for value in proxies.values() if value not in _NO_PROXY]
    if used:
        evidence = " ".join(f"{key}={value}" for key, value in proxies.items() if value)
        yield _sign("network-proxy", Severity.ASK, used[0], f"settings global {evidence}")
    if settings.get("private_dns_mode") == "hostname":
        server = settings.get("private_dns_specifier", "")
        yield _sign("network-dns", Severity.NOTE, server, f"settings global private_dns_specifier={server}")
    for number, app in phone.vpns.items():
        if app == "?":
            yield _sign("network-vpn", Severity.NOTE, "VPN", f"dumpsys connectivity: VPN (user {number})")
    for number, names in phone.certificates.items():
        if names:
            evidence = f"cacerts-added (user {number}): {' '.join(names)}"
            yield _sign("network-certificate", Severity.ASK, ", ".join(names), evidence)
    for slot, forwarded in phone.call_forwarding.items():
        if forwarded:
            evidence = f"dumpsys telephony.registry: mCallForwarding=true (Phone Id={slot})"
            yield _sign("network-calls", Severity.ASK, str(slot + 1), evidence)


def _sign(kind: str, severity: Severity, subject: str, evidence: str) -> Sign:
    return Sign(
        kind=kind,
        subject=clean(subject),
        users=(),
        severity=severity,
        confidence=Confidence.CERTAIN,
        advice=(kind,) if severity is Severity.ASK else (),
        evidence=evidence,
    )


CHECK = Check(
    id="network",
    needs=("settings-global", "certificates", "call-forwarding", "networks"),
    kinds=_KINDS,
    advice=("network-proxy", "network-certificate", "network-calls"),
    per_user=False,
    run=_signs,
)
