"""Putting answers together: what is missing, denied, damaged or contradictory becomes a gap; the rest is kept."""

from collections.abc import Iterator, Sequence

import pytest

from safecheck.model import Answer, End, Gap, GapReason, Question, Snapshot
from safecheck.phone.probes import OLDER, PROBES
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
    assert len(snapshot.answers) == len(PROBES) - len(OLDER) + sum(probe.per_user for probe in PROBES)


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
    assert _reasons(snapshot) == {("packages", GapReason.CONTRADICTION)}
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
