"""A throw-away Linux: a folder with a root and a home, things to plant in them, and looking as root and as nobody."""

import codecs
import contextlib
import os
import pickle
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from safecheck.computer.collect import collect
from safecheck.computer.live import LiveHost
from safecheck.computer.look import encoded
from safecheck.computer.readers import readers
from safecheck.desktop import wanted
from safecheck.model import Answer
from safecheck.model.host import About, Ask, AskKind, Running, Said, System
from tests.computers.looking import LIST, Looked, judged

NOBODY = 65534


@contextlib.contextmanager
def throw_away() -> Iterator[Path]:
    """Make a folder that everybody may read, with a root and a home in it."""
    folder = Path(tempfile.mkdtemp(prefix="computer-"))
    folder.chmod(0o755)
    for name in ("root", "home"):
        (folder / name).mkdir()
    yield folder
    shutil.rmtree(folder)


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    """Plant files below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())


ROOT: dict[str, str | bytes] = {  # what every Linux has (synthetic, in the form of Debian 12)
    "etc/os-release": 'PRETTY_NAME="Example Linux 12"\nVERSION_ID="12"\n',
    "etc/passwd": (
        "root:x:0:0:root:/root:/bin/bash\nme:x:1000:1000:Me,,,:/home/me:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n"
    ),
    "etc/group": "root:x:0:\nsudo:x:27:me\ninput:x:101:\nme:x:1000:\n",
    "etc/resolv.conf": "nameserver 192.168.1.1\n",
    "etc/hosts": "127.0.0.1 localhost\n192.168.1.5 printer.example\n",
    "etc/ssl/certs/README": "",
    "etc/xdg/autostart/agent.desktop": "[Desktop Entry]\nName=Agent\nExec=/usr/libexec/agent\n",
    "usr/lib/systemd/system/cron.service": "[Service]\nExecStart=/usr/sbin/cron\n",
    "var/lib/dpkg/status": "Package: base-files\nStatus: install ok installed\n\n",
    "proc/1/comm": "systemd\n",
    "proc/bus/input/devices": 'I: Bus=0011\nN: Name="Keyboard"\nB: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe\n\n',
}


class Apart(LiveHost):
    """The computer with the programs of this test alone: beside it, others may start browsers with proxies."""

    def ask(self, question: Ask) -> Said:
        """Leave out programs from elsewhere."""
        said = super().ask(question)
        if question.kind is not AskKind.PROCESSES:
            return said
        programs = msgspec.json.decode(said.data, type=tuple[Running, ...])
        here = str(Path(self.home).parent)
        return encoded([one for one in programs if one.this or here in one.path or here in "".join(one.arguments[:1])])


def host(place: Path, user: str = "me", *, admin: bool = False) -> LiveHost:
    """Give the throw-away computer."""
    return Apart(About(system=System.LINUX, user=user, admin=admin), place / "home", place / "root")


def as_nobody(ask: Callable[[], tuple[Answer, ...]]) -> tuple[Answer, ...]:
    """Ask in a process of its own that has given up all rights."""
    import psutil  # noqa: F401 - before the rights are gone with which Python's own files can be read here

    codecs.lookup("utf-16-le")  # the same

    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(ask(), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answers: tuple[Answer, ...] = pickle.load(pipe)  # noqa: S301 - our own child's
    os.waitpid(child, 0)
    return answers


def ask_all(host: LiveHost) -> tuple[Answer, ...]:
    """Ask a computer everything."""
    return collect(host, readers(System.LINUX, wanted(LIST, System.LINUX)))


def look_as(user: str) -> Callable[[LiveHost], Looked]:
    """Give what looks at a computer with all rights ("root"), or with none ("nobody")."""
    return lambda host: judged(ask_all(host) if user == "root" else as_nobody(lambda: ask_all(host)))


def give_to_nobody(place: Path) -> None:
    """Let nobody own everything, as people own their homes."""
    if os.geteuid() != 0:
        return
    for path in [place, *place.rglob("*")]:
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
