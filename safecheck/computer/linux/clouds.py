"""Whose clouds this computer is kept in step with; accounts are masked."""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import ini_of
from safecheck.computer.look import Look
from safecheck.masking import masked
from safecheck.model.computer import Cloud
from safecheck.model.host import Keep

_FOLDERS = {
    "Dropbox": ("~/.dropbox", "~/.var/app/com.dropbox.Client"),
    "OneDrive": ("~/.config/onedrive",),
    "MEGA": ("~/.local/share/data/Mega Limited",),
    "Insync (Google Drive)": ("~/.config/Insync",),
    "Syncthing": ("~/.config/syncthing", "~/.local/state/syncthing"),
}
# INI files, and the names of settings that hold an account.
_FILES = {
    "~/.config/goa-1.0/accounts.conf": ("", "Provider", "PresentationIdentity"),
    "~/.config/Nextcloud/nextcloud.cfg": ("Nextcloud", "", r"0\dav_user"),
    "~/.config/rclone/rclone.conf": ("rclone", "type", ""),
}


def read(look: Look) -> Iterator[Cloud]:
    """Tell of each by the folder that it leaves, or by its list of accounts."""
    for service, places in _FOLDERS.items():
        if any([look.there(place) for place in places]):  # noqa: C419 - each is asked for
            yield Cloud(service, "")
    for place, (service, kind, account) in _FILES.items():
        for line in (look.text(place, _keep(service, kind, account)) or "").splitlines()[1:]:
            name, _, who = line.partition("\t")
            yield Cloud(clean(name), clean(who))


def _keep(service: str, kind: str, account: str) -> Keep:
    """Keep of a file one line for each account: the service and the masked account; a file holds passwords too."""

    def kept(data: bytes) -> bytes:
        if data.startswith(b"#kept\n"):
            return data
        sections: dict[str, dict[str, str]] = {}
        for line in ini_of(data):
            sections.setdefault(line.section, {})[line.key] = line.value
        found = [
            f"{told.get(kind, '') or service}\t{masked(told.get(account, ''))}"
            for told in sections.values()
            if told.get(kind) or told.get(account)
        ]
        return "".join(f"{line}\n" for line in ["#kept", *found]).encode(errors="replace")

    return kept
