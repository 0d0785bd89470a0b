"""Whose signature an app's file carries: real files, every broken form, and files made up by chance."""

import hashlib
import struct
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safecheck.model import Signer, Standing
from safecheck.phone.apk import signers
from safecheck.phone.parsers.parsed import Parsed, Refused
from tests.apk_files import (
    FOLDER,
    REAL,
    SIGNED,
    V2,
    V3,
    V31,
    attribute,
    end_of,
    fetch,
    lineage,
    pair,
    v2_value,
    v3_value,
    values,
    with_block,
    with_hole,
    with_values,
)

_ROTATION, _NEXT_FROM, _STRIPPED = 0x3BA06F8C, 0x559F8B02, 0xBEEFF00D
_NEVER = 0x7FFF_FFFF
_SHARE = 65_536


def _read(data: bytes, sdk: int | None = 34) -> Parsed[tuple[Signer, ...]]:
    return fetch(data, lambda file: signers.read(file, sdk))[0]


def _seen(data: bytes, sdk: int | None = 34) -> list[tuple[str, str, str]]:
    """Give scheme, standing and certificate (the first letters of its hash) of each signer."""
    return [(each.scheme, each.standing.value, each.sha256[:6]) for each in _read(data, sdk).value]


def _short(certificate: bytes) -> str:
    return hashlib.sha256(certificate).hexdigest().upper()[:6]


# ---- real files


def _apksigner(file: Path, sdk: int) -> set[tuple[str, str]]:
    """Ask apksigner for the signers that an Android of this version trusts: SHA-1 and SHA-256."""
    options = ("--min-sdk-version", str(sdk), "--max-sdk-version", str(sdk))
    command = ("apksigner", "verify", "--print-certs", *options, str(file))
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if said.returncode:
        return set()
    found: dict[str, list[str]] = {"SHA-1": [], "SHA-256": []}
    for line in said.stdout.splitlines():
        for name, hashes in found.items():
            if f"certificate {name} digest: " in line:
                hashes.append(line.rpartition(" ")[2].upper())
    return set(zip(found["SHA-1"], found["SHA-256"], strict=True))


def _lineage_of(file: Path) -> set[str]:
    """Ask apksigner for every certificate of a file's lineage: SHA-256."""
    command = ("apksigner", "lineage", "--in", str(file), "--print-certs")
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
    return {line.rpartition(" ")[2].upper() for line in said.splitlines() if "certificate SHA-256 digest: " in line}


@pytest.mark.oracle
@pytest.mark.parametrize("sdk", [24, 28, 33])
@pytest.mark.parametrize("name", SIGNED)
def test_apksigner_names_the_same_signers(name: str, sdk: int) -> None:
    expected = _apksigner(FOLDER / f"{name}.apk", sdk)
    try:
        read = _read(SIGNED[name], sdk)
    except Refused:
        assert expected == set()
        return
    assert read.problems == ()
    assert {(each.sha1, each.sha256) for each in read.value if each.standing is Standing.CURRENT} == expected


@pytest.mark.oracle
@pytest.mark.parametrize("name", ["rotated", "rotated-twice"])
def test_apksigner_names_the_same_earlier_signers(name: str) -> None:
    trusted = {each.sha256 for each in _read(SIGNED[name]).value if each.standing is not Standing.ASIDE}
    assert trusted == _lineage_of(FOLDER / f"{name}.apk")
    assert len(trusted) == {"rotated": 2, "rotated-twice": 3}[name]


def test_every_certificate_of_a_lineage_is_given_once() -> None:
    one, two, three = (_read(REAL[name]).value[0].sha256[:6] for name in ("v2", "rotated", "rotated-twice"))
    assert _seen(REAL["rotated-twice"]) == [
        ("v3", "current", three),
        ("v3", "earlier", one),
        ("v3", "earlier", two),
    ]
    assert _seen(REAL["rotated"], 27) == [("v2", "current", one), ("v3", "aside", two)]


