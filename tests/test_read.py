"""Putting answers together: what is missing, denied, damaged or contradictory becomes a gap; the rest is kept."""

from collections.abc import Iterator, Sequence

import pytest

from safecheck.model import Answer, End, Gap, GapReason, Question, Snapshot
from safecheck.phone.probes import OLDER, PROBES, Probe
from safecheck.phone.read import read_phone
from tests.scripted import TAKEN, ScriptedPhone, broken, dump, healthy, whole

_KEYS: list[tuple[str, int | None]] = [
    (probe.fact, 0 if probe.per_user else None) for probe in PROBES if probe.until > 34
]

_REDACTED = {probe.fact for probe in PROBES if probe.without}


def _read(changed: dict[tuple[str, int | None], Answer], users: tuple[int, ...] = (0,)) -> Snapshot:
    return read_phone(ScriptedPhone(healthy(users), changed), TAKEN)


def _reasons(snapshot: Snapshot) -> set[tuple[str, GapReason]]:
    return {(gap.fact, gap.reason) for gap in snapshot.gaps}


def test_an_ordinary_phone_has_no_gap() -> None:
    snapshot = _read({}, (0, 10))
    assert snapshot.gaps == ()
    assert snapshot.phone is not None
    assert [user.number for user in snapshot.phone.users] == [0, 10]
    asked = [answer for answer in snapshot.answers if not answer.question.app]
    assert len(asked) == len(PROBES) - len(OLDER) + sum(probe.per_user for probe in PROBES)


@pytest.mark.parametrize("key", _KEYS, ids=lambda key: key[0])
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (broken(End.CUT), GapReason.CUT),
        (broken(End.CUT, b"half a li"), GapReason.CUT),
        (broken(End.NOT_ASKED), GapReason.CUT),
        (broken(End.TIMEOUT), GapReason.TIMEOUT),
        (broken(End.TOO_BIG, b"x" * 100_000), GapReason.TOO_BIG),
        (broken(End.STOPPED), GapReason.STOPPED),
        (whole(""), GapReason.FAILED),
        (whole("x\n", 1), GapReason.FAILED),
        (whole("Killed\n", 137), GapReason.FAILED),
        (whole("java.lang.SecurityException: Shell does not have permission to access user 0\n"), GapReason.DENIED),
        (whole("Error: java.lang.SecurityException: no\n", 255), GapReason.DENIED),
        (whole("Permission Denial: can't dump x from pid=1\n"), GapReason.DENIED),
        (whole("Can't find service: x\n"), GapReason.MISSING),
        (whole("sh: pm: inaccessible or not found\n", 127), GapReason.MISSING),
        (whole("some text\n\n*** SERVICE 'x' DUMP TIMEOUT (10000ms) EXPIRED ***\n\n"), GapReason.TIMEOUT),
        (whole("Error with service 'x' while dumping: DEAD_OBJECT\n"), GapReason.FAILED),
        (whole("Bad user number: 999\n"), GapReason.FAILED),
        (whole("a\n\nException occurred while dumping:\njava.lang.NullPointerException: x\n"), GapReason.FAILED),
        (whole("Error dumping service info status_t: DEAD_OBJECT x\n"), GapReason.FAILED),
        (whole(b"\xff\xfe\x00\x80" * 50 + b"\n"), GapReason.UNREADABLE),
    ],
)
def test_every_fault_of_every_answer_is_a_gap(key: tuple[str, int | None], answer: Answer, reason: GapReason) -> None:
    reasons = {found for fact, found in _reasons(_read({key: answer})) if fact == key[0]}
    # What is taken out of an answer before it is kept can leave nothing of it: then it is an empty one.
    assert reasons & ({reason, GapReason.FAILED} if key[0] in _REDACTED else {reason})


