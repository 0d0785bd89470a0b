"""Every real answer that is at hand, through its parser: read or refused, with the counts that a plain search gives.

The answers are not part of this repository (they are strangers'): where they are absent, nothing is tried.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from safecheck.phone.parsers import (
    accessibility,
    accounts,
    adb_keys,
    appops,
    bluetooth,
    call_forwarding,
    companions,
    device_policy,
    deviceidle,
    foreground,
    getprop,
    launcher,
    location,
    package_names,
    packages,
    projection,
    roles,
    settings,
    settings_history,
    shared_users,
    trust,
    uids,
    user_details,
    users,
    vpn,
)
from safecheck.phone.parsers.parsed import Parsed, Refused
from tests.conftest import SHARED

_ROOT = SHARED / "ground-truth"
Counts = dict[str, object]


class Kind(NamedTuple):
    """A folder of answers: who reads them, what is counted in the value, and in the text by a plain search."""

    folder: str
    parse: Callable[[str], Parsed[Any]]
    counted: Callable[[Any], Counts]
    searched: Callable[[str], Counts]


def _number(pattern: str, text: str) -> int:
    return len(re.findall(pattern, text, re.MULTILINE))


def _sections(title: str, text: str) -> str:
    """Give the text below each line that is `title`, to the next line without indent."""
    return "\n".join(re.findall(rf"^{title}[ ]*\n((?:  .*\n|\n)*)", text + "\n", re.MULTILINE))


def _list(heading: str, indent: int, text: str) -> list[str]:
    """Give the lines below each heading, indented by `indent`."""
    blocks = re.findall(rf"^ *{heading}[ ]*\n((?: {{{indent}}}.*\n)*)", text + "\n", re.MULTILINE)
    return [line.strip() for block in blocks for line in block.split("\n") if line.strip()]


def _apps_counted(value: packages.PackageDump) -> Counts:
    apps = value.packages.values()
    states = [state for app in apps for state in app.states.values()]
    return {
        "apps": set(value.packages),
        "system": sum(app.system is True for app in apps),
        "states": len(states),
        "installed": sum(here for app in apps for here in app.installed.values()),
        "hidden": sum(state.hidden is True for state in states),
        "stopped": sum(state.stopped is True for state in states),
        "not launched": sum(state.not_launched is True for state in states),
        "enabled": sum(state.enabled or 0 for state in states),
        "granted": sum(len(state.granted) for state in states),
        "install permissions": sum(len(app.install_permissions) for app in apps),
        "disabled": sum(len(state.disabled_components) for state in states),
        "disabled by": sum(bool(state.last_disabled_caller) for state in states),
        "installers": sum(bool(app.installer) for app in apps),
        "signed": sum(bool(app.signatures) for app in apps),
        "shared": sum(bool(app.shared_user) for app in apps),
        "hidden names": set(value.hidden),
    }


def _apps_searched(text: str) -> Counts:
    name = r"([A-Za-z][\w.]*)\] \([0-9a-f]+\):"
    apps = _sections("Packages:", text)
    return {
        "apps": set(re.findall(rf"^  Package \[{name}", apps, re.MULTILINE)),
        "system": _number(r"^    pkgFlags=\[.* SYSTEM ", apps),
        "states": _number(r"^    User \d+:.* installed=", apps),
        "installed": _number(r"^    User \d+:.* installed=true", apps),
        "hidden": _number(r"^    User .* hidden=true", apps),
        "stopped": _number(r"^    User .* stopped=true", apps),
        "not launched": _number(r"^    User .* notLaunched=true", apps),
        "enabled": sum(int(n) for n in re.findall(r"^    User .* enabled=(\d)", apps, re.MULTILINE)),
        "granted": _number(r"^        \S+: granted=true", apps),
        "install permissions": _number(r"^      \S+: granted=true", apps),
        "disabled": len(_list("disabledComponents:", 8, apps)),
        "disabled by": _number(r"^      lastDisabledCaller: \S", apps),
        "installers": _number(r"^    installerPackageName=(?!null)\S", apps),
        "signed": _number(r"^    signatures=PackageSignatures\{\w+ .*?\[[0-9a-f]+[\],]", apps),
        "shared": _number(r"^    sharedUser=", apps),
        "hidden names": set(
            re.findall(rf"^  Package \[{name}", _sections("Hidden system packages:", text), re.MULTILINE)
        ),
    }


def _ops_searched(text: str) -> Counts:
    """Walk through the lines: a mode of the uid counts for each of its packages."""
    found: dict[tuple[int, str], set[str]] = {}
    for block in re.findall(r"^  Uid (.*(?:\n {4}.*|\n)*)", text, re.MULTILINE):
        user = uids.read(block.partition(":")[0])
        assert user is not None
        head, *apps = re.split(r"^    Package ", block, flags=re.MULTILINE)
        whole = set(re.findall(r"^      ([A-Z_]+): mode=(?:[a-z]+|\d)", head, re.MULTILINE))
        for app in apps:
            own = set(re.findall(r"^      ([A-Z_]+)(?: \(|: mode=)", app, re.MULTILINE))
            found.setdefault((user[0], app.partition(":")[0]), set()).update((own | whole) & {*appops.OPS})
    return {"uses": found}


def _enabled_services(text: str) -> Counts:
    listed = "".join(re.findall(r"^ *Enabled services:\{(.*)\}", text, re.MULTILINE))
    samsung = re.findall(r"^ *enabled services: \{\n((?:.* : .*\n)*)", text, re.MULTILINE)
    return {"services": listed.count("/") + "".join(samsung).count(" : ")}


def _location_searched(text: str) -> Counts:
    """Who asks now: by records up to Android 11, by listeners and those whom they blame from 12 on."""
    records = set(re.findall(r"^      UpdateRecord\[[a-z]+ (?:\d+/)?([\w.]+)", text, re.MULTILINE))
    active = re.findall(r"^        \d+/([\w.]+).*Request\[(.*)(?<!\(inactive\))$", text, re.MULTILINE)
    blamed = {name for _, rest in active for source in re.findall(r"WorkSource\{(.*?)\}", rest)
              for name in re.findall(r"\d+ ([\w.]+)", source)}  # fmt: skip
    marked = re.findall(r"^    ([\w.]+): ([\w.]+): .*Currently active$", text, re.MULTILINE)
    names = {max(pair, key=lambda part: part.count(".") + (part == "android")) for pair in marked}
    return {"packages": records | {name for name, _ in active} | blamed | names}


_KINDS = (
    Kind(
        "dumpsys-accessibility",
        accessibility.parse,
        lambda value: {"services": sum(map(len, value.values()))},
        _enabled_services,
    ),
    Kind(
        "dumpsys-device_policy",
        device_policy.parse,
        lambda value: {
            "admins": sum(map(len, value.admins.values())),
            "owners": len(value.profile_owners) + bool(value.device_owner),
        },
        lambda text: {
            "admins": len(set(re.findall(r"^    [\w.]+/[\w.$]+:$", text, re.MULTILINE))),  # one file repeats itself
            "owners": len(set(re.findall(r"^ *(?:Profile|Device) Owner\b.*: *$", text, re.MULTILINE))),
        },
    ),
    Kind(
        "getprop",
        getprop.parse,
        lambda value: {"sdk": value.identity.sdk, "patch": value.identity.patch},
        lambda text: {
            "sdk": int(re.findall(r"^\[ro.build.version.sdk\]: \[(\d+)\]", text, re.MULTILINE)[0]),
            "patch": (re.findall(r"^\[ro.build.version.security_patch\]: \[(.*)\]", text, re.MULTILINE) or [""])[0],
        },
    ),
    *(
        Kind(
            f"pm-list-packages-{options}",
            package_names.parse,
            lambda value: {"apps": len(value)},
            lambda text: {"apps": _number(r"^package:", text)},
        )
        for options in ("3", "s", "f", "i-u", "f-i-U")
    ),
    *(
        Kind(f"dumpsys-{folder}", packages.parse, _apps_counted, _apps_searched)
        for folder in ("package", "package-single")
    ),
    Kind(
        "dumpsys-package",
        shared_users.parse,
        lambda value: {
            "shared users": set(value),
            "members": sum(len(user.members) for user in value.values()),
            "install permissions": sum(len(user.install_permissions) for user in value.values()),
            "granted": sum(len(granted) for user in value.values() for granted in user.granted.values()),
        },
        lambda text: {
            "shared users": set(re.findall(r"^  SharedUser \[([\w.]+)\]", text, re.MULTILINE)),
            "members": _number(r"^      PackageSetting\{", text),
            "install permissions": _number(r"^      \S+: granted=true", _sections("Shared users:", text)),
            "granted": _number(r"^        \S+: granted=true", _sections("Shared users:", text)),
        },
    ),
    *(
        Kind(
            f"settings-list-{namespace}",
            settings.parse,
            lambda value: {"settings": set(value)},
            lambda text: {"settings": set(re.findall(r"^([!-<>-~]+)=", text, re.MULTILINE))},
        )
        for namespace in ("global", "secure", "system")
    ),
    *(
        Kind(
            f"settings-get-secure-enabled_{what}",
            settings.components,
            lambda value: {"components": len(value)},
            lambda text: {"components": len({part.strip().replace("/.", "/") for part in text.split(":")})},
        )
        for what in ("accessibility_services", "notification_listeners")
    ),
    Kind(
        "pm-list-users",
        users.parse,
        lambda value: {"users": len(value), "running": sum(user.running for user in value)},
        lambda text: {"users": _number(r"UserInfo\{", text), "running": _number(r"\} running", text)},
    ),
    Kind(
        "dumpsys-appops",
        appops.parse,
        lambda value: {"uses": {(u, name): set(ops) for u, apps in value.items() for name, ops in apps.items()}},
        _ops_searched,
    ),
    Kind(
        "cmd-package-query-activities",
        launcher.parse,
        lambda value: {"apps": set(value)},
        lambda text: {"apps": set(re.findall(r"^    ([\w.]+)/[\w.$]+$", text, re.MULTILINE))},
    ),
    Kind(
        "dumpsys-role",
        roles.parse,
        lambda value: {
            "roles": sum(map(len, value.values())),
            "holders": sum(len(holders) for user in value.values() for holders in user.values()),
        },
        lambda text: {"roles": _number(r"^ *name=", text), "holders": _number(r"^ *holders=", text)},
    ),
    Kind(
        "dumpsys-deviceidle",
        deviceidle.parse,
        lambda value: {"user": len(value)},
        lambda text: {"user": len(_list("Whitelist user apps:", 4, text))},
    ),
    Kind(
        "dumpsys-account",
        accounts.parse,
        lambda value: {
            "users": len(value),
            "accounts": sum(map(len, value.values())),
        },
        lambda text: {
            "users": _number(r"^User UserInfo\{", text),
            "accounts": _number(r"^    Account \{name=", text),
        },
    ),
    Kind(
        "dumpsys-companiondevice",
        companions.parse,
        lambda value: {"associations": len(value)},
        lambda text: {"associations": _number(r"^  Association", text)},
    ),
    Kind(
        "dumpsys-bluetooth_manager",
        bluetooth.parse,
        lambda value: {"devices": len(value)},
        lambda text: {"devices": _number(r"^ +(?:\(Connected\) )? *[0-9A-FX:]{17}.*\[ ?[A-Z? /]+ ?\]", text)},
    ),
    Kind(
        "dumpsys-adb",
        adb_keys.parse,
        lambda value: {"computers": len(value.computers)},
        lambda text: {"computers": len(set(re.findall(r"QAAAA\S+", text)))},
    ),
    Kind(
        "dumpsys-user",
        user_details.parse,
        lambda value: {"users": len(value)},
        lambda text: {"users": _number(r"^  UserInfo\{", text)},
    ),
    Kind(
        "dumpsys-connectivity",
        vpn.connectivity,
        lambda value: {"vpns": len(value)},
        lambda text: {"vpns": _number(r"^  NetworkAgentInfo.* ni\{(?:VPN CONNECTED|\[type: VPN)", text)},
    ),
    Kind(
        "dumpsys-telephony.registry",
        call_forwarding.parse,
        lambda value: {"phones": len(value), "on": sum(on is True for on in value.values())},
        lambda text: {
            "phones": _number(r"^ *mCallForwarding=", text),
            "on": _number(r"^ *mCallForwarding=true", text),
        },
    ),
    Kind(
        "dumpsys-media_projection",
        projection.parse,
        lambda value: {"captures": len(value)},
        lambda text: {"captures": _number(r"TYPE_", text)},
    ),
    Kind(
        "dumpsys-activity-services",
        foreground.parse,
        lambda value: {
            "services": len(value),
            "users": {service.user for service in value},
            "types": sum(service.types or 0 for service in value),
        },
        lambda text: {
            "services": _number(r"^    isForeground=true", text),
            "users": {0} if "isForeground=true" in text else set(),
            "types": sum(
                int(n, 16)
                for n in re.findall(r"^    isForeground=true foregroundId=\S+ types=(\w+)", text, re.MULTILINE)
            ),
        },
    ),
    Kind(
        "dumpsys-trust",
        trust.parse,
        lambda value: {"users": len(value), "agents": sum(map(len, value.values()))},
        lambda text: {"users": _number(r'^ User "', text), "agents": _number(r"^    [\w.]+/[\w.]+$", text)},
    ),
    Kind("dumpsys-location", location.parse, lambda value: {"packages": set(value)}, _location_searched),
    Kind(
        "dumpsys-settings",
        settings_history.parse,
        lambda value: {"changes": len(value)},  # no phone whose answer is at hand keeps any
        lambda text: {"changes": _number("^Historical operations", text)},
    ),
)

# Pieces that strangers cut out of answers, and forms of other commands: why they are refused.
_REFUSED: dict[tuple[Callable[[str], Parsed[Any]], str], str] = {
    (package_names.parse, "pm-list-packages-f/"): "no package in it",
    (package_names.parse, "pm-list-packages-i-u/"): "no package in it",
    (package_names.parse, "pm-list-packages-f-i-U/"): "no package in it",
    (users.parse, "pm-list-users/oppo-coloros-multiapp-dumpsys-user"): "no user in it",
    (getprop.parse, "getprop/unknown-mvt"): "it names no Android version",
    (packages.parse, "dumpsys-package-single/9-sunmi"): "no app in it",
    (vpn.connectivity, "dumpsys-connectivity/IsMyPhonePwned-excerpts"): "it lists no networks",
    **{
        (shared_users.parse, f"dumpsys-package/{name}"): "no shared user in it"
        for name in ("12-oppo", "15-samsung", "16-google", "unknown-mvt")
    },
}
# Cut by those who published them, or with a prompt before: read, and something is said about it.
_DAMAGED = (
    "dumpsys-package/12-oppo", "dumpsys-package/15-samsung", "dumpsys-package/16-google",
    "cmd-package-query-activities/12-oppo", "dumpsys-role/16-emulator", "settings-list-global/12L-humane",
)  # fmt: skip


def _files() -> list[Any]:
    return [
        pytest.param(kind, path, id=f"{kind.parse.__module__.rpartition('.')[2]}.{kind.parse.__name__}-{kind.folder}/{path.stem}")
        for kind in _KINDS
        for path in sorted((_ROOT / kind.folder).glob("*.txt"))
    ]  # fmt: skip


def _text(path: Path) -> str:
    """Read an answer as `read.py` does; the first line is where it was found, and no part of it."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # saved by a Windows shell
        data = data.decode("utf-16").encode()
    text = data.replace(b"\r\n", b"\n").decode(errors="replace")
    return text.partition("\n")[2] if text.startswith("# source: ") else text


