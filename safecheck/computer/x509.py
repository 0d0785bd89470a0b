"""Certificates: who they name. The standard library reads them; only authorities tell their names there."""

import base64
import hashlib
import re
import ssl
from collections.abc import Iterator
from typing import Any

from safecheck.clean import clean

_PEM = re.compile(
    rb"-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]{20,200000})-----END (?:TRUSTED )?CERTIFICATE-----"
)
_SHORTEST = 60  # bytes: no certificate is shorter


def ders(data: bytes) -> Iterator[bytes]:
    """Give every certificate of a file, in PEM (any number) or DER (one)."""
    if data[:1] == b"\x30" and len(data) >= _SHORTEST:
        yield data
        return
    for match in _PEM.finditer(data):
        try:
            yield base64.b64decode(match.group(1))
        except ValueError:
            continue


def pem(data: bytes) -> bytes:
    """Write a certificate as text."""
    return ssl.DER_cert_to_PEM_cert(data).encode()


def sha1(der: bytes) -> str:
    """Give the mark by which certificates are known, in upper-case hex."""
    return hashlib.sha1(der, usedforsecurity=False).hexdigest().upper()


def _told(der: bytes) -> dict[str, Any]:
    """Read a certificate authority; {} for a certificate of another kind, or a broken one."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=der)
        told = context.get_ca_certs()
    except (ssl.SSLError, ValueError, OSError):
        return {}
    return dict(told[0]) if told else {}


def signs_itself(der: bytes) -> bool:
    """Whether an authority stands for itself: one that another signed is worth no more than that other."""
    told = _told(der)
    return told.get("subject") == told.get("issuer")


def subject(der: bytes) -> str:
    """Name whom a certificate authority says to be; "" for a certificate of another kind, or a broken one."""
    names: dict[str, str] = {}
    for part in _told(der).get("subject", ()):
        for field in part:
            names.setdefault(str(field[0]), str(field[1]))
    wanted = (names.get("commonName", ""), names.get("organizationName", ""))
    return clean(", ".join(dict.fromkeys(filter(None, wanted))))
