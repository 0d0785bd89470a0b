"""Measure what must stay fast, on this computer. Never part of the tests.

`python3 scripts/bench.py start`: how long the program takes to start, against `import click`.
`python3 scripts/bench.py phone`: a scan of a simulated phone, against the same commands run bare through one
`adb exec-out`, and against a scanner that asks for each app by itself.
`python3 scripts/bench.py files`: requests and bytes of reading the signers of 150 added apps.
`python3 scripts/bench.py judge`: CPU time and memory of judging a recorded phone with 900 apps.
`python3 scripts/bench.py computer`: a look at this computer with 300 programs that run and 270 extensions of browsers.
Without a word: all of them.
"""

import dataclasses
import functools
import json
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if not getattr(sys.flags, "safe_path", False):  # older Pythons do not know it
    import bootstrap

    bootstrap.enter(__file__, "dev")

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))
from safecheck.errors import ExitCode  # noqa: E402 - after the path
from safecheck.phone.probes import PROBES  # noqa: E402 - the same
from tests.simphone import AdbServer, App, Phone, SimPhone, disconnect, faults, phones  # noqa: E402 - the same

SAFECHECK = (sys.executable, "-I", "-m", "safecheck")
SCAN = (*SAFECHECK, "scan", "--no-computer")
ROUNDS = 5
# A phone on a cable, as measured on real ones (bug reports' own timings; USB 2): seconds, bytes per second.
SERVICE, DUMP, PACKAGE_DUMP_OF_320, BANDWIDTH = 0.015, 0.060, 0.600, 30e6


