"""The oldest signature scheme (v1): a signed file in META-INF, whose certificates stand in a PKCS #7 envelope.

Every signer of every envelope counts, as the signatures themselves are not checked here.
Source: the JAR file specification, "Signed JAR File"; AOSP StrictJarVerifier; RFC 5652.
"""

import re
from functools import partial
from itertools import chain
from typing import NamedTuple

from safecheck.phone.apk import archive
from safecheck.phone.apk.ranges import Ranges, together
from safecheck.phone.parsers.parsed import Refused

_ENVELOPE = re.compile(rb"(META-INF/.*)\.(?:RSA|DSA|EC)", re.IGNORECASE | re.DOTALL)
_SCHEMES = re.compile(rb"^X-Android-APK-Signed:[ ]*([0-9, ]*)\r?$", re.IGNORECASE | re.MULTILINE)
_MAIN_SECTION = re.compile(rb"\r?\n\r?\n")  # what ends it
_MOST_ENVELOPES = 10  # Source: AOSP, MAX_JAR_SIGNERS
_LARGEST_ENVELOPE = 65_536  # bytes
_HEAD = 2048  # packed bytes that are read of a file that lists the signed entries


class Signed(NamedTuple):
    """What the envelopes of a file say."""

    certificates: tuple[bytes, ...]  # DER, of all signers
    also: frozenset[int]  # numbers of newer schemes with which the file was signed besides


def signed(file: Ranges, end: archive.End) -> Signed:
    """Read all envelopes; raise Refused where there is none, or one is broken."""
    entries = archive.directory(file, end)
    lists = {entry.name.upper(): entry for entry in entries}
    envelopes = []
    for entry in entries:
        match = _ENVELOPE.fullmatch(entry.name)
        listed = lists.get(match.group(1).upper() + b".SF") if match else None
        if listed is not None:  # Android passes over an envelope without a list
            envelopes.append((entry, listed))
    if not 0 < len(envelopes) <= _MOST_ENVELOPES:
        raise Refused("nobody signed it, or too many did")
    read = together(
        chain.from_iterable(
            (
                partial(archive.content, file, end, envelope, _LARGEST_ENVELOPE, _LARGEST_ENVELOPE),
                partial(archive.beginning, file, end, listed, _HEAD),
            )
            for envelope, listed in envelopes
        )
    )
    certificates = chain.from_iterable(map(_signers, read[::2]))
    also = chain.from_iterable(map(_also, read[1::2]))
    return Signed(tuple(dict.fromkeys(certificates)), frozenset(also))


def _also(listed: bytes) -> set[int]:
    """Read which newer schemes the list of signed entries names in its main section."""
    named = _SCHEMES.search(_MAIN_SECTION.split(listed, maxsplit=1)[0])
    return {int(number) for number in re.findall(rb"\d{1,4}", named.group(1))} if named else set()


def _signers(envelope: bytes) -> list[bytes]:
    """Give the certificate of each signer of one envelope."""
    from asn1crypto.cms import ContentInfo  # 40 ms, and hardly an app needs it

    try:
        info = ContentInfo.load(envelope)
        if info["content_type"].native != "signed_data":
            raise Refused("a signature is of an unknown kind")
        signed = info["content"]
        certificates = {}
        for choice in signed["certificates"]:
            if choice.name == "certificate":
                body = choice.chosen["tbs_certificate"]
                certificates[body["issuer"].dump(), body["serial_number"].native] = choice.chosen.dump()
        signers = [signer["sid"].chosen for signer in signed["signer_infos"]]
        found = [certificates[signer["issuer"].dump(), signer["serial_number"].native] for signer in signers]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise Refused("a signature cannot be read") from error
    if not found:
        raise Refused("a signature names no signer")
    return found
