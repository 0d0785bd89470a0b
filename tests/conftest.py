"""What all tests share: a scrubbed environment, the shipped data, and `--accept` for golden files."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from safecheck import catalogue
from safecheck.checks import load_checks
from safecheck.errors import UpdateCode
from safecheck.model import Advice, Check
from tests.clinic import Clinic
from tests.feedhost import Host, serving
from tests.publisher import with_family

if TYPE_CHECKING:
    from safecheck.computer.live import LiveHost
    from tests.computers.looking import Looked

# A busy computer is no mistake: no test is timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

SHARED = Path(__file__).resolve().parents[2] / "shared"  # real outputs of phones, for reading only; may be absent
DESKTOP = ("chromium", "firefox-esr", "certutil", "openssl")  # programs that the marker "desktop" needs


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`: write golden files anew; the difference is then read in review."""
    parser.addoption("--accept", action="store_true", help="write golden files anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out lanes that were not named; skip what needs programs that are not here."""
    from safecheck.phone.adb_server import find_program

    lanes = ("browser", "desktop", "long", "oracle", "terminal")
    left_out = {lane for lane in lanes if lane not in str(config.getoption("-m"))}
    items[:] = [item for item in items if left_out.isdisjoint(mark.name for mark in item.iter_markers())]
    here = {
        "adb": find_program() is not None,
        "browser": find_chromium() is not None,
        "desktop": all(map(shutil.which, DESKTOP)),
        "terminal": shutil.which("tmux") is not None,
    }
    for item in items:
        for marker, there in here.items():
            if item.get_closest_marker(marker) and not there:
                item.add_marker(pytest.mark.skip(reason=f"the programs for “{marker}” are not on this computer"))


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with the root and the home of a throw-away Linux."""
    from tests.computers.throwaway import throw_away

    with throw_away() as folder:
        yield folder


@pytest.fixture(params=["root", "nobody"])
def look(request: pytest.FixtureRequest) -> "Callable[[LiveHost], Looked]":
    """Look at a computer with all rights, or with none."""
    from tests.computers.throwaway import look_as

    if request.param == "nobody" and os.geteuid() != 0:
        pytest.skip("only root can become nobody")
    return look_as(request.param)


def find_chromium() -> str | None:
    """Find the browser, under the names that systems give it."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
_NETWORK = (*_PROXIES, *map(str.upper, _PROXIES), "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture(autouse=True)
def _scrubbed(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the person's home and settings out of every test, and tests out of them."""
    for name in (
        "ANDROID_SERIAL",
        "ANDROID_ADB_SERVER_PORT",
        "ADB_SERVER_SOCKET",
        "SAFECHECK_TRACEBACK",
        "NO_COLOR",
        *_NETWORK,
    ):
        monkeypatch.delenv(name, raising=False)
    home = str(tmp_path_factory.mktemp("home"))
    monkeypatch.setenv("HOME", home)
    monkeypatch.setenv("USERPROFILE", home)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("SAFECHECK_DATA", str(Path(home) / "data"))
    # No test may reach a real adb server: the default port is one where nothing can listen.
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(_unused_port()))


def _unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def words() -> catalogue.Words:
    """Every sentence."""
    return catalogue.load_words()


@pytest.fixture(scope="session")
def checks() -> tuple[Check, ...]:
    """Every check."""
    return load_checks()


@pytest.fixture(scope="session")
def advice() -> tuple[Advice, ...]:
    """Every step of advice."""
    return catalogue.load_advice()


@pytest.fixture(scope="session")
def loaded() -> catalogue.LoadedList:
    """The shipped list."""
    return catalogue.load_signatures()


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """An HTTPS host of this test run's own authority."""
    with serving(tmp_path_factory.mktemp("host")) as running:
        yield running


@pytest.fixture
def fresh(host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A computer on which nothing is set up, and an organisation that has published its first list."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(host.authority))
    here = Clinic(host, tmp_path, capsys, monkeypatch)
    here.publisher.publish(with_family("Newone", "com.newone.tracker"))
    return here


@pytest.fixture
def clinic(fresh: Clinic) -> Clinic:
    """A computer that trusts the feed and has its first list."""
    assert fresh.add().code == UpdateCode.UPDATED
    assert fresh.update().code == UpdateCode.UPDATED
    return fresh


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> "Golden":
    """Compare texts with files."""
    return Golden(accept=bool(request.config.getoption("--accept")))


class Golden:
    """Golden files: what is expected stands in them, whole."""

    def __init__(self, *, accept: bool) -> None:
        self._accept = accept

    def compare(self, path: Path, text: str) -> None:
        """Hold `text` against the file; with --accept write it there."""
        if self._accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8"), f"{path.name} differs; read the difference, then run with --accept"


def environment(**more: str) -> dict[str, str]:
    """Give a small environment for processes that tests start."""
    kept = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP", "ANDROID_ADB_SERVER_PORT", "SAFECHECK_DATA")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"TZ": "UTC", "LC_ALL": "C.UTF-8"} | more
