"""The folder of fetched lists, whatever somebody or something put into it: no scan is held up, nobody's files are lost."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from safecheck.errors import UpdateCode
from safecheck.feed import community, load, place, state
from tests.clinic import Clinic
from tests.conftest import environment
from tests.publisher import BIG, a_list

UPDATED, CURRENT, NOT_DONE = UpdateCode.UPDATED, UpdateCode.CURRENT, UpdateCode.NOT_DONE
FIRST = f"With list {BIG + 1} "


def _rewrite(pattern: bytes, by: bytes) -> Callable[[Path], None]:
    def spoil(file: Path) -> None:
        data, count = re.subn(pattern, by, file.read_bytes())
        assert count
        file.write_bytes(data)

    return spoil


def _huge(file: Path) -> None:
    file.write_bytes(b" " * 3_000_000 + file.read_bytes())


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


SPOILED: dict[str, Callable[[Path], None]] = {
    "no zone": _rewrite(rb'("confirmed":"[^"+Z]*)(?:Z|\+00:00)"', rb'\1"'),
    "no zone of acceptance": _rewrite(rb'("accepted":"[^"+Z]*)(?:Z|\+00:00)"', rb'\1"'),
    "a name with a null": _rewrite(rb'"file":"', rb'"file":"\\u0000'),
    "a name that leads out": _rewrite(rb'"file":"', rb'"file":"../../../'),
    "a name too long": _rewrite(rb'"file":"', rb'"file":"' + b"1" * 5_000),
    "no digest": _rewrite(rb'"digest":"[0-9a-f]*"', rb'"digest":""'),
    "a number too large": _rewrite(rb'"version":[0-9]+', b'"version":' + b"9" * 4_000),
    "beyond the lists": _rewrite(rb'"active":0', rb'"active":7'),
    "before the lists": _rewrite(rb'"active":0', rb'"active":-1'),
    "twice": _rewrite(rb'"schema":1', rb'"schema":1,"schema":2'),
    "not a number": _rewrite(rb'"active":0', rb'"active":NaN'),
    "huge": _huge,
    "a pipe": _pipe,
    "a folder": _folder,
}


@pytest.mark.skipif(os.name == "nt", reason="pipes have other names there")
@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_state_that_somebody_spoiled_holds_no_scan_up_and_is_set_back(
    clinic: Clinic, spoil: Callable[[Path], None]
) -> None:
    file = place.folder() / "state.json"
    spoil(file)
    used = clinic.used()
    assert "came with safecheck" in used
    assert "cannot be read" in used
    assert clinic.update().code == NOT_DONE
    assert clinic.run("feed", "status").code == NOT_DONE
    if file.is_dir():
        file.rmdir()
    assert clinic.run("feed", "remove", "--yes").code == 0
    assert "cannot be read" not in clinic.used()
    assert clinic.add().code == UPDATED
    assert clinic.update().code == UPDATED


@pytest.mark.skipif(os.name == "nt", reason="pipes have other names there")
@pytest.mark.parametrize("spoil", [_pipe, _folder], ids=["pipe", "folder"])
def test_a_list_that_is_no_file_holds_no_scan_up(clinic: Clinic, spoil: Callable[[Path], None]) -> None:
    (file,) = (place.folder() / "lists").iterdir()
    spoil(file)
    used = clinic.used()
    assert "came with safecheck" in used
    assert f"List {BIG + 1} was here, but it was not used" in used


def test_files_that_are_not_ours_stay_where_they_are(clinic: Clinic) -> None:
    """Somebody may have named a folder of their own in SAFECHECK_DATA."""
    theirs = [
        place.folder() / "lists" / "shopping.txt",
        place.folder() / "lists" / "2024" / "more.txt",
        place.folder() / ".holiday-film.part",
        place.folder() / "notes.txt",
    ]
    for file in theirs:
        file.parent.mkdir(exist_ok=True)
        file.write_text("mine")
    clinic.publisher.publish(a_list(2))
    assert clinic.update().code == UPDATED
    assert clinic.run("feed", "remove", "--yes").code == 0
    assert all(file.read_text() == "mine" for file in theirs)
    assert {file for file in place.folder().rglob("*") if file.is_file()} == set(theirs)


def test_one_that_waits_takes_nothing_from_one_that_is_at_its_first_update(
    fresh: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(community, "BASE", fresh.host.url)
    with state.alone(place.folder()) as folder:
        for _ in range(2):
            assert fresh.run("update", "--source", "community", "--yes").code == NOT_DONE
            assert folder.is_dir()
        assert fresh.host.asked == []
    assert not folder.exists()


@contextmanager
def _as_somebody_without_rights(*folders: Path) -> Iterator[None]:
    """Be nobody while the block runs, who may read these folders and write nowhere."""
    for folder in folders:
        for part in (folder, *folder.rglob("*")):
            part.chmod(0o755 if part.is_dir() else 0o644)
        for above in folder.parents[:-2]:  # below /tmp
            above.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_somebody_who_may_only_read_the_folder_keeps_the_list(clinic: Clinic) -> None:
    clinic.used()  # all that is loaded late is loaded: nobody may not read every Python
    clinic.publisher.publish(a_list(2))
    with _as_somebody_without_rights(place.folder(), clinic.host.authority.parent):
        done = clinic.update()
        assert done.code == NOT_DONE, done.err
        assert "could not be kept" in done.err
        assert clinic.run("feed", "rollback").code == NOT_DONE
        assert clinic.run("feed", "remove", "--yes").code == NOT_DONE
        assert clinic.used().startswith(FIRST)
    assert clinic.update().code == UPDATED


_LOADED = (
    "import sys; from safecheck.feed.load import load_list; print(load_list().origin.kind.value,"
    " *[name for name in ('tuf', 'requests', 'urllib3', 'yaml', 'filelock') if name in sys.modules])"
)


def _loaded() -> str:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], env=environment(), capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


def test_the_verifier_is_loaded_where_a_signed_list_is_used_and_only_there(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _loaded() == "feed tuf"
    assert clinic.run("feed", "remove", "--yes").code == 0
    assert _loaded() == "baseline"
    assert clinic.add().code == UPDATED  # a feed that nothing came from yet
    assert _loaded() == "baseline"
    from tests.test_community import _upstream

    assert clinic.run("feed", "remove", "--yes").code == 0
    monkeypatch.setattr(community, "BASE", clinic.host.url)
    clinic.host.files = {"/ioc.yaml": _upstream(), "/watchware.yaml": b"- name: Nothing\n"}
    assert clinic.run("update", "--source", "community", "--yes").code == UPDATED
    assert _loaded() == "community"


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_every_form_of_report_says_which_list_was_used_and_why_not_another(clinic: Clinic, form: str) -> None:
    clinic.publisher.publish(a_list(2))
    assert clinic.update().code == UPDATED
    newest = state.path(place.folder(), state.load(place.folder()).lists[0])
    newest.write_bytes(b"spoiled")
    report = " ".join(clinic.run("scan", "--demo", "-f", form).out.split())
    assert str(BIG + 1) in report
    assert f"List {BIG + 2} was here, but it was not used" in report
    assert load.load_list().origin.notes
