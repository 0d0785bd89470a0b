"""`safecheck list`: what this copy knows, in plain columns."""

from safecheck import catalogue, formats, services
from safecheck.model import Check
from tests.station import safecheck


def test_the_families(loaded: catalogue.LoadedList) -> None:
    done = safecheck("list", "families")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert len(lines) == len(loaded.signatures.listed.families) + 1
    (line,) = (line for line in lines if line.startswith("hoverwatch "))
    assert line.split() == ["hoverwatch", "Hoverwatch", "stalkerware", "32", "10", "0", "0"]


def test_the_checks_formats_services_and_sources(checks: tuple[Check, ...], loaded: catalogue.LoadedList) -> None:
    for what, ids in (
        ("checks", {check.id for check in checks}),
        ("formats", set(formats.names())),
        ("services", set(services.names())),
        ("sources", set(loaded.signatures.listed.sources)),
    ):
        lines = safecheck("list", what).stdout.splitlines()
        assert {line.split()[0] for line in lines[1:]} == ids


def test_what_it_does_not_know_is_a_mistake() -> None:
    done = safecheck("list", "victims")
    assert done.returncode == 2
    assert "families" in done.stderr