@pytest.mark.parametrize("key", _KEYS, ids=lambda key: key[0])
def test_a_whole_answer_that_lost_its_last_bytes_is_a_gap(key: tuple[str, int | None]) -> None:
    text = healthy()[key]
    assert key[0] in {gap.fact for gap in _read({key: whole(text[: len(text) // 2].rstrip("\n"))}).gaps}


@pytest.mark.parametrize("key", _KEYS, ids=lambda key: key[0])
@pytest.mark.parametrize("damage", [b"\xff", b"\x00", b"\x1b", b"\xc3("])
def test_one_damaged_byte_anywhere_is_a_gap(key: tuple[str, int | None], damage: bytes) -> None:
    text = healthy()[key].encode()
    middle = len(text) // 2
    if key[0] in _REDACTED:
        pytest.skip("the damage may be in what is taken out")
    assert key[0] in {gap.fact for gap in _read({key: whole(text[:middle] + damage + text[middle + 1 :])}).gaps}


def test_what_came_before_a_cut_is_kept() -> None:
    text = dump({"com.first": False, "com.second": False}, (0,)).encode()
    snapshot = _read({("packages", None): broken(End.CUT, text[: text.index(b"com.second")])})
    assert snapshot.phone is not None
    assert "com.first" in snapshot.phone.packages


def test_an_app_that_only_the_short_list_names_is_a_contradiction_and_is_kept() -> None:
    names = healthy()["package-names", 0] + "package:com.only.here\n"
    snapshot = _read({("package-names", 0): whole(names)})
    assert _reasons(snapshot) == {
        ("packages", GapReason.CONTRADICTION),
        ("signers", GapReason.UNREADABLE),  # nobody says where its file is
    }
    assert snapshot.phone is not None
    assert snapshot.phone.packages["com.only.here"].system is None


def test_apps_of_a_user_who_is_not_listed_are_a_contradiction() -> None:
    snapshot = _read({("packages", None): whole(dump({"android": True, "com.x": False}, (0, 12)))})
    assert ("users", GapReason.CONTRADICTION) in _reasons(snapshot)
    assert snapshot.phone is not None
    assert [user.number for user in snapshot.phone.users] == [0, 12]


def test_a_phone_that_says_debugging_is_off_contradicts_itself() -> None:
    assert _reasons(_read({("settings-global", None): whole("adb_enabled=0\na=b\n")})) == {
        ("settings-global", GapReason.CONTRADICTION)
    }


_SHARED = {"android": True, "com.one": False, "com.two": False, "com.alone": False}
_PLACE = "android.permission.ACCESS_BACKGROUND_LOCATION"


def _sharing(users: str) -> Snapshot:
    """Two apps that share a user, on a phone with two users; `users` is what `dumpsys package shared-users` says."""
    text = dump(_SHARED, (0, 10))
    for name in ("com.one", "com.two"):
        head = f"  Package [{name}] (1a2b3c4):\n"
        text = text.replace(head, f"{head}    sharedUser=SharedUserSetting{{1f net.shared/10123}}\n")
    changed: dict[tuple[str, int | None], Answer] = {
        ("packages", None): whole(text),
        ("shared-users", None): whole(users),
    }
    return read_phone(ScriptedPhone(healthy((0, 10), _SHARED), changed), TAKEN)


@pytest.mark.parametrize("members", ["", "    Packages\n      PackageSetting{1f com.one/10123}\n"])
def test_what_a_shared_user_was_granted_each_of_its_apps_has(members: str) -> None:
    snapshot = _sharing(
        f"Shared users:\n  SharedUser [net.shared] (1f):\n    userId=10123\n{members}    install permissions:\n"
        "      p.install: granted=true\n      p.other: granted=false\n    User 0: \n      gids=[3003]\n"
        f"    User 10: \n      runtime permissions:\n        {_PLACE}: granted=true, flags=[ USER_SET]\n"
    )
    assert snapshot.gaps == ()
    assert snapshot.phone is not None
    for name in ("com.one", "com.two"):
        app = snapshot.phone.packages[name]
        assert app.install_permissions == {"p.install"}
        assert {user: set(state.granted) for user, state in app.states.items()} == {0: set(), 10: {_PLACE}}
    assert snapshot.phone.packages["com.alone"].install_permissions == frozenset()


def test_a_shared_user_of_whom_nothing_is_told_is_a_contradiction() -> None:
    assert _reasons(_sharing("Shared users:\n  SharedUser [net.another] (1f):\n")) == {
        ("shared-users", GapReason.CONTRADICTION)
    }


@pytest.mark.parametrize("fact", ["accounts", "device-policy", "roles", "trust", "user-details"])
def test_a_dump_that_leaves_out_a_user_who_is_there_is_a_contradiction(fact: str) -> None:
    snapshot = _read({(fact, None): whole(healthy((0,))[fact, None])}, (0, 10))
    assert [(gap.fact, gap.user, gap.reason) for gap in snapshot.gaps] == [(fact, 10, GapReason.CONTRADICTION)]
    cut = _read({(fact, None): broken(End.CUT, healthy((0,))[fact, None].encode())}, (0, 10))
    assert [gap for gap in cut.gaps if gap.fact == fact] == [Gap(fact=fact, reason=GapReason.CUT)]


@pytest.mark.parametrize("state", ["not running", "RUNNING_LOCKED"])
def test_what_a_locked_user_does_not_tell_is_said_as_that(state: str) -> None:
    table = healthy((0, 10))
    alone = healthy((0,))
    changed: dict[tuple[str, int | None], Answer] = {
        (fact, None): whole(alone[fact, None]) for fact in ("accounts", "device-policy", "roles")
    }
    if state == "not running":
        changed["users", None] = whole(table["users", None].replace("Other:30} running", "Other:30}"))
    else:
        details = table["user-details", None].rpartition("RUNNING_UNLOCKED")
        changed["user-details", None] = whole(f"{details[0]}{state}{details[2]}")
    snapshot = read_phone(ScriptedPhone(table, changed), TAKEN)
    assert {(gap.fact, gap.user, gap.reason) for gap in snapshot.gaps} == {
        (fact, 10, GapReason.LOCKED) for fact in ("accounts", "device-policy", "roles", "launcher")
    }
    assert snapshot.phone is not None
    assert set(snapshot.phone.launcher) == {0}  # of the other, an app without an icon would be no sign


_VPN = (
    "Current Networks:\n  NetworkAgentInfo{{network{{101}} ni{{VPN CONNECTED extra: }} nc{{[ Transports: WIFI|VPN "
    "Capabilities: NOT_METERED OwnerUid: {} AdminUids: [] ]}}}}\n"
)


@pytest.mark.parametrize(
    ("sdk", "prepared", "connected", "vpns", "gaps"),
    [
        (30, None, _VPN.format(1000), {0: "?"}, set()),
        (30, None, _VPN.format(10123), {0: "org.example.notes"}, set()),
        (33, "[Legacy VPN]\n", _VPN.format(1000), {0: "?"}, set()),
        (33, "[Legacy VPN]\n", "Current Networks:\n", {}, set()),
        (33, "org.example.notes\n", _VPN.format(10123), {0: "org.example.notes"}, set()),
        (34, "[Legacy VPN]\n    Active vpn type: 2\n", "", {0: "?"}, set()),
        (34, "[Legacy VPN]\n    Active vpn type: -1\n", "", {}, set()),
        (34, "[Legacy VPN]\n", "", {}, {("vpn", GapReason.PARTLY)}),
    ],
)
def test_a_vpn_of_the_phones_own_settings_is_seen_or_said_not_to_be(
    sdk: int, prepared: str | None, connected: str, vpns: dict[int, str], gaps: set[tuple[str, GapReason]]
) -> None:
    identity = healthy()["identity", None].replace("[34]", f"[{sdk}]")
    vpn = whole(f"VPNs:\n  0: {prepared}") if prepared else whole("Can't find service: vpn_management\n")
    snapshot = _read({("identity", None): whole(identity), ("vpn", None): vpn, ("networks", None): whole(connected)})
    assert snapshot.phone is not None
    assert snapshot.phone.vpns == vpns
    assert _reasons(snapshot) == gaps


@pytest.mark.parametrize(
    ("app", "line", "told"),
    [
        ("org.example.notes", "RECORD_AUDIO: mode=0; time=+1h ago; duration=+1s", False),
        ("org.example.notes", "FINE_LOCATION: mode=0; time=+1h ago", False),
        ("org.example.notes", "CAMERA: mode=0; time=+1h ago (running)", True),
        ("org.example.notes", "CAMERA: mode=1; time=+1h ago", True),
        ("org.example.notes", "CAMERA: mode=0", True),
        ("org.example.notes", "VIBRATE: mode=0; time=+1h ago", True),
        ("com.android.settings", "CAMERA: mode=0; time=+1h ago", True),
    ],
)
def test_an_android_that_does_not_tell_background_from_foreground_says_so(app: str, line: str, told: bool) -> None:  # noqa: FBT001
    text = f"Current AppOps Service state:\n  Uid u0a23:\n    Package {app}:\n      {line}\n"
    gaps = _read({("appops", None): whole(text)}).gaps
    assert [(gap.fact, gap.user, gap.reason) for gap in gaps] == ([] if told else [("appops", 0, GapReason.PARTLY)])


def test_a_list_of_services_that_a_line_break_writes_again_hides_none() -> None:
    lists = "enabled_{0}=com.a/.A\nother=x\nenabled_{0}=com.b/.B\n"
    text = lists.format("accessibility_services") + lists.format("notification_listeners")
    snapshot = _read({("settings-secure", 0): whole(text)})
    assert _reasons(snapshot) == {("settings-secure", GapReason.UNREADABLE)}
    assert snapshot.phone is not None
    for found in (snapshot.phone.accessibility, snapshot.phone.listeners):
        assert found[0] == ("com.a/com.a.A", "com.b/com.b.B")


@pytest.mark.parametrize("probe", [probe for probe in PROBES if probe.without], ids=lambda probe: probe.fact)
def test_what_is_taken_out_of_an_answer_does_not_hide_that_it_was_cut(probe: Probe) -> None:
    """The command ends in the middle of a line and says that all is well."""
    text = (
        healthy()[probe.fact, None].encode() + b"\n    Account {name=somebody@example.org, type=x}\n  something else\n"
    )
    for end in range(1, len(text)):
        if text[end - 1 : end] != b"\n":
            assert probe.without is not None
            kept = probe.without(text[:end])
            assert kept[-1:] not in {b"", b"\n"}, text[:end]
            assert probe.without(kept) == kept


def test_both_witnesses_of_accessibility_count() -> None:
    settings = "enabled_accessibility_services=com.a/.A:com.b/.B\n"
    service = "User state[\n attributes:{id=0, a}\n Enabled services:{{com.b/.B}, {com.c/.C}}\n"
    snapshot = _read({("settings-secure", 0): whole(settings), ("accessibility", None): whole(service)})
    assert snapshot.phone is not None
    assert snapshot.phone.accessibility == {0: ("com.a/com.a.A", "com.b/com.b.B", "com.c/com.c.C")}


def test_an_entry_that_is_no_service_is_a_gap_of_that_user() -> None:
    snapshot = _read({("settings-secure", 10): whole("enabled_notification_listeners=com.a/.A:what\n")}, (0, 10))
    assert [(gap.fact, gap.user) for gap in snapshot.gaps] == [("settings-secure", 10)]
    assert snapshot.phone is not None
    assert snapshot.phone.listeners[10] == ("com.a/com.a.A",)


def test_gaps_and_answers_do_not_depend_on_who_came_first() -> None:
    faults = {key: broken(End.CUT) for key in _KEYS}
    first, second = _read(faults), _read(dict(reversed(list(faults.items()))))
    assert first.gaps == second.gaps
    assert [a.question for a in first.answers] == [a.question for a in second.answers]


def test_a_device_that_breaks_leaves_no_question_without_an_answer() -> None:
    class Broken(ScriptedPhone):
        def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
            yield from ()

    snapshot = read_phone(Broken({}), TAKEN)
    assert {gap.fact for gap in snapshot.gaps} == {probe.fact for probe in PROBES}


def test_only_a_line_of_its_own_is_the_phones_word() -> None:
    """An app's text further in a line does not make an answer look denied."""
    text = healthy()["settings-global", None] + "note=SecurityException: not the phone's word\n"
    assert _read({("settings-global", None): whole(text)}).gaps == ()


def test_gap_details_are_harmless() -> None:
    snapshot = _read({("users", None): whole("SecurityException: \x1b[2J\u202eevil" + "x" * 5000 + "\n")})
    gap = next(gap for gap in snapshot.gaps if gap.fact == "users")
    assert gap == Gap(fact="users", reason=GapReason.DENIED, detail=gap.detail)
    assert "\x1b" not in gap.detail
    assert "\u202e" not in gap.detail
    assert len(gap.detail) <= 100
