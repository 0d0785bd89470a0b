"""Any bytes in any file, key or answer of a computer give a result or a gap: never an error, and nothing without bound."""

import contextlib
import json
import plistlib
import sqlite3
import struct
from collections.abc import Callable
from datetime import datetime

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from safecheck.command_lines import paths_of, program_of, spelled
from safecheck.computer import apple_backups, chromium, firefox, forms, hosts, keys, nss, processes, remote_logs, x509
from safecheck.computer import policies as browser_policies
from safecheck.computer.linux import (
    autostart,
    clouds,
    cron,
    packaged,
    people,
    phone_data,
    policies,
    preload,
    programs,
    sessions,
    traffic,
    units,
)
from safecheck.computer.linux import certificates as linux_certificates
from safecheck.computer.macos import certificates as mac_certificates
from safecheck.computer.macos import clouds as mac_clouds
from safecheck.computer.macos import launchd, lists, managed
from safecheck.computer.macos import policies as mac_policies
from safecheck.computer.macos import preload as mac_preload
from safecheck.computer.macos import programs as mac_programs
from safecheck.computer.macos import traffic as mac_traffic
from safecheck.computer.windows import certificates as windows_certificates
from safecheck.computer.windows import keeping, links
from safecheck.computer.windows import policies as windows_policies
from safecheck.computer.windows import tasks as windows_tasks
from safecheck.model.host import About, Ask, AskKind, Keep, Said, System, Told
from tests.computers import regtext
from tests.computers.links import link
from tests.computers.looking import look_at

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
# Names that the readers look for, so that what is made up gets past the first step.
_NAMES = st.sampled_from(
    [
        "extensions", "settings", "location", "path", "manifest", "name", "account_info", "email", "addons", "id", "type",
        "userPermissions", "origins", "policies", "ExtensionSettings", "installation_mode", "profile", "info_cache",
        "user_name", "Accounts", "AccountID", "ExtensionInstallForcelist", "a" * 32, "active_permissions", "explicit_host",
    ]
)  # fmt: skip
_SHAPED = st.recursive(
    st.none() | st.integers() | st.text(max_size=12) | st.just("force_installed") | st.just("extension"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=25,
)
_TEXT = st.text(alphabet="abAZ09 \t\r\n=:;,.@#\"'[]{}<>\\/%-_\0\u202e\ud800…", max_size=300).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)
_WORDS = st.lists(
    st.sampled_from(
        ["\n", "\n", " ", "=", ";", "&", "&&", "\\", "\\\n", "#", "[Desktop Entry]", "Exec", "Hidden", "true", "ExecStart", "Environment",
         "LD_PRELOAD", "export", "DEFAULT", "//a:b@c@d/e", "@", "* * * * * root x", "@reboot x y", "nohup x", "exec-once", "--no-x", "ALL",
         "Defaults", "targetpw", "User_Alias", "A", "%sudo", "#10", "(ALL)", "ssh-rsa AAAAAAAAAA c", "AuthorizedKeysFile", "%h/x",
         "--load-extension", "--proxy-server", "'", '"', "[Proxy Settings][$i]", "ProxyType[$i]", "http_proxy", "\r", "\u2028", "\ufeff"]
    ),
    max_size=30,
).map(lambda words: "".join(words).encode())  # fmt: skip
_PLIST = st.dictionaries(
    st.text(alphabet="abLabelProgmA", max_size=12),
    st.text(alphabet="abc", max_size=5) | st.integers(0, 9) | st.booleans() | st.binary(max_size=5),
    max_size=4,
)
_BYTES = st.one_of(
    st.binary(max_size=400),
    _TEXT,
    _WORDS,
    _JSON.map(lambda value: json.dumps(value).encode()),
    _SHAPED.map(lambda value: json.dumps(value).encode()),
    _PLIST.map(plistlib.dumps),
    _PLIST.map(lambda value: plistlib.dumps(value, fmt=plistlib.FMT_BINARY)),
    st.sampled_from(
        [b"[" * 5000, b'{"a":' * 5000, b"9" * 5000, b"\xff\xfe" + "[Profile0]\nPath=x\n".encode("utf-16-le")]
    ),
)


