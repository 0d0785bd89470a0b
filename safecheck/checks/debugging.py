"""Who may read the phone over a cable or Wi-Fi: debugging, and the computers that it trusts for good."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """USB debugging is on because of this scan: a note. Wi-Fi debugging and other computers are asked about."""
    if phone.global_settings.get("adb_enabled") == "1":
        yield _sign("debugging-on", Severity.NOTE, "settings global adb_enabled=1")
    keys = phone.adb_keys
    seen = ["settings global adb_wifi_enabled=1"] if phone.global_settings.get("adb_wifi_enabled") == "1" else []
    seen += ["dumpsys adb: adb_wifi enabled=true"] if keys and keys.wireless else []
    if seen:
        yield _sign("debugging-wireless", Severity.ASK, "; ".join(seen))
    computers = [computer for computer in keys.computers if not computer.built_in] if keys else []
    if computers:  # one may be this computer, if "always allow" was ticked
        names = ", ".join(computer.name or "?" for computer in computers)
        severity = Severity.ASK if len(computers) > 1 else Severity.NOTE
        yield _sign(
            "debugging-computers", severity, f"dumpsys adb: {names}", {"count": str(len(computers)), "names": names}
        )


def _sign(kind: str, severity: Severity, evidence: str, blanks: dict[str, str] | None = None) -> Sign:
    return Sign(
        kind=kind,
        subject=kind,
        users=(),
        severity=severity,
        confidence=Confidence.CERTAIN,
        advice=("other-computers",) if severity is Severity.ASK else (),
        evidence=evidence,
        blanks=blanks or {},
    )


CHECK = Check(
    id="debugging",
    needs=("settings-global", "adb-keys"),
    kinds=("debugging-on", "debugging-wireless", "debugging-computers"),
    advice=("other-computers",),
    blanks=("count", "names"),
    per_user=False,
    run=_signs,
)
