"""Which programs are on a Mac: apps and what they start at sign-in, helpers, receipts of installers, extensions."""

import plistlib
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import items, table, word
from safecheck.computer.look import Look
from safecheck.computer.macos import lists
from safecheck.model import GapReason
from safecheck.model.computer import Program

_APPS = ("/Applications", "~/Applications")
_DEPTH = 2  # folders of apps lie in them, hidden ones too
_SIGN_IN = "Contents/Library/LoginItems/*.app"
_HELPERS = "/Library/PrivilegedHelperTools"
_KERNEL = "/Library/Extensions"
_RECEIPTS = "/private/var/db/receipts"
_EXTENSIONS = "/Library/SystemExtensions/db.plist"
_KEPT = lists.only("CFBundleIdentifier", "CFBundleName", "CFBundleDisplayName")
_LONGEST = 300


def kept_extensions(data: bytes) -> bytes:
    """Keep which system extensions there are and whose."""
    told = [
        {key: word(table(one).get(key)) for key in ("identifier", "teamID", "state")}
        for one in items(lists.whole(data).get("extensions"))
    ]
    return plistlib.dumps({"extensions": told})


def read(look: Look) -> Iterator[Program]:
    """Tell of each; a Mac without any app is none."""
    seen = False
    for folder in _APPS:
        for place in _apps(look, folder, _DEPTH):
            seen = True
            yield _bundle(look, place, "")
            for helper in look.fitting(f"{place}/{_SIGN_IN}"):
                yield _bundle(look, helper, "starts at sign-in")
    if not seen:
        look.problem("/Applications", GapReason.MISSING)
    yield from _added(look)


def _added(look: Look) -> Iterator[Program]:
    """Tell what installers added to the system."""
    for entry in look.folder(_KERNEL) or ():
        if entry.name.casefold().endswith(".kext"):
            yield _bundle(look, f"{_KERNEL}/{entry.name}", "kernel extension")
    for entry in look.folder(_HELPERS) or ():
        yield Program(clean(entry.name), clean(entry.name), "helper", f"{_HELPERS}/{clean(entry.name)}")
    for entry in look.folder(_RECEIPTS) or ():
        if entry.name.endswith(".plist"):
            name = clean(entry.name.removesuffix(".plist"))
            yield Program(name, name, "receipt", "")
    for one in items(lists.read(look, _EXTENSIONS, kept_extensions).get("extensions")):
        name = clean(word(table(one).get("identifier")))
        yield Program(name, name, "system extension", "")


def _apps(look: Look, folder: str, depth: int) -> Iterator[str]:
    for entry in look.folder(folder) or ():
        place = f"{folder}/{entry.name}"
        if entry.name.casefold().endswith(".app"):
            yield place
        elif entry.kind == "folder" and depth > 1:
            yield from _apps(look, place, depth - 1)


def _bundle(look: Look, place: str, kind: str) -> Program:
    told = lists.read(look, f"{place}/Contents/Info.plist", _KEPT)
    name = word(told.get("CFBundleDisplayName")) or word(told.get("CFBundleName"))
    ident = clean(word(told.get("CFBundleIdentifier")))
    last = place.rpartition("/")[2].rpartition(".")[0]
    return Program(clean(name or last), ident, kind, clean(place, _LONGEST))
