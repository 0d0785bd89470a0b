"""Certificate authorities in a browser's own store, `cert9.db`: an SQLite database of NSS.

A certificate is a row with a0 = 1 and its DER in a11; whether it is trusted for web pages stands in a row of its own
with a0 = 0xce534353, in the column ace536358. Rows belong together by the certificate's SHA-1, column ace5363b4.
Source: PKCS #11 and NSS's pkcs11n.h; tried on stores made with certutil. Numbers are written big-endian.

Only the standard library is needed. Not read: who put a certificate there and when (the store does not tell), and
stores of the older form (cert8.db, before 2018).
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator

from safecheck.computer import x509
from safecheck.computer.forms import items, json_of, word
from safecheck.computer.look import Look
from safecheck.model.computer import Certificate

_QUERY = "SELECT a0, a11, ace536358, ace5363b4 FROM nssPublic"
_CERTIFICATE, _TRUST = b"\x00\x00\x00\x01", b"\xce\x53\x43\x53"
_AUTHORITY = b"\xce\x53\x43\x52"  # trusted to vouch for others
_MOST_ROWS = 20_000
_STEPS = 5_000_000  # of SQLite's machine: a broken database must not keep us for ever
_SIZE = 20_000_000  # bytes


def kept(data: bytes) -> bytes:
    """Keep the authorities that are trusted for web pages: JSON, a list of PEM texts."""
    if not data.startswith(b"SQLite format 3\x00"):
        return json.dumps([word(text) for text in items(json_of(data))]).encode()
    return json.dumps([x509.pem(der).decode() for der in _trusted(data)]).encode()


def _trusted(data: bytes) -> Iterator[bytes]:
    """Read the database in memory: no file is opened, locked or written."""
    connection = sqlite3.connect(":memory:")
    try:
        # 18 and 19 say that a log is kept beside the database; in memory there is none.
        connection.deserialize(data[:18] + b"\x01\x01" + data[20:])
        connection.set_progress_handler(_Steps().one, 1000)
        rows = connection.execute(_QUERY).fetchmany(_MOST_ROWS)
    finally:
        connection.close()
    trusted = {bytes(sha1) for a0, _, trust, sha1 in rows if a0 == _TRUST and trust == _AUTHORITY and sha1}
    for a0, der, _, _ in rows:
        if (
            a0 == _CERTIFICATE
            and isinstance(der, bytes)
            and hashlib.sha1(der, usedforsecurity=False).digest() in trusted
        ):
            yield der


class _Steps:
    """Counts SQLite's steps, and ends the query after too many."""

    def __init__(self) -> None:
        self._left = _STEPS // 1000

    def one(self) -> int:
        """Count a thousand steps; what is not 0 ends the query."""
        self._left -= 1
        return int(self._left < 0)


def read(look: Look, folder: str, store: str) -> Iterator[Certificate]:
    """Tell of each authority that was added to one store."""
    place = f"{folder}/cert9.db"
    data = look.data(place, kept, _SIZE)
    for text in items(json_of(data)) if data else ():
        for der in x509.ders(word(text).encode()):
            yield Certificate(store, x509.subject(der), x509.sha1(der), place)
