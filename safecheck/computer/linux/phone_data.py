"""Phones' data on this computer: backups, mirrored screens and messages. Their contents are never opened."""

from collections.abc import Iterator
from datetime import UTC, datetime

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.model.computer import PhoneData

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
_BACKUPS = ("~/.local/share/idevicebackup2", "~/.config/MobileSync/Backup", "~/MobileSync/Backup")


def read(look: Look) -> Iterator[PhoneData]:
    """Tell of each by the folder that it leaves."""
    for kind, name, place in _PROGRAMS:
        if look.there(place):
            yield PhoneData(kind, name, None)
    for folder in _BACKUPS:
        for entry in look.folder(folder) or ():
            if entry.kind == "folder":
                yield PhoneData("backup", clean(entry.name), datetime.fromtimestamp(entry.changed, UTC))
