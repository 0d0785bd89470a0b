"""What an app calls itself: real files (made with aapt), resources of every form, and damaged ones."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safecheck.phone.apk import label, manifest, resources
from safecheck.phone.parsers.parsed import Refused
from tests.apk_files import REAL, SIGNED, fetch

_PARTS = {
    name: zipfile.ZipFile(BytesIO(REAL["unsigned"])).read(name) for name in ("AndroidManifest.xml", "resources.arsc")
}
_NAME = 0x7F02_0000  # aapt's number of @string/name


def _read(data: bytes) -> str:
    return fetch(data, label.read)[0].value


@pytest.mark.parametrize("name", SIGNED)
def test_a_name_in_the_resources_is_that_of_no_language_in_particular(name: str) -> None:
    assert _read(SIGNED[name]) == "Test app"


def test_a_name_in_the_manifest() -> None:
    assert _read(REAL["unsigned-plain-label"]) == "Plain name"


# ---- resources of every form (synthetic; after AOSP ResourceTypes.h)


def _chunk(kind: int, header: bytes, body: bytes) -> bytes:
    return struct.pack("<HHI", kind, 8 + len(header), 8 + len(header) + len(body)) + header + body


def _pool(*texts: str, utf8: bool) -> bytes:
    data, places = b"", []
    for text in texts:
        places.append(len(data))
        if utf8:
            raw = text.encode()
            lengths = (bytes([n]) if n < 0x80 else bytes([0x80 | n >> 8, n & 0xFF]) for n in (len(text), len(raw)))
            data += b"".join(lengths) + raw + b"\0"
        else:
            data += struct.pack("<H", len(text)) + text.encode("utf-16-le") + b"\0\0"
    offsets = struct.pack(f"<{len(texts)}I", *places)
    header = struct.pack("<IIIII", len(texts), 0, 0x100 if utf8 else 0, 28 + len(offsets), 0)
    return _chunk(0x0001, header, offsets + data)


def _config(language: bytes = b"") -> bytes:
    return struct.pack("<II2s", 28, 0, language) + bytes(18)


def _full(kind: int, value: int) -> bytes:
    return struct.pack("<HHIHBBI", 8, 0, 0, 8, 0, kind, value)


def _compact(kind: int, value: int) -> bytes:
    return struct.pack("<HHI", 0, 0x0008 | kind << 8, value)


def _type(entries: dict[int, bytes], language: bytes = b"", form: str = "") -> bytes:
    """Write one type (number 2) with these entries."""
    data, places = b"", {}
    for number, entry in entries.items():
        places[number] = len(data)
        data += entry
    count, flags = max(entries) + 1, 0
    if form == "sparse":
        table = b"".join(struct.pack("<HH", number, place // 4) for number, place in places.items())
        count, flags = len(entries), 1
    elif form == "short":
        table = b"".join(struct.pack("<H", places[n] // 4 if n in places else 0xFFFF) for n in range(count))
        table, flags = table + bytes(-len(table) % 4), 2
    else:
        table = b"".join(struct.pack("<I", places.get(n, 0xFFFF_FFFF)) for n in range(count))
    header = struct.pack("<BBHII", 2, flags, 0, count, 48 + len(table)) + _config(language)
    return _chunk(0x0201, header, table + data)


def _table(pool: bytes, *types: bytes) -> bytes:
    package = _chunk(0x0200, struct.pack("<I", 0x7F) + bytes(276), b"".join(types))
    return _chunk(0x0002, struct.pack("<I", 1), pool + package)


@pytest.mark.parametrize("utf8", [True, False])
@pytest.mark.parametrize("form", ["", "short", "sparse"])
@pytest.mark.parametrize("entry", [_full, _compact])
def test_every_form_of_resources(utf8: bool, form: str, entry: Callable[[int, int], bytes]) -> None:  # noqa: FBT001
    pool = _pool("zéro", "one", "x" * 300, utf8=utf8)
    data = _table(pool, _type({1: entry(3, 2), 3: entry(3, 0), 7: entry(3, 1)}, form=form))
    assert resources.text(data, 0x7F02_0003) == "zéro"
    assert resources.text(data, 0x7F02_0007) == "one"
    assert resources.text(data, 0x7F02_0001) == "x" * 300
    for nothing in (0x7F02_0000, 0x7F02_0009, 0x7F03_0003, 0x0102_0003):
        assert resources.text(data, nothing) is None


def test_the_language_for_everybody_comes_first_then_english() -> None:
    pool = _pool("deutsch", "english", "everybody", utf8=True)
    german, english, everybody = (
        _type({0: _full(3, number)}, language) for number, language in enumerate((b"de", b"en", b""))
    )
    assert resources.text(_table(pool, german, english, everybody), 0x7F02_0000) == "everybody"
    assert resources.text(_table(pool, german, english), 0x7F02_0000) == "english"
    assert resources.text(_table(pool, german), 0x7F02_0000) == "deutsch"


def test_a_number_may_lead_to_another_but_not_in_circles() -> None:
    data = _table(_pool("end", utf8=True), _type({0: _full(1, 0x7F02_0001), 1: _full(3, 0), 2: _full(1, 0x7F02_0002)}))
    assert resources.text(data, 0x7F02_0000) == "end"
    assert resources.text(data, 0x7F02_0002) is None


def test_a_number_that_is_no_text_is_none() -> None:
    several = struct.pack("<HHI", 16, 1, 0) + bytes(8)
    data = _table(_pool("x", utf8=True), _type({0: _full(0x10, 5), 1: several}))
    assert resources.text(data, 0x7F02_0000) is None
    assert resources.text(data, 0x7F02_0001) is None


def _app(*left_out: str, **changed: bytes) -> bytes:
    """Give an app with some of its parts changed or left out."""
    names = {"manifest": "AndroidManifest.xml", "resources": "resources.arsc"}
    zipped = BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        for key, name in names.items():
            if key not in left_out:
                archive.writestr(name, changed.get(key, _PARTS[name]))
    return zipped.getvalue()


def test_a_hostile_name_comes_out_harmless() -> None:
    pool = _pool("\x1b[2J\u202eevil\n" + "A" * 5000, utf8=False)
    name = _read(_app(resources=_table(pool, _type({0: _full(3, 0)}))))
    assert name.startswith("[2J evil A")
    assert len(name) == 100
    assert name.isprintable()


# ---- what is refused


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_app("manifest"), "no manifest"),
        (_app("resources"), "does not say"),
        (_app(manifest=b"<manifest/>"), "impossible size"),
        (_app(manifest=b""), "is none"),
        (_app(manifest=_PARTS["resources.arsc"]), "is none"),
        (_app(resources=_PARTS["AndroidManifest.xml"]), "are none"),
        (_app(resources=_table(_pool("", utf8=True), _type({0: _full(3, 0)}))), "does not say"),
        (_app(resources=_table(_pool("x", utf8=True), _type({0: _full(3, 9)}))), "not there"),
        (_app(resources=bytes(600_000)), "too large"),
    ],
)
def test_a_name_that_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        _read(data)


@st.composite
def _damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(data) - 4))
        if draw(st.booleans()):
            data[place] = draw(st.integers(0, 255))
        else:
            value = draw(st.sampled_from([0, 1, 8, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF]))
            place &= ~3
            data[place : place + 4] = struct.pack("<I", value)
    return bytes(data[: draw(st.integers(1, len(data)))]) if draw(st.booleans()) else bytes(data)


def _never_breaks(part: str, data: bytes) -> None:
    """Whatever stands in a file, it is read or refused."""
    try:
        if part == "AndroidManifest.xml":
            manifest.label(data)
        else:
            resources.text(data, _NAME)
    except Refused:
        return


@given(_damaged(_PARTS["AndroidManifest.xml"]) | st.binary(max_size=300))
def test_a_damaged_manifest_is_read_or_refused(data: bytes) -> None:
    _never_breaks("AndroidManifest.xml", data)


@given(_damaged(_PARTS["resources.arsc"]) | st.binary(max_size=300))
def test_damaged_resources_are_read_or_refused(data: bytes) -> None:
    _never_breaks("resources.arsc", data)


@pytest.mark.long
@pytest.mark.parametrize("part", _PARTS)
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_many_damaged_files_are_read_or_refused(part: str, data: st.DataObject) -> None:
    _never_breaks(part, data.draw(_damaged(_PARTS[part])))
