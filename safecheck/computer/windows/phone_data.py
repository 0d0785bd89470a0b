"""Phones' data on Windows: backups of iPhones, Phone Link, messengers. Their contents are never opened."""

from collections.abc import Iterator

from safecheck.computer.apple_backups import backups
from safecheck.computer.look import Look
from safecheck.model.computer import PhoneData

_BACKUPS = (r"~\AppData\Roaming\Apple Computer\MobileSync\Backup", r"~\Apple\MobileSync\Backup")
_PLACES = (
    ("mirror", "Phone Link", r"~\AppData\Local\Packages\Microsoft.YourPhone_8wekyb3d8bbwe\LocalCache\Indexed"),
    ("messages", "Signal Desktop", r"~\AppData\Roaming\Signal"),
    ("messages", "Telegram Desktop", r"~\AppData\Roaming\Telegram Desktop"),
    ("messages", "WhatsApp", r"~\AppData\Local\Packages\5319275A.WhatsAppDesktop_cv1g1gvanyjgm\LocalState"),
    ("mirror", "KDE Connect", r"~\AppData\Local\kdeconnect-app"),
)


def read(look: Look) -> Iterator[PhoneData]:
    """Tell of each by the folder that it leaves; a Windows without this person's folders was not looked at."""
    if not look.there(r"~\AppData"):
        look.problem(r"~\AppData")
    for folder in _BACKUPS:
        yield from backups(look, folder, "\\")
    for kind, name, place in _PLACES:
        if look.there(place):
            yield PhoneData(kind, name, None)
