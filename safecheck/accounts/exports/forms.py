"""Which form a file has, by its first bytes: the one table of everything that can be read."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from safecheck.accounts.exports import (
    apple,
    documents,
    facebook,
    google_documents,
    google_pages,
    google_tables,
    instagram,
    pages,
    snapchat,
    tables,
)
from safecheck.accounts.exports.encoding import decoded, encoding
from safecheck.accounts.exports.records import Record
from safecheck.accounts.exports.stream import SNIFFED, Stream
from safecheck.model import ExportFact, Provider

_TABLES = (
    google_tables.LOG,
    google_tables.DEVICES,
    apple.DEVICES,
    apple.COMPUTERS,
    apple.SIGN_ONS,
    apple.REQUESTS,
)
_DOCUMENTS: Mapping[str, documents.Form] = {
    **google_documents.FORMS,
    **facebook.FORMS,
    **instagram.FORMS,
    **snapchat.FORMS,
}
PageReader = Callable[[pages.Page], Iterator[Record]]
_PAGES: tuple[tuple[Callable[[str], bool], PageReader, ExportFact], ...] = (
    (google_pages.is_subscriber, google_pages.subscriber, ExportFact.CONTACTS),
    (google_pages.is_android, google_pages.android, ExportFact.DEVICES),
)
_PAGE_LIMIT = 8 * 1024 * 1024  # bytes
# Pages of Facebook and Instagram, which cannot be read here: the same lists can be had as JSON. Their names are English
# in every sample.
_FOR_PEOPLE: Mapping[str, ExportFact] = {
    "where_you're_logged_in": ExportFact.SESSIONS,
    "account_activity": ExportFact.SESSIONS,
    "logins_and_logouts": ExportFact.SESSIONS,
    "login_activity": ExportFact.SESSIONS,
    "profile_activity": ExportFact.SESSIONS,
    "authorized_logins": ExportFact.DEVICES,
    "mobile_devices": ExportFact.DEVICES,
    "devices": ExportFact.DEVICES,
    "record_details": ExportFact.CHANGES,
    "password_change_activity": ExportFact.CHANGES,
    "profile_changes": ExportFact.CHANGES,
    "profile_information": ExportFact.CONTACTS,
    "personal_information": ExportFact.CONTACTS,
}

# What the downloads of every service can tell, and those of Google besides.
EVERY = (ExportFact.SESSIONS, ExportFact.DEVICES, ExportFact.CONTACTS, ExportFact.CHANGES)
OF_GOOGLE = (ExportFact.BROWSERS, ExportFact.APPS, ExportFact.LOCATION)


class Known(NamedTuple):
    """A file whose form is known."""

    facts: tuple[ExportFact, ...]  # what it would tell
    read: Callable[[Stream], Iterator[Record]] | None  # None: this form is not read


def wanted(service: Provider) -> tuple[ExportFact, ...]:
    """Name what should be in a service's downloads."""
    return (*EVERY, *OF_GOOGLE) if service is Provider.GOOGLE else EVERY


def form_of(head: bytes, name: str) -> Known | None:
    """Find the form of a file by its first bytes; None for everything that has nothing to do with this."""
    letters = encoding(head)
    if letters is None:
        return None
    text = decoded(head, letters)
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in {"{", "["}:
        return _document(text, name, letters)
    if start == "<":
        return _page(text, name, letters)
    columns, _ = tables.header(text)
    for table in _TABLES:
        if columns and table.fits(columns, name):
            return Known((table.begin.fact,), partial(_read_table, table, letters))
    return None


def _read_table(table: tables.Table, letters: str, stream: Stream) -> Iterator[Record]:
    return tables.entries(table, stream, letters)


def _document(head: str, name: str, letters: str) -> Known | None:
    def find(key: str) -> documents.Form | None:
        if key == "label_values" and instagram.DOWNLOADS_NAMED in name.casefold():
            return instagram.DOWNLOADS
        return _DOCUMENTS.get(key)

    found = documents.forms_of(head[:SNIFFED], find)
    if not found:
        return None
    facts = tuple(dict.fromkeys(form.begin.fact for form in found))
    return Known(facts, lambda stream: documents.entries(stream, letters, find))


def _page(head: str, name: str, letters: str) -> Known | None:
    for fits, read, fact in _PAGES:
        if fits(head):
            return Known((fact,), partial(_read_page, read, letters))
    stem = name.rpartition("/")[2].rpartition(".")[0].casefold()
    return Known((_FOR_PEOPLE[stem],), None) if stem in _FOR_PEOPLE else None


def _read_page(read: PageReader, letters: str, stream: Stream) -> Iterator[Record]:
    yield from read(pages.page(decoded(stream.everything(_PAGE_LIMIT), letters)))
