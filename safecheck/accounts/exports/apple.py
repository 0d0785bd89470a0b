"""Apple's download (privacy.apple.com): tables of devices, sign-ons, computers and requests.

Times are UTC and written without a zone; "N/A" stands for what is not told. Labels in English in every sample
(2020-2024). The table of requests shares its one documented label with others: the file's name must tell it, too.
"""

from collections.abc import Iterator

from safecheck.accounts.exports.devices import device_type
from safecheck.accounts.exports.networks import network
from safecheck.accounts.exports.records import Begin, Changed, Record, Use
from safecheck.accounts.exports.tables import Row, Table, no_time
from safecheck.accounts.exports.times import moment
from safecheck.clean import clean
from safecheck.model import ChangeKind, ExportFact, Provider, SeenKind


def _device(row: Row) -> Iterator[Record]:
    """One line: a device that is or was signed in."""
    name = row("device name")
    yield Use(
        SeenKind.DEVICE,
        device_type(name, row("device model name", "device model")),
        clean(name),
        network=network(row("device last heartbeat ip")),
        first=moment(row("device added date", "associated date")),
        last=moment(row("device last heartbeat timestamp")),
    )


_LISTED = Begin(Provider.APPLE, ExportFact.DEVICES)
DEVICES = Table(
    _LISTED,
    (("device name",), ("device added date", "device last heartbeat timestamp", "device last heartbeat ip")),
    _device,
)
COMPUTERS = Table(_LISTED, (("device name",), ("associated date",)), _device, without=("device added date",))


def _sign_on(row: Row) -> Iterator[Record]:
    """One line: the account was signed in to."""
    time = moment(row("logged in date"))
    if time is None:
        yield no_time(row)
        return
    program = clean(row("application"))
    yield Use(
        SeenKind.SESSION, device_type(program), "", "", program, network(row("ip address")), time, time
    )  # fmt: skip


SIGN_ONS = Table(Begin(Provider.APPLE, ExportFact.SESSIONS), (("logged in date",), ("application",)), _sign_on)


def _request(row: Row) -> Iterator[Record]:
    """One line: somebody asked for a copy of the data, or for something else about it."""
    yield Changed(ChangeKind.DOWNLOAD, moment(row("request time")), clean(row("request type", "request")))


REQUESTS = Table(
    Begin(Provider.APPLE, ExportFact.CHANGES, "doubt-by-name"), (("request time",),), _request, named="privacy request"
)
