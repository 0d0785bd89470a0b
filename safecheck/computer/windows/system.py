"""Which Windows this is."""

from collections.abc import Iterator
from datetime import UTC, datetime

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import number, only, text
from safecheck.model.computer import Machine

_PLACE = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_ELEVEN = 22000  # the first build of Windows 11, which still calls itself 10
_UPDATED = r"C:\Windows\WinSxS"  # changes with every update of the system


def read(look: Look) -> Iterator[Machine]:
    """Tell name and build; every Windows has the key."""
    key = look.key(_PLACE, only("ProductName", "DisplayVersion", "ReleaseId", "CurrentBuild", "UBR"))
    name, build = text(key, "ProductName"), text(key, "CurrentBuild")
    if not name or not build:
        look.problem(_PLACE)
        return
    if build.isdigit() and int(build) >= _ELEVEN:
        name = name.replace("Windows 10", "Windows 11")
    version = text(key, "DisplayVersion") or text(key, "ReleaseId")
    full = f"{version} ({build}.{number(key, 'UBR') or 0})".strip()
    yield Machine(clean(name), clean(full), _updated(look))


def _updated(look: Look) -> datetime | None:
    """Tell when the newest part of the system's own store came; the store's folder lies among others of Windows."""
    entries = look.folder(r"C:\Windows", _only_store) or ()
    times = [entry.changed for entry in entries if entry.changed]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _only_store(data: bytes) -> bytes:
    import msgspec

    from safecheck.model.host import Entry

    wanted = _UPDATED.rpartition("\\")[2].casefold()
    return msgspec.json.encode(
        [one for one in msgspec.json.decode(data, type=list[Entry]) if one.name.casefold() == wanted]
    )
