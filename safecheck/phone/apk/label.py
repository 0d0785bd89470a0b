"""What an app calls itself: the label in its manifest, looked up in its resources where it stands there by number."""

from functools import partial

from safecheck.clean import clean
from safecheck.phone.apk import archive, manifest, resources
from safecheck.phone.apk.chunks import REFERENCE, STRING
from safecheck.phone.apk.ranges import Ranges, together
from safecheck.phone.parsers.parsed import Parsed, Refused

_MANIFEST, _RESOURCES = b"AndroidManifest.xml", b"resources.arsc"
_MOST_FETCHED = 524_288  # bytes of each of them; larger ones are not read
_MOST_UNPACKED = 4_194_304  # bytes


def read(file: Ranges) -> Parsed[str]:
    """Give the label, cleaned; raise Wanted for further parts of the file, Refused where it cannot be read."""
    end = archive.find_end(file)
    entries = {entry.name: entry for entry in archive.directory(file, end)}
    names = [name for name in (_MANIFEST, _RESOURCES) if name in entries]
    if names[:1] != [_MANIFEST]:
        raise Refused("it has no manifest")
    wanted = (partial(archive.content, file, end, entries[name], _MOST_FETCHED, _MOST_UNPACKED) for name in names)
    found = dict(zip(names, together(wanted), strict=True))
    value = manifest.label(found[_MANIFEST])
    text: str | None = None
    if value and value.kind == STRING:
        text = value.text
    elif value and value.kind == REFERENCE and _RESOURCES in found:
        text = resources.text(found[_RESOURCES], value.data)
    if not text or not (cleaned := clean(text)):
        raise Refused("it does not say what it is called")
    return Parsed(cleaned)
