"""Google's own check of apps: off, or off for a while."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User

# 1: agreed to, -1: switched off by the person, 0 and unset: never asked. A hint: Play keeps a switch of its own.
_CONSENT = "package_verifier_user_consent"
_ENABLED = "package_verifier_enable"


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """What is off now comes first; what the phone remembers of a change comes second."""
    settings = phone.global_settings
    off = [f"{key}={settings[key]}" for key, value in ((_CONSENT, "-1"), (_ENABLED, "0")) if settings.get(key) == value]
    changes = [change for change in phone.setting_changes if change.name == _CONSENT]
    if off:
        yield _sign("play-protect-off", Confidence.LIKELY, f"settings global {' '.join(off)}")
    elif len(changes) > 1:
        times = ", ".join(change.time for change in changes)
        yield _sign("play-protect-changed", Confidence.POSSIBLE, f"dumpsys settings: {_CONSENT} written {times}")


def _sign(kind: str, confidence: Confidence, evidence: str) -> Sign:
    return Sign(
        kind=kind,
        subject="Play Protect",
        users=(),
        severity=Severity.ASK,
        confidence=confidence,
        advice=("play-protect",),
        evidence=evidence,
    )


CHECK = Check(
    id="play-protect",
    needs=("settings-global", "setting-changes"),
    kinds=("play-protect-off", "play-protect-changed"),
    advice=("play-protect",),
    per_user=False,
    run=_signs,
)