@given(_BYTES)
def test_every_form_gives_a_value_or_none(data: bytes) -> None:
    forms.json_of(data)
    forms.plist_of(data)
    assert len(list(forms.ini_of(data))) <= len(data)
    assert isinstance(forms.text_of(data), str)
    for der in x509.ders(data):
        assert isinstance(x509.subject(der), str)


_KEEPS: dict[str, Keep] = {
    "chromium settings": chromium.kept_preferences,
    "chromium state": chromium.kept_state,
    "chromium manifest": chromium.kept_manifest,
    "chromium messages": chromium.kept_messages("name"),
    "firefox add-ons": firefox.kept_addons,
    "firefox account": firefox.kept_account,
    "firefox settings": firefox.kept_settings,
    "cert9.db": nss.kept,
    "hosts": hosts.kept,
    "authorized_keys": keys.kept,
    "sshd_config": keys.kept_setting,
    "AnyDesk": remote_logs.kept_anydesk,
    "TeamViewer": remote_logs.kept_teamviewer,
    "backup": apple_backups.kept,
    "passwd": people.kept_passwd,
    "sudoers": people.kept_rules,
    "dpkg": programs.kept_status,
    "linux policies": policies.kept_chromium,
    "flags": policies.kept_flags,
    "preload": preload.kept,
    "proxies": traffic.kept,
    "kde": traffic.kept_kde,
    "autostart entry": autostart.kept_entry,
    "unit": units.kept_unit,
    "crontab": cron.kept_crontab,
    "shell": sessions.kept_shell,
    "plain desktop": sessions.kept_desktop,
    "script": cron.kept_script,
    "servers for names": traffic.kept_servers,
    "address": traffic.kept_address,
    "backups of phones": phone_data._kept,
    "conffiles": packaged.kept_conffiles,
    "goa": clouds._keep("", "Provider", "PresentationIdentity"),
    "linux certificates": linux_certificates.kept,
    "task": windows_tasks.kept,
    "blob": windows_certificates.kept,
    "link": links.kept,
    "list of rules": windows_policies.kept_list,
    "key": keeping.only("a", mask=("b",)),
    "property list": lists.only("Label", "Program", "ProgramArguments", "Disabled", "CFBundleName"),
    "system extensions": mac_programs.kept_extensions,
    "apple accounts": mac_clouds.kept,
    "print-disabled": launchd.kept,
    "profiles": managed.kept,
    "keychain": mac_certificates.kept,
    "mac preload": mac_preload.kept,
    "mac networks": mac_traffic.kept,
    "mac variables": mac_preload.kept_variables,
    "firefox's file of rules": browser_policies.kept_file,
    "mac policies": mac_policies.kept_chromium,
    "mac firefox policies": mac_policies.kept_firefox,
    "processes": processes.kept,
}


@pytest.mark.parametrize("name", _KEEPS)
@settings(max_examples=60)
@example(data=b"\t\xef\xbb\xbf")
@given(data=_BYTES)
def test_what_is_kept_stays_as_it_is_and_does_not_grow_without_bound(name: str, data: bytes) -> None:
    keep = _KEEPS[name]
    try:
        once = keep(data)
    except Exception:  # noqa: BLE001 - the collector takes any error for "unreadable"
        return
    assert keep(once) == once
    assert len(once) <= 8 * len(data) + 500


