"""Facebook's download in JSON: sign-ins, devices, changes, addresses. Keys are English in every language.

Times are seconds, UTC. Words such as "Password changed" are in the account's language. Sources: three independent
public parsers, one with a specification of every file (2020-2025).
"""

import re
from collections.abc import Iterator, Mapping

from safecheck.accounts.exports.devices import device_type, machine
from safecheck.accounts.exports.documents import Form, Scalar, Wire, text
from safecheck.accounts.exports.hints import hint, is_email
from safecheck.accounts.exports.mojibake import repaired
from safecheck.accounts.exports.networks import network
from safecheck.accounts.exports.places import place
from safecheck.accounts.exports.records import Begin, Changed, Reachable, Record, Use
from safecheck.accounts.exports.times import moment
from safecheck.clean import clean
from safecheck.model import ChangeKind, ContactKind, DeviceType, ExportFact, Provider, SeenKind

# "password", "two factor" and "closed" in the languages that most people use there.
_PASSWORD = re.compile(
    r"passw|kennwort|contrase|senha|mot de passe|wachtwoord|hasł|парол|şifre|كلمة|पासवर्ड|密码|密碼|パスワード|비밀번호",
    re.IGNORECASE,
)
_SECOND_STEP = re.compile(
    r"two.factor|2fa|login approval|zwei.faktor|dos (?:pasos|factores)|deux facteurs|dois fatores|due fattori|"
    r"twee.?staps|двухфактор|iki faktör|双重|兩步|二段階|2단계",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"deactivat|reactivat|deaktivier|reaktivier|desactiv|reactiv|désactiv|réactiv", re.IGNORECASE)


def _text(value: Scalar) -> str:
    return repaired(text(value))


class _Session(Wire, frozen=True):
    """An entry that tells of one use, of any of the lists."""

    created_timestamp: Scalar = None
    updated_timestamp: Scalar = None
    timestamp: Scalar = None
    ip_address: Scalar = None
    ip: Scalar = None
    user_agent: Scalar = None
    device: Scalar = None
    location: Scalar = None
    city: Scalar = None
    region: Scalar = None
    country: Scalar = None
    app: Scalar = None
    name: Scalar = None
    site_name: Scalar = None
    site: Scalar = None


class _Protected(Wire, frozen=True):
    session: _Session = _Session()


def _use(item: _Session, kind: SeenKind = SeenKind.SESSION) -> Iterator[Record]:
    agent = machine(_text(item.user_agent))
    said = _text(item.device) or (_text(item.name) if kind is SeenKind.DEVICE else "")
    device = device_type(said) if said else DeviceType.NOT_TOLD
    first = moment(text(item.created_timestamp)) or moment(text(item.timestamp))
    yield Use(
        kind,
        agent.type if device is DeviceType.NOT_TOLD else device,
        agent.model or clean(said),
        place(_text(item.location)) or place(_text(item.city) or _text(item.region), _text(item.country)),
        agent.program or clean(_text(item.app) or _text(item.site_name) or _text(item.site)),
        network(text(item.ip_address) or text(item.ip)),
        first,
        moment(text(item.updated_timestamp)) or first,
    )


def _recognized(item: _Session) -> Iterator[Record]:
    return _use(item, SeenKind.DEVICE)


def _protected(item: _Protected) -> Iterator[Record]:
    return _use(item.session)


class _Mobile(Wire, frozen=True):
    """A phone on which Facebook's app is or was set up."""

    type: Scalar = None
    os: Scalar = None
    update_time: Scalar = None


def _mobile(item: _Mobile) -> Iterator[Record]:
    last = moment(text(item.update_time))
    model = _text(item.type)
    yield Use(SeenKind.DEVICE, device_type(_text(item.os), model), clean(model), last=last)


class _Record(Wire, frozen=True):
    """A change of the account."""

    event: Scalar = None
    session: _Session = _Session()
    extra_info: dict[str, Scalar] = {}  # noqa: RUF012 - msgspec copies it


def _changed(item: _Record) -> Iterator[Record]:
    event = _text(item.event)
    extra = {key: _text(value) for key, value in item.extra_info.items() if value}
    kind = _change_kind(event, extra)
    new = next((value for key, value in extra.items() if key.startswith("new_")), "")
    detail = hint(new) if new and kind in {ChangeKind.EMAIL, ChangeKind.PHONE} else clean(event)
    time = moment(text(item.session.created_timestamp)) or moment(text(item.session.timestamp))
    yield Changed(kind, time, detail)


def _change_kind(event: str, extra: Mapping[str, str]) -> ChangeKind:
    """Tell what was changed by what it carries, or by its words."""
    if any("email" in key for key in extra):
        return ChangeKind.EMAIL
    if any("number" in key or "phone" in key for key in extra):
        return ChangeKind.PHONE
    found = (
        (_SECOND_STEP, ChangeKind.SECOND_STEP),
        (_PASSWORD, ChangeKind.PASSWORD),
        (_CLOSED, ChangeKind.CLOSED),
    )
    return next((kind for words, kind in found if words.search(event)), ChangeKind.OTHER)


class _Verification(Wire, frozen=True):
    """An address or number that was confirmed."""

    contact: Scalar = None
    verification_time: Scalar = None


def _verified(item: _Verification) -> Iterator[Record]:
    contact = _text(item.contact)
    kind = ChangeKind.EMAIL if is_email(contact) else ChangeKind.PHONE
    yield Changed(kind, moment(text(item.verification_time)), hint(contact))


class _Emails(Wire, frozen=True):
    emails: tuple[Scalar, ...] = ()


class _Number(Wire, frozen=True):
    phone_number: Scalar = None


class _Profile(Wire, frozen=True):
    """The account's addresses and numbers of today."""

    emails: _Emails = _Emails()
    phone_numbers: tuple[_Number, ...] = ()


def _profile(item: _Profile) -> Iterator[Record]:
    for email in item.emails.emails:
        yield Reachable(ContactKind.EMAIL, _text(email))
    for number in item.phone_numbers:
        yield Reachable(ContactKind.PHONE, _text(number.phone_number))


_SESSIONS, _DEVICES, _CHANGES, _CONTACTS = (
    Begin(Provider.FACEBOOK, fact)
    for fact in (ExportFact.SESSIONS, ExportFact.DEVICES, ExportFact.CHANGES, ExportFact.CONTACTS)
)
_LISTS: Mapping[str, Form] = {
    "active_sessions": Form(_SESSIONS, _Session, _use),
    "account_activity": Form(_SESSIONS, _Session, _use),
    "account_accesses": Form(_SESSIONS, _Session, _use),
    "used_ip_address": Form(_SESSIONS, _Session, _use),
    "login_protection_data": Form(_SESSIONS, _Protected, _protected),
    "recognized_devices": Form(_DEVICES, _Session, _recognized),
    "admin_records": Form(_CHANGES, _Record, _changed),
    "contact_verifications": Form(_CHANGES, _Verification, _verified),
}
FORMS: Mapping[str, Form] = {
    **_LISTS,
    **{f"{key}_v2": form for key, form in _LISTS.items()},  # as they are called since 2021
    "devices_v2": Form(_DEVICES, _Mobile, _mobile),  # without their number, these two could be anyone's
    "profile_v2": Form(_CONTACTS, _Profile, _profile),
}
