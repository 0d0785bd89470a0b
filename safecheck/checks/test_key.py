"""Added apps that are signed with a public test key: their signature names a tool, and nobody."""

from collections.abc import Iterator

from safecheck.apps import is_anywhere
from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, Standing, User
from safecheck.protected import PUBLIC_KEYS


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """One note for each such app; signers are read of added apps only."""
    for app in phone.packages.values():
        for signer in app.signers or ():
            if signer.standing is Standing.CURRENT and {signer.sha1, signer.sha256} & PUBLIC_KEYS and is_anywhere(app):
                yield Sign(
                    kind="test-key",
                    subject=app.name,
                    users=tuple(sorted(number for number, here in app.installed.items() if here)),
                    severity=Severity.NOTE,
                    confidence=Confidence.CERTAIN,
                    advice=(),
                    evidence=f"{app.name}: certificate SHA-1 {signer.sha1} (signature {signer.scheme})",
                )


CHECK = Check(
    id="test-key",
    needs=("packages", "package-names", "system-names", "signers"),
    kinds=("test-key",),
    advice=(),
    per_user=False,
    run=_signs,
)
