"""Phones' data on this computer: backups, mirrored screens and messages. Their contents are never opened."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model.computer import PhoneData
from safecheck.model.host import Entry

# Folders that these programs keep in the home, with packages of flatpak and snap besides.
_PROGRAMS = (
    ("messages", "Signal Desktop", "~/.config/Signal"),
    ("messages", "Signal Desktop", "~/.var/app/org.signal.Signal/config/Signal"),
    ("messages", "Signal Desktop", "~/snap/signal-desktop/current/.config/Signal"),
    ("messages", "Telegram Desktop", "~/.local/share/TelegramDesktop"),
    ("messages", "Telegram Desktop", "~/.var/app/org.telegram.desktop/data/TelegramDesktop"),
    ("messages", "Telegram Desktop", "~/snap/telegram-desktop/current/.local/share/TelegramDesktop"),
    ("messages", "WhatsApp", "~/.config/whatsapp-for-linux"),
    ("messages", "WhatsApp", "~/snap/whatsapp-for-linux/current"),
    ("messages", "WhatsApp", "~/.var/app/io.github.mimbrero.WhatsAppDesktop"),
    ("messages", "Caprine (Messenger)", "~/.config/Caprine"),
    ("messages", "Caprine (Messenger)", "~/.var/app/com.sindresorhus.Caprine"),
    ("mirror", "KDE Connect", "~/.config/kdeconnect"),
    ("mirror", "scrcpy", "~/.config/scrcpy"),
)
_SHOWN = 6  # letters of a phone's number
_BACKUPS = ("~/.local/share/idevicebackup2", "~/.config/MobileSync/Backup", "~/MobileSync/Backup")


def _kept(data: bytes) -> bytes:
    """Keep of each backup its time and the beginning of its name, which is the phone's own number."""
    entries = msgspec.json.decode(data, type=list[Entry])
    return msgspec.json.encode([entry._replace(name=_short(entry.name), target="") for entry in entries])


def _short(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[: _SHOWN - 1]}…"


def read(look: Look) -> Iterator[PhoneData]:
    """Tell of each by the folder that it leaves."""
    for kind, name, place in _PROGRAMS:
        if look.there(place):
            yield PhoneData(kind, name, None)
    for folder in _BACKUPS:
        for entry in look.folder(folder, _kept) or ():
            if entry.kind == "folder":
                yield PhoneData("backup", clean(entry.name), datetime.fromtimestamp(entry.changed, UTC))