@pytest.mark.parametrize("name", [name for name in SIGNED if "v2" in name or "v3" in name or "rotated" in name])
def test_little_is_fetched_of_a_file_of_300_megabytes(name: str) -> None:
    """Only what is needed; a hole of zeros stands in front of the archive."""
    hole, rest = with_hole(SIGNED[name], 300_000_256)
    assert hole % 4096 != 0

    class Sparse(bytes):
        """A file with a hole."""

        def __len__(self) -> int:
            return hole + len(rest)

        def __getitem__(self, wanted: slice) -> bytes:  # type: ignore[override]
            start, stop, _ = wanted.indices(len(self))
            return bytes(max(0, min(stop, hole) - start)) + rest[max(0, start - hole) : max(0, stop - hole)]

    value, file, rounds = fetch(Sparse(), lambda file: signers.read(file, 34))
    assert value == _read(SIGNED[name])
    assert rounds <= 3
    assert file.fetched <= _SHARE


@pytest.mark.parametrize("first", [True, False], ids=["signature first", "signature last"])
def test_of_a_large_file_with_an_old_signature_the_directory_and_the_signature_are_fetched(first: bool) -> None:  # noqa: FBT001
    old = zipfile.ZipFile(BytesIO(REAL["v1-two-signers"]))
    signature = {info.filename: old.read(info) for info in old.infolist()}
    rest = {f"res/drawable/picture{number}.png": bytes(3000) for number in range(2000)}
    data = _zip(signature | rest if first else rest | signature, zipfile.ZIP_STORED)
    value, file, rounds = fetch(data, lambda file: signers.read(file, 34))
    assert value == _read(REAL["v1-two-signers"])
    assert rounds <= 4
    directory, end = end_of(data)
    assert file.fetched <= end - directory + _SHARE


# ---- what Android goes by (synthetic: made of certificates that are none, as nobody looks into them)

_A, _B, _C = b"certificate a", b"certificate b", b"certificate c"
_OLD = (_A, 28, 32, attribute(_NEXT_FROM, struct.pack("<I", 33)))
_ROTATED = with_values(
    {
        V2: v2_value(_A),
        V3: v3_value((*_OLD[:2], _NEVER, _OLD[3])),
        V31: v3_value((_B, 33, _NEVER, attribute(_ROTATION, lineage(_A, _B)))),
    }
)


@pytest.mark.parametrize(
    ("sdk", "seen"),
    [
        (24, [("v2", "current", _A), ("v3.1", "aside", _B)]),
        (28, [("v3", "current", _A), ("v3.1", "aside", _B)]),
        (32, [("v3", "current", _A), ("v3.1", "aside", _B)]),
        (33, [("v3.1", "current", _B), ("v3.1", "earlier", _A)]),
        (None, [("v3.1", "current", _B), ("v3.1", "earlier", _A)]),
    ],
)
def test_the_newest_scheme_that_the_phone_knows_counts(sdk: int | None, seen: list[tuple[str, str, bytes]]) -> None:
    assert _seen(_ROTATED, sdk) == [(scheme, standing, _short(each)) for scheme, standing, each in seen]
    assert _read(_ROTATED, sdk).problems == ()


def test_a_scheme_that_this_phone_passes_over_may_say_anything_and_is_told() -> None:
    """Android checks nothing of v2 where there is v3, nor of a v3.1 for other versions: both can be made up."""
    data = with_values({V2: v2_value(_C), V3: v3_value((_A, 28, _NEVER, b"")), V31: v3_value((_B, 99, _NEVER, b""))})
    assert _seen(data) == [
        ("v3", "current", _short(_A)),
        ("v3.1", "aside", _short(_B)),
        ("v2", "aside", _short(_C)),
    ]
    assert _read(data).problems == (
        "its signatures v3 and v3.1 name different signers",
        "its signatures v3 and v2 name different signers",
    )


@pytest.mark.parametrize(
    ("sdk", "broken"),
    [(34, {V2: b"\0"}), (27, {V3: b"\0"}), (32, {V31: bytes(60_000)}), (36, {0x70E1C89F: bytes(40_000)})],
)
def test_a_broken_signature_that_this_phone_passes_over_hides_nothing(sdk: int, broken: dict[int, bytes]) -> None:
    data = with_values({V2: v2_value(_A), V3: v3_value((_A, 28, _NEVER, b""))} | broken)
    assert _seen(data, sdk)[0][1:] == ("current", _short(_A))
    assert len(_read(data, sdk).problems) == 1


