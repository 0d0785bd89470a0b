"""Files, folders and zips into one value for each service, whatever is wrong with some of them. All of it is made up."""

import io
import os
import random
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safecheck.accounts.exports import sources, stream
from safecheck.accounts.exports.read import ExportsRead, read_exports
from safecheck.errors import SafecheckError
from safecheck.model import DeviceType, ExportFact, Gap, GapReason, Provider, SeenKind
from tests.downloads import FOLDER

GOOGLE = FOLDER / "google"
LOG = GOOGLE / "Takeout/Access Log Activity/Activities - A list of Google services accessed by.csv"


def zipped(folder: Path, to: Path, keep: Callable[[str], bool] = lambda _: True) -> Path:
    """Put a folder's files into a zip."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and keep(name):
                archive.write(path, name)
    return to


def reasons(read: ExportsRead, *facts: ExportFact) -> set[GapReason]:
    """Why something could not be seen; what a service's downloads do not hold is left out."""
    return {
        gap.reason for gap in read.gaps if gap.reason is not GapReason.FILE_MISSING and (not facts or gap.fact in facts)
    }


def sessions(read: ExportsRead) -> set[tuple[DeviceType, str]]:
    """The devices that used an account, with their places."""
    return {(seen.device, seen.place) for e in read.exports for seen in e.seen if seen.kind is SeenKind.SESSION}


STORY = {(DeviceType.IPHONE, "Leeds, GB"), (DeviceType.WINDOWS, "Leeds, GB"), (DeviceType.ANDROID, "Hull, GB")}


def test_a_whole_takeout_tells_everything_but_changes() -> None:
    read = read_exports([GOOGLE])
    (google,) = read.exports
    assert sessions(read) == STORY
    assert {seen.kind for seen in google.seen} == set(SeenKind)
    assert [(c.kind.value, c.hint) for c in google.contacts] == [
        ("phone", "…456"),
        ("recovery", "so…e@example.org"),
        ("recovery", "…123"),
        ("second-step", "…456"),
    ]
    assert {app.title for app in google.apps} >= {"Familyfinder: Where Is Everyone", "com.systemservice"}
    assert google.location_history is not None
    assert google.location_history.on
    assert google.home == ("Front door (camera)", "Kitchen (speaker)")
    assert [(gap.fact, gap.reason) for gap in read.gaps] == [("export-changes", GapReason.FILE_MISSING)]


def test_the_span_of_every_list_is_told() -> None:
    (google,) = read_exports([GOOGLE]).exports
    span = google.spans["export-sessions"]
    assert (str(span.first), str(span.last), span.entries) == (
        "2026-10-20 06:59:59+00:00",
        "2026-11-02 23:41:10+00:00",
        7,
    )


@pytest.mark.parametrize("service", ["facebook", "instagram", "instagram-ko", "snapchat", "apple"])
def test_a_whole_download_of_each_service(service: str) -> None:
    read = read_exports([FOLDER / service])
    (export,) = read.exports
    assert export.service.value == service.partition("-")[0]
    assert any("Pixel 6" in seen.model or seen.device is DeviceType.MAC for seen in export.seen)
    assert reasons(read) == set()
    expected = {"export-contacts"} if service == "apple" else set()
    assert {gap.fact for gap in read.gaps} == expected


def test_labels_in_another_language_tell_the_same() -> None:
    english, korean = (read_exports([FOLDER / name]).exports[0] for name in ("instagram", "instagram-ko"))
    assert korean.seen == english.seen
    assert korean.contacts == english.contacts
    assert {c.kind for c in korean.changes} | {"download"} == {c.kind for c in english.changes}


def test_spoilt_letters_are_repaired() -> None:
    (facebook,) = read_exports([FOLDER / "facebook"]).exports
    assert any(seen.place == "São Paulo, Brazil" for seen in facebook.seen)
    assert any("Autenticación" in change.detail for change in facebook.changes)


