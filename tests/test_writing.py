"""A file is written whole or not at all."""

import os
import stat
import sys
from pathlib import Path

import pytest

from safecheck.errors import SafecheckError
from safecheck.writing import check_apart, check_writable, write_whole


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    write_whole(path, b"text")
    assert path.read_bytes() == b"text"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_file_stays_whole_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SafecheckError) as error:
        write_whole(path, b"new")
    assert error.value.id == "write-failed"
    assert error.value.blanks["why"] == "No space left on device"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_device_is_said() -> None:
    with pytest.raises(SafecheckError) as error:
        write_whole(Path("/dev/full"), b"x")
    assert error.value.id == "write-failed"


def test_names_that_cannot_be_written_are_refused_before_anything_is_done(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no" / "report.txt"):
        with pytest.raises(SafecheckError) as error:
            check_writable(path)
        assert error.value.id == "file-not-writable"
    check_writable(tmp_path / "report.txt")


def test_a_file_that_is_named_twice_is_refused_under_any_name(tmp_path: Path) -> None:
    kept, new = tmp_path / "kept", tmp_path / "new"
    kept.write_text("proof")
    (tmp_path / "link").symlink_to(kept)
    (tmp_path / "circle").symlink_to("circle")
    for one, other in ((kept, tmp_path / "link"), (kept, tmp_path / "x" / ".." / "kept"), (new, new)):
        (tmp_path / "x").mkdir(exist_ok=True)
        with pytest.raises(SafecheckError, match="file-named-twice"):
            check_apart(one, (None, other))
    check_apart(kept, (None, new, tmp_path / "circle"))
