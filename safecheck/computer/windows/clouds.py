"""Whose clouds this Windows is kept in step with; accounts are masked."""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows.keeping import below, only, text
from safecheck.model.computer import Cloud

_ONEDRIVE = r"HKCU\SOFTWARE\Microsoft\OneDrive\Accounts"
_PLACES = (
    ("Dropbox", r"~\AppData\Local\Dropbox\info.json"),
    ("Google Drive", r"~\AppData\Local\Google\DriveFS"),
    ("iCloud", r"~\AppData\Roaming\Apple Computer\iCloud"),
    ("MEGA", r"~\AppData\Local\Mega Limited"),
    ("Syncthing", r"~\AppData\Local\Syncthing"),
)


def read(look: Look) -> Iterator[Cloud]:
    """Tell of each; a Windows without this person's folders was not looked at."""
    if not look.there(r"~\AppData"):
        look.problem(r"~\AppData")
    for _, key in below(look, _ONEDRIVE, only(mask=("UserEmail",))):
        if text(key, "UserEmail"):
            yield Cloud("OneDrive", clean(text(key, "UserEmail")))
    for service, place in _PLACES:
        if look.there(place):
            yield Cloud(service, "")
