"""The phone's own files, which lie in a folder of the host: the apps, and the programs that read them."""

from __future__ import annotations

import functools
import os
import shlex
import shutil
import struct
from pathlib import Path

from .description import App, Phone
from .stubs.facts import apk_path, in_data

APKS = Path(__file__).parents[1] / "apks"
PLACES = ("/data/app/", "/mnt/expand/")
"""Where the phone's files are, and not the host's."""


def put_apps(phone: Phone, root: Path) -> None:
    """Put the file of every app on the data partition where the phone says that it is."""
    if root.exists():
        shutil.rmtree(root)
    for app in phone.apps:
        if app.apk is not None and in_data(app):
            file = root / apk_path(phone, app)[1:]
            file.parent.mkdir(parents=True)
            _put(app, app.apk, file)


def _put(app: App, name: str, file: Path) -> None:
    """Write one file; with a hole, as many zeros (which take no room) come first, and the directory moves along."""
    data = _apk(name)
    with file.open("wb") as out:
        if app.apk_hole:
            out.seek(app.apk_hole)
            end = data.rindex(b"PK\5\6")
            directory = struct.unpack_from("<I", data, end + 16)[0] + app.apk_hole
            data = data[: end + 16] + struct.pack("<I", directory) + data[end + 20 :]
        out.write(data)


@functools.cache
def _apk(name: str) -> bytes:
    """Read one of the test APKs."""
    return (APKS / f"{name}.apk").read_bytes()


def wrapper(name: str, tools: str, root: Path) -> str:
    """Return a script that runs the real program with the phone's paths in place of the host's."""
    program = shutil.which(name, path=tools)
    places = " | ".join(f"{place}*" for place in PLACES)
    inputs = " | ".join(f"if={place}*" for place in PLACES)
    folder = shlex.quote(os.fspath(root))
    return f"""for word; do
  shift
  case $word in
    {places}) word={folder}$word ;;
    {inputs}) word=if={folder}${{word#if=}} ;;
  esac
  set -- "$@" "$word"
done
exec {program} "$@"
"""
