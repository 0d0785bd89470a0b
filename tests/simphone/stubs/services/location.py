"""``dumpsys location`` in its three forms: up to Android 10, 11, and from 12 on."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import find_app, uid
from tests.simphone.stubs.text import boolean, duration, hash32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import App, LocationRequest, Phone

PROVIDERS_SDK = 31
"""From this version on requests stand under their provider's listeners."""

STATE_SDK = 30
FOREGROUND_MINUTES_SDK = 28
_POWER = {"gps": "ACCURACY_FINE", "network": "POWER_LOW", "fused": "POWER_LOW", "passive": "POWER_NONE"}
_GMS = "com.google.android.gms"


class Asker:
    """An app with one of its requests."""

    def __init__(self, phone: Phone, app: App, request: LocationRequest) -> None:
        """Keep what the lines are made of."""
        self.package = app.package
        self.uid = uid(phone, app, request.user_id)
        self.provider = request.provider
        self.active = request.active
        self.background = request.background
        self.minutes = request.minutes


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return who asks where the phone is, and the places that stand in the same dump."""
    askers = [Asker(phone, app, request) for app in phone.apps for request in app.location_requests]
    if phone.sdk >= PROVIDERS_SDK:
        return Answer("\n".join(_new(phone, askers)) + "\n")
    return Answer("\n".join(_old(phone, askers)) + "\n")


def _own_uid(phone: Phone, package: str) -> int:
    """Return the uid of an app that every phone has."""
    app = find_app(phone, package)
    return 1000 if app is None else uid(phone, app, 0)


def _old(phone: Phone, askers: list[Asker]) -> list[str]:
    """Return the dump up to Android 11."""
    gms = _own_uid(phone, _GMS)
    records: dict[str, list[str]] = {"gps": [], "passive": []}
    for package, number in (("android", 1000), (_GMS, gms)):
        records["passive"].append(_record(phone, "passive", package, number, background=False))
    for each in askers:
        line = _record(phone, each.provider, each.package, each.uid, background=each.background)
        records.setdefault(each.provider, []).extend([line] if each.active else [])
    lines = [f"{'Location Manager State' if phone.sdk >= STATE_SDK else 'Current Location Manager state'}:"]
    lines.append("  Location Listeners:")
    everything = [record for shown in records.values() for record in shown]
    lines += [f"    Reciever[{hash32(record):x} listener {record}]" for record in everything]
    lines.append("  Active Records by Provider:")
    for provider, shown in records.items():
        lines += [f"    {provider}:", *(f"      {record}" for record in shown)]
    lines.append("  Historical Records by Provider:")
    lines.append(_historical(phone, "android", "passive", _spent(phone, 181, active=True, front=True)))
    lines.append(_historical(phone, _GMS, "gps", _spent(phone, 1, active=False, front=True)))
    for each in askers:
        spent = _spent(phone, each.minutes, active=each.active, front=not each.background)
        lines.append(_historical(phone, each.package, each.provider, spent))
    place = "Location[gps 00.000000,00.000000 hAcc=20 et=+2h27m48s587ms]"
    return [*lines, "  Last Known Locations:", f"    gps: {place}", "  Geofences:"]


def _record(phone: Phone, provider: str, package: str, number: int, *, background: bool) -> str:
    """Return a request as it stands among the active ones."""
    power = _POWER.get(provider, "POWER_LOW")
    if phone.sdk >= STATE_SDK:
        place = " (background)" if background else ""
        return f"UpdateRecord[{provider} {number}/{package}{place} Request[{power} {provider} interval=0] null]"
    place = " background" if background else " foreground"
    return f"UpdateRecord[{provider} {package}({number}{place}) Request[{power} {provider} fastest=0]]"


def _historical(phone: Phone, package: str, provider: str, spent: str) -> str:
    """Return a request as it stands in the history, where Android 11 names the provider first."""
    head = f"{provider}: {package}" if phone.sdk >= STATE_SDK else f"{package}: {provider}"
    return f"    {head}: Interval 0 seconds: Duration requested {spent}"


def _spent(phone: Phone, minutes: int, *, active: bool, front: bool) -> str:
    """Return for how long an app asked."""
    asked = f"{minutes}"
    if phone.sdk >= FOREGROUND_MINUTES_SDK:
        asked = f"{minutes} total, {minutes if front else 0} foreground,"
    return f"{asked} out of the last 4527 minutes" + ": Currently active" * active


def _new(phone: Phone, askers: list[Asker]) -> list[str]:
    """Return the dump from Android 12 on."""
    gms = _own_uid(phone, _GMS)
    own = f"{gms}/{_GMS}[fused_location_provider]"
    lines = ["Location Manager State:", "  User Info:", "    current users: u[0]", "  Location Settings:"]
    lines += ["    Location Setting: true", "  Location Providers:"]
    by_provider: dict[str, list[Asker]] = {"passive": [], "network": [], "gps": []}
    for each in askers:
        by_provider.setdefault(each.provider, []).append(each)
    for provider, group in by_provider.items():
        active = [each for each in group if each.active]
        lines += [f"    {provider} provider:", f"      service: ProviderRequest[{'@0' if active else 'OFF'}]"]
        shown = [f"        {each.uid}/{each.package}/{hash32(each.package):08X} {_request(each)}" for each in active]
        if provider == "passive":
            source = f"WorkSource{{{gms} {_GMS}}}"
            shown.append(f"        {own}/B0B82D52 Request[PASSIVE, minUpdateInterval=0, hiddenFromAppOps, {source}]")
        lines += ["      listeners:", *shown] if shown else []
        lines += ["      last location=null", f"      enabled={boolean(True)}", "      allowed=true"]
    lines.append("  Historical Aggregate Location Provider Data:")
    for provider, group in by_provider.items():
        lines.append(f"    {provider}:")
        lines += [_aggregate(f"{each.uid}/{each.package}", each.minutes, front=not each.background) for each in group]
        lines += [_aggregate(own, 0, front=True)] if provider == "gps" else []
    return [*lines, "  Geofence Manager:", "    service: unregistered", "  Event Log:"]


def _request(each: Asker) -> str:
    """Return what an app asks for; one in the background is put to sleep."""
    inactive = " (inactive)" if each.background else ""
    return f"Request[@+10s0ms HIGH_ACCURACY, WorkSource{{{each.uid} {each.package}}}]{inactive}"


def _aggregate(head: str, minutes: int, *, front: bool) -> str:
    """Return a request as it stands in the history."""
    span = f"+{duration(minutes * 60 + 4, 95)}"
    spans = f"{span}/{span}/{span if front else 0}"
    return (
        f"      {head}: min/max interval = 0s/0s, total/active/foreground duration = {spans}, locations = {minutes + 1}"
    )
