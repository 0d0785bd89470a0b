"""Profiles that real browsers made, and real stores of certificates, as root and as nobody."""

import functools
import http.server
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from safecheck.computer.live import LiveHost
from tests.computers.looking import Looked
from tests.computers.throwaway import ROOT, give_to_nobody, host, write

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads a Linux"),
]
_LIMIT = 60  # seconds
_REACH = {"permissions": ["tabs", "scripting"], "host_permissions": ["<all_urls>"]}
_HELPER = {"manifest_version": 3, "name": "Page Helper", "version": "1", **_REACH}
_QUIET = ("--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
_FORCE = """
mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed &&
cp "$1" /etc/chromium/policies/managed/ && shift && exec "$@"
"""


@pytest.fixture(autouse=True)
def _root(place: Path) -> None:
    """Every Linux has these."""
    write(place / "root", ROOT)


def _may_hide() -> bool:
    """Whether a folder of the system can be hidden behind another, for one program only."""
    done = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    return done.returncode == 0


def _environment(place: Path) -> dict[str, str]:
    return {"HOME": str(place / "home"), "PATH": os.environ["PATH"], "MOZ_HEADLESS": "1"}


def _run_until(command: list[str], place: Path, done: Callable[[], bool]) -> None:
    """Run a browser until it has written what is waited for, and end it the way in which it saves its settings."""
    browser = subprocess.Popen(
        command, env=_environment(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=place
    )
    try:
        end = time.monotonic() + _LIMIT
        while not done() and browser.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
    finally:
        browser.terminate()
        browser.wait(_LIMIT)
    assert done()


def test_an_extension_that_a_real_chromium_loaded_by_hand_is_found(
    place: Path, look: Callable[[LiveHost], Looked]
) -> None:
    """`--load-extension` still works in Debian's Chromium (156): it is written down with location 8."""
    write(place / "home/extension", {"manifest.json": json.dumps(_HELPER)})
    hand = [f"--user-data-dir={place / 'home/.config/chromium'}", f"--load-extension={place / 'home/extension'}"]
    subprocess.run(
        ["chromium", *hand, *_QUIET, "--dump-dom", "about:blank"],
        env=_environment(place),
        capture_output=True,
        timeout=_LIMIT,
        check=True,
    )
    give_to_nobody(place)
    looked = look(host(place))
    assert looked.about("computer-extension-hand") == ["Page Helper"]
    (extension,) = [one for one in looked.computer.extensions if one.name == "Page Helper"]
    assert extension.every_page
    assert extension.place == "~/extension"
    assert "computer-browsers" not in {gap.fact for gap in looked.gaps}


def test_a_fresh_profile_of_a_real_chromium_gives_nothing_above_note(
    place: Path, look: Callable[[LiveHost], Looked]
) -> None:
    subprocess.run(
        ["chromium", *_QUIET, f"--user-data-dir={place / 'home/.config/chromium'}", "--dump-dom", "about:blank"],
        env=_environment(place),
        capture_output=True,
        timeout=_LIMIT,
        check=True,
    )
    give_to_nobody(place)
    looked = look(host(place))
    assert looked.computer.extensions
    assert [finding for finding in looked.findings if finding.severity != "note"] == []


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Gives files, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def packed(place: Path) -> Iterator[tuple[str, Path]]:
    """An extension's id, and a rule that forces it in from a server of this test."""
    folder = place / "store"
    write(folder / "forced", {"manifest.json": json.dumps(_HELPER | {"name": "Forced Helper"})})
    subprocess.run(
        ["chromium", *_QUIET, f"--user-data-dir={folder / 'pack'}", f"--pack-extension={folder / 'forced'}"],
        env=_environment(place),
        capture_output=True,
        timeout=_LIMIT,
        check=False,
    )
    public = subprocess.run(
        ["openssl", "rsa", "-in", folder / "forced.pem", "-pubout", "-outform", "DER"], capture_output=True, check=True
    )
    digest = subprocess.run(["sha256sum"], input=public.stdout, capture_output=True, check=True).stdout.decode()[:32]
    id_ = digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        update = (
            '<?xml version="1.0"?><gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">'
            f'<app appid="{id_}"><updatecheck codebase="{address}/forced.crx" version="1"/></app></gupdate>'
        )
        rule = json.dumps({"ExtensionInstallForcelist": [f"{id_};{address}/update.xml"]})
        write(folder, {"update.xml": update, "rule.json": rule})
        yield id_, folder / "rule.json"
        server.shutdown()


def test_an_extension_that_a_rule_forced_into_a_real_chromium_is_found(
    place: Path, packed: tuple[str, Path], look: Callable[[LiveHost], Looked]
) -> None:
    """The rule lies in a folder that only this browser sees: nothing of the system is changed."""
    if not _may_hide():
        pytest.skip("a folder of the system cannot be hidden behind another here")
    id_, rule = packed
    profile = place / "home/.config/chromium"
    browser = ["chromium", *_QUIET, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
    files = [profile / "Default" / name for name in ("Preferences", "Secure Preferences")]
    rule_only = ["unshare", "-m", "sh", "-c", _FORCE, "sh", str(rule)]
    _run_until(
        [*rule_only, *browser],
        place,
        lambda: any(file.exists() and f'"{id_}":{{' in file.read_text("utf-8", "replace") for file in files),
    )
    give_to_nobody(place)
    looked = look(host(place))
    assert looked.about("computer-extension-forced") == ["Forced Helper"]


def test_an_extension_that_was_put_into_a_real_firefox_is_found(
    place: Path, look: Callable[[LiveHost], Looked]
) -> None:
    """Debian's Firefox ESR (153) takes a file in the profile's folder; the first start makes the list of profiles."""
    profile = place / "home/.config/mozilla/firefox/abc.default"
    settings = {
        "xpinstall.signatures.required": "false",
        "extensions.autoDisableScopes": "0",
        "network.proxy.type": "1",
        "network.proxy.http": '"10.0.0.9"',
    }
    write(profile, {"user.js": "".join(f'user_pref("{key}", {value});\n' for key, value in settings.items())})
    (profile / "extensions").mkdir()
    with zipfile.ZipFile(profile / "extensions/helper@example.org.xpi", "w") as file:
        own = {"browser_specific_settings": {"gecko": {"id": "helper@example.org"}}}
        file.writestr(
            "manifest.json", json.dumps(_HELPER | {"manifest_version": 2, "permissions": ["<all_urls>"]} | own)
        )
    wanted = {"extensions.json": b"helper@example.org", "prefs.js": b"network.proxy.http"}
    _run_until(
        ["firefox-esr", "--headless", "--profile", str(profile), "about:blank"],
        place,
        lambda: all(
            (profile / name).exists() and text in (profile / name).read_bytes() for name, text in wanted.items()
        ),
    )
    give_to_nobody(place)
    looked = look(host(place))
    assert looked.about("computer-extension-hand") == ["Page Helper"]
    assert looked.about("computer-proxy") == ["10.0.0.9"]
    assert "computer-firefox" not in {gap.fact for gap in looked.gaps}


@pytest.mark.parametrize("store", [".pki/nssdb", ".mozilla/firefox/abc.default"])
def test_an_authority_in_a_real_store_is_found(place: Path, store: str, look: Callable[[LiveHost], Looked]) -> None:
    folder = place / "home" / store
    folder.mkdir(parents=True)
    commands: list[list[str]] = [["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"]]
    for name, trust in (("Watcher Root", "C,,"), ("For mail", ",C,")):
        files = ["-keyout", str(place / "key.pem"), "-out", str(place / f"{name}.pem")]
        commands += [
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, "-days", "9", "-subj", f"/CN={name}/O=Home",
             "-addext", "basicConstraints=critical,CA:TRUE"],
            ["certutil", "-A", "-d", f"sql:{folder}", "-n", name, "-t", trust, "-i", str(place / f"{name}.pem")],
        ]  # fmt: skip
    for command in commands:
        subprocess.run(command, capture_output=True, timeout=_LIMIT, check=True)
    give_to_nobody(place)
    assert look(host(place)).about("computer-certificate-browser") == ["Watcher Root, Home"]
