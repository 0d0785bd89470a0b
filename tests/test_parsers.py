"""Every parser: any text is read or refused, what is there is found, and what was damaged is said."""

import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck.phone.parsers import (
    accessibility,
    clock,
    device_policy,
    getprop,
    package_names,
    packages,
    settings,
    users,
)
from safecheck.phone.parsers.parsed import Parsed, Refused, component
from safecheck.phone.probes import PROBES
from tests.scripted import healthy

# Pieces of real forms, so that random texts get deep into the parsers.
_PIECES = [
    "Packages:", "  Package [com.a.b] (1f):", "    pkgFlags=[ SYSTEM ]", "    User 0: installed=true", "    User 10: x",
    "    codePath=/data/app/a", "Hidden system packages:", "User state[", "     attributes:{id=0, a", "  Enabled services:{}",
    "     Enabled services:{{a.b/.C}}", "  enabled services: {", "    0 : a.b/.C", "  }", "  Enabled Device Admins (User 0):",
    "    a.b/.C:", "  Device Owner: ", "  Profile Owner (User 10):", "    admin=ComponentInfo{a.b/.C}",
    "Current Device Policy Manager state:", "Users:", "\tUserInfo{0:Owner:13} running", "\tUserInfo{0:a:b}:zz}",
    "[ro.build.version.sdk]: [34]", "[a]: [b", "c]", "a=b", "a=null", "=", "package:com.a.b", "package:", "1795262400 +0100",
]  # fmt: skip
_texts = st.one_of(
    st.text(),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=20)), max_size=30).map("\n".join),
)


def _strings(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for pair in value.items() for part in pair for text in _strings(part)]
        case tuple() | list() | set() | frozenset():
            return [text for part in value for text in _strings(part)]
        case msgspec.Struct():
            return _strings(msgspec.structs.asdict(value))
        case _:
            return []


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.fact)
@given(text=_texts)
def test_any_text_is_read_or_refused(probe: Any, text: str) -> None:  # noqa: ANN401 - rows of one table
    try:
        parsed = probe.parse(text)
    except Refused:
        return
    assert isinstance(parsed, Parsed)
    if not probe.fact.startswith("settings"):  # settings are kept raw; only components are taken out of them
        for shown in _strings(parsed.value):
            assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in shown)
    for problem in parsed.problems:
        assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in problem)


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.fact)
def test_an_empty_answer_is_refused_wherever_nothing_is_impossible(probe: Any) -> None:  # noqa: ANN401
    for text in ("", "\n", "\n \n"):
        with pytest.raises(Refused):
            probe.parse(text)


@pytest.mark.parametrize("key", healthy((0, 10)), ids=lambda key: f"{key[0]}-{key[1]}")
def test_an_ordinary_answer_has_no_problem(key: tuple[str, int | None]) -> None:
    parse: Callable[[str], Parsed[Any]] = next(probe.parse for probe in PROBES if probe.fact == key[0])
    assert parse(healthy((0, 10))[key]).problems == ()


_names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}(\.[A-Za-z0-9_]{1,8}){1,4}", fullmatch=True)
_components = st.builds(
    lambda package, name: f"{package}/{package}.{name}",
    _names,
    st.from_regex(r"[A-Z]\w{0,8}(\$[A-Z]\w{0,3})?", fullmatch=True),
)


@given(
    st.dictionaries(
        _names,
        st.tuples(st.booleans(), st.dictionaries(st.integers(0, 9999), st.booleans(), min_size=1, max_size=3)),
        min_size=1,
        max_size=8,
    )
)
def test_every_app_is_found_with_its_states(apps: dict[str, tuple[bool, dict[int, bool]]]) -> None:
    lines = ["Packages:"]
    for name, (system, states) in apps.items():
        lines += [f"  Package [{name}] (abc12):", f"    pkgFlags=[ {'SYSTEM ' * system}HAS_CODE ]"]
        lines += [f"    User {user}: ofs=0 installed={str(here).lower()} hidden=false" for user, here in states.items()]
    first = next(iter(apps))
    dump = [*lines, "", "Hidden system packages:", f"  Package [{first}] (1):", ""]
    value, problems = packages.parse("\n".join(dump))
    assert problems == ()
    assert {name: (package.system, package.installed) for name, package in value.packages.items()} == apps
    assert value.hidden == {first}