class _Fuzzed:
    """A computer that answers every question with the same bytes, or with folders that hold made-up names."""

    home = "/home/me"

    def __init__(self, system: System, data: bytes, name: str) -> None:
        self.about = About(system=system, user="me", admin=True)
        self._data = data
        self._name = name

    def ask(self, question: Ask) -> Said:
        depth = question.of.count("/") + question.of.count("\\")
        if question.kind is AskKind.FOLDER and depth < 6:
            entries = [(self._name, "folder", 1), (f"{self._name}.plist", "file", 2**70), ("x.desktop", "file", -1)]
            return Said(Told.SEEN, msgspec.json.encode(entries))
        if question.kind is AskKind.KEY and depth < 6:
            return Said(
                Told.SEEN, msgspec.json.encode({"keys": [self._name], "values": {self._name: {"text": self._name}}})
            )
        return Said(Told.SEEN, self._data)


@pytest.mark.parametrize("system", System)
@settings(max_examples=15, deadline=None)
@given(data=_BYTES, name=st.text(alphabet="abc.{}\u202e\n\\", min_size=1, max_size=8))
def test_a_computer_that_answers_anything_is_judged(system: System, data: bytes, name: str) -> None:
    looked = look_at(_Fuzzed(system, data, name))
    assert looked.gaps
    for finding in looked.findings:
        assert not set("\n\r\x1b\u202e") & set(finding.title + finding.reason + finding.evidence)


