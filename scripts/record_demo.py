"""Record the made-up phone of `scan --demo` anew: a simulated phone, read through the real adb server.

Run it after a change of the probe table; the tests say when.
"""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

if not getattr(sys.flags, "safe_path", False):  # older Pythons do not know it
    import bootstrap

    bootstrap.enter(__file__, "dev")

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "safecheck" / "phone" / "demo.json"
TAKEN = "2026-11-21T10:15:00+00:00"
_PRIVATE = "android.os.usertype.profile.PRIVATE"
_CLOCK = 1_795_256_100  # the same moment

sys.path.append(str(ROOT))
from safecheck.errors import ExitCode  # noqa: E402 - after the path
from tests.simphone import AdbServer, App, AppState, Phone, SimPhone, User, phones  # noqa: E402 - after the path


def made_up_phone() -> Phone:
    """Describe a phone on which there is something of everything: to act on, to ask about, and not to be seen."""
    phone = dataclasses.replace(
        phones.ordinary(34, apps=60), maker="Example", brand="example", model="Fon 5", clock=_CLOCK
    )
    watching = App(
        package="com.systemservice",
        label="System Service",
        installer="com.google.android.packageinstaller",
        first_install=_CLOCK - 40 * 86_400,
        states=(AppState(user_id=0), AppState(user_id=10, installed=False)),
    )
    sharing = App(
        package="com.life360.android.safetymapd",
        label="Life360",
        installer="com.android.vending",
        first_install=_CLOCK - 700 * 86_400,
        states=(AppState(user_id=0), AppState(user_id=10, installed=False)),
    )
    phone = phones.with_app(phones.with_app(phone, watching), sharing)
    phone = phones.with_owner(
        phone,
        accessibility_services=("com.systemservice/.ScreenService",),
        notification_listeners=("com.systemservice/.NotificationService",),
    )
    return phones.with_user(
        phone, User(id=10, name="Private space", flags=0x1090, user_type=_PRIVATE, running=False, refuses_shell=True)
    )


def main() -> None:
    """Read the phone, and put its recording where the program finds it."""
    with AdbServer() as server, SimPhone(made_up_phone()) as phone:
        server.connect(phone)
        fresh = FILE.with_suffix(".new")
        command = [
            sys.executable,
            "-P",
            "-m",
            "safecheck",
            "scan",
            "--no-computer",
            "--now",
            TAKEN,
            "--record",
            str(fresh),
        ]
        done = subprocess.run(
            command,
            env=server.environment() | {"PATH": os.environ["PATH"], "TZ": "UTC"},
            stdout=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
    if done.returncode != ExitCode.FOUND:
        raise SystemExit(f"the scan ended with {done.returncode}: the recording is left as it was")
    fresh.chmod(0o644)  # it is a file of the package, not a person's
    fresh.replace(FILE)


if __name__ == "__main__":
    main()
