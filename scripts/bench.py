"""Measure what must stay fast, on this computer: medians of whole processes. Never part of the tests.

`python3 scripts/bench.py [RUNS]`
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

if not sys.flags.safe_path:
    import bootstrap

    bootstrap.enter(__file__, "dev")

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "python alone": ("-I", "-c", ""),
    "import click": ("-I", "-c", "import click"),
    "safecheck --help": ("-I", "-m", "safecheck", "--help"),
    "safecheck scan --help": ("-I", "-m", "safecheck", "scan", "--help"),
    "safecheck": ("-I", "-m", "safecheck"),
    "safecheck scan --demo": ("-I", "-m", "safecheck", "scan", "--demo"),
}


def seconds(arguments: tuple[str, ...]) -> float:
    """Run one command and give its wall time."""
    begun = time.perf_counter()
    subprocess.run(
        (sys.executable, *arguments), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return time.perf_counter() - begun


def main() -> None:
    """Measure every command in turn, round by round, and print the medians."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, arguments in COMMANDS.items():
            times[name].append(seconds(arguments))
    medians = {name: statistics.median(taken[1:]) for name, taken in times.items()}  # the first run warms up
    for name, median in medians.items():
        print(f"{name:24} {median * 1000:7.1f} ms   {median / medians['import click']:5.2f} × import click")


if __name__ == "__main__":
    main()
