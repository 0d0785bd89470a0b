"""Google Takeout, Access Log Activity: who used the account's services, and the devices of the last 30 days.

The log has had 7, 13 and 16 columns, and reduced ones; the file's name is translated, its labels were not in any sample
(English, Portuguese, Spanish; 2021-2026). Of the newer list of devices only one label is documented, so any order and
several spellings are read, and said to be uncertain.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from safecheck.accounts.exports.devices import device_type, machine
from safecheck.accounts.exports.networks import network
from safecheck.accounts.exports.places import place
from safecheck.accounts.exports.records import Begin, Record, Use
from safecheck.accounts.exports.tables import Row, Table, no_time
from safecheck.accounts.exports.times import moment
from safecheck.clean import clean
from safecheck.model import DeviceType, ExportFact, Provider, SeenKind

_TIME = ("activity timestamp", "timestamp")
_COUNTRY = ("activity country", "country code", "country")
_CITY = ("activity city", "city")
_LAST_COUNTRY = re.compile(r"Country ISO: ([A-Z]{2})\b")
_LAST_TIME = re.compile(r"Last Activity Time: ?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\s,;]{0,6}(?: UTC)?)")


def _log(row: Row) -> Iterator[Record]:
    """One line: a program used a service of Google."""
    time = moment(row(*_TIME))
    if time is None:
        yield no_time(row)
        return
    town = row(*_CITY) or row("activity region", "region")
    seen = _seen(
        row("user agent string"), row("product name"), row("device type"), row("device model"), town, row(*_COUNTRY)
    )
    yield seen._replace(network=network(row("ip address")), first=time, last=time)


@lru_cache(maxsize=4096)  # a log has many lines and few devices
def _seen(  # noqa: PLR0913 - the cells of a line
    agent: str, product: str, kind: str, model: str, town: str, country: str
) -> Use:
    """Read everything of a line but its time and network."""
    said = machine(agent)
    device = device_type(kind, model) if said.type is DeviceType.NOT_TOLD else said.type
    return Use(
        SeenKind.SESSION, device, said.model or clean(model), place(town, country), said.program or clean(product)
    )


LOG = Table(
    Begin(Provider.GOOGLE, ExportFact.SESSIONS),
    (_TIME, ("product name",), ("user agent string", "activity type", "device type")),
    _log,
    sure_with=(*_COUNTRY, *_CITY),
    doubt="doubt-no-place",
)


def _device(row: Row) -> Iterator[Record]:
    """One line: a device that was signed in during the last 30 days."""
    where = " ".join(row("device last location").split())
    country, time = _LAST_COUNTRY.search(where), _LAST_TIME.search(where)
    first = moment(_containing(row, "first activity"))
    last = moment(time.group(1)) if time else moment(_containing(row, "last activity") or _containing(row, "last loc"))
    model = row("user given name", "marketing name", "device model", "model", "model name")
    yield Use(
        SeenKind.DEVICE,
        device_type(row("os", "operating system"), row("device type", "type"), model),
        clean(" ".join(dict.fromkeys((row("brand name", "brand", "device brand"), model))).strip()),
        place(country.group(1) if country else row("country")),
        first=first or last,
        last=last,
    )


def _containing(row: Row, part: str) -> str:
    """Give the first cell whose label holds `part`: the spelling of these labels is not documented."""
    return row(*(label for label in row.columns.labels if part in label))


DEVICES = Table(
    Begin(Provider.GOOGLE, ExportFact.DEVICES),
    (("device type", "type"), ("gaia id",), ("os", "operating system")),
    _device,
    without=_TIME,
    sure_with=("device last location",),
    doubt="doubt-google-devices",
)