def test_without_a_newer_scheme_for_this_phone_the_oldest_counts() -> None:
    rsa = _seen(REAL["v1-rsa"])[0][2]
    data = with_block(REAL["v1-rsa"], pair(V3, v3_value((_A, 28, _NEVER, b""))))
    assert _seen(data, 27) == [("v1", "current", rsa), ("v3", "aside", _short(_A))]


def test_what_stands_in_front_of_a_broken_pair_counts_and_the_rest_is_told() -> None:
    data = with_block(REAL["unsigned"], pair(V2, v2_value(_A)) + struct.pack("<QI", 10**12, V3))
    assert _seen(data) == [("v2", "current", _short(_A))]
    assert _read(data).problems == ("a pair of its signing block has an impossible size",)


def test_a_large_signing_block_is_walked_through() -> None:
    padding = pair(0x42726577, bytes(3_000_000))
    data = with_block(REAL["unsigned"], pair(V2, v2_value(_A)) + padding + pair(V3, v3_value((_A, 28, _NEVER, b""))))
    value, file, _ = fetch(data, lambda file: signers.read(file, 34))
    assert [(each.scheme, each.standing) for each in value.value] == [("v3", Standing.CURRENT)]
    assert file.fetched <= _SHARE


@pytest.mark.parametrize("length", [1, 1001, 1002, 1003, 5000, 65_535])
@pytest.mark.parametrize("name", ["v2", "v1-rsa"])
def test_a_comment_behind_the_end_record(name: str, length: int) -> None:
    place = end_of(REAL[name])[1]
    data = REAL[name][: place + 20] + struct.pack("<H", length) + b"c" * length
    assert _read(data) == _read(REAL[name])


# ---- what is refused


def _patched(data: bytes, place: int, new: bytes) -> bytes:
    return data[:place] + new + data[place + len(new) :]