def test_names_and_folders_do_not_matter(tmp_path: Path) -> None:
    for number, path in enumerate(sorted(GOOGLE.rglob("*"))):
        if path.is_file():
            shutil.copy(path, tmp_path / f"{number}.bin")
    assert read_exports([tmp_path]).exports == read_exports([GOOGLE]).exports


def test_a_zip_and_several_parts_tell_the_same_as_a_folder(tmp_path: Path) -> None:
    whole = read_exports([GOOGLE])
    one = zipped(GOOGLE, tmp_path / "takeout.zip")
    assert read_exports([one]).exports == whole.exports
    first = zipped(GOOGLE, tmp_path / "takeout-001.zip", lambda name: "Access Log" in name)
    second = zipped(GOOGLE, tmp_path / "takeout-002.zip", lambda name: "Access Log" not in name)
    assert read_exports([first, second]).exports == whole.exports
    assert read_exports([second, first]).exports == whole.exports
    assert read_exports([tmp_path]).exports == whole.exports  # twice the same file counts once


def test_a_single_file_is_enough() -> None:
    read = read_exports([LOG])
    assert sessions(read) == STORY
    assert {gap.fact for gap in read.gaps if gap.reason is GapReason.FILE_MISSING} == {
        "export-devices", "export-contacts", "export-changes", "export-browsers", "export-apps", "export-location",
    }  # fmt: skip


def test_several_services_are_read_side_by_side() -> None:
    read = read_exports([FOLDER / name for name in ("google", "facebook", "snapchat", "apple", "instagram")])
    assert [export.service for export in read.exports] == sorted(Provider)


