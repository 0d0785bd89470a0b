"""Snapchat's "My Data" in JSON: account.json and account_history.json. Keys are English in every sample (2021-2026).

Newer downloads leave out the address and the device of a login. The fields of the second step are in no sample.
"""

from collections.abc import Callable, Iterator, Mapping

from safecheck.accounts.exports.devices import device_type, machine
from safecheck.accounts.exports.documents import Form, Scalar, Wire, text
from safecheck.accounts.exports.hints import hint
from safecheck.accounts.exports.networks import network
from safecheck.accounts.exports.places import place
from safecheck.accounts.exports.records import Begin, Changed, Reachable, Record, Use
from safecheck.accounts.exports.times import moment
from safecheck.clean import clean
from safecheck.model import ChangeKind, ContactKind, ExportFact, Provider, SeenKind


class _Login(Wire, frozen=True, rename={"ip": "IP", "country": "Country", "created": "Created", "device": "Device"}):
    """One sign-in."""

    ip: Scalar = None
    country: Scalar = None
    created: Scalar = None
    device: Scalar = None


def _login(item: _Login) -> Iterator[Record]:
    agent = machine(text(item.device))
    time = moment(text(item.created))
    model = agent.model or clean(text(item.device))
    where = place(text(item.country))
    yield Use(SeenKind.SESSION, agent.type, model, where, agent.program, network(text(item.ip)), time, time)


class _Device(
    Wire,
    frozen=True,
    rename={
        "make": "Make",
        "model": "Model",
        "model_name": "Model Name",
        "os": "OS Type",
        "kind": "Device Type",
        "start": "Start Time",
    },
):
    """One phone, of the list or the one that was used last."""

    make: Scalar = None
    model: Scalar = None
    model_name: Scalar = None
    os: Scalar = None
    kind: Scalar = None
    start: Scalar = None


def _device(item: _Device) -> Iterator[Record]:
    model = text(item.model) or text(item.model_name)
    kind = device_type(text(item.os), text(item.kind), text(item.make), model)
    first = moment(text(item.start))
    yield Use(SeenKind.DEVICE, kind, clean(f"{text(item.make)} {model}".strip()), first=first, last=first)


class _Basic(Wire, frozen=True, rename={"phone": "PhoneNumber"}):
    """The account itself."""

    phone: Scalar = None


def _basic(item: _Basic) -> Iterator[Record]:
    if text(item.phone):
        yield Reachable(ContactKind.PHONE, text(item.phone))


class _Event(Wire, frozen=True, rename={"date": "Date", "email": "Email Address", "number": "Mobile Number"}):
    """One change."""

    date: Scalar = None
    email: Scalar = None
    number: Scalar = None


def _event(kind: ChangeKind) -> Callable[[_Event], Iterator[Record]]:
    """Make the reader of changes of one kind."""

    def read(item: _Event) -> Iterator[Record]:
        yield Changed(kind, moment(text(item.date)), hint(text(item.email) or text(item.number)))

    return read


_SESSIONS, _DEVICES, _CHANGES, _CONTACTS = (
    Begin(Provider.SNAPCHAT, fact)
    for fact in (ExportFact.SESSIONS, ExportFact.DEVICES, ExportFact.CHANGES, ExportFact.CONTACTS)
)
FORMS: Mapping[str, Form] = {
    "Login History": Form(_SESSIONS, _Login, _login),
    "Device History": Form(_DEVICES, _Device, _device),
    "Device Information": Form(_DEVICES, _Device, _device),
    "Basic Information": Form(_CONTACTS, _Basic, _basic),
    "Password Change": Form(_CHANGES, _Event, _event(ChangeKind.PASSWORD)),
    "Email Change": Form(_CHANGES, _Event, _event(ChangeKind.EMAIL)),
    "Mobile Number Change": Form(_CHANGES, _Event, _event(ChangeKind.PHONE)),
    "Two-Factor Authentication": Form(_CHANGES, _Event, _event(ChangeKind.SECOND_STEP)),
    "Account deactivated / reactivated": Form(_CHANGES, _Event, _event(ChangeKind.CLOSED)),
    "Download My Data Reports": Form(_CHANGES, _Event, _event(ChangeKind.DOWNLOAD)),
}
