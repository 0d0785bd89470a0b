"""Certificate authorities that were added to a Mac's own keychain; it holds two of the system's own besides.

Whether each is trusted (`security dump-trust-settings`) is not read: nobody has recorded its form.
"""

from collections.abc import Iterator

from safecheck.computer import x509
from safecheck.computer.look import Look
from safecheck.model.computer import Certificate

_COMMAND = "security find-certificate -a -p /Library/Keychains/System.keychain"
_OWN = ("com.apple.kerberos.kdc", "com.apple.systemdefault", "Apple ", "Developer ID ")
_MARK = "-----BEGIN CERTIFICATE-----"


def kept(data: bytes) -> bytes:
    """Keep the certificates."""
    return b"".join(x509.pem(der) for der in x509.ders(data))


def read(look: Look) -> Iterator[Certificate]:
    """Tell of each authority; a keychain without the system's own certificates has not been read."""
    told = look.command(_COMMAND, kept) or ""
    if _MARK not in told:
        look.problem(_COMMAND)
    for der in x509.ders(told.encode()):
        subject = x509.subject(der)
        if subject and not subject.startswith(_OWN):
            yield Certificate("system", subject, x509.sha1(der), "/Library/Keychains/System.keychain")
