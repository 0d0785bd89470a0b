"""Certificate authorities that were added to a Mac's own keychain; it holds some of the system's own besides.

The keychains of people are not opened, and whether each is trusted (`security dump-trust-settings`) is not read: nobody
has recorded its form. Both are said each time.
"""

from collections.abc import Iterator

from safecheck.computer import x509
from safecheck.computer.look import Look
from safecheck.model import GapReason
from safecheck.model.computer import Certificate

_COMMAND = "security find-certificate -a -p /Library/Keychains/System.keychain"
_OWN = frozenset({"com.apple.kerberos.kdc", "com.apple.systemdefault"})
_SIGNED = ("Apple ", "Developer ID ")  # Apple's own here are signed by another of Apple's; names can be made up
_MARK = "-----BEGIN CERTIFICATE-----"


def kept(data: bytes) -> bytes:
    """Keep the certificates."""
    return b"".join(x509.pem(der) for der in x509.ders(data))


def read(look: Look) -> Iterator[Certificate]:
    """Tell of each authority; a keychain without the system's own certificates has not been read."""
    told = look.command(_COMMAND, kept) or ""
    if _MARK not in told:
        look.problem(_COMMAND)
    look.problem("those of this person's own keychain", GapReason.UNWRITTEN)
    for der in x509.ders(told.encode()):
        subject = x509.subject(der)
        signed = subject.startswith(_SIGNED) and not x509.signs_itself(der)
        if subject and subject not in _OWN and not signed:
            yield Certificate("system", subject, x509.sha1(der), "/Library/Keychains/System.keychain")
