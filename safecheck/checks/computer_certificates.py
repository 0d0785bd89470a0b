"""Certificate authorities that were added: whoever holds one can read pages that are otherwise private."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import Certificate, ThisComputer


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One sign for the same authority, wherever it was added. Anti-virus programs and companies add some too."""
    found: dict[str, list[Certificate]] = {}
    for certificate in computer.certificates:
        found.setdefault(certificate.sha1, []).append(certificate)
    for sha1, same in found.items():
        stores = ", ".join(dict.fromkeys(one.store for one in same))
        kind = (
            "computer-certificate-system"
            if any(one.store == "system" for one in same)
            else "computer-certificate-browser"
        )
        yield Sign(
            kind=kind,
            subject=same[0].subject or sha1[:16],
            users=(),
            severity=Severity.ASK,
            confidence=Confidence.CERTAIN,
            advice=("computer-certificate",),
            evidence=f"SHA-1 {sha1}: {' '.join(one.place for one in same)}",
            blanks={"stores": stores},
        )


CHECK = Check(
    id="computer-certificates",
    needs=("computer-certificates", "computer-browser-certificates", "computer-policies"),
    kinds=("computer-certificate-system", "computer-certificate-browser"),
    advice=("computer-certificate",),
    per_user=False,
    run=_signs,
    blanks=("stores",),
    part=Part.COMPUTER,
)
