"""The signature schemes that stand in the signing block: v2, v3 and v3.1 (v3.2 has the same form).

The certificate that counts is the first in a signer's signed data. Android checked the signatures when it set the
app up; here they are not checked again. Source: source.android.com, "APK Signature Scheme v2" and "v3"; AOSP
ApkSignatureSchemeV2Verifier, ApkSignatureSchemeV3Verifier and ApkSigningBlockUtils.
"""

from typing import NamedTuple

from safecheck.phone.apk.ranges import Fields
from safecheck.phone.parsers.parsed import Refused

_ROTATION = 0x3BA06F8C  # attribute: the proof that the signer may stand for earlier ones
_NEXT_FROM = 0x559F8B02  # attribute of v3: the Android (sdk) from which v3.1 counts
_STRIPPED = 0xBEEFF00D  # attribute of v2: the newer scheme that the file was signed with besides
_MOST_SIGNERS = 10  # Source: AOSP, MAX_V2_SIGNERS


class SchemeSigner(NamedTuple):
    """One signer of one scheme; certificates are DER bytes."""

    certificate: bytes
    earlier: tuple[bytes, ...]  # certificates that it proves to follow, the oldest first
    first_sdk: int  # the Android versions that it is for
    last_sdk: int
    also: int | None  # v2: the newer scheme that must be there; v3: the Android from which v3.1 counts


def v2(value: bytes) -> tuple[SchemeSigner, ...]:
    """Read the value of v2; raise Refused where it is broken."""
    signers = []
    for signer in _signers(value):
        signed = Fields(signer.piece())
        certificate, rest = _certificate(signed)
        _signatures_and_key(signer)
        attributes = _attributes(rest.piece())
        signers.append(SchemeSigner(certificate, (), 0, 0xFFFF_FFFF, _number(attributes.get(_STRIPPED))))
    return tuple(signers)


def v3(value: bytes) -> tuple[SchemeSigner, ...]:
    """Read the value of v3 or a later one of its form; raise Refused where it is broken."""
    signers = []
    for signer in _signers(value):
        signed = Fields(signer.piece())
        first, last = signer.number(), signer.number()
        certificate, rest = _certificate(signed)
        if (rest.number(), rest.number()) != (first, last):
            raise Refused("a signer is for two ranges of Android versions")
        _signatures_and_key(signer)
        attributes = _attributes(rest.piece())
        earlier = _lineage(attributes[_ROTATION], certificate) if _ROTATION in attributes else ()
        signers.append(SchemeSigner(certificate, earlier, first, last, _number(attributes.get(_NEXT_FROM))))
    return tuple(signers)


def _signers(value: bytes) -> list[Fields]:
    """Give the signers of a scheme's value: at least one."""
    signers = Fields(Fields(value).piece()).pieces()
    if not 0 < len(signers) <= _MOST_SIGNERS:
        raise Refused("it has no signer, or too many")
    return [Fields(signer) for signer in signers]


def _certificate(signed: Fields) -> tuple[bytes, Fields]:
    """Give the signer's certificate and what stands behind the list that it heads."""
    signed.piece()  # digests
    certificates = Fields(signed.piece()).pieces()
    if not certificates or not certificates[0]:
        raise Refused("a signer has no certificate")
    return certificates[0], signed


def _signatures_and_key(signer: Fields) -> None:
    """Refuse a signer whose signatures or key are cut short."""
    signer.piece()
    signer.piece()


def _attributes(data: bytes) -> dict[int, bytes]:
    """Give the attributes of a signer by number, the first of each."""
    found: dict[int, bytes] = {}
    for piece in Fields(data).pieces():
        attribute = Fields(piece)
        number = attribute.number()
        found.setdefault(number, piece[4:])
    return found


def _number(value: bytes | None) -> int | None:
    """Read an attribute that is a number."""
    return None if value is None else Fields(value).number()


def _lineage(value: bytes, certificate: bytes) -> tuple[bytes, ...]:
    """Read a proof of rotation: the certificates before the signer's own, which ends the list."""
    proof = Fields(value)
    if proof.number() != 1:
        raise Refused("the proof of an earlier signer has an unknown form")
    certificates = [Fields(Fields(level).piece()).piece() for level in proof.pieces()]
    if not certificates or certificates[-1] != certificate:
        raise Refused("the proof of an earlier signer ends with another one")
    return tuple(certificates[:-1])
