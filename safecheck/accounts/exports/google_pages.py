"""Google Takeout, pages: the account's addresses and numbers (SubscriberInfo), and every Android device it was on.

Forms: lines "label: value" and a table of network addresses; "label: value" lines that end in <br/>. Labels in English
in every sample (2019-2026); addresses and numbers under other labels are read as well, and said to be uncertain.
"""

from collections.abc import Iterator

from safecheck.accounts.exports.devices import device_type, machine
from safecheck.accounts.exports.hints import emails, phones
from safecheck.accounts.exports.networks import network
from safecheck.accounts.exports.pages import Page, labelled
from safecheck.accounts.exports.records import Begin, Problem, Reachable, Record, Use
from safecheck.accounts.exports.times import moment
from safecheck.clean import clean
from safecheck.model import ContactKind, DeviceType, ExportFact, Provider, SeenKind

_CONTACTS = {
    "recovery e-mail": ContactKind.RECOVERY,
    "recovery sms": ContactKind.RECOVERY,
    "contact e-mail": ContactKind.EMAIL,
    "alternate e-mails": ContactKind.EMAIL,
    "user phone numbers": ContactKind.PHONE,
    "2-step verification phone numbers": ContactKind.SECOND_STEP,
}
_OWN = frozenset({"e-mail", "google account id"})  # the account's own name
_SURE = ("subscriber information", "google account id", "terms of service ip")


def is_subscriber(head: str) -> bool:
    """Whether a page is that of the account: by its English words, or by Google's name and a table of addresses."""
    words = head.casefold()
    return sum(word in words for word in _SURE) > 1 or ("google account" in words and "<table" in words)


def subscriber(page: Page) -> Iterator[Record]:
    """Read the account's addresses and numbers, and from which networks it was used."""
    told = dict(labelled(page.lines))
    uses = [use for row in page.rows if (use := _use(row))]
    known = any(label in told for label in (*_CONTACTS, "google account id"))
    if not known and not uses:
        return  # some other page that speaks of Google accounts
    yield Begin(Provider.GOOGLE, ExportFact.CONTACTS, "" if known else "doubt-subscriber-labels")
    own = emails(told.get("e-mail", ""))
    for label, value in labelled(page.lines):
        if label not in _OWN:
            yield from _contacts(_CONTACTS.get(label), value, own)
    yield Begin(Provider.GOOGLE, ExportFact.SESSIONS)
    yield from uses


def _use(row: tuple[str, ...]) -> Use | None:
    """Read one line of the table of addresses, by what its cells are."""
    time = next((time for cell in row if (time := moment(cell))), None)
    address = next((net for cell in row if (net := network(cell))), "")
    if time is None or not address:
        return None
    agent = max((machine(cell) for cell in row), key=lambda seen: seen.type is not DeviceType.NOT_TOLD)
    return Use(SeenKind.SESSION, agent.type, agent.model, "", agent.program, address, time, time)


def _contacts(kind: ContactKind | None, value: str, own: tuple[str, ...]) -> Iterator[Record]:
    """Read the addresses and numbers of one line; under a label that is not known, only mail addresses."""
    for email in emails(value):
        if email not in own:
            yield Reachable(kind or ContactKind.EMAIL, email)
    if kind and "@" not in value:
        for number in phones(value):
            yield Reachable(kind, number)


def is_android(head: str) -> bool:
    """Whether a page is that of one Android device."""
    words = head.casefold()
    return "registration time:" in words and ("android" in words or "model:" in words)


def android(page: Page) -> Iterator[Record]:
    """Read the one device of a page."""
    told = dict(reversed(list(labelled(page.lines))))
    yield Begin(Provider.GOOGLE, ExportFact.DEVICES)
    model = told.get("model", "")
    if not model:
        yield Problem("a page of a device that names none")
        return
    kind = device_type("android", model, told.get("device type", ""))
    yield Use(SeenKind.DEVICE, kind, clean(model), first=moment(told.get("registration time", "")))
