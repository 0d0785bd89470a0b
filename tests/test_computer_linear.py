"""Four times the computer takes four times the steps: readers and checks are linear in what lies and runs there."""

import functools
import json
from collections.abc import Callable

import pytest

from safecheck.model.host import Running, System
from tests.computers.looking import judged, look_at
from tests.computers.made_up import MadeUp
from tests.computers.throwaway import ROOT
from tests.counted import steps

_ID = str.maketrans("0123456789", "abcdefghij")


def _extensions(count: int) -> str:
    settings = {
        f"{n:032}".translate(_ID): {"location": 4, "path": f"/x/{n}", "manifest": {"name": str(n)}}
        for n in range(count)
    }
    return json.dumps({"extensions": {"settings": settings}})


GROWN: dict[str, Callable[[int], dict[str, str]]] = {
    "autostart": lambda n: {f"~/.config/autostart/{i}.desktop": f"[Desktop Entry]\nName=x{i}\nExec=/home/me/x{i}\n" for i in range(n)},
    "units": lambda n: {f"/etc/systemd/system/{i}.service": f"[Service]\nExecStart=/opt/{i}\n" for i in range(n)},
    "lines of a unit": lambda n: {"~/.config/systemd/user/x.service": "ExecStart=/tmp/x \\\n" * n},
    "crontab": lambda n: {"/etc/crontab": "".join(f"* * * * * root /opt/x{i}\n" for i in range(n))},
    "shell": lambda n: {"~/.bashrc": "".join(f"~/x{i} &\n" for i in range(n))},
    "preload": lambda n: {"~/.profile": "".join(f"export LD_PRELOAD=/x{i}\n" for i in range(n))},
    "people": lambda n: {"/etc/passwd": str(ROOT["etc/passwd"]) + "".join(f"u{i}:x:{2000 + i}:100::/home/u{i}:/bin/sh\n" for i in range(n))},
    "rules": lambda n: {"/etc/sudoers": "".join(f"User_Alias A{i} = u{i}\nA{i} ALL=(ALL) ALL\n" for i in range(n))},
    "keys": lambda n: {"~/.ssh/authorized_keys": "".join(f"ssh-rsa AAAAAAAA{i:020} u@h{i}\n" for i in range(n))},
    "hosts": lambda n: {"/etc/hosts": "127.0.0.1 localhost\n" + "".join(f"0.0.0.0 a{i}.example\n" for i in range(n))},
    "extensions": lambda n: {"~/.config/google-chrome/Default/Preferences": _extensions(n)},
    "packages": lambda n: {"/var/lib/dpkg/status": "".join(f"Package: p{i}\nStatus: install ok installed\nConffiles:\n /etc/cron.d/{i} {'0' * 32}\n\n" for i in range(n))},
}  # fmt: skip


def _judge(files: dict[str, str], running: int) -> int:
    """Count the steps of reading what was kept and judging it."""
    programs = [Running(f"p{i}", f"/home/me/p{i}", (f"/home/me/p{i}",), "me") for i in range(running)]
    root = {f"/{path}": data for path, data in ROOT.items()}
    answers = look_at(MadeUp(System.LINUX, root | files, running=programs)).answers
    return steps(functools.partial(judged, answers))


@pytest.mark.parametrize("name", GROWN)
def test_four_times_as_much_takes_four_times_the_steps(name: str) -> None:
    none, short, long = (_judge(GROWN[name](rows), 0) for rows in (0, 100, 400))
    assert long - none <= 4.5 * (short - none) + 500, (none, short, long)


def test_four_times_the_programs_take_four_times_the_steps() -> None:
    none, short, long = (_judge({}, count) for count in (0, 100, 400))
    assert long - none <= 4.5 * (short - none) + 500, (none, short, long)
