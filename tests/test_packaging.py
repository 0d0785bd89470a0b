"""What is built and what is set up: the wheel carries all data, and the set-up says what is missing."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import environment
from tests.loose import ROOT


def test_the_wheel_runs_by_itself(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (wheel,) = (tmp_path / "dist").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert {
        f"safecheck/{name}" for name in ("signatures/signatures.json", "signatures/samples.json", "services/ring.toml")
    } <= set(names)
    for name in ("LICENSE", "NOTICE"):
        assert any(path.endswith(f"licenses/signatures/{name}") for path in names)
    assert not [name for name in names if name.startswith(("tests/", "scripts/"))]
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from safecheck.cli import run; run()"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path / "site"), "scan", "--demo", "-f", "html"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 10, done.stderr
    assert done.stdout.startswith("<!doctype html>")


def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "broken" / "venv").mkdir(parents=True)
    (tmp_path / "broken" / "venv" / "__init__.py").write_text("")
    (tmp_path / "broken" / "venv" / "__main__.py").write_text("raise SystemExit('ensurepip is not available')\n")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "scripts" / "safecheck.py")],
        env=environment(PYTHONPATH=str(tmp_path / "broken")),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "python3-venv" in done.stderr
    assert "Traceback" not in done.stderr
