"""A download as large as they come: two gigabytes of log in a zip are read in little memory, with word of progress."""

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.conftest import environment
from tests.loose import ROOT

_ROWS_IN_BLOCK, _BLOCKS = 1000, 1000
_MOST_MEMORY = 200  # MB, of the whole process
_HEADER = (
    "Gaia ID,Activity Timestamp,IP Address,Proxiedhost IP Address,Is Non-routable IP Address,Activity Country,"
    "Activity Region,Activity City,User Agent String,Product Name,Sub-Product Name,Activity Type,Gmail Access Channel\n"
)


def _deflated(data: bytes, *, last: bool = False) -> bytes:
    """Pack a block so that any other can follow it."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def _write(path: Path) -> int:
    """Write a zip of one file, of one packed block that comes again and again; give its size unpacked."""
    noise = os.urandom(30 * _ROWS_IN_BLOCK).hex()  # as little alike as the tokens in real lines
    filling = "x" * 1950
    rows = "".join(
        f"1,2026-10-{1 + n % 28:02} {n % 24:02}:{n % 60:02}:00 UTC,192.0.2.{n % 256},,No,GB,ENG,Leeds,"
        f"App : GMAIL_APP. Os : IOS_OS. {noise[n * 60 : n * 60 + 60]}{filling},Gmail,,Login,\n"
        for n in range(_ROWS_IN_BLOCK)
    ).encode()
    header = _HEADER.encode()
    first, again, last = _deflated(header), _deflated(rows), _deflated(b"", last=True)
    size = len(header) + len(rows) * _BLOCKS
    packed = len(first) + len(again) * _BLOCKS + len(last)
    check = zlib.crc32(header)
    for _ in range(_BLOCKS):
        check = zlib.crc32(rows, check)
    name = b"Takeout/Access Log Activity/Activities.csv"
    fields = (20, 0, 8, 0, 0, check, packed, size, len(name), 0)
    with path.open("wb") as file:
        file.write(struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields) + name + first)
        for _ in range(_BLOCKS):
            file.write(again)
        file.write(last)
        start = file.tell()
        file.write(struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *fields, 0, 0, 0, 0, 0) + name)
        listed = file.tell() - start
        file.write(struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, listed, start, 0))
    return size


_READ = """
import re, sys
from pathlib import Path
from safecheck.accounts.exports.read import read_exports
steps = []
read = read_exports([Path(sys.argv[1])], lambda *step: steps.append(step))
(export,) = read.exports
# Not getrusage: what that tells begins with the memory of the process that started this one.
memory = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(int(memory[1]) // 1024, export.spans["export-sessions"].entries, len(export.seen), len(steps))
print(*[gap.reason for gap in read.gaps if gap.reason != "file-missing"])
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="reads how much memory a process took as Linux tells it")
def test_two_gigabytes_of_log_are_read_in_little_memory(tmp_path: Path) -> None:
    size = _write(tmp_path / "takeout.zip")
    assert size > 2_000_000_000
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(tmp_path / "takeout.zip")],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, _, further = done.stdout.partition("\n")
    memory, entries, devices, steps = map(int, first.split())
    assert (entries, devices, further.strip()) == (_ROWS_IN_BLOCK * _BLOCKS, 1, "")
    assert steps > 100
    assert memory <= _MOST_MEMORY, f"{memory} MB"
