"""Reading the files of added apps in rounds: what is lost of one is a gap of that one, and never silence."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safecheck.apps import came_with_phone
from safecheck.model import Answer, End, Gap, GapReason, Package, Question, Snapshot, Standing
from safecheck.phone.app_files import file_of
from safecheck.phone.probes import APP_END, APP_HASH, APP_NAME
from safecheck.phone.read import read_phone
from safecheck.phone.recording import Recording, decode
from tests.apk_files import REAL, V2, pair, v2_value, with_block
from tests.scripted import TAKEN, ScriptedPhone, about_file, broken, dump, healthy, whole

_NOTES, _CHAT = "org.example.notes", "com.whatsapp"  # both were added
_FILES = {_NOTES: REAL["rotated"], _CHAT: REAL["v1-rsa"]}


def _read(
    files: Mapping[str, bytes] = _FILES,
    changed: Callable[[Question, Answer], Answer] = lambda _, answer: answer,
    *,
    deep: bool = False,
    packages: str = "",
) -> Snapshot:
    """Read an ordinary phone with these files; `changed` may put another answer about a file in the place of one."""

    class Phone(ScriptedPhone):
        def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
            for answer in super().ask(questions):
                yield changed(answer.question, answer) if answer.question.app else answer

    table: dict[tuple[str, int | None], Answer] = {("packages", None): whole(packages)} if packages else {}
    return read_phone(Phone(healthy(), table, files), TAKEN, deep=deep)


def _app(snapshot: Snapshot, name: str) -> Package:
    assert snapshot.phone is not None
    return snapshot.phone.packages[name]


def test_the_signers_of_every_added_app_are_read_and_of_no_other() -> None:
    snapshot = _read()
    assert snapshot.gaps == ()
    assert [each.standing for each in _app(snapshot, _NOTES).signers or ()] == [Standing.CURRENT, Standing.EARLIER]
    assert [each.scheme for each in _app(snapshot, _CHAT).signers or ()] == ["v1"]
    assert _app(snapshot, "com.android.settings").signers is None
    assert {answer.question.app for answer in snapshot.answers} == {"", _NOTES, _CHAT}


_FROM_FILE = dump({"android": True, _NOTES: False, _CHAT: False}).replace(
    "com.android.vending", "com.google.android.packageinstaller"
)


def test_an_app_from_outside_a_store_is_called_as_it_calls_itself() -> None:
    snapshot = _read({_NOTES: REAL["unsigned-plain-label"], _CHAT: _scattered()}, packages=_FROM_FILE)
    assert (_app(snapshot, _NOTES).label, _app(snapshot, _CHAT).label) == ("Plain name", "Test app")
    assert _app(_read(), _NOTES).label is None


def _scattered() -> bytes:
    """Give a signed app whose name stands far from its end."""
    parts = zipfile.ZipFile(BytesIO(REAL["v1-rsa"]))
    zipped = BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        for info in parts.infolist():
            archive.writestr(info.filename, parts.read(info))
            archive.writestr(f"{info.filename}.more", bytes(50_000))
    return zipped.getvalue()


def test_a_name_that_is_lost_is_no_gap_and_the_signer_is_kept() -> None:
    def lose(question: Question, real: Answer) -> Answer:
        return _for(question, whole(b"", 1)) if question.fact == APP_NAME.fact else real

    kept = _read({_CHAT: _scattered()}, packages=_FROM_FILE)
    lost = _read({_CHAT: _scattered()}, lose, packages=_FROM_FILE)
    assert (_app(kept, _CHAT).label, _app(lost, _CHAT).label) == ("Test app", None)
    assert len(_app(lost, _CHAT).signers or ()) == 1
    assert _app(kept, _CHAT).signers == _app(lost, _CHAT).signers
    assert lost.gaps == kept.gaps


def test_very_large_files_are_hashed_only_when_that_is_asked_for() -> None:
    def grow(question: Question, real: Answer) -> Answer:
        end = question.app == _NOTES and question.part is None and question.fact == APP_END.fact
        return _for(question, whole(b"3000000000\n" + real.output[-1024:])) if end else real

    for deep in (False, True):
        snapshot = _read({}, grow, packages=_FROM_FILE, deep=deep)
        hashed = {answer.question.app for answer in snapshot.answers if answer.question.fact == APP_HASH.fact}
        assert hashed == ({_NOTES, _CHAT} if deep else {_CHAT})


def test_apps_of_a_store_are_hashed_only_when_that_is_asked_for() -> None:
    from_file = dump({"android": True, _NOTES: False, _CHAT: False}).replace(
        "com.android.vending", "com.google.android.packageinstaller", 1
    )
    snapshot = _read(packages=from_file)
    assert _app(snapshot, _NOTES).apk_sha256 == hashlib.sha256(_FILES[_NOTES]).hexdigest().upper()
    assert _app(snapshot, _CHAT).apk_sha256 is None
    everything = _read(deep=True)
    assert _app(everything, _CHAT).apk_sha256 == hashlib.sha256(_FILES[_CHAT]).hexdigest().upper()
    assert everything.gaps == ()


_DENIED = b"stat: '/data/app/~~A==/org.example.notes-B==/base.apk': Permission denied\n"
_LOST = {
    "cut": (broken(End.CUT, b"12"), GapReason.CUT),
    "not asked": (broken(End.NOT_ASKED), GapReason.CUT),
    "late": (broken(End.TIMEOUT), GapReason.TIMEOUT),
    "endless": (broken(End.TOO_BIG, b"x" * 10_000), GapReason.TOO_BIG),
    "stopped": (broken(End.STOPPED), GapReason.STOPPED),
    "denied": (whole(_DENIED, 1), GapReason.DENIED),
    "gone": (whole("stat: '/data/app/x': No such file or directory\n", 1), GapReason.FAILED),
    "no such tool": (whole("sh: stat: inaccessible or not found\n", 127), GapReason.MISSING),
    "killed": (whole(b"8527\n" + bytes(300), 137), GapReason.FAILED),
    "empty": (whole(b""), GapReason.UNREADABLE),
    "short": (whole(b"8527\n" + bytes(1000)), GapReason.UNREADABLE),
    "longer": (whole(b"8527\n" + bytes(1025)), GapReason.UNREADABLE),
    "no size": (whole(b"PK\5\6" + bytes(1024)), GapReason.UNREADABLE),
    "impossible": (whole(b"99999999999999999999\n" + bytes(1024)), GapReason.UNREADABLE),
    "no archive": (whole(b"8527\n" + bytes(1024)), GapReason.UNREADABLE),
}


@pytest.mark.parametrize("name", _LOST)
@pytest.mark.parametrize("part", [False, True], ids=["its end", "a part of it"])
def test_a_file_that_was_not_read_is_a_gap_of_that_app_alone(name: str, part: bool) -> None:  # noqa: FBT001
    answer, reason = _LOST[name]
    if part and name == "no archive":
        answer, reason = whole(bytes(8192)), GapReason.UNREADABLE

    def lose(question: Question, real: Answer) -> Answer:
        lost = question.app == _NOTES and (question.part is not None) is part
        return (
            Answer(question=question, output=answer.output, exit=answer.exit, end=answer.end, seconds=0)
            if lost
            else real
        )

    snapshot = _read({_CHAT: REAL["v2"], _NOTES: REAL["v2"]}, lose)
    assert [(gap.fact, gap.reason) for gap in snapshot.gaps] == [("signers", reason)]
    assert _NOTES in snapshot.gaps[0].apps
    assert _app(snapshot, _NOTES).signers is None
    alone = answer.end in {End.WHOLE, End.TIMEOUT, End.TOO_BIG} or part
    assert (snapshot.gaps[0].apps == (_NOTES,)) is alone
    assert (_app(snapshot, _CHAT).signers is not None) is alone


@given(st.binary(max_size=300) | st.sampled_from(sorted(REAL.values())), st.integers(0, 2), st.integers(0, 255))
def test_whatever_a_phone_answers_is_read_or_a_gap(output: bytes, which: int, code: int) -> None:
    seen = 0

    def change(question: Question, real: Answer) -> Answer:
        nonlocal seen
        seen += 1
        return Answer(question=question, output=output, exit=code, end=End.WHOLE, seconds=0) if seen == which else real

    snapshot = _read({}, change)
    unread = {name for name in (_NOTES, _CHAT) if _app(snapshot, name).signers is None}
    assert unread == {name for gap in snapshot.gaps for name in gap.apps}


def test_after_three_files_that_take_too_long_no_more_are_asked_for() -> None:
    names = [f"com.example.app{number}" for number in range(20)]
    asked: list[str] = []

    def late(question: Question, real: Answer) -> Answer:
        asked.append(question.app)
        return Answer(question=question, output=b"", exit=None, end=End.TIMEOUT, seconds=0)

    class Phone(ScriptedPhone):
        def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
            for answer in super().ask(questions):
                yield late(answer.question, answer) if answer.question.app else answer

    apps = {"android": True, "com.android.settings": True} | dict.fromkeys(names, False)
    snapshot = read_phone(Phone(healthy(apps=apps)), TAKEN)
    assert len(asked) == 6  # two trips share the first round
    assert [(gap.fact, gap.reason, gap.apps) for gap in snapshot.gaps] == [
        ("signers", GapReason.TIMEOUT, tuple(sorted(names)))
    ]


def test_what_is_wrong_with_a_file_is_told_beside_what_was_read() -> None:
    data = with_block(REAL["unsigned"], pair(V2, v2_value(b"x")) + bytes(20))
    snapshot = _read({_NOTES: data})
    assert len(_app(snapshot, _NOTES).signers or ()) == 1
    detail = f"{_NOTES}: a pair of its signing block has an impossible size"
    assert snapshot.gaps == (Gap(fact="signers", reason=GapReason.CONTRADICTION, apps=(_NOTES,), detail=detail),)


def test_a_file_that_wants_ever_more_is_given_up() -> None:
    scattered = b"".join(pair(number, bytes(5000)) for number in range(1, 30))
    snapshot = _read({_NOTES: with_block(REAL["unsigned"], scattered + pair(V2, v2_value(b"x")))})
    assert [(gap.fact, gap.apps) for gap in snapshot.gaps] == [("signers", (_NOTES,))]
    fetched = sum(len(answer.output) for answer in snapshot.answers if answer.question.app == _NOTES)
    assert fetched < 80_000


@pytest.mark.parametrize(
    "place",
    [
        "",
        "/data/app",
        "/data/app/",
        "/data/app/../../dev/org.example.notes-1",
        "/data/app/./org.example.notes-1",
        "/data/app/org.example.notes-1/a/b/c",
        "/data/app/x'; reboot; 'org.example.notes-1",
        "/data/app/$(reboot)/org.example.notes-1",
        "/data/app/`reboot`/org.example.notes-1",
        "/data/app/a b/org.example.notes-1",
        "/data/app/a\\n/org.example.notes-1",
        "/data/app/ä/org.example.notes-1",
        "/data/data/org.example.notes-1",
        "/mnt/expand/x/app/org.example.notes-1",
        "data/app/org.example.notes-1",
        "//data/app/org.example.notes-1",
    ],
)
def test_a_place_that_android_does_not_give_is_never_asked_for(place: str) -> None:
    text = dump({"android": True, _NOTES: False}).replace(f"/data/app/~~A==/{_NOTES}-B==", place)
    snapshot = _read(packages=text)
    signers = [gap for gap in snapshot.gaps if gap.fact == "signers" and _NOTES in gap.apps]
    assert len(signers) == (0 if came_with_phone(_app(snapshot, _NOTES)) else 1)
    assert not any(answer.question.app == _NOTES for answer in snapshot.answers)


@given(st.text(max_size=60))
def test_a_path_that_is_asked_for_cannot_leave_its_quotes(text: str) -> None:
    app = Package(
        name="a.b", system=False, code_path=f"/data/app/{text}", installer="", first_installed="", installed={}
    )
    path = file_of(app)
    if path is not None:
        assert path.isascii()
        assert not set(path) & set("'\"\\$` \n*?[;|&<>()")
        assert "/../" not in path
        assert APP_END.question("a.b", path).command.count("'") == 2


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("/data/app/~~x-_==/a.b-y==", "/data/app/~~x-_==/a.b-y==/base.apk"),
        ("/data/app/a.b-1", "/data/app/a.b-1/base.apk"),
        ("/data/app/a.b-1.apk", "/data/app/a.b-1.apk"),
        (
            "/mnt/expand/57f8f4bc-abf4-655f-bf67-946fc0f9f25b/app/~~x==/a.b-y==",
            "/mnt/expand/57f8f4bc-abf4-655f-bf67-946fc0f9f25b/app/~~x==/a.b-y==/base.apk",
        ),
    ],
)
def test_where_the_file_of_an_app_is(place: str, file: str) -> None:
    app = Package(name="a.b", system=False, code_path=place, installer="", first_installed="", installed={})
    assert file_of(app) == file


@pytest.mark.parametrize("deep", [False, True])
def test_a_recording_gives_the_same_again(deep: bool) -> None:  # noqa: FBT001
    def lose(question: Question, real: Answer) -> Answer:
        return broken(End.TIMEOUT) if question.app == _CHAT and question.part else real

    first = _read(changed=lambda question, real: _for(question, lose(question, real)), deep=deep)
    data = Recording(TAKEN, first.answers, "1", deep=deep).encode()
    again = decode(data, "x")
    assert read_phone(again, TAKEN, deep=again.deep) == first
    assert Recording(TAKEN, again.answers, "1", deep=again.deep).encode() == data


def _for(question: Question, answer: Answer) -> Answer:
    return Answer(question=question, output=answer.output, exit=answer.exit, end=answer.end, seconds=answer.seconds)


def test_after_a_cut_nothing_is_asked_again() -> None:
    phone = ScriptedPhone(healthy(), {("clock", None): broken(End.CUT)})
    snapshot = read_phone(phone, TAKEN)
    assert not any(answer.question.app for answer in snapshot.answers)
    assert Gap(fact="signers", reason=GapReason.CUT, apps=(_CHAT, _NOTES)) in snapshot.gaps


def test_an_answer_about_a_hash_that_is_none_is_a_gap() -> None:
    def change(question: Question, real: Answer) -> Answer:
        return _for(question, whole("nonsense\n")) if question.fact == APP_HASH.fact else real

    snapshot = _read(changed=change, deep=True)
    assert [(gap.fact, gap.reason, gap.apps) for gap in snapshot.gaps] == [
        ("app-hashes", GapReason.UNREADABLE, (_CHAT, _NOTES))
    ]
    assert about_file(Question(fact=APP_HASH.fact, command="", limit=1, app="x"), b"").exit == 0
