"""Certificate authorities that were added to the whole system."""

from collections.abc import Iterator

from safecheck.computer import x509
from safecheck.computer.look import Look
from safecheck.model.computer import Certificate

_ADDED = (
    "/usr/local/share/ca-certificates",
    "/etc/pki/ca-trust/source/anchors",
    "/etc/ca-certificates/trust-source/anchors",
    "/etc/pki/trust/anchors",
    "/usr/share/pki/ca-trust-source/anchors",
)
# Other ways to add one: packages' own folder, where hands add folders beside the packages' one, and p11-kit's files.
_SHARED, _OF_PACKAGES = "/usr/share/ca-certificates", frozenset({"mozilla"})
_P11 = ("/etc/pki/ca-trust/source", "/etc/ca-certificates/trust-source", "/etc/pki/trust")
_OWN = ("/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/ca-certificates")
_DEPTH = 2


def kept(data: bytes) -> bytes:
    """Keep the certificates of a file, and no private key that may stand beside them."""
    return b"".join(x509.pem(der) for der in x509.ders(data))


def read(look: Look) -> Iterator[Certificate]:
    """Tell of each that was added; a system without a place for its own ones is none that we know."""
    if not any([look.there(place) for place in _OWN]):  # noqa: C419 - each is asked for
        look.problem("no place for certificates")
    for folder in _ADDED:
        yield from _folder(look, folder, _DEPTH)
    for entry in look.folder(_SHARED) or ():
        if entry.kind == "folder" and entry.name not in _OF_PACKAGES:
            yield from _folder(look, f"{_SHARED}/{entry.name}", 1)
    for folder in _P11:
        for entry in look.folder(folder) or ():
            if entry.name.endswith(".p11-kit"):
                yield from _file(look, f"{folder}/{entry.name}")


def _folder(look: Look, folder: str, depth: int) -> Iterator[Certificate]:
    for entry in look.folder(folder) or ():
        place = f"{folder}/{entry.name}"
        if entry.kind == "folder" and depth > 1:
            yield from _folder(look, place, depth - 1)
        elif entry.kind != "folder":
            yield from _file(look, place)


def _file(look: Look, place: str) -> Iterator[Certificate]:
    for der in x509.ders(look.data(place, kept) or b""):
        yield Certificate("system", x509.subject(der), x509.sha1(der), place)