@given(
    st.dictionaries(st.integers(0, 9999), st.lists(_components, unique=True, max_size=4), min_size=1, max_size=3),
    st.booleans(),
)
def test_every_switched_on_service_is_found(services: dict[int, list[str]], samsung: bool) -> None:  # noqa: FBT001
    text = "ACCESSIBILITY MANAGER (dumpsys accessibility)\n"
    for user, names in services.items():
        if samsung:
            rows = "".join(f"    {i} : {name}\n" for i, name in enumerate(names))
            text += f"User state[attributes:{{id={user}, currentUser=true\n  installed services: {{\n    0 : a.b/.C\n  }}\n  enabled services: {{\n{rows}  }}\n  binding services: {{\n  }}\n"
        else:
            text += f"User state[\n     attributes:{{id={user}, a=b}}\n     Bound services:{{}}\n     Enabled services:{{{', '.join(f'{{{name}}}' for name in names)}}}\n"
    value, problems = accessibility.parse(text)
    assert problems == ()
    assert value == {user: tuple(names) for user, names in services.items()}


@given(
    st.dictionaries(st.integers(0, 9999), st.lists(_components, unique=True, max_size=4), min_size=1, max_size=3),
    st.integers(0, 2),
)
def test_every_device_admin_is_found(admins: dict[int, list[str]], indent: int) -> None:
    pad = "  " * indent
    text = "Current Device Policy Manager state:\n"
    for user, names in admins.items():
        text += f"{pad}Enabled Device Admins (User {user}, provisioningState: 0):\n"
        for name in names:
            text += f"{pad}  {name}:\n{pad}    uid=10092\n{pad}    policies:\n{pad}      wipe-data\n"
        text += f"{pad} \n" if not names else ""
    value, problems = device_policy.parse(text)
    assert problems == ()
    assert value.admins == {user: tuple(names) for user, names in admins.items()}


@given(st.lists(_components, unique=True, max_size=6))
def test_every_component_of_a_setting_is_found(names: list[str]) -> None:
    assert settings.components(":".join(names)) == (tuple(names), ())


