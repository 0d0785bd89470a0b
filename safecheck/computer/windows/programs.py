"""Which programs are installed: what the list of programs shows, and the apps of the store."""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, only, text
from safecheck.model.computer import Program

_PLACES = (
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall",
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall",
    r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall",
)
_STORE = r"HKCU\SOFTWARE\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
_LONGEST = 300


def read(look: Look) -> Iterator[Program]:
    """Tell of each; a Windows on which nothing at all is installed is none."""
    seen = False
    for place in _PLACES:
        for name, told in below(look, place, only("DisplayName", "Publisher", "InstallLocation")):
            seen = True
            yield Program(
                name=clean(text(told, "DisplayName") or name),
                ident=clean(name),
                publisher=clean(text(told, "Publisher")),
                place=clean(text(told, "InstallLocation"), _LONGEST),
            )
    store = look.key(_STORE, only())
    for name in store.keys if store else ():
        seen = True
        short = clean(name.partition("_")[0])
        yield Program(name=short, ident=short, publisher="store", place="")
    if not seen:
        look.problem(_PLACES[0])
