"""Whose clouds a Mac is kept in step with; accounts are masked."""

import plistlib
from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.forms import items, table, word
from safecheck.computer.look import Look
from safecheck.computer.macos import lists
from safecheck.masking import masked
from safecheck.model.computer import Cloud

_ACCOUNTS = "~/Library/Preferences/MobileMeAccounts.plist"
_STORAGE = "~/Library/CloudStorage"


def kept(data: bytes) -> bytes:
    """Keep the masked names of the Apple accounts."""
    told = [
        {"AccountID": masked(word(table(one).get("AccountID")))} for one in items(lists.whole(data).get("Accounts"))
    ]
    return plistlib.dumps({"Accounts": told})


def read(look: Look) -> Iterator[Cloud]:
    """Tell of each; folders of clouds bear the service's name and often the account's."""
    if not look.there("~/Library"):
        look.problem("~/Library")
    for one in items(lists.read(look, _ACCOUNTS, kept).get("Accounts")):
        yield Cloud("iCloud", clean(word(table(one).get("AccountID"))))
    for entry in look.folder(_STORAGE, _kept_folders) or ():
        service, _, account = entry.name.partition("-")
        yield Cloud(clean(service), clean(account))


def _kept_folders(data: bytes) -> bytes:
    """Keep the folders with their accounts masked."""
    import msgspec

    from safecheck.model.host import Entry

    entries = msgspec.json.decode(data, type=list[Entry])
    parted = [(entry, *entry.name.partition("-")) for entry in entries if entry.kind == "folder"]
    short = [entry._replace(name=service + sign + masked(account)) for entry, service, sign, account in parted]
    return msgspec.json.encode(short)