def test_a_zip_in_a_zip_is_read_and_one_more_is_not(tmp_path: Path) -> None:
    inner = zipped(FOLDER / "apple", tmp_path / "inner.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.writestr("Apple ID account and device information.zip", inner)
    read = read_exports([tmp_path / "outer.zip"])
    assert read.exports == read_exports([FOLDER / "apple"]).exports
    with zipfile.ZipFile(tmp_path / "outermost.zip", "w") as archive:
        archive.write(tmp_path / "outer.zip", "outer.zip")
        archive.writestr("log.csv", LOG.read_bytes())
    read = read_exports([tmp_path / "outermost.zip"])
    assert sessions(read) == STORY
    assert reasons(read) == {GapReason.FILE_FORM}


def test_half_a_download_says_so_and_tells_what_it_holds(tmp_path: Path) -> None:
    data = zipped(GOOGLE, tmp_path / "whole.zip").read_bytes()
    half = tmp_path / "half.zip"
    half.write_bytes(data[: len(data) // 2])
    read = read_exports([half])
    assert GapReason.FILE_CUT in reasons(read)
    assert sessions(read) == STORY  # the log is the first file of the zip


def test_half_a_download_of_a_service_that_writes_sizes_behind(tmp_path: Path) -> None:
    """A zip that was written as a stream names no sizes in front of its files."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]  # enough for a zip
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(GOOGLE.rglob("*.csv")):
            archive.writestr(path.name, path.read_bytes())
        archive.writestr("noise.bin", random.Random(1).randbytes(5000))  # noqa: S311 - noise, no secret
    half = tmp_path / "half.zip"
    half.write_bytes(pipe.data[: len(pipe.data) - 3000])
    read = read_exports([half])
    assert GapReason.FILE_CUT in reasons(read)
    assert sessions(read) == STORY
    assert "export-devices" in read.exports[0].spans


def test_a_log_that_is_cut_in_the_middle_is_told_as_far_as_it_goes(tmp_path: Path) -> None:
    rows = LOG.read_text("utf-8").splitlines(keepends=True)
    noise = random.Random(1)  # noqa: S311 - noise, no secret
    more = [
        rows[1]
        .replace("192.0.2.10", f"192.0.2.{noise.randrange(256)}")
        .replace("06:59:59", f"06:{noise.randrange(60):02}:59")
        for _ in range(5000)
    ]
    with zipfile.ZipFile(tmp_path / "whole.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.csv", "".join((*rows, *more)))
    data = (tmp_path / "whole.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(data[: len(data) // 2])
    read = read_exports([tmp_path / "half.zip"])
    assert sessions(read) == STORY
    assert reasons(read, ExportFact.SESSIONS) == {GapReason.FILE_CUT}


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_zip_that_is_cut_or_damaged_anywhere_never_tells_more(data: st.DataObject) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.csv", LOG.read_bytes())
        archive.writestr("installs.json", (GOOGLE / "Takeout/Google Play Store/Installs.json").read_bytes())
    whole = buffer.getvalue()
    cut = bytearray(whole[: data.draw(st.integers(0, len(whole) - 1))])
    for _ in range(data.draw(st.integers(0, 3)) if cut else 0):
        cut[data.draw(st.integers(0, len(cut) - 1))] = data.draw(st.integers(0, 255))
    read = _of_bytes(bytes(cut))
    assert sessions(read) <= STORY or reasons(read)
    assert read.gaps


def _of_bytes(data: bytes) -> ExportsRead:
    """Read bytes as a file; where hypothesis runs, a fixture's folder would be shared."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "download"
        path.write_bytes(data)
        return read_exports([path])


@settings(deadline=None)
@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda data: b"PK\x03\x04" + data))
def test_any_file_is_read_or_said_not_to_be(data: bytes) -> None:
    read = _of_bytes(data)
    assert read.exports == ()
    assert read.gaps


def test_a_zip_with_a_password_says_so(tmp_path: Path) -> None:
    data = bytearray(zipped(GOOGLE, tmp_path / "open.zip").read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    (tmp_path / "locked.zip").write_bytes(data)
    read = read_exports([tmp_path / "locked.zip"])
    assert read.exports == ()
    assert reasons(read) == {GapReason.FILE_LOCKED}


def test_a_name_that_leads_out_of_the_zip_leads_nowhere(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.writestr("../../../../tmp/evil\x1b[31m\u202e.csv", LOG.read_bytes())
        archive.writestr("/etc/passwd", LOG.read_bytes())
    before = sorted(tmp_path.rglob("*"))
    read = read_exports([tmp_path / "slip.zip"])
    assert sessions(read) == STORY
    assert sorted(tmp_path.rglob("*")) == before
    assert not any(c in name for name in read.files for c in "\x1b\u202e")


def test_a_file_without_a_name_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "nameless.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", LOG.read_bytes())
    data = bytearray(path.read_bytes())
    central = data.find(b"PK\x01\x02")
    for at in (26, central + 28):  # the lengths of the name, in front of the file and in the list
        data[at] = 0
    del data[central + 46]  # and the name itself, there
    data[-10:-6] = struct.pack("<I", struct.unpack("<I", data[-10:-6])[0] - 1)  # which makes the list shorter
    path.write_bytes(data)
    assert read_exports([path]).gaps


def test_nothing_is_written_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("google", "apple"):
        zipped(FOLDER / name, tmp_path / f"{name}.zip")
    flags: list[int] = []
    real = os.open

    def watched(path: str, how: int, *rest: int) -> int:
        flags.append(how)
        return real(path, how, *rest)

    monkeypatch.setattr(os, "open", watched)
    monkeypatch.setattr(zipfile.ZipFile, "extract", _never)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", _never)
    assert len(read_exports([tmp_path]).exports) == 2
    assert flags
    assert not any(how & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) for how in flags)


def _never(*_: object) -> None:
    raise AssertionError


def test_a_zip_that_grows_beyond_measure_is_left(tmp_path: Path) -> None:
    """A real header, and then the same long line many times: 400 times what it takes is more than any real log."""
    rows = LOG.read_bytes().splitlines(keepends=True)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("log.csv", rows[0] + rows[1].replace(b"Gmail", b"Gmail" + b"l" * 4000) * 30_000)
        archive.writestr("nested.zip", b"PK\x03\x04" + b"\0" * (sources._NESTED + 1))
        archive.writestr("zeros.csv", b"\0" * 50_000_000)
    read = read_exports([tmp_path / "bomb.zip"])
    assert reasons(read, ExportFact.SESSIONS) == {GapReason.FILE_TOO_BIG}
    assert reasons(read, ExportFact.FILES) == {GapReason.FILE_TOO_BIG}
    assert read.exports[0].spans["export-sessions"].entries < 30_000


def test_a_document_beyond_measure_is_left_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "big.json").write_bytes(b'{"active_sessions_v2": [' + b" " * (33 * 1024 * 1024) + b"]}")
    (tmp_path / "many.json").write_bytes(b'{"active_sessions_v2": [' + b"{}," * 2_000_000 + b"{}]}")
    shutil.copy(LOG, tmp_path)
    read = read_exports([tmp_path])
    assert sessions(read) == STORY
    assert reasons(read) == {GapReason.FILE_TOO_BIG}
    assert {gap.detail.rpartition("/")[2] for gap in read.gaps if gap.reason is GapReason.FILE_TOO_BIG} == {
        "big.json",
        "many.json",
    }


