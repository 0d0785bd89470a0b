"""Instagram's download in JSON: sign-ins, devices, changes, addresses.

The labels of fields are in the account's language ("IP-Adresse", "사용자 에이전트"), so a field is known by what is in
it: an address of a network, a time, what a program says of itself. Outer keys are English in every sample (2021-2026).
Since 2026 some lists have a newer form with "label_values", and no key of their own.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from safecheck.accounts.exports.devices import device_type, machine
from safecheck.accounts.exports.documents import Form, Scalar, Wire, text
from safecheck.accounts.exports.hints import hint, is_email, is_phone
from safecheck.accounts.exports.mojibake import repaired
from safecheck.accounts.exports.networks import network
from safecheck.accounts.exports.records import Begin, Changed, Problem, Reachable, Record, Use
from safecheck.accounts.exports.times import moment
from safecheck.clean import clean
from safecheck.model import ChangeKind, ContactKind, DeviceType, ExportFact, Provider, SeenKind

_AGENTS = ("Instagram ", "Mozilla/", "Barcelona ", "Android (", "iOS ")


class _Field(Wire, frozen=True):
    value: Scalar = None
    timestamp: Scalar = None


class _Entry(Wire, frozen=True):
    """An entry of the form of 2021."""

    title: Scalar = None
    string_map_data: dict[str, _Field] = {}  # noqa: RUF012 - msgspec copies it


class _Label(Wire, frozen=True):
    value: Scalar = None
    timestamp_value: Scalar = None


class _Labelled(Wire, frozen=True):
    """An entry of the form of 2026."""

    timestamp: Scalar = None
    label_values: tuple[_Label, ...] = ()


class _Told(NamedTuple):
    """What an entry tells, whatever its labels are called."""

    time: datetime | None
    network: str
    agent: str
    values: tuple[str, ...]


def _told(item: _Entry | _Labelled) -> _Told:
    if isinstance(item, _Entry):
        fields = [(text(field.value), text(field.timestamp)) for field in item.string_map_data.values()]
        further = text(item.title)
    else:
        fields = [(text(label.value), text(label.timestamp_value)) for label in item.label_values]
        further = text(item.timestamp)
    values = tuple(repaired(value) for value, _ in fields if value)
    times = (moment(stamp) for stamp in (*(stamp for _, stamp in fields), further) if stamp not in {"", "0"})
    return _Told(
        next((time for time in times if time), None),
        next((net for value in values if (net := network(value))), ""),
        next((value for value in values if value.startswith(_AGENTS)), ""),
        values,
    )


def _use(item: _Entry | _Labelled, kind: SeenKind = SeenKind.SESSION) -> Iterator[Record]:
    told = _told(item)
    if not (told.time or told.network or told.agent):
        yield Problem("an entry that tells neither time nor device")
        return
    agent = machine(told.agent)
    device = agent.type
    if device is DeviceType.NOT_TOLD and kind is SeenKind.DEVICE:
        device = device_type(*told.values)
    yield Use(kind, device, agent.model, "", agent.program, told.network, told.time, told.time)


def _device(item: _Entry) -> Iterator[Record]:
    return _use(item, SeenKind.DEVICE)


def _activity(item: _Labelled) -> Iterator[Record]:
    """Give a use; what tells of no network and no program is some other list of this form."""
    told = _told(item)
    return _use(item) if told.network or told.agent else iter(())


def _changes(kind: ChangeKind) -> Callable[[_Entry], Iterator[Record]]:
    """Make the reader of a list of changes of one kind."""

    def read(item: _Entry) -> Iterator[Record]:
        yield Changed(kind, _told(item).time, clean(repaired(text(item.title))))

    return read


def _profile_change(item: _Entry) -> Iterator[Record]:
    """Give the change of an address or number; other changes of the profile tell nothing here."""
    told = _told(item)
    new = told.values[-1] if told.values else ""
    if any(is_email(value) for value in told.values):
        yield Changed(ChangeKind.EMAIL, told.time, hint(new))
    elif any(is_phone(value) for value in told.values):
        yield Changed(ChangeKind.PHONE, told.time, hint(new))


def _user(item: _Entry) -> Iterator[Record]:
    for value in _told(item).values:
        if is_email(value):
            yield Reachable(ContactKind.EMAIL, value)
        elif is_phone(value):
            yield Reachable(ContactKind.PHONE, value)


def _download(item: _Labelled) -> Iterator[Record]:
    yield Changed(ChangeKind.DOWNLOAD, _told(item).time)


_SESSIONS, _DEVICES, _CHANGES, _CONTACTS = (
    Begin(Provider.INSTAGRAM, fact)
    for fact in (ExportFact.SESSIONS, ExportFact.DEVICES, ExportFact.CHANGES, ExportFact.CONTACTS)
)
FORMS: Mapping[str, Form] = {
    "account_history_login_history": Form(_SESSIONS, _Entry, _use),
    "account_history_logout_history": Form(_SESSIONS, _Entry, _use),
    "devices_devices": Form(_DEVICES, _Entry, _device),
    "account_history_password_change_history": Form(_CHANGES, _Entry, _changes(ChangeKind.PASSWORD)),
    "account_history_account_privacy_history": Form(_CHANGES, _Entry, _changes(ChangeKind.PRIVACY)),
    "account_history_account_active_status_changes": Form(_CHANGES, _Entry, _changes(ChangeKind.CLOSED)),
    "profile_profile_change": Form(_CHANGES, _Entry, _profile_change),
    "profile_user": Form(_CONTACTS, _Entry, _user),
    "label_values": Form(
        Begin(Provider.INSTAGRAM, ExportFact.SESSIONS, "doubt-labels", sure=False), _Labelled, _activity, listed=True
    ),
}
# The requests for a copy have no key of their own: only the file's name, which is English in every sample, tells them.
DOWNLOADS = Form(Begin(Provider.INSTAGRAM, ExportFact.CHANGES, "doubt-by-name"), _Labelled, _download, listed=True)
DOWNLOADS_NAMED = "your_information_download_requests"