@given(
    st.dictionaries(
        st.integers(0, 99999),
        st.tuples(
            st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20), st.integers(0, 2**40), st.booleans()
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_user_is_found(wanted: dict[int, tuple[str, int, bool]]) -> None:
    rows = "".join(
        f"\tUserInfo{{{n}:{name}:{flags:x}}}{' running' * running}\n" for n, (name, flags, running) in wanted.items()
    )
    value, problems = users.parse("Users:\n" + rows)
    assert problems == ()
    assert {user.number: (user.flags, user.running) for user in value} == {n: (f, r) for n, (_, f, r) in wanted.items()}


def test_settings_split_at_the_first_equals_sign_and_go_on_over_lines() -> None:
    value, problems = settings.parse('a=b=c\njson={\n "x": "y=z"\n}\nn=null\ne=\n')
    assert problems == ()
    assert value == {"a": "b=c", "json": '{\n "x": "y=z"\n}\n', "n": "", "e": ""} or value["json"].startswith("{\n")


@pytest.mark.parametrize("key", ["enabled_accessibility_services", "enabled_notification_listeners"])
def test_a_list_that_is_said_twice_keeps_all_of_it(key: str) -> None:
    value, problems = settings.parse(f"{key}=null\n{key}=a.b/.C\nother=x\n{key}=a.b/.C\n{key}=d.e/.F\nother=y\n")
    assert len(problems) == 2
    assert settings.components(value[key]).value == ("a.b/a.b.C", "d.e/d.e.F")
    assert value["other"] == "x"


@pytest.mark.parametrize(
    ("parse", "text", "problem"),
    [
        (packages.parse, "Packages:\n  Package [com.a] (1):\n    User 0: installed=true\n", "its flags are missing"),
        (packages.parse, "Packages:\n  Package [com.a] (1):\n    pkgFlags=[ ]\n    User 0: insta\n", "cannot be read"),
        (
            packages.parse,
            "Packages:\n  Package [com.a] (1):\n    pkgFlags=[ ]\n  Package [co\ufffd] (1):\n",
            "readable name",
        ),
        (
            accessibility.parse,
            "User state[\n attributes:{id=0}\n Enabled services:{{a.b/.C}, {half\n",
            "without an end",
        ),
        (accessibility.parse, "User state[\n attributes:{id=0}\n enabled services: {\n 0 : a.b/.C\n", "without an end"),
        (accessibility.parse, "User state[\n attributes:{id=\x000}\n", "without a user"),
        (
            device_policy.parse,
            "Device Policy Manager\n Enabled Device Admins (User 0):\n  a.b/\ufffd:\n",
            "cannot be read",
        ),
        (settings.parse, "a=b\na=c\n", "twice"),
        (users.parse, "Users:\n\tUserInfo{0:a:13}\n\tUserInfo{1\ufffd:a:13}\n", "no user"),
        (package_names.parse, "package:com.a\npackage:c\x00m.b\n", "no package"),
        (getprop.parse, "[ro.build.version.sdk]: [34]\n[a]: [b\n", "without an end"),
    ],
)
def test_what_cannot_be_read_is_said(parse: Callable[[str], Parsed[Any]], text: str, problem: str) -> None:
    assert any(problem in said for said in parse(text).problems)


def test_an_app_that_writes_lines_into_the_dump_cannot_hide() -> None:
    """Its version name holds line breaks and claims that it is a part of the phone, and not there."""
    dump = (
        "Packages:\n  Package [com.evil] (1):\n    versionName=1\n    pkgFlags=[ SYSTEM ]\n    User 0: installed=false\n"
        "  Package [com.android.settings] (2):\n    pkgFlags=[ HAS_CODE ]\n    User 0: installed=true\n"
        "  Package [com.android.settings] (3):\n    pkgFlags=[ SYSTEM ]\n    User 0: installed=true\n"
    )
    value, problems = packages.parse(dump)
    assert problems
    assert value.packages["com.android.settings"].system is False
    dump = "Packages:\n  Package [com.evil] (1):\n    pkgFlags=[ SYSTEM ]\n    User 0: installed=false\n    pkgFlags=[ ]\n    User 0: installed=true\n"
    value, problems = packages.parse(dump)
    assert problems
    assert (value.packages["com.evil"].system, value.packages["com.evil"].installed) == (False, {0: True})


def test_an_accessibility_label_cannot_empty_the_list() -> None:
    dump = "User state[\n attributes:{id=0}\n Bound services:{Service[label=x\n Enabled services:{}\n]}\n Enabled services:{{a.b/.C}}\n"
    value, problems = accessibility.parse(dump)
    assert problems
    assert value == {0: ("a.b/a.b.C",)}


def test_owners_are_read_and_apps_named_elsewhere_are_not() -> None:
    dump = (
        "Current Device Policy Manager state:\n  Device Owner: \n    admin=ComponentInfo{com.o/com.o.R}\n    User ID: 0\n"
        "  Profile Owner (User 150):\n    admin=ComponentInfo{com.p/.R}\n    name=\n"
        "  Enabled Device Admins (User 0, provisioningState: 0):\n    com.o/.R:\n      uid=10092\n"
        "  Local Policies:\n    EnforcingAdmin { mPackageName= com.not.an.admin }\n    ComponentInfo{com.not/.Admin}:\n"
    )
    value, problems = device_policy.parse(dump)
    assert problems == ()
    assert value == device_policy.Policy({0: ("com.o/com.o.R",)}, "com.o/com.o.R", {150: "com.p/com.p.R"})


def test_a_clock_has_a_zone() -> None:
    value = clock.parse("1795262400 -0330\n").value
    assert (value.utcoffset(), int(value.timestamp())) == (timedelta(hours=-3, minutes=-30), 1795262400)
    for text in ("0 +0000", "1795262400", "99999999999 +0000", "1795262400 +9900"):
        with pytest.raises(Refused):
            clock.parse(text)


def test_components_are_written_in_full() -> None:
    assert component("a.b/.C") == component("a.b/a.b.C") == "a.b/a.b.C"
    assert component("a.b/c.D$E") == "a.b/c.D$E"
    assert component("a.b") is component("a b/c") is component("") is None
