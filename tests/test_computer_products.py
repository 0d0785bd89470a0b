"""Every product of the shipped list on made-up Windows computers and Macs: found by its marks, not by what is like them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from safecheck import catalogue
from safecheck.computer import macos, marks, processes, windows
from safecheck.computer.look import Look
from safecheck.desktop import marks_of, matched, wanted
from safecheck.model import Confidence, Family, Mark, MarkKind, Strength, ThisComputer
from safecheck.model.computer import Mark as SeenMark
from safecheck.model.computer import Program, Starter
from safecheck.model.host import Running, System
from tests.computers.looking import listed, look_at
from tests.computers.macos import mac, plist
from tests.computers.made_up import MadeUp
from tests.computers.windows import SERVICES
from tests.computers.windows import windows as windows_host

_SHIPPED = catalogue.load_signatures().signatures
_SYSTEMS = (System.WINDOWS, System.MACOS)
_UNREAD = {MarkKind.SIGNER}  # signatures of programs are not read
_ROOTS = {
    "{program_files}": r"C:\Program Files (x86)",
    "{program_data}": r"C:\ProgramData",
    "{windows}": r"C:\Windows",
    "{system}": r"C:\Windows\System32",
    "{roaming}": r"~\AppData\Roaming",
    "{local}": r"~\AppData\Local",
    "{home}": "~",
}
_HIVES = {"HKLM": "HKEY_LOCAL_MACHINE", "HKCU": "HKEY_CURRENT_USER", "HKCR": "HKEY_CLASSES_ROOT"}


def _of(system: System, *strengths: Strength) -> Iterator[tuple[Family, Mark]]:
    for family in _SHIPPED.families:
        for mark in marks_of(family):
            if mark.system.value == system.value and mark.strength in strengths and mark.kind not in _UNREAD:
                yield family, mark


def _plant(system: System, *made: Mark) -> MadeUp:
    """Make a computer that shows these marks, in other letters where the system ignores them."""
    files: dict[str, bytes | str] = {}
    registry, running = "", []
    for mark in made:
        if mark.kind in {MarkKind.FILE, MarkKind.FOLDER, MarkKind.FOLDER_START}:
            files[_path(mark, system)] = ""
        elif mark.kind is MarkKind.REGISTRY_KEY:
            hive, _, rest = mark.value.replace("/", "\\").partition("\\")
            registry += f"[{_HIVES[hive]}\\{rest}]\n\n"
        elif mark.kind in {MarkKind.SERVICE, MarkKind.SERVICE_START}:
            name = mark.value.upper() + (" (a1b2)" if mark.kind is MarkKind.SERVICE_START else "")
            registry += (
                f'[{SERVICES}\\{name}]\n"ImagePath"="C:\\\\Program Files\\\\x\\\\y.exe"\n"Start"=dword:00000002\n\n'
            )
        elif mark.kind is MarkKind.FILE_NAME:
            running.append(Running(mark.value.upper(), rf"C:\Program Files\x\{mark.value}", (), ""))
        elif mark.kind in {MarkKind.LAUNCHD_LABEL, MarkKind.LAUNCHD_START}:
            label = mark.value + ("7" if mark.kind is MarkKind.LAUNCHD_START else "")
            files[f"/Library/LaunchDaemons/{label}.plist"] = plist({"Label": label, "Program": "/usr/local/x"})
        elif mark.kind is MarkKind.BUNDLE_ID:
            files["/Applications/X.app/Contents/Info.plist"] = plist({"CFBundleIdentifier": mark.value})
        else:
            raise AssertionError(mark)
    if system is System.WINDOWS:
        return windows_host(registry, files, running)
    return mac(files=files)


def _path(mark: Mark, system: System) -> str:
    path = mark.value + (" (a1b2)" if mark.kind is MarkKind.FOLDER_START else "")
    path += "" if mark.kind is MarkKind.FILE else "/x"
    for name, root in _ROOTS.items():
        path = path.replace(name, root)
    return path.replace("/", "\\").swapcase().replace("~\\aPPdATA", "~\\AppData") if system is System.WINDOWS else path


def _read(host: MadeUp, family: Family) -> ThisComputer:
    """Read only what products of the list show in."""
    system = host.about.system
    signatures = listed([family])
    look = Look(host, "x")
    own = {System.WINDOWS: windows, System.MACOS: macos}[system]
    found: list[Any] = [
        *marks.read(look, wanted(signatures, system)),
        *own.startup.read(look),
        *own.programs.read(look),
        *processes.read(look),
    ]
    return ThisComputer(
        taken=datetime(2026, 11, 21, tzinfo=UTC),
        system=system,
        admin=False,
        marks=tuple(one for one in found if isinstance(one, SeenMark)),
        starters=tuple(one for one in found if isinstance(one, Starter)),
        programs=tuple(one for one in found if isinstance(one, Program)),
        running=tuple(one for one in found if isinstance(one, Running)),
    )


def _certainty(host: MadeUp, family: Family) -> Confidence | None:
    return next((match.confidence for match in matched(_read(host, family), listed([family]))), None)


@pytest.mark.parametrize("system", _SYSTEMS)
def test_a_strong_mark_names_its_product(system: System) -> None:
    made = list(_of(system, Strength.STRONG))
    assert made
    for family, mark in made:
        assert _certainty(_plant(system, mark), family) in {Confidence.LIKELY, Confidence.CERTAIN}, (family.id, mark)


@pytest.mark.parametrize("system", _SYSTEMS)
def test_a_mark_of_medium_strength_alone_makes_its_product_possible(system: System) -> None:
    made = list(_of(system, Strength.MEDIUM))
    assert made
    for family, mark in made:
        # A folder is there, too, where a file of the list lies in it.
        others = {one for one in marks_of(family) if one != mark and mark.value.startswith(f"{one.value}/")}
        expected = {Confidence.POSSIBLE} if not others else {Confidence.POSSIBLE, Confidence.LIKELY, Confidence.CERTAIN}
        assert _certainty(_plant(system, mark), family) in expected, (family.id, mark)


def test_two_marks_of_two_kinds_make_it_likely() -> None:
    tried = 0
    for system in _SYSTEMS:
        by_family: dict[str, list[Mark]] = {}
        for family, mark in _of(system, Strength.MEDIUM):
            by_family.setdefault(family.id, []).append(mark)
            kinds = {one.kind: one for one in by_family[family.id]}
            if len(kinds) > 1:
                tried += 1
                assert _certainty(_plant(system, *kinds.values()), family) in {Confidence.LIKELY, Confidence.CERTAIN}
    assert tried > 20


def test_a_weak_mark_alone_names_nothing() -> None:
    made = list(_of(System.WINDOWS, Strength.WEAK))
    assert len(made) > 100
    for family, mark in made:
        assert _certainty(_plant(System.WINDOWS, mark), family) is None, (family.id, mark)


def _near(mark: Mark) -> Iterator[Mark]:
    """Give marks that are almost this one: one more letter before or behind."""
    head, sign, last = mark.value.rpartition("/")
    for value in (f"{head}{sign}x{last}", f"{mark.value}x"):
        yield msgspec.structs.replace(mark, value=value)


@pytest.mark.parametrize("system", _SYSTEMS)
def test_what_is_almost_a_mark_is_none(system: System) -> None:
    """One more letter makes another name, but for names of which only the start is known."""
    tried = 0
    starts = {MarkKind.FOLDER_START, MarkKind.SERVICE_START, MarkKind.LAUNCHD_START}
    for family, mark in _of(system, Strength.STRONG, Strength.MEDIUM):
        for near in list(_near(mark))[: 1 if mark.kind in starts else 2]:
            # Another mark of the same product may be the start of this name, or the folder in which it lies.
            others = [one for one in marks_of(family) if one != mark and near.value.startswith(one.value)]
            if not others and not any(one.kind in starts for one in marks_of(family)):
                tried += 1
                assert _certainty(_plant(system, near), family) is None, (family.id, near)
    assert tried > 50


# Programs that were taken for products that watch by lists of bare names, and tools that must see
# what is typed: people who cannot see well, or who have many passwords, need them.
_GOOD = (
    r"C:\Program Files (x86)\NVDA\nvda.exe",
    r"C:\Program Files\Freedom Scientific\JAWS\2025\jfw.exe",
    r"C:\Program Files\Bitwarden\Bitwarden.exe",
    r"C:\Program Files\KeePassXC\KeePassXC.exe",
    r"C:\Program Files\1Password\app\8\1Password.exe",
    r"C:\Program Files\7-Zip\7z.exe",
    r"C:\Program Files\PuTTY\plink.exe",
    r"C:\Program Files\PowerToys\PowerToys.exe",
    r"C:\Program Files\AutoHotkey\AutoHotkey64.exe",
    r"C:\Program Files\Avast Software\Avast\AvastSvc.exe",
    r"C:\Program Files\Malwarebytes\Anti-Malware\mbam.exe",
    r"C:\Program Files\Nextcloud\nextcloud.exe",
    r"C:\Program Files\Git\usr\bin\tar.exe",
    r"C:\Program Files\Logi\LogiOptionsPlus\logioptionsplus_agent.exe",
    r"C:\Program Files\Example\agent.exe",
    r"C:\Program Files\Example\connect.exe",
    r"C:\Program Files\Example\setup.exe",
    r"C:\Program Files\Example\osqueryi.exe",
    r"C:\Windows\System32\dwm.exe",
    r"C:\Windows\System32\csrss.exe",
    r"C:\Windows\System32\quickassist.exe",
    r"C:\Windows\System32\mstsc.exe",
)
_GOOD_APPS = {
    "VoiceOver Utility": "com.apple.VoiceOverUtility",
    "Karabiner-Elements": "org.pqrs.Karabiner-Elements.Settings",
    "BetterTouchTool": "com.hegenberg.BetterTouchTool",
    "logioptionsplus": "com.logi.optionsplus",
    "1Password": "com.1password.1password",
    "Bitwarden": "com.bitwarden.desktop",
    "KeePassXC": "org.keepassxc.keepassxc",
    "Hammerspoon": "org.hammerspoon.Hammerspoon",
    "Little Snitch": "at.obdev.littlesnitch",
}


def test_useful_programs_are_no_products_that_watch() -> None:
    running = [Running(path.rpartition("\\")[2], path, (), "me") for path in _GOOD]
    services = "".join(
        f'[{SERVICES}\\Good{number}]\n"ImagePath"="{path.replace(chr(92), chr(92) * 2)}"\n"Start"=dword:00000002\n\n'
        for number, path in enumerate(_GOOD)
    )
    looked = look_at(windows_host(services, dict.fromkeys(_GOOD, ""), running), _SHIPPED)
    assert [finding for finding in looked.findings if finding.severity != "note"] == []
    apps: dict[str, bytes | str] = {
        f"/Applications/{name}.app/Contents/Info.plist": plist({"CFBundleIdentifier": ident, "CFBundleName": name})
        for name, ident in _GOOD_APPS.items()
    }
    agents: dict[str, bytes | str] = {
        f"/Library/LaunchAgents/{ident}.agent.plist": plist(
            {"Label": f"{ident}.agent", "Program": f"/Applications/{name}.app/Contents/MacOS/{name}"}
        )
        for name, ident in _GOOD_APPS.items()
    }
    looked = look_at(mac(files=apps | agents), _SHIPPED)
    assert [finding for finding in looked.findings if finding.severity != "note"] == []


_TREES: dict[str, tuple[System, tuple[str, ...], str]] = {
    # As the makers describe them: SentryPC's guide for anti-virus programs, FlexiSPY's own uninstaller.
    "sentrypc": (System.WINDOWS, (r"C:\ProgramData\spc\csrss.exe", r"C:\ProgramData\spc\spcksys.dll"), "SentryPC"),
    "flexispy": (
        System.MACOS,
        ("/usr/libexec/.blblu/blblu", "/Applications/blblu.app/Contents/Info.plist"),
        "FlexiSPY",
    ),
}


@pytest.mark.parametrize("name", _TREES)
def test_a_tree_of_files_as_its_maker_describes_it_is_found(name: str) -> None:
    system, paths, subject = _TREES[name]
    files: dict[str, bytes | str] = {path: plist({}) if path.endswith(".plist") else "" for path in paths}
    host = windows_host("", files) if system is System.WINDOWS else mac(files=files)
    assert look_at(host, _SHIPPED).about("computer-known-watching") == [subject]
    beside = {path.replace("spc", "spcx").replace("blblu", "blbxu"): data for path, data in files.items()}
    host = windows_host("", beside) if system is System.WINDOWS else mac(files=beside)
    assert look_at(host, _SHIPPED).about("computer-known-watching") == []
