"""Whose signature an app's file carries, by the scheme that the phone went by when it set the app up.

Schemes that this phone does not look at may say anything; their certificates are given too, and told apart. The
older scheme v1 is looked for only where there is no newer one. Source: AOSP ApkSignatureVerifier.
"""

import hashlib
from collections.abc import Iterable, Mapping

from safecheck.model import Signer, Standing
from safecheck.phone.apk import archive, block, jar, schemes
from safecheck.phone.apk.ranges import Ranges
from safecheck.phone.apk.schemes import SchemeSigner
from safecheck.phone.parsers.parsed import Parsed, Refused

_V2, _V3, _V31 = "v2", "v3", "v3.1"
_NUMBERS = {_V31: 0x1B93AD61, _V3: 0xF05368C0, _V2: 0x7109871A}
_NOT_YET = {"v3.2": 0x70E1C89F}  # in AOSP's source, for an Android to come: seen, not gone by
_SINCE = {_V31: 33, _V3: 28, _V2: 24}  # the Android (sdk) that brought it
_TAKEN_AWAY = "a newer signature was taken away"
_Scheme = tuple[SchemeSigner, ...] | Refused
_NEWEST = 1000  # an Android newer than all, for phones that do not tell theirs


def read(file: Ranges, sdk: int | None) -> Parsed[tuple[Signer, ...]]:
    """Give every signer, each certificate once; raise Wanted for further parts of the file, Refused for a bad one."""
    end = archive.find_end(file)
    numbers = _NUMBERS | _NOT_YET
    found = block.read(file, end.directory, frozenset(numbers.values())) or block.Block({}, "")
    if found.problem and not found.values:
        raise Refused(found.problem)
    signed = {
        scheme: _parsed(scheme, found.values[number]) for scheme, number in numbers.items() if number in found.values
    }
    sdk = _NEWEST if sdk is None else sdk
    scheme, trusted = _gone_by(signed, sdk) or ("v1", _jar(file, end, sdk))
    problems = [found.problem] if found.problem else []
    signers = {each: _signer(each, scheme, standing) for each, standing in trusted.items()}
    for other, others in signed.items():
        if isinstance(others, Refused):  # Android does not look at it, so it must not hide the rest
            problems.append(f"its signature {other}: {others}")
            continue
        named = dict.fromkeys(each for signer in others for each in (signer.certificate, *signer.earlier))
        if trusted.keys().isdisjoint(named):
            problems.append(f"its signatures {scheme} and {other} name different signers")
        for each in named:
            signers.setdefault(each, _signer(each, other, Standing.ASIDE))
    order = list(Standing)
    return Parsed(tuple(sorted(signers.values(), key=lambda each: order.index(each.standing))), tuple(problems))


def _parsed(scheme: str, value: bytes | Refused) -> tuple[SchemeSigner, ...] | Refused:
    """Read the value of a scheme, or give why it cannot be read."""
    if isinstance(value, Refused):
        return value
    try:
        return schemes.v2(value) if scheme == _V2 else schemes.v3(value)
    except Refused as refusal:
        return refusal


def _gone_by(signed: Mapping[str, _Scheme], sdk: int) -> tuple[str, dict[bytes, Standing]] | None:
    """Give the newest scheme that an Android of version `sdk` goes by, and the certificates it trusts by it."""
    for scheme in (_V31, _V3):
        if scheme not in signed or sdk < _SINCE[scheme]:
            continue
        signers = _readable(signed[scheme])
        current = [signer for signer in signers if signer.first_sdk <= sdk <= signer.last_sdk]
        if len(current) > 1 or (scheme == _V3 and not current):
            raise Refused(f"its signature {scheme} has no signer for this Android, or several")
        if current:
            if scheme == _V3 and sdk >= _SINCE[_V31] and current[0].also is not None and _V31 not in signed:
                raise Refused(_TAKEN_AWAY)
            return scheme, _trusted(current)
    if _V2 not in signed:
        return None
    signers = _readable(signed[_V2])
    if sdk >= _SINCE[_V3] and any(signer.also == 3 for signer in signers):  # noqa: PLR2004 - scheme v3
        raise Refused(_TAKEN_AWAY)
    return _V2, _trusted(signers)


def _readable(found: _Scheme) -> tuple[SchemeSigner, ...]:
    """Give the signers of a scheme that counts; refuse the file where they cannot be read."""
    if isinstance(found, Refused):
        raise found
    return found


def _trusted(current: Iterable[SchemeSigner]) -> dict[bytes, Standing]:
    """Give the certificates of these signers, and of those that they prove to follow."""
    earlier = {certificate: Standing.EARLIER for signer in current for certificate in signer.earlier}
    return earlier | {signer.certificate: Standing.CURRENT for signer in current}


def _jar(file: Ranges, end: archive.End, sdk: int) -> dict[bytes, Standing]:
    """Give the certificates of the oldest scheme, unless it says that a newer one was there besides."""
    found = jar.signed(file, end)
    if any(sdk >= since for number, since in ((2, _SINCE[_V2]), (3, _SINCE[_V3])) if number in found.also):
        raise Refused(_TAKEN_AWAY)
    return dict.fromkeys(found.certificates, Standing.CURRENT)


def _signer(certificate: bytes, scheme: str, standing: Standing) -> Signer:
    """Name a certificate by its hashes, in the upper-case hex of the lists."""
    return Signer(
        sha1=hashlib.sha1(certificate, usedforsecurity=False).hexdigest().upper(),
        sha256=hashlib.sha256(certificate).hexdigest().upper(),
        scheme=scheme,
        standing=standing,
    )