def seconds(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the median wall time of `run`, after one that warms up."""
    times = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return statistics.median(times[1:])


def quietly(*command: str, **more: str) -> None:
    """Run a command and throw its output away; what did nothing is no measure of anything."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=more or None, check=False)
    if done.returncode not in {ExitCode.NOTHING_FOUND, ExitCode.INCOMPLETE, ExitCode.FOUND}:
        raise RuntimeError(done.stderr.decode(errors="replace"))


def start() -> None:
    """Measure how long the program takes to say something."""
    commands = {
        "import click": (sys.executable, "-I", "-c", "import click"),
        "safecheck --help": (*SAFECHECK, "--help"),
        "safecheck scan --help": (*SAFECHECK, "scan", "--help"),
        "safecheck": SAFECHECK,
        "safecheck scan --demo": (*SAFECHECK, "scan", "--demo"),
    }
    medians = {name: seconds(functools.partial(quietly, *command), 11) for name, command in commands.items()}
    for name, median in medians.items():
        print(f"{name:24} {median * 1000:7.1f} ms  {median / medians['import click']:5.2f} × import click")


def slow(packages: int = 0) -> list[faults.Fault]:
    """Give the delays of a phone on a cable; the list of all its `packages` takes longer than other dumps."""
    whole_list = max(0.0, PACKAGE_DUMP_OF_320 * packages / 320 - DUMP)
    delays = {"dumpsys": DUMP, "dumpsys package packages": whole_list}
    return [faults.slow(service_delay=SERVICE, command_delays=delays, bytes_per_second=BANDWIDTH)]


def bare_script(description: Phone) -> str:
    """Write all questions of a scan as one line of shell."""
    users = [user.id for user in description.users]
    lines = [probe.command.format(user=user) for probe in PROBES for user in (users if probe.per_user else [None])]
    return "; ".join(f"{line} 2>&1" for line in lines)


def came_along(description: Phone) -> Phone:
    """Let every app be a part of the phone: what the files of added apps cost is measured apart."""
    apps = tuple(dataclasses.replace(app, system=True) for app in description.apps)
    return dataclasses.replace(description, apps=apps)


def phone() -> None:
    """Measure scans of phones of several sizes; the adb server runs already."""
    print("apps users | services   bytes |  scan s   bare s  scan/bare")
    with AdbServer() as server:
        for packages, users in ((50, 1), (400, 1), (900, 1), (50, 3), (400, 3), (900, 3)):
            description = came_along(phones.big(packages, users))
            with SimPhone(description, slow(packages)) as simulated:
                serial = server.connect(simulated)
                adb = (server.program, "-P", str(server.port), "-s", serial, "exec-out")
                environment = server.environment()
                scan = seconds(lambda: quietly(*SCAN, **environment))  # noqa: B023 - run at once
                services, sent = len(simulated.services) // (ROUNDS + 1), simulated.bytes_sent // (ROUNDS + 1)
                bare = seconds(lambda: quietly(*adb, bare_script(description), **environment))  # noqa: B023 - the same
                disconnect(server.port, serial)
            print(f"{packages:4} {users:5} | {services:8} {sent:7} | {scan:7.2f} {bare:8.2f} {scan / bare:9.2f}")
        per_package(server)


def per_package(server: AdbServer) -> None:
    """Measure the request sequence of a scanner that asks for each of 320 apps: nine questions, then one an app."""
    description = phones.big(320, 1)
    names = [app.package for app in description.apps]
    with SimPhone(description, slow()) as simulated:
        serial = server.connect(simulated)
        adb = (server.program, "-P", str(server.port), "-s", serial, "exec-out")
        begun = time.perf_counter()
        for line in ["getprop"] * 9 + [f"dumpsys package {shlex.quote(name)}" for name in names]:
            quietly(*adb, line, **server.environment())
        each = time.perf_counter() - begun
        disconnect(server.port, serial)
    with SimPhone(came_along(description), slow(320)) as simulated:
        serial = server.connect(simulated)
        scan = seconds(lambda: quietly(*SCAN, **server.environment()))
        disconnect(server.port, serial)
    print(f"320 apps: one request an app {each:.2f} s, scan {scan:.2f} s, {each / scan:.1f} × faster")


def files() -> None:
    """Measure what the files of 150 added apps cost, each of 300 MB: requests, bytes, and time on this computer."""
    apps = [
        App(package=f"org.example.app{number}", installer=phones.PLAY_STORE, apk="v2-v3", apk_hole=300_000_256)
        for number in range(150)
    ]
    description = phones.big(0, 1)
    description = dataclasses.replace(description, apps=(*(app for app in description.apps if app.system), *apps))
    without = dataclasses.replace(description, apps=tuple(app for app in description.apps if app.system))
    with AdbServer() as server:
        figures = []
        for each in (without, description):
            with SimPhone(each) as simulated:
                serial = server.connect(simulated)
                wall = seconds(lambda: quietly(*SCAN, **server.environment()))
                figures.append((len(simulated.services) // (ROUNDS + 1), simulated.bytes_sent // (ROUNDS + 1), wall))
                disconnect(server.port, serial)
        with SimPhone(description) as simulated, tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "report.json"
            server.connect(simulated)
            quietly(*SCAN, "-f", "json", "-o", str(file), **server.environment())
            lines = [line for line in json.loads(file.read_text())["ledger"] if line["fact"] == "signers"]
    sizes: dict[str, int] = {}
    for line in lines:
        sizes[line["app"]] = sizes.get(line["app"], 0) + line["bytes"]
    (services, sent, wall), (services_with, sent_with, wall_with) = figures
    print(f"150 added apps: {services_with - services} requests and {sent_with - sent} bytes more,")
    print(f"  of them {sum(sizes.values())} from their files, {max(sizes.values())} at most of one")
    print(f"  scan {wall_with:.2f} s, without them {wall:.2f} s")


# Runs safecheck and says what it cost: seconds of CPU, and bytes at most. macOS counts in bytes, Linux in kilobytes.
MEASURED = """
import sys

sys.argv = sys.argv[1:]
from safecheck.cli import run

try:
    run()
finally:
    import psutil

    process = psutil.Process()
    times = process.cpu_times()
    try:
        import resource
    except ImportError:  # Windows
        peak = process.memory_info().peak_wset
    else:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(times.user + times.system, peak, file=sys.stderr)
"""


def judge() -> None:
    """Measure `scan --from` of a phone with 900 apps and 3 users, as a whole process."""
    with tempfile.TemporaryDirectory() as folder, AdbServer() as server, SimPhone(phones.big(900, 3)) as simulated:
        file = str(Path(folder) / "phone.json")
        server.connect(simulated)
        quietly(*SCAN, "--record", file, **server.environment())
        wall = seconds(lambda: quietly(*SAFECHECK, "scan", "--from", file))
        command = (sys.executable, "-I", "-c", MEASURED, "safecheck", "scan", "--from", file)
        done = subprocess.run(command, capture_output=True, check=False)
    used, peak = map(float, done.stderr.split()[-2:])
    print(f"scan --from, 900 apps, 3 users: {used:.2f} s CPU, {wall:.2f} s wall, {peak / 2**20:.0f} MB at most")


PROFILES = [
    (f".config/{browser}", profile)
    for browser in ("google-chrome", "chromium", "microsoft-edge")
    for profile in ("Default", "Profile 1", "Profile 2")
]
PROGRAMS = 300


def fill_home(home: Path) -> int:
    """Put 30 extensions into each of nine profiles, with settings of the size that they have; give how many."""
    names = [f"{number:032x}".translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop")) for number in range(30)]
    for browser, profile in PROFILES:
        folder = home / browser / profile
        for name in names:
            version = folder / "Extensions" / name / "1.0_0"
            (version / "_locales/en").mkdir(parents=True)
            manifest = {"name": "__MSG_name__", "default_locale": "en", "permissions": ["tabs"], "key": "x" * 2000}
            (version / "manifest.json").write_text(json.dumps(manifest))
            messages = {f"text{number}": {"message": "word " * 10} for number in range(200)}
            (version / "_locales/en/messages.json").write_text(json.dumps(messages | {"name": {"message": name[:4]}}))
        settings = {name: {"location": 1, "from_webstore": True, "path": f"{name}/1.0_0"} for name in names}
        told = {"extensions": {"settings": settings}, "others": {str(number): "x" * 100 for number in range(25_000)}}
        (folder / "Secure Preferences").write_text(json.dumps(told))
    return len(PROFILES) * len(names)


def computer() -> None:
    """Measure `scan --no-phone` of this computer, with a home of its own; and its slowest readers."""
    import psutil

    with tempfile.TemporaryDirectory() as folder:
        home, file = Path(folder) / "home", Path(folder) / "report.json"
        extensions = fill_home(home)
        more = [subprocess.Popen(["sleep", "600"]) for _ in range(max(0, PROGRAMS - len(psutil.pids())))]
        try:
            programs = len(psutil.pids())
            command = (*SAFECHECK, "scan", "--no-phone", "-f", "json")
            wall = seconds(lambda: quietly(*command, HOME=str(home), TMPDIR=folder))
            quietly(*command, "-o", str(file), HOME=str(home), TMPDIR=folder)
        finally:
            for one in more:
                one.kill()
                one.wait()
        lines = sorted(json.loads(file.read_text())["ledger"], key=lambda line: -line["seconds"])
    print(f"scan --no-phone, {programs} programs, {extensions} extensions: {wall:.2f} s wall; the slowest readers:")
    for line in lines[:5]:
        print(f"  {line['fact']:30} {line['seconds']:6.3f} s {line['bytes']:9} bytes kept")


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["start", "phone", "files", "judge", "computer"]
    for name in chosen:
        {"start": start, "phone": phone, "files": files, "judge": judge, "computer": computer}[name]()
