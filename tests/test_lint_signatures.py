"""The linter of the list: each kind of mistake is named with file and line, and nothing else is said."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.loose import ROOT, load_script

pytestmark = pytest.mark.skipif(not sys.flags.safe_path, reason="scripts run with python -P")

_TRUTH, _XNSPY = "families/thetruthspy.toml", "families/xnspy.toml"
_SENTRY, _TIGHT, _GOOD = "families/sentrypc.toml", "families/tightvnc.toml", "families/goguardian.toml"
_TEST_KEY = "61ED377E85D386A8DFEE6B864BD85B0BFAA5AF81"
_SHARED_CERTIFICATE = "8C017FDB2A81807EC879A8E30F4AB05D5CA02034"
_FILE = 'kind = "file", value = "{program_data}/spc/loc.exe", strength = "strong"'
_SIGNER = '{ system = "windows", kind = "signer", value = "%s", strength = "%s" },'
_MISTAKES = [
    # closed words, and what the files are made of
    (_TRUTH, 'class = "stalkerware"', 'class = "malware"', "Invalid enum value 'malware'"),
    (_TRUTH, 'grade = "B"', 'grade = "D"', "Invalid enum value 'D'"),
    (_TRUTH, 'grade = "B"', 'surprise = "B"', "unknown field `surprise`"),
    (_TRUTH, 'grade = "B"', "", "missing required field `grade`"),
    (_TRUTH, 'grade = "B"', 'grade = = "B"', "Invalid value"),
    (_TRUTH, "cert_sha1 = [", 'cert_sha256 = "none"\ncert_sha1 = [', "Expected `array`"),
    (_SENTRY, 'kind = "folder"', 'kind = "process"', "Invalid enum value 'process'"),
    (_SENTRY, 'strength = "medium"', 'strength = "certain"', "Invalid enum value 'certain'"),
    (_SENTRY, 'system = "windows"', 'system = "Windows"', "Invalid enum value 'Windows'"),
    # families
    (_TRUTH, 'id = "thetruthspy"', 'id = "TheTruthSpy"', "no id of a family: TheTruthSpy"),
    (_TRUTH, 'id = "thetruthspy"', 'id = "truthspy"', "its id is truthspy, its file thetruthspy"),
    (_TRUTH, 'id = "thetruthspy"', 'id = "xnspy"', "two families have the id xnspy"),
    (_TRUTH, 'name = "TheTruthSpy"', 'name = ""', "thetruthspy has no name, or no fact"),
    (_TRUTH, '"Copy9"', '"Copy9\\u202e"', "characters that cannot be shown"),
    (_TRUTH, '"Copy9"', '"Copy9 (call +49 30 1234567)"', "somebody's private data"),
    (_TRUTH, '"Copy9"', '"copy9@example.org"', "somebody's private data"),
    (_TRUTH, 'source = "echap"', '# Ask someone@example.org\nsource = "echap"', "somebody's private data"),
    (_TRUTH, 'source = "echap"', 'source = "nowhere"', "no such source: nowhere"),
    (_GOOD, "computer = [", "computer = []\nx = [", "unknown field `x`"),
    # names of apps
    (_TRUTH, '"com.thetruth"', '"com.thetruth*"', "no whole name of an app: com.thetruth*"),
    (_TRUTH, '"com.thetruth"', '"thetruth"', "no whole name of an app: thetruth"),
    (_TRUTH, '"com.thetruth"', f'"com.{"t" * 300}"', "no whole name of an app"),
    (_TRUTH, '"com.thetruth"', '"com.android.systemui"', "everybody has this app: com.android.systemui"),
    (_TRUTH, '"com.thetruth"', '"com.whatsapp"', "everybody has this app: com.whatsapp"),
    (_XNSPY, '"com.system.task"', '"com.android.task"', "imitates must name com.android."),
    (_TRUTH, '"com.thetruth"', '"com.thetruth", "com.thetruth"', "twice in thetruthspy: com.thetruth"),
    (_TRUTH, '"com.thetruth"', '"com.xnspy.dashboard"', "is listed by thetruthspy, xnspy: if that is meant"),
    (_XNSPY, "class = ", 'imitates = ["com.android."]\nclass = ', "no package of xnspy imitates com.android."),
    (_XNSPY, "class = ", 'imitates = ["com.xn."]\nclass = ', "no name space of a maker: com.xn."),
    ("list.toml", '    "com.spyzee",\n', "", "com.spyzee is listed by cocospy, thetruthspy"),
    ("list.toml", '"com.spyzee"', '"com.spyzee", "com.thetruth"', "shared_packages names com.thetruth"),
    # certificates
    (_XNSPY, 'cert_sha1 = ["', f'cert_sha1 = ["{_TEST_KEY}", "', f"a key that anyone can sign with: {_TEST_KEY}"),
    (_XNSPY, 'cert_sha1 = ["', 'cert_sha1 = ["61ed", "', "cert_sha1: not upper-case hex of the right length: 61ed"),
    (_XNSPY, "cert_sha1 =", f'cert_sha256 = ["{_TEST_KEY}"]\ncert_sha1 =', "cert_sha256: not upper-case hex"),
    (_XNSPY, 'cert_sha1 = ["', f'cert_sha1 = ["{_SHARED_CERTIFICATE[::-1]}", "', ""),
    (_XNSPY, 'cert_sha1 = ["', 'cert_sha1 = ["4A3742E0C96AFB91954D613AAA637076750E5A0B", "', "is listed by easyphonetrack"),
    ("list.toml", f'    "{_SHARED_CERTIFICATE}",\n', "", f"{_SHARED_CERTIFICATE} is listed by easyphonetrack"),
    # names of classes
    (_XNSPY, "cert_sha1 =", 'components = ["com.xnspy"]\ncert_sha1 =', "no whole name of a class: com.xnspy"),
    (_XNSPY, "cert_sha1 =", 'components = ["com.xnspy/.Service"]\ncert_sha1 =', "no whole name of a class"),
    (_XNSPY, "cert_sha1 =", 'components = ["com.android.server.Service"]\ncert_sha1 =', "a class of Android"),
    (_XNSPY, "cert_sha1 =", 'components = ["org.traccar.client.TrackingService"]\ncert_sha1 =', "listed by traccar, xnspy"),
    # marks on computers
    (_SENTRY, "{program_data}/spc/loc.exe", "{program_data}/spc/*.exe", "no exact path: {program_data}/spc/*.exe"),
    (_SENTRY, "{program_data}/spc/loc.exe", "{program_data}/../loc.exe", "no exact path"),
    (_SENTRY, "{program_data}/spc/loc.exe", "{everywhere}/spc/loc.exe", "no path on windows"),
    (_SENTRY, "{program_data}/spc/loc.exe", "C:/ProgramData/spc/loc.exe", "no path on windows"),
    (_SENTRY, "{windows}/spcviewer.exe", "{system}/svchost.exe", "a part of Windows: {system}/svchost.exe"),
    (_SENTRY, 'grade = "A"', 'grade = "C"', "a single artefact (grade C) is never strong"),
    (_SENTRY, _FILE, 'kind = "file-name", value = "loc.exe", strength = "strong"', "a bare file name is weak"),
    (_SENTRY, _FILE, 'kind = "file-name", value = "csrss.exe", strength = "weak"', "never a common one: csrss.exe"),
    (_SENTRY, _FILE, 'kind = "launchd-label", value = "com.spc.agent", strength = "strong"', "no launchd-label on windows"),
    (_SENTRY, _FILE, 'kind = "folder-start", value = "{program_data}/spc", strength = "medium"', "too short a start"),
    (_SENTRY, _FILE, 'kind = "registry-key", value = "HKLM\\\\spc", strength = "medium"', "no registry-key on windows"),
    (_SENTRY, _FILE, 'kind = "service", value = "s*", strength = "medium"', "no service on windows: s*"),
    (_SENTRY, "computer = [", "computer = [\n" + _SIGNER % ("Microsoft Corporation", "medium"), "this signs for others"),
    (_SENTRY, "computer = [", "computer = [\n" + _SIGNER % ("Open Source Developer, A B", "medium"), "or is a person"),
    (_SENTRY, "computer = [", "computer = [\n" + _SIGNER % ("Spytech", "strong"), "a maker signs more than one product"),
    (_SENTRY, "{program_data}/spc/loc.exe", "{program_data}/spc/csrss.exe", "twice in sentrypc"),
    (_TIGHT, 'kind = "folder", value = "{program_files}/TightVNC", strength = "medium"', 'kind = "file-name", value = "tvn.exe", strength = "weak"', "only weak marks"),
    ("families/aobo-keylogger.toml", "com.ab.kl", "com.apple.kl", "no launchd-start on macos: com.apple.kl"),
    ("families/flexispy.toml", "/Applications/blblu.app", "/Applications", "every computer has this: /Applications"),
    (_GOOD, "haldlgldplgnggkjaafhelgiaglafanh", "haldlgldplgnggkjaafhelgiaglafanz", "no extension-id on browser"),
    # sources, samples, and what is left out
    ("sources.toml", 'revision = "a04c5c1"', "", "echap needs an address, a revision and a licence"),
    ("sources.toml", 'credit = "Indicators', '# credit = "Indicators', "the licence of echap asks for a credit"),
    ("sources.toml", "[sentrypc]", "[sentrypc-2]", "nothing comes from sentrypc-2"),
    ("list.toml", "version = 2026112", "version = 2020112", "is not YYYYMMDDnn, on or after the day of issue"),
    ("samples/xnspy.toml", '    "', '    "00', "not 64 digits of upper-case hex"),
    ("samples/xnspy.toml", 'source = "echap"', 'source = "nowhere"', "no such source: nowhere"),
    ("exclusions.toml", 'reason = "mixed-up"', 'reason = "because"', "Invalid enum value 'because'"),
    ("exclusions.toml", 'fact = "com.screentime"', 'fact = "com.thetruth"', "left out, and listed all the same"),
    ("exclusions.toml", 'why = "other makers\' apps bear it, and it is near to the product Screen Time"', 'why = ""', "no word on why"),
]  # fmt: skip


_SMALL = ("aobo-keylogger", "cocospy", "easyphonetrack", "flexispy", "goguardian", "sentrypc", "spyphoneapp",
          "thetruthspy", "tightvnc", "traccar", "trackmyphones", "callsmstracker", "xnspy")  # fmt: skip
Lint = Callable[[Path], list[str]]


@pytest.fixture(scope="module")
def problems() -> Lint:
    """Run the linter as lint_data.py does."""
    load_script("lint_data")  # it makes the scripts find each other
    lint = load_script("lint_signatures")
    return lambda folder: list(lint.problems(folder))


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory, problems: Lint) -> tuple[Path, list[str]]:
    """Copy a part of the list, which is quicker to lint; what is said of it is that some sources are not used."""
    folder = tmp_path_factory.mktemp("part") / "signatures"
    for file in (*(f"families/{id_}.toml" for id_ in _SMALL), "samples/xnspy.toml"):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "signatures" / file, folder / file)
    for name in ("list.toml", "sources.toml", "exclusions.toml"):
        shutil.copy(ROOT / "signatures" / name, folder)
    said = problems(folder)
    assert all("nothing comes from" in line for line in said)
    return folder, said


@pytest.fixture
def folder(untouched: tuple[Path, list[str]], tmp_path: Path) -> Path:
    """Copy that part, to break it."""
    return Path(shutil.copytree(untouched[0], tmp_path / "signatures"))


def test_the_shipped_list_has_no_problem(problems: Lint) -> None:
    assert problems(ROOT / "signatures") == []


@pytest.mark.parametrize(("file", "old", "new", "problem"), _MISTAKES)
def test_a_mistake_is_named_with_file_and_line(  # noqa: PLR0913 - the case at hand
    folder: Path, untouched: tuple[Path, list[str]], problems: Lint, file: str, old: str, new: str, problem: str
) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = [line for line in problems(folder) if line not in untouched[1]]
    if not problem:
        assert found == []
        return
    (said, *_) = [line for line in found if problem in line] or [f"not among {found}"]
    places = said.partition(": ")[0].split(", ")
    assert (
        any(place.rpartition(":")[0] == path.name for place in places) or "shared" in problem or "listed by" in problem
    )
    assert all(place.rpartition(":")[2].isdecimal() for place in places), said


def test_hashes_of_no_family_are_named(folder: Path, problems: Lint) -> None:
    (folder / "families" / "xnspy.toml").unlink()
    assert "xnspy.toml:1: no such family, or no hash of it: xnspy" in problems(folder)
