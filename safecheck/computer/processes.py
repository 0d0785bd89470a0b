"""Which programs run; of their arguments only those that tell how a program was set up are kept."""

import re
from collections.abc import Iterator

import msgspec

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model import GapReason
from safecheck.model.computer import Extension, Origin, Route
from safecheck.model.host import Running, System

# An argument may be a password or the name of a document: these alone are kept, besides the program itself.
_KEPT = re.compile(
    r"--(?:load-extension|remote-debugging-port|remote-debugging-pipe|proxy-server|proxy-pac-url"
    r"|ignore-certificate-errors)(?:=.*)?",
    re.DOTALL,
)
_SCRIPT = re.compile(r"[^-].*\.(?:py|pyw|sh|pl|js|rb|ps1|vbs|jar)", re.DOTALL)
_LONGEST = 300
_FIRST = "/proc/1"


def kept(data: bytes) -> bytes:
    """Keep of each program its name, its path, whose it is, and the arguments that are needed."""
    programs = msgspec.json.decode(data, type=tuple[Running, ...])
    return msgspec.json.encode([program._replace(arguments=tuple(_arguments(program))) for program in programs])


def _arguments(program: Running) -> Iterator[str]:
    if program.arguments:
        # Browsers write all of theirs into the first; servers write whom they serve there ("postgres: anna 192.168.…").
        yield program.arguments[0].partition(" --")[0].partition(": ")[0][:_LONGEST]
    for argument in program.arguments[1:]:
        if _KEPT.fullmatch(argument) or _SCRIPT.fullmatch(argument):
            yield argument[:_LONGEST]


def read(look: Look) -> Iterator[Running | Extension | Route]:
    """Tell of every program that runs, and of what browsers were started with.

    A list without safecheck itself is not the whole list; neither is one of a Linux that hides others' programs
    (hidepid), where the first of all cannot be seen.
    """
    programs = look.processes() or ()
    if not any(program.this for program in programs):
        look.problem("this program itself is not in the list", GapReason.CONTRADICTION)
    if look.about.system is System.LINUX and not look.there(_FIRST):
        look.problem(_FIRST, GapReason.DENIED)
    for program in programs:
        if not (program.name or program.path):
            look.problem("a program without a name", GapReason.DENIED)
            continue
        yield Running(
            clean(program.name),
            clean(program.path, _LONGEST),
            tuple(clean(argument, _LONGEST) for argument in program.arguments),
            clean(program.user),
            program.this,
        )
        yield from _started_with(program)


def _started_with(program: Running) -> Iterator[Extension | Route]:
    """Tell of extensions and proxies that stand on a command line."""
    for argument in program.arguments[1:]:
        option, _, value = argument.partition("=")
        if option == "--load-extension":
            for path in filter(None, value.split(",")):
                if not path.startswith("/usr/share/"):
                    yield Extension(
                        browser=clean(program.name),
                        profile="",
                        id="",
                        name=clean(path),
                        origin=Origin.HAND,
                        enabled=True,
                        every_page=False,
                        powers=(),
                        place=clean(path, _LONGEST),
                    )
        elif option in {"--proxy-server", "--proxy-pac-url"} and value and value != "direct://":
            yield Route("pac" if option.endswith("url") else "proxy", clean(value, 200), clean(program.name))
