"""Ordinary phones and phones that hide something, end to end; the table of what is found becomes docs/detection.md."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from safecheck.catalogue import load_words
from tests.conftest import Golden
from tests.loose import ROOT
from tests.simphone import AdbServer, phones
from tests.situations import CLEAN, EVASIONS
from tests.station import connected, safecheck

pytestmark = pytest.mark.adb

_HEAD = """# What is found on which phone

Made by the tests, on simulated phones read through the real adb server. No app on them is on the list of known apps.

"""


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    """One real adb server for all tests of this file."""
    with AdbServer() as running:
        yield running


@pytest.fixture(scope="module")
def findings(server: AdbServer) -> dict[str, list[dict[str, Any]]]:
    """Scan every situation once; give its findings."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, factory in {**CLEAN, **EVASIONS}.items():
        with connected(server, factory()):
            done = safecheck("scan", "-f", "json", server=server)
        report = json.loads(done.stdout)
        assert report["missing"] == [], (name, report["missing"])
        found[name] = [finding for j in report["judgements"] for finding in j["outcome"].get("findings", [])]
    return found


@pytest.mark.parametrize("name", CLEAN)
def test_an_ordinary_phone_is_spoken_of_calmly(findings: dict[str, list[dict[str, Any]]], name: str) -> None:
    severities = [finding["severity"] for finding in findings[name]]
    assert "act" not in severities
    assert severities.count("ask") <= 2


@pytest.mark.parametrize("name", EVASIONS)
def test_what_hides_is_named(findings: dict[str, list[dict[str, Any]]], name: str) -> None:
    ordinary = {app.package for app in phones.ordinary().apps}
    hiding = {app.package for app in EVASIONS[name]().apps} - ordinary
    named = {finding["subject"] for finding in findings[name] if finding["severity"] in {"ask", "act"}}
    assert hiding & named


def test_the_table_of_what_is_found(findings: dict[str, list[dict[str, Any]]], golden: Golden) -> None:
    titles = load_words().findings
    lines = [_HEAD]
    for title, situations in (("Ordinary phones", CLEAN), ("Phones that hide something", EVASIONS)):
        lines.append(f"## {title}\n\n| phone | what someone did | act | ask | note |\n|---|---|---|---|---|\n")
        for name, factory in situations.items():
            cells = []
            for severity in ("act", "ask", "note"):
                kinds = [f["kind"] for f in findings[name] if f["severity"] == severity and f["kind"] != "debugging-on"]
                cells.append(", ".join(dict.fromkeys(kinds)) or "–")
                assert set(kinds) <= set(titles)
            story = " ".join((factory.__doc__ or "").split())
            lines.append(f"| {name} | {story} | {' | '.join(cells)} |\n")
        lines.append("\n")
    golden.compare(ROOT / "docs" / "detection.md", "".join(lines).rstrip("\n") + "\n")


@pytest.mark.parametrize(
    ("packages", "users", "most"), [(50, 1, 8), (200, 1, 8), (900, 1, 12), (50, 3, 8), (900, 3, 12)]
)
def test_the_number_of_requests_hardly_grows_with_the_phone(
    server: AdbServer, packages: int, users: int, most: int
) -> None:
    """Files of some 300 apps fit into one request; a phone with 850 added apps takes four more."""
    with connected(server, phones.big(packages, users)) as phone:
        done = safecheck("scan", "-f", "json", server=server)
        assert len(phone.services) <= most
    assert done.returncode in {0, 3, 10}, done.stderr
    assert json.loads(done.stdout)["subject"]["apps"] >= packages
