"""`safecheck list`: what this copy knows, in plain columns."""

from importlib import import_module
from pathlib import Path

import pytest

from safecheck import catalogue, formats
from safecheck.model import Check
from tests.station import safecheck


def test_the_families(loaded: catalogue.LoadedList) -> None:
    done = safecheck("list", "families")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert len(lines) == len(loaded.signatures.listed.families) + 1
    (line,) = (line for line in lines if line.startswith("hoverwatch "))
    assert line.split() == ["hoverwatch", "Hoverwatch", "stalkerware", "32", "10", "0", "0"]


def test_the_checks_formats_and_sources(checks: tuple[Check, ...], loaded: catalogue.LoadedList) -> None:
    for what, ids in (
        ("checks", {check.id for check in checks}),
        ("formats", set(formats.names())),
        ("sources", set(loaded.signatures.listed.sources)),
    ):
        lines = safecheck("list", what).stdout.splitlines()
        assert {line.split()[0] for line in lines[1:]} == ids


def test_there_are_no_services_yet_or_they_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = import_module("safecheck.cli.listing")  # the package calls the command so as well
    monkeypatch.setattr(module, "_services_folder", lambda: tmp_path / "services")
    module.listing.main(["services"], standalone_mode=False)
    assert capsys.readouterr().out == "There are none yet.\n"
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "example.toml").write_text('name = "Example Maps"\nother = 1\n')
    module.listing.main(["services"], standalone_mode=False)
    assert capsys.readouterr().out.splitlines()[1].split() == ["example", "Example", "Maps"]


def test_what_it_does_not_know_is_a_mistake() -> None:
    done = safecheck("list", "victims")
    assert done.returncode == 2
    assert "families" in done.stderr
