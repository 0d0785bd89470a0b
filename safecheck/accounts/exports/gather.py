"""Put the entries of a file together: devices by type, model and place; changes on a time line."""

import hashlib
from collections import defaultdict
from datetime import UTC, datetime

from safecheck.accounts.exports.hints import hint
from safecheck.accounts.exports.records import (
    Begin,
    Changed,
    HomeThing,
    Installed,
    LocationHistory,
    Problem,
    Reachable,
    Record,
    Use,
)
from safecheck.model import (
    AccountApp,
    Change,
    Contact,
    DeviceType,
    Export,
    ExportFact,
    Provider,
    Seen,
    SeenKind,
    Span,
    Switch,
)

_MOST = 4000  # of each kind of value: no account has as many
_MOST_NETWORKS = 100_000  # that are told apart, for all devices of a file
_SHOWN = 8  # networks and programs that are named
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class _Group:
    """Devices of one type and model in one place."""

    def __init__(self) -> None:
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.times = 0
        self.programs: dict[str, None] = {}
        self.networks: dict[str, None] = {}

    def add(self, first: datetime | None, last: datetime | None, times: int) -> None:
        """Count entries, and stretch the span."""
        self.times += times
        for time in (first,) if first is last else (first, last):
            if time is not None:
                if self.first is None or time < self.first:
                    self.first = time
                if self.last is None or time > self.last:
                    self.last = time


_Key = tuple[SeenKind, DeviceType, str, str]  # model and place last
_BARE: _Key = (SeenKind.SESSION, DeviceType.NOT_TOLD, "", "")


class Gathered:
    """Everything that was told of one service so far."""

    def __init__(self, service: Provider) -> None:
        self.service = service
        self.groups: dict[_Key, _Group] = {}
        self.spans: defaultdict[ExportFact, _Group] = defaultdict(_Group)
        self.changes: dict[Change, None] = {}
        self.contacts: dict[str, Contact] = {}
        self.apps: dict[AccountApp, None] = {}
        self.location_history: Switch | None = None
        self.home: dict[str, None] = {}
        self.doubts: dict[str, None] = {}
        self.too_many = False  # more came than is kept
        self._networks = 0

    def add(self, record: Record, begin: Begin) -> None:
        """Keep one entry of the list that began."""
        fact = begin.fact
        if begin.doubt:
            self.doubts[begin.doubt] = None
        match record:
            case Use():
                self._use(record, fact)
            case Changed(kind, time, detail):
                self._count(fact, time)
                self._keep(self.changes, Change(service=self.service, kind=kind, time=time, detail=detail))
            case Reachable(kind, value):
                self._count(fact, None)
                id_ = identity(self.service, "contact", kind, value.casefold())
                if len(self.contacts) < _MOST:
                    self.contacts[id_] = Contact(id=id_, service=self.service, kind=kind, hint=hint(value))
            case Installed(title, package, device, first):
                self._count(fact, first)
                self._keep(self.apps, AccountApp(title=title, package=package, device=device, first=first))
            case LocationHistory(on, changed):
                self._count(fact, changed)
                self.location_history = Switch(on=on, changed=changed)
            case HomeThing(name):
                self._keep(self.home, name)
            case Begin() | Problem():
                pass

    def begin(self, fact: ExportFact) -> None:
        """A list begins: it was looked at, even if nothing is in it."""
        self.spans[fact]

    def _keep(self, where: dict, value: object) -> None:  # type: ignore[type-arg]  # each of these has values of its own
        if len(where) < _MOST or value in where:
            where[value] = None
        else:
            self.too_many = True

    def _count(self, fact: ExportFact, time: datetime | None, until: datetime | None = None) -> None:
        self.spans[fact].add(time, until, 1)

    def _use(self, use: Use, fact: ExportFact) -> None:
        bare = use.device is DeviceType.NOT_TOLD and not use.model and not use.place
        key = _BARE if bare else (use.kind, use.device, use.model, use.place)
        if not bare:
            self._count(fact, use.first, use.last)
        group = self.groups.get(key)
        if group is None:
            if len(self.groups) >= _MOST:
                self.too_many = True
                return
            group = self.groups[key] = _Group()
        group.add(use.first, use.last, 1)
        if use.program and len(group.programs) < _SHOWN:
            group.programs[use.program] = None
        if use.network and use.network not in group.networks and self._networks < _MOST_NETWORKS:
            group.networks[use.network] = None
            self._networks += 1

    def merge(self, other: "Gathered") -> None:
        """Take in what another file of the same service told."""
        for key, theirs in other.groups.items():
            mine = self.groups.setdefault(key, _Group())
            mine.add(theirs.first, theirs.last, theirs.times)
            mine.programs |= theirs.programs
            mine.networks |= theirs.networks
        for fact, span in other.spans.items():
            self.spans[fact].add(span.first, span.last, span.times)
        self.changes |= other.changes
        self.contacts |= other.contacts
        self.apps |= other.apps
        self.location_history = other.location_history or self.location_history
        self.home |= other.home
        self.doubts |= other.doubts

    def export(self) -> Export:
        """Give it as a value."""
        return Export(
            service=self.service,
            spans={
                fact.value: Span(first=span.first, last=span.last, entries=span.times)
                for fact, span in sorted(self.spans.items())
                if span.times or fact not in _NEVER_EMPTY
            },
            seen=tuple(sorted((self._seen(key) for key in self.groups if key != _BARE), key=_latest_first)),
            changes=tuple(sorted(self.changes, key=_latest_change_first)),
            contacts=tuple(sorted(self.contacts.values(), key=lambda contact: (contact.kind, contact.id))),
            apps=tuple(sorted(self.apps, key=lambda app: (app.title, app.device, str(app.first)))),
            location_history=self.location_history,
            home=tuple(sorted(self.home)),
            bare=self._seen(_BARE) if _BARE in self.groups else None,
            doubts=tuple(sorted(self.doubts)),
        )

    def _seen(self, key: _Key) -> Seen:
        kind, device, model, place = key
        group = self.groups[key]
        return Seen(
            id=identity(self.service, kind, device, model.casefold(), place.casefold()),
            service=self.service,
            kind=kind,
            device=device,
            model=model,
            place=place,
            first=group.first,
            last=group.last,
            times=group.times,
            programs=tuple(sorted(group.programs)[:_SHOWN]),
            networks=tuple(sorted(group.networks)[:_SHOWN]),
            network_count=len(group.networks),
        )


# An account without a device or a sign-in does not exist: such a list without an entry told nothing.
_NEVER_EMPTY = frozenset({ExportFact.SESSIONS, ExportFact.DEVICES, ExportFact.FILES})


def _latest_first(seen: Seen) -> tuple[float, str]:
    return -(seen.last or seen.first or _LONG_AGO).timestamp(), seen.id


def _latest_change_first(change: Change) -> tuple[float, str, str]:
    return -(change.time or _LONG_AGO).timestamp(), change.kind, change.detail


def identity(service: Provider, kind: str, *parts: str) -> str:
    """Name something that can be asked about, in the same way for every download that tells of it."""
    mark = hashlib.sha256("\0".join((service, kind, *parts)).encode()).hexdigest()[:10]
    return f"export.{service}.{kind}.{mark}"