@pytest.mark.skipif(not _ROOT.is_dir(), reason="the real answers are not here")
@pytest.mark.parametrize(("kind", "path"), _files())
def test_a_real_answer_is_read_whole_or_refused_for_a_reason(kind: Kind, path: Path) -> None:
    text = _text(path)
    name = f"{kind.folder}/{path.name}"
    reason = next(
        (why for (parse, start), why in _REFUSED.items() if parse is kind.parse and name.startswith(start)), ""
    )
    if reason:
        with pytest.raises(Refused, match=reason):
            kind.parse(text)
        return
    value, problems = kind.parse(text)
    whole = {shared_users.parse}  # it reads another part of the same files
    damaged = name.startswith(_DAMAGED) and kind.parse not in whole
    assert bool(problems) == damaged, problems
    counted, searched = kind.counted(value), kind.searched(text)
    for what in ("apps", "services", "admins") if damaged else counted:
        assert counted.get(what) == searched.get(what), what


@pytest.mark.skipif(not _ROOT.is_dir(), reason="the real answers are not here")
@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: f"{kind.parse.__module__}.{kind.parse.__name__}")
def test_no_parser_takes_what_a_shell_says_instead_of_an_answer(kind: Kind) -> None:
    if kind.parse in {settings.parse, settings.components}:
        return  # a setting may have any value: read.py looks for these words before
    for path in (_ROOT / "shell-errors").glob("*.txt"):
        text = _text(path)
        for said in (text, *text.splitlines()):
            with pytest.raises(Refused):
                kind.parse(said)