@given(st.binary(max_size=600), st.integers(0, 4000), st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_a_damaged_store_of_certificates_is_read_or_refused(noise: bytes, place: int, byte: int) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE nssPublic (id, a0, a11, ace536358, ace5363b4)")
    connection.execute("INSERT INTO nssPublic VALUES (1, ?, ?, NULL, NULL)", (b"\0\0\0\1", noise))
    data = bytearray(connection.serialize())
    connection.close()
    data[place % len(data)] = byte
    with contextlib.suppress(sqlite3.Error, ValueError, TypeError, MemoryError):  # unreadable, which is said
        assert nss.kept(bytes(data)).startswith(b"[")


@given(_BYTES)
def test_a_registry_text_is_read_or_left_out(data: bytes) -> None:
    for path, key in regtext.parse(regtext.decode(data)).items():
        assert isinstance(path, str)
        assert isinstance(key.keys, tuple)


@given(st.text(max_size=300), st.sampled_from(System))
def test_any_command_line_has_a_program(command: str, system: System) -> None:
    assert isinstance(spelled(program_of(command), system), str)
    assert len(list(paths_of(command, system))) <= len(command) + 1


_LONG: dict[str, Callable[[], bytes]] = {
    "hosts": lambda: b"0.0.0.0 x.example\n" * 200_000,
    "quotes": lambda: b'"' * 1_000_000,
    "blanks": lambda: b" " * 1_000_000,
    "equals": lambda: b"http_proxy" + b"=" * 1_000_000,
    "keys": lambda: b"ssh-rsa " * 200_000,
    "tabs": lambda: b"123456789\t" * 200_000,
    "empty lines": lambda: b"\n" * 1_000_000,
    "blank lines": lambda: b" \t\n" * 300_000,
    "kinds of keys": lambda: b",sk-" * 250_000,
    "settings in one line": lambda: b";export a=1 " * 80_000,
    "settings of systemd": lambda: b";DefaultEnvironment=x" * 50_000,
    "addresses": lambda: b"//a" * 300_000,
    "rules": lambda: b"a " * 500_000,
    "starts": lambda: b"--load-extension=" * 60_000,
    "ends": lambda: b"& " * 500_000,
    "joined": lambda: b"a=\\\n" * 250_000,
    "times": lambda: b"* " * 500_000,
    "sections": lambda: b"[" * 1_000_000,
    "comments": lambda: b"//\n" * 300_000,
    "percent": lambda: b"-----BEGIN CERTIFICATE-----" * 40_000,
}


@pytest.mark.parametrize("name", _LONG)
def test_long_files_take_no_more_than_their_length(name: str) -> None:
    """No form is read in more than linear time: each of these would run for hours otherwise."""
    data = _LONG[name]()
    for keep in _KEEPS.values():
        try:
            keep(data)
        except Exception:  # noqa: BLE001, S112 - the collector takes any error for "unreadable"
            continue


# ---- forms that are bent a little: what is almost right gets further than noise


_LIST = plistlib.dumps(
    {
        "Label": "com.example.up",
        "ProgramArguments": ["/bin/sh", "-c", "x"],
        "CFBundleName": "Up",
        "Disabled": True,
        "Device Name": "Anna's iPhone",
        "Last Backup Date": datetime(2026, 11, 21),  # noqa: DTZ001 - property lists know no zone
        "extensions": [{"identifier": "a.b.c"}],
        "Accounts": [{"AccountID": "a@b.example"}],
        "NetworkServices": {"1": {"Proxies": {"HTTPEnable": 1}, "DNS": {"ServerAddresses": ["1.2.3.4"]}}},
        "number": 2**63,
    },
    fmt=plistlib.FMT_BINARY,
)
_TASK = (
    b"<?xml version='1.0'?><Task xmlns='x'><Settings><Enabled>true</Enabled></Settings><Actions><Exec><Command>a</Command>"
    b"<Arguments>b</Arguments></Exec></Actions></Task>"
)
_LINK = link("C:\\x.exe", "-q", environment="%TEMP%\\y.exe")
_BLOB = struct.pack("<III", 3, 1, 4) + b"abcd" + struct.pack("<III", 32, 1, 5) + b"\x30\x03\x02\x01\x00"
_BENT: dict[str, tuple[bytes, tuple[Keep, ...]]] = {
    "property list": (
        _LIST,
        (
            lists.only("Label", "ProgramArguments", "Disabled"),
            apple_backups.kept,
            mac_programs.kept_extensions,
            mac_clouds.kept,
            mac_traffic.kept,
            mac_preload.kept_variables,
            mac_policies.kept_chromium,
        ),
    ),
    "task": (_TASK, (windows_tasks.kept,)),
    "task, UTF-16": (_TASK.decode().encode("utf-16"), (windows_tasks.kept,)),
    "link": (_LINK, (links.kept,)),
    "blob": (_BLOB, (windows_certificates.certificate,)),
}


@pytest.mark.parametrize("name", _BENT)
@settings(max_examples=400, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=6),
    cut=st.one_of(st.none(), st.integers(0, 2000)),
    more=st.binary(max_size=40),
)
def test_what_is_almost_right_is_read_or_refused_and_stays_small(
    name: str, changes: list[tuple[int, int]], cut: int | None, more: bytes
) -> None:
    whole, keeps = _BENT[name]
    data = bytearray(whole)
    for place, byte in changes:
        data[place % len(data)] = byte
    bent = bytes(data[:cut] if cut is not None else data) + more
    for keep in keeps:
        try:
            once = keep(bent)
        except Exception:  # noqa: BLE001, S112 - the collector takes any error for "unreadable"
            continue
        assert len(once) <= 40 * len(bent) + 1000
        if name != "blob":
            assert keep(once) == once


@pytest.mark.parametrize("depth", [12, 40, 4000])
def test_a_list_that_would_grow_when_it_is_written_out_is_refused_by_counting(depth: int) -> None:
    value: object = ["x"]
    for _ in range(depth):
        value = [value, value]
    assert not forms._is_bounded(value, 1000)


def test_the_same_text_in_many_places_is_no_growth() -> None:
    value = {"a": ["a text that stands here often"] * 200}
    assert forms.plist_of(plistlib.dumps(value, fmt=plistlib.FMT_BINARY)) == value


def test_no_more_parts_are_looked_at_than_a_list_has_bytes() -> None:
    counted = 0

    class Counted(list[object]):
        def __len__(self) -> int:
            nonlocal counted
            counted += 1
            return super().__len__()

    value: list[object] = Counted(["x"])
    for _ in range(60):
        value = Counted([value, value])
    assert not forms._is_bounded(value, 1000)
    assert counted <= 1000