def _zip(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _broken() -> dict[str, tuple[bytes, str]]:
    """Give broken files, and why they are refused."""
    good, old = REAL["v2-v3"], REAL["v1-rsa"]
    directory, end = end_of(good)
    old_directory, old_end = end_of(old)
    envelope = old.index(b"META-INF/", old_directory) - 46
    in_v1 = zipfile.ZipFile(BytesIO(old))
    parts = {info.filename: in_v1.read(info) for info in in_v1.infolist()}
    listed = next(name for name in parts if name.endswith(".SF"))
    signature = next(name for name in parts if name.endswith(".RSA"))
    also = parts[listed].replace(
        b"Signature-Version: 1.0\r\n", b"Signature-Version: 1.0\r\nX-Android-APK-Signed: 2, 3\r\n"
    )
    whole = values(good)
    return {
        "nothing at all": (b"", "no end record"),
        "one byte": (b"P", "no end record"),
        "no archive": (b"\x7fELF" + bytes(10_000), "no end record"),
        "cut in the middle": (good[: len(good) // 2], "no end record"),
        "cut by one byte": (good[:-1], "no end record"),
        "one byte more": (good + b"x", "no end record"),
        "a second end record in the comment": (
            _patched(good, end + 20, struct.pack("<H", 22)) + good[end:],
            "two end records",
        ),
        "the mark of an end record in the comment": (
            _patched(good, end + 20, struct.pack("<H", 8)) + b"PK\5\6mark",
            "two end records",
        ),
        "zip64": (good[:end] + b"PK\6\7" + bytes(16) + good[end:], "of a kind that Android"),
        "several disks": (_patched(good, end + 4, b"\1\0"), "of a kind that Android"),
        "a gap behind the directory": (good[:end] + bytes(8) + good[end:], "does not end where"),
        "a directory beyond the file": (_patched(good, end + 16, b"\xff\xff\xff\x7f"), "does not end where"),
        "a block that is larger than the file": (
            _patched(good, directory - 24, struct.pack("<Q", 10**15)),
            "impossible size",
        ),
        "a block of no size": (_patched(good, directory - 24, bytes(8)), "impossible size"),
        "two sizes of the block": (_patched(good, directory - 24, struct.pack("<Q", 1000)), "two sizes"),
        "a broken pair in front": (
            with_block(REAL["unsigned"], struct.pack("<QI", 2, V2) + whole[V2]),
            "impossible size",
        ),
        "half a pair": (with_block(REAL["unsigned"], bytes(5)), "in the middle of a pair"),
        "a huge signature": (with_values({V2: bytes(40_000)}), "too large"),
        "an empty signature": (with_values({V2: b""}), "longer than what holds it"),
        "no signer": (with_values({V2: piece_of_nothing()}), "no signer"),
        "too many signers": (with_values({V2: v2_value(*[_A] * 11)}), "no signer, or too many"),
        "a signer without a certificate": (with_values({V2: v2_value(b"")}), "no certificate"),
        "a length beyond its piece": (with_values({V2: _patched(whole[V2], 8, b"\xff\xff\xff\xff")}), "longer than"),
        "two ranges of versions": (
            with_values({V3: v3_value((_A, 28, _NEVER, b"")).replace(struct.pack("<I", 28), struct.pack("<I", 29), 1)}),
            "two ranges",
        ),
        "v3 for other versions": (with_values({V3: v3_value((_A, 1, 27, b""))}), "no signer for this Android"),
        "two signers for this version": (
            with_values({V3: v3_value((_A, 28, 40, b""), (_B, 30, 50, b""))}),
            "or several",
        ),
        "a lineage that ends with another": (
            with_values({V3: v3_value((_A, 28, _NEVER, attribute(_ROTATION, lineage(_A, _B))))}),
            "ends with another",
        ),
        "an empty lineage": (
            with_values({V3: v3_value((_A, 28, _NEVER, attribute(_ROTATION, lineage())))}),
            "ends with another",
        ),
        "a lineage of another form": (
            with_values({V3: v3_value((_A, 28, _NEVER, attribute(_ROTATION, b"\2\0\0\0")))}),
            "unknown form",
        ),
        "v3 taken away": (with_values({V2: whole[V2]}), "taken away"),
        "v3.1 taken away": (with_values({V3: v3_value((*_OLD[:2], _NEVER, _OLD[3]))}), "taken away"),
        "v2 taken away from v1": (_zip(parts | {listed: also}), "taken away"),
        "unsigned": (REAL["unsigned"], "nobody signed it"),
        "an envelope without its list": (_zip({signature: parts[signature]}), "nobody signed it"),
        "an envelope that is none": (_zip(parts | {signature: b"0\x82\xff\xffnothing"}), "cannot be read"),
        "an empty envelope": (_zip(parts | {signature: b""}), "cannot be read"),
        "a huge envelope": (_zip(parts | {signature: bytes(100_000)}), "too large"),
        "a bomb": (_patched_size(_zip(parts | {signature: bytes(60_000)}), signature, 10), "cannot be unpacked"),
        "a broken stream": (
            _patched(old, old.index(b"\3\4", old.index(signature.encode()) - 40) + 60, b"\xff" * 40),
            "cannot be",
        ),
        "another kind of packing": (_zip(parts, zipfile.ZIP_BZIP2), "packed in a way"),
        "a local header elsewhere": (_patched(old, envelope + 42, b"\1\0\0\0"), "share bytes"),
        "a name that differs": (_patched(old, old.index(signature.encode()), b"META-INF/X"), "two names"),
        "fewer entries than the directory holds": (_patched(old, old_end + 8, b"\1\0\1\0"), "more than its entries"),
        "more entries than the directory holds": (_patched(old, old_end + 8, b"\xff\0\xff\0"), "longer than"),
        "a directory that is none": (_patched(old, old_directory, b"XXXX"), "cannot be read"),
        "two entries at one place": (_overlapping(old), "share bytes"),
    }


def piece_of_nothing() -> bytes:
    """Write a list without anything in it."""
    return bytes(4)


def _patched_size(data: bytes, name: str, size: int) -> bytes:
    """Let the directory say another unpacked size."""
    return _patched(data, data.rindex(name.encode()) - 46 + 24, struct.pack("<I", size))


def _overlapping(data: bytes) -> bytes:
    """Let the second entry of the directory begin where the first does."""
    directory = end_of(data)[0]
    second = data.index(b"PK\1\2", directory + 4)
    return _patched(data, second + 42, data[directory + 42 : directory + 46])


_BROKEN = _broken()


@pytest.mark.parametrize("name", _BROKEN)
def test_a_broken_file_is_refused_with_a_reason(name: str) -> None:
    data, reason = _BROKEN[name]
    with pytest.raises(Refused, match=reason):
        _read(data)


def test_two_entries_of_one_name_are_refused() -> None:
    with pytest.raises(Refused, match="one name"):
        _read(_zip({"name a": b"1", "name b": b"2"}).replace(b"name b", b"name a"))


# ---- by chance

_EXTREMES = st.sampled_from([0, 1, 4, 8, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF])


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    """Damage a real file: bytes, numbers, parts left out, repeated or put in."""
    data = bytearray(REAL[draw(st.sampled_from(sorted(REAL)))])
    for _ in range(draw(st.integers(1, 4))):
        if not data:
            break
        place = _place(draw, data)
        match draw(st.integers(0, 5)):
            case 0:
                data[place] = draw(st.integers(0, 255))
            case 1:
                width = draw(st.sampled_from([2, 4, 8]))
                data[place : place + width] = (draw(_EXTREMES) & (1 << 8 * width) - 1).to_bytes(width, "little")
            case 2:
                del data[place : place + draw(st.integers(1, 5000))]
            case 3:
                data[place:place] = data[max(0, place - draw(st.integers(1, 200))) : place]
            case 4:
                data[place:place] = draw(st.binary(max_size=40))
            case _:
                del data[place:]
    return bytes(data)


def _place(draw: st.DrawFn, data: bytearray) -> int:
    """Choose a place: where lengths and offsets stand more often than by chance alone."""
    marks = (b"PK\5\6", b"PK\1\2", b"PK\3\4", b"APK Sig Block 42", b"\x1a\x87\x09\x71", b"\xc0\x68\x53\xf0")
    mark = draw(st.sampled_from((*marks, b"")))
    near = data.find(mark) if mark else -1
    if near < 0:
        return draw(st.integers(0, len(data) - 1))
    return min(len(data) - 1, max(0, near + draw(st.integers(-32, 64))))


def _never_breaks(data: bytes, sdk: int) -> None:
    """A file is read or refused, within its share; whatever is read is a hash."""
    try:
        value, file, _ = fetch(data, lambda file: signers.read(file, sdk))
    except Refused:
        return
    assert value.value
    assert file.fetched <= 3 * 1_048_576
    for each in value.value:
        assert len(each.sha1) == 40
        assert len(each.sha256) == 64
    assert value.value[0].standing is Standing.CURRENT


_SDKS = st.sampled_from([23, 24, 27, 28, 32, 33, 36])


@given(_damaged(), _SDKS)
def test_a_damaged_file_is_read_or_refused(data: bytes, sdk: int) -> None:
    _never_breaks(data, sdk)


@given(st.binary(max_size=400), _SDKS)
def test_bytes_that_are_no_file_are_refused(data: bytes, sdk: int) -> None:
    with pytest.raises(Refused):
        fetch(data, lambda file: signers.read(file, sdk))


@given(st.dictionaries(st.sampled_from([V2, V3, V31]), st.binary(max_size=200), min_size=1), _SDKS)
def test_a_signing_block_of_anything_is_read_or_refused(found: dict[int, bytes], sdk: int) -> None:
    _never_breaks(with_values(found), sdk)


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
@settings(max_examples=13_000, suppress_health_check=list(HealthCheck), deadline=None)
@given(_damaged(), _SDKS)
def test_more_than_100000_damaged_files_are_read_or_refused(part: int, data: bytes, sdk: int) -> None:
    _never_breaks(data, sdk)
