"""Which programs are on a Mac: apps, helpers with the rights of an administrator, receipts of installers."""

import plistlib
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import plist_of, table, word
from safecheck.computer.look import Look
from safecheck.model import GapReason
from safecheck.model.computer import Program

_APPS = ("/Applications", "/Applications/Utilities", "~/Applications")
_HELPERS = "/Library/PrivilegedHelperTools"
_RECEIPTS = "/private/var/db/receipts"
_EXTENSIONS = "/Library/SystemExtensions/db.plist"
_KEPT = ("CFBundleIdentifier", "CFBundleName", "CFBundleDisplayName")


def kept(data: bytes) -> bytes:
    """Keep what an app is called."""
    told = table(plist_of(data))
    return plistlib.dumps({key: word(told.get(key)) for key in _KEPT})


def kept_extensions(data: bytes) -> bytes:
    """Keep which system extensions there are and whose."""
    told = [
        {key: word(table(one).get(key)) for key in ("identifier", "teamID", "state")}
        for one in table(plist_of(data)).get("extensions", [])
    ]
    return plistlib.dumps({"extensions": told})


def read(look: Look) -> Iterator[Program]:
    """Tell of each; a Mac without any app is none."""
    seen = False
    for folder in _APPS:
        for entry in look.folder(folder) or ():
            if entry.name.endswith(".app"):
                seen = True
                place = f"{folder}/{entry.name}"
                told = table(plist_of(look.data(f"{place}/Contents/Info.plist", kept) or b""))
                name = word(told.get("CFBundleDisplayName")) or word(told.get("CFBundleName"))
                ident = clean(word(told.get("CFBundleIdentifier")))
                yield Program(clean(name or entry.name.removesuffix(".app")), ident, "", clean(place, 300))
    if not seen:
        look.problem("/Applications", GapReason.MISSING)
    for entry in look.folder(_HELPERS) or ():
        yield Program(clean(entry.name), clean(entry.name), "helper", f"{_HELPERS}/{clean(entry.name)}")
    for entry in look.folder(_RECEIPTS) or ():
        if entry.name.endswith(".plist"):
            yield Program(
                clean(entry.name.removesuffix(".plist")), clean(entry.name.removesuffix(".plist")), "receipt", ""
            )
    for one in table(plist_of(look.data(_EXTENSIONS, kept_extensions) or b"")).get("extensions", []):
        yield Program(clean(word(one.get("identifier"))), clean(word(one.get("identifier"))), "system extension", "")
