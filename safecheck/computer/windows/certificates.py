r"""Certificate authorities that were added to Windows: those of this person, and those that a rule brings.

Each is a key named by its SHA-1, with a value `Blob`: records of a number, 1, a length and data; record 32 is the
certificate. Those of the whole computer (HKLM) also hold Microsoft's own list: without that list they cannot be told
apart, so they are not judged. Source: Velociraptor's description of its RootCAStore.
"""

import struct
from collections.abc import Iterator

import msgspec

from safecheck.computer import x509
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, only, value
from safecheck.model import GapReason
from safecheck.model.computer import Certificate
from safecheck.model.host import Key, Value

_OWN = {
    r"HKCU\SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates": "this person",
    r"HKCU\SOFTWARE\Policies\Microsoft\SystemCertificates\ROOT\Certificates": "a rule",
    r"HKLM\SOFTWARE\Policies\Microsoft\SystemCertificates\ROOT\Certificates": "system",
    r"HKLM\SOFTWARE\Microsoft\EnterpriseCertificates\ROOT\Certificates": "system",
}
_WHOLE = r"HKLM\SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates"
_CERTIFICATE = 32
_HEAD = struct.Struct("<III")


def certificate(blob: bytes) -> bytes:
    """Give the certificate of a blob, b"" for none."""
    place = 0
    while place + _HEAD.size <= len(blob):
        kind, _, length = _HEAD.unpack_from(blob, place)
        place += _HEAD.size
        if kind == _CERTIFICATE:
            return blob[place : place + length]
        place += length
    return b""


def kept(data: bytes) -> bytes:
    """Keep of a blob its certificate."""
    key = msgspec.json.decode(data, type=Key)
    der = certificate(value(key, "Blob").data)
    record = _HEAD.pack(_CERTIFICATE, 1, len(der)) + der
    return msgspec.json.encode(Key(values={"Blob": Value(data=record)} if der else {}))


def read(look: Look) -> Iterator[Certificate]:
    """Tell of each; a Windows without any authority is none."""
    whole = look.key(_WHOLE, only())
    if whole is None or not whole.keys:
        look.problem(_WHOLE)
    else:
        look.problem("those of the whole computer", GapReason.UNWRITTEN)
    for place, store in _OWN.items():
        for name, key in below(look, place, kept):
            der = certificate(value(key, "Blob").data)
            if der:
                yield Certificate(store, x509.subject(der), x509.sha1(der), place)
            else:
                look.problem(rf"{place}\{name}")
