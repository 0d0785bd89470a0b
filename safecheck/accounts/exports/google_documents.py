"""Google Takeout, documents: browsers that sync, apps and devices of Google Play, Timeline's settings, the home.

Sources: public parsers that read these forms (2019-2026). Members of the home are in no sample, and the fields of
Google Play's lists are known from samples only: both are said to be uncertain.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from safecheck.accounts.exports.devices import device_type
from safecheck.accounts.exports.documents import Form, Scalar, Wire, text
from safecheck.accounts.exports.places import place
from safecheck.accounts.exports.records import Begin, HomeThing, Installed, LocationHistory, Problem, Record, Use
from safecheck.accounts.exports.times import moment
from safecheck.clean import clean
from safecheck.model import ExportFact, Provider, SeenKind


def _begin(fact: ExportFact, doubt: str = "") -> Begin:
    return Begin(Provider.GOOGLE, fact, doubt)


def _first(*times: Scalar) -> datetime | None:
    return next((time for value in times if (time := moment(text(value)))), None)


class _Browser(Wire, frozen=True):
    """One browser of Chrome/Device Information.json."""

    client_name: Scalar = None
    manufacturer: Scalar = None
    model: Scalar = None
    os_type: Scalar = None  # OS_TYPE_ANDROID
    device_type: Scalar = None  # TYPE_PHONE
    last_updated_timestamp: Scalar = None  # milliseconds


def _browser(item: _Browser) -> Iterator[Record]:
    last = moment(text(item.last_updated_timestamp))
    name = " ".join(dict.fromkeys((text(item.manufacturer), text(item.model)))).strip() or text(item.client_name)
    kind = device_type(text(item.os_type).replace("_", " "), text(item.device_type).replace("_", " "), name)
    yield Use(SeenKind.BROWSER, kind, clean(name), program="Chrome", last=last)


class _ArcPackage(Wire, frozen=True):
    """One Android app of Chrome/OS Settings.json."""

    package_name: Scalar = None
    last_backup_time: Scalar = None


def _arc_package(item: _ArcPackage) -> Iterator[Record]:
    name = clean(text(item.package_name))
    if name:
        yield Installed(name, name, "Chromebook", moment(text(item.last_backup_time)))


class _Doc(Wire, frozen=True, rename="camel"):
    title: Scalar = None
    package_name: Scalar = None
    docid: Scalar = None


class _Attribute(Wire, frozen=True, rename="camel"):
    manufacturer: Scalar = None
    device_display_name: Scalar = None
    model: Scalar = None


class _Install(Wire, frozen=True, rename="camel"):
    doc: _Doc = _Doc()
    device_attribute: _Attribute = _Attribute()
    first_installation_time: Scalar = None


class _Installs(Wire, frozen=True):
    """One app of Google Play Store/Installs.json."""

    install: _Install = _Install()


def _install(item: _Installs) -> Iterator[Record]:
    install = item.install
    title = clean(text(install.doc.title))
    if not title:
        yield Problem("an app without a name")
        return
    package = clean(text(install.doc.package_name) or text(install.doc.docid))
    device = clean(text(install.device_attribute.device_display_name) or text(install.device_attribute.model))
    yield Installed(title, package, device, moment(text(install.first_installation_time)))


class _Recent(Wire, frozen=True, rename="camel"):
    manufacturer: Scalar = None
    model_name: Scalar = None
    device_ip_country: Scalar = None


class _PlayDevice(Wire, frozen=True, rename="camel"):
    most_recent_data: _Recent = _Recent()
    device_registration_time: Scalar = None
    user_added_on_device_time: Scalar = None
    last_time_device_active: Scalar = None


class _PlayDevices(Wire, frozen=True):
    """One device of Google Play Store/Devices.json."""

    device: _PlayDevice = _PlayDevice()


def _play_device(item: _PlayDevices) -> Iterator[Record]:
    device, recent = item.device, item.device.most_recent_data
    model = " ".join(dict.fromkeys((text(recent.manufacturer), text(recent.model_name)))).strip()
    yield Use(
        SeenKind.DEVICE,
        device_type("android", model),
        clean(model),
        place(text(recent.device_ip_country)),
        first=_first(device.user_added_on_device_time, device.device_registration_time),
        last=moment(text(device.last_time_device_active)),
    )


class _Modified(Wire, frozen=True, rename="camel"):
    history_enabled_modification_time: Scalar = None
    timeline_enabled_modification_time: Scalar = None
    reporting_enabled_modification_time: Scalar = None


class _Spec(Wire, frozen=True):
    device: Scalar = None


class _Reporter(Wire, frozen=True, rename="camel"):
    reporting_enabled: Scalar = None
    legal_country_code: Scalar = None
    device_pretty_name: Scalar = None
    platform_type: Scalar = None
    device_creation_time: Scalar = None
    latest_location_reporting_setting_change: _Modified = _Modified()
    device_spec: _Spec = _Spec()


class _Timeline(Wire, frozen=True, rename="camel"):
    """Location History (Timeline)/Settings.json."""

    history_enabled: Scalar = None
    timeline_enabled: Scalar = None
    latest_location_history_setting_change: _Modified = _Modified()
    latest_timeline_setting_change: _Modified = _Modified()
    device_settings: tuple[msgspec.Raw, ...] = ()  # one bad device must not hide the others


def _timeline(item: _Timeline) -> Iterator[Record]:
    on = item.history_enabled if item.timeline_enabled is None else item.timeline_enabled
    changed = _first(
        item.latest_location_history_setting_change.history_enabled_modification_time,
        item.latest_timeline_setting_change.timeline_enabled_modification_time,
    )
    yield LocationHistory(on if isinstance(on, bool) else None, changed)
    for raw in item.device_settings:
        try:
            device = msgspec.json.decode(raw, type=_Reporter)
        except msgspec.MsgspecError as error:
            yield Problem(str(error)[:100])
            continue
        if device.reporting_enabled is not True:
            continue
        name = text(device.device_pretty_name) or text(device.device_spec.device)
        yield Use(
            SeenKind.REPORTER,
            device_type(text(device.platform_type).replace("_", " "), name),
            clean(name),
            place(text(device.legal_country_code).upper()),
            first=moment(text(device.device_creation_time)),
            last=moment(text(device.latest_location_reporting_setting_change.reporting_enabled_modification_time)),
        )


class _Names(Wire, frozen=True):
    name: Scalar = None


class _HomeDevice(Wire, frozen=True):
    agent_device_names: _Names = _Names()
    type: Scalar = None  # action.devices.types.CAMERA


class _Room(Wire, frozen=True):
    devices: tuple[_HomeDevice, ...] = ()


class _Structure(Wire, frozen=True):
    rooms_and_devices: tuple[_Room, ...] = ()


class _Home(Wire, frozen=True):
    """One entry of Home App/HomeApp.json."""

    full_structures: tuple[_Structure, ...] = ()
    unassigned_devices: tuple[_HomeDevice, ...] = ()


def _home(item: _Home) -> Iterator[Record]:
    rooms = [
        device for structure in item.full_structures for room in structure.rooms_and_devices for device in room.devices
    ]
    for device in (*rooms, *item.unassigned_devices):
        kind = clean(text(device.type).rpartition(".")[2].replace("_", " ").lower())
        name = clean(text(device.agent_device_names.name))
        if name or kind:
            yield HomeThing(f"{name} ({kind})" if name and kind else name or kind)


_TIMELINE = Form(_begin(ExportFact.LOCATION), _Timeline, _timeline, whole=True)
FORMS: Mapping[str, Form] = {
    "Device Info": Form(_begin(ExportFact.BROWSERS), _Browser, _browser),
    "Arc Package": Form(_begin(ExportFact.APPS), _ArcPackage, _arc_package),
    "install": Form(_begin(ExportFact.APPS, "doubt-play"), _Installs, _install, listed=True),
    "deviceRegistrationTime": Form(_begin(ExportFact.DEVICES, "doubt-play"), _PlayDevices, _play_device, listed=True),
    "deviceSettings": _TIMELINE,
    "historyEnabled": _TIMELINE,
    "timelineEnabled": _TIMELINE,
    "Home App Data": Form(_begin(ExportFact.FILES, "doubt-home"), _Home, _home),
}
