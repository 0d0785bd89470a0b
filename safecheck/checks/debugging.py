"""USB debugging: every scan needs it, and leaving it on afterwards lets other computers read the phone."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """A note only: it is on because of this scan."""
    if phone.global_settings.get("adb_enabled") == "1":
        yield Sign(
            kind="debugging-on",
            subject="adb_enabled",
            users=(),
            severity=Severity.NOTE,
            confidence=Confidence.CERTAIN,
            advice=(),
            evidence="settings global adb_enabled=1",
        )


CHECK = Check(
    id="debugging", needs=("settings-global",), kinds=("debugging-on",), advice=(), per_user=False, run=_signs
)