def test_a_list_of_files_beyond_measure_is_not_taken_into_memory(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, sources._LONGEST_LIST + 1, 0, 0)
    (tmp_path / "list.zip").write_bytes(b"PK\x03\x04" + b"\0" * 100 + end)
    assert reasons(read_exports([tmp_path / "list.zip"])) == {GapReason.FILE_TOO_BIG}


def test_a_method_that_could_take_any_memory_is_not_used(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lzma.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("log.csv", LOG.read_bytes())
    assert reasons(read_exports([tmp_path / "lzma.zip"])) == {GapReason.FILE_FORM}


def test_far_more_devices_than_anyone_has_are_counted_and_said(tmp_path: Path) -> None:
    rows = "".join(f"2026-10-01 06:59:59 UTC,Gmail,Android,Town {n},GB\n" for n in range(9000))
    (tmp_path / "log.csv").write_text(
        "Activity Timestamp,Product Name,User Agent String,Activity City,Activity Country\n" + rows
    )
    read = read_exports([tmp_path / "log.csv"])
    assert len(read.exports[0].seen) == 4000
    assert read.exports[0].spans["export-sessions"].entries == 9000
    assert reasons(read) == {GapReason.FILE_TOO_BIG}


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_letters_of_a_file_do_not_matter(tmp_path: Path, letters: str) -> None:
    text = (FOLDER / "google-forms/reduced-pt/Atividade do Registro de acesso/Atividades_ conta.csv").read_text("utf-8")
    (tmp_path / "log.csv").write_bytes(text.encode(letters))
    assert sessions(read_exports([tmp_path])) == {
        (DeviceType.ANDROID, "São Paulo, BR"),
        (DeviceType.ANDROID, "Guarulhos, BR"),
    }


def test_pages_for_people_are_named_and_json_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "login_activity.html").write_text("<html><body>Logins</body></html>")
    shutil.copy(LOG, tmp_path)
    read = read_exports([tmp_path])
    assert reasons(read) == {GapReason.FILE_FORM}
    assert {gap.fact for gap in read.gaps if gap.reason is GapReason.FILE_FORM} == {"export-sessions"}
    assert sessions(read) == STORY


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n\0\0", b"{}", b"[]", b"{", b"[[[[[[", b"<html></html>", b"\0" * 5000, b"\xff\xfe", b"PK\x05\x06" + b"\0" * 18],
)  # fmt: skip
def test_a_file_of_something_else_is_said_to_tell_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    read = read_exports([tmp_path / "file"])
    assert read.exports == ()
    assert [gap.reason for gap in read.gaps] == [GapReason.FILE_UNKNOWN]
    assert read.gaps[0].detail == "file"


def test_another_kind_of_archive_is_said_not_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "takeout.tgz").write_bytes(b"\x1f\x8b" + b"\0" * 100)
    assert reasons(read_exports([tmp_path / "takeout.tgz"])) == {GapReason.FILE_FORM}
    assert reasons(read_exports([tmp_path])) == {GapReason.FILE_FORM}


def test_a_folder_of_unrelated_files_is_said_to_tell_nothing(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.txt").write_text("nothing of ours\n" * number)
    assert [gap.reason for gap in read_exports([tmp_path]).gaps] == [GapReason.FILE_UNKNOWN]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert [gap.reason for gap in read_exports([empty]).gaps] == [GapReason.FILE_UNKNOWN]


def test_one_path_that_tells_nothing_is_said_beside_one_that_does(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing of ours\n")
    read = read_exports([LOG, tmp_path / "notes.txt"])
    assert sessions(read) == STORY
    assert Gap(fact="export-files", reason=GapReason.FILE_UNKNOWN, detail="notes.txt") in read.gaps


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SafecheckError) as caught:
        read_exports([LOG, tmp_path / "nowhere.zip"])
    assert caught.value.id == "export-not-there"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_nothing_outside_of_the_folder_is_opened(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    shutil.copy(LOG, outside / "log.csv")
    (inside / "link.csv").symlink_to(outside / "log.csv")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    os.mkfifo(inside / "pipe.csv")
    assert [gap.reason for gap in read_exports([inside]).gaps] == [GapReason.FILE_UNKNOWN]
    assert sessions(read_exports([inside / "link.csv"])) == STORY  # a link that was named itself was meant
    assert reasons(read_exports([inside / "pipe.csv"])) == {GapReason.FILE_UNREADABLE}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who is root may read everything")
def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    shutil.copy(LOG, tmp_path / "log.csv")
    (tmp_path / "log.csv").chmod(0)
    assert reasons(read_exports([tmp_path])) == {GapReason.FILE_UNREADABLE}


def test_folders_in_folders_end_somewhere(tmp_path: Path) -> None:
    deep = tmp_path / "/".join("d" * 60)
    deep.mkdir(parents=True)
    shutil.copy(LOG, deep)
    assert reasons(read_exports([tmp_path])) == {GapReason.FILE_TOO_BIG}


def test_a_damaged_file_in_a_zip_hides_no_other(tmp_path: Path) -> None:
    path = zipped(GOOGLE, tmp_path / "takeout.zip")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("Takeout/Chrome/Device Information.json")
    start = info.header_offset + 30 + len(info.filename.encode())
    data[start + 20 : start + 40] = bytes(20)
    path.write_bytes(data)
    read = read_exports([path])
    assert sessions(read) == STORY
    assert reasons(read)


def test_progress_goes_up_and_ends_at_the_whole(tmp_path: Path) -> None:
    zipped(GOOGLE, tmp_path / "takeout.zip")
    with zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        rows = LOG.read_text("utf-8").splitlines(keepends=True)
        archive.writestr("log.csv", rows[0] + "".join(rows[1:] * 10_000))
    told: list[tuple[str, int, int]] = []
    read_exports([tmp_path / "takeout.zip", tmp_path / "big.zip"], lambda *step: told.append(step))
    total = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert all(0 <= done <= whole == total for _, done, whole in told)
    assert sum("log.csv" in name for name, _, _ in told) > 2


def test_what_is_said_of_a_thing_is_the_same_in_every_download() -> None:
    """Answers are kept under these names: they must not depend on the rest of the download, or on the version."""
    ids = {seen.id for seen in read_exports([LOG]).exports[0].seen}
    assert ids == {seen.id for seen in read_exports([GOOGLE]).exports[0].seen if seen.kind is SeenKind.SESSION}
    assert "export.google.session.da85946655" in ids


def test_a_stream_that_is_packed_too_densely_is_left_early() -> None:
    class Zeros:
        def read(self, size: int, /) -> bytes:
            return bytes(size)

    endless = stream.Stream(Zeros(), packed=1000)
    endless.limit = 10**12
    with pytest.raises(stream.TooBig):
        list(iter(lambda: endless.read(1024 * 1024), b""))
