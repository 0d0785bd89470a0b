"""Every reader of downloads: any bytes are read or refused, and each form tells what it holds. Files are synthetic."""

import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safecheck.accounts.exports import forms
from safecheck.accounts.exports.devices import device_type, machine
from safecheck.accounts.exports.encoding import encoding, lines
from safecheck.accounts.exports.forms import form_of
from safecheck.accounts.exports.hints import hint, is_email, is_phone, phones
from safecheck.accounts.exports.mojibake import repaired
from safecheck.accounts.exports.networks import network
from safecheck.accounts.exports.pages import page
from safecheck.accounts.exports.records import Begin, Changed, Installed, Problem, Reachable, Record, Use
from safecheck.accounts.exports.stream import Stream, TooBig
from safecheck.accounts.exports.times import from_number, moment
from safecheck.model import ChangeKind, ContactKind, DeviceType
from safecheck.parsed import Refused
from tests.downloads import FOLDER, files


class _Bytes:
    """Bytes that come in small pieces, as from a zip."""

    def __init__(self, data: bytes, piece: int = 7) -> None:
        self._data, self._piece = data, piece

    def read(self, size: int, /) -> bytes:
        size = min(size, self._piece)
        data, self._data = self._data[:size], self._data[size:]
        return data


def told(data: bytes, name: str = "x") -> list[Record]:
    """Read bytes as the whole of a file; a refusal at the end keeps what was told before."""
    stream = Stream(_Bytes(data, 4096))
    known = form_of(stream.head(), name)
    records: list[Record] = []
    if known and known.read:
        try:
            for record in known.read(stream):
                records.append(record)  # noqa: PERF402 - what came before a refusal counts
        except Refused:
            records.append(Problem("refused"))
    return records


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)


# Pieces of real forms, so that random bytes get deep into the readers.
_HEADERS = [
    "Gaia ID,Activity Timestamp,IP Address,User Agent String,Product Name\n",
    "Device Name,Device Added Date,Device Last Heartbeat Timestamp,Device Last Heartbeat IP\n",
    "Logged In Date,Application,IP Address\n",
    "Device Type,Brand Name,Marketing Name,OS,OS Version,Device Model,User Given Name,Device Last Location,Gaia ID\n",
]
_KEYS = [key for key in forms._DOCUMENTS]  # noqa: C416 - a list for hypothesis
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10) | st.sampled_from(_KEYS), inner, max_size=4)
    ),
    max_leaves=20,
)
_documents = st.one_of(
    st.dictionaries(st.sampled_from(_KEYS), st.lists(_json, max_size=5) | _json, min_size=1, max_size=4),
    st.lists(
        st.dictionaries(st.sampled_from(["install", "deviceRegistrationTime", "label_values", "timestamp"]), _json),
        max_size=4,
    ),
).map(lambda value: json.dumps(value).encode())
_pages = st.lists(
    st.sampled_from(
        ["<html>", "<title>Google Account", "<table>", "<tr>", "<td>", "</td>", "</tr>", "<li>Recovery e-Mail: a@b.example.org</li>", "Google Account ID: 1<br/>", "Terms of Provider IP: x<br>", "Registration Time: 2020-01-01<br/>", "Model: x<br/>", "<script>", "&#0;"]
    )
    | st.text(max_size=20),
    max_size=20,
).map(lambda pieces: ("<html>" + "".join(pieces)).encode("utf-8", "surrogatepass"))  # fmt: skip
_tables = st.builds(
    lambda header, rows: (header + rows).encode("utf-8", "surrogatepass"),
    st.sampled_from(_HEADERS),
    st.lists(
        st.sampled_from(
            [",", '"', "\n", "\r", "2026-03-11 02:49:39 UTC", "192.0.2.1", "App : X_APP. Os : IOS_OS. ", "\0"]
        )
        | st.text(max_size=10),
        max_size=60,
    ).map("".join),
)


@settings(deadline=None)
@given(st.binary(max_size=500) | _documents | _pages | _tables, st.integers(0, 300))
def test_any_bytes_are_read_or_refused(data: bytes, cut: int) -> None:
    for whole in (data, data[: max(0, len(data) - cut)]):
        for record in told(whole):
            for shown in _strings(record):
                if not isinstance(record, Problem | Reachable):  # these are never shown as they are
                    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in shown)


@settings(deadline=None)
@given(_tables | _documents)
def test_the_letters_of_a_file_do_not_matter(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    if "\0" in text:
        return
    plain = told(text.encode())
    assert told(text.encode("utf-8-sig")) == plain
    assert told(text.encode("utf-16")) == plain


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_each_made_up_file_is_read_whole_and_cut_anywhere_it_never_tells_more(path: Any) -> None:  # noqa: ANN401 - a path
    data = path.read_bytes()
    whole = [record for record in told(data, path.name) if not isinstance(record, Begin)]
    assert not any(isinstance(record, Problem) for record in whole)
    for part in range(0, len(data), max(1, len(data) // 40)):
        cut = [record for record in told(data[:part], path.name) if not isinstance(record, Begin | Problem)]
        assert len(cut) <= len(whole)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-01 06:59:59 UTC", datetime(2026, 10, 1, 6, 59, 59, tzinfo=UTC)),
        ("2023-02-25 04:34:32 Z", datetime(2023, 2, 25, 4, 34, 32, tzinfo=UTC)),
        ("2021-09-25T10:00:00Z", datetime(2021, 9, 25, 10, tzinfo=UTC)),
        ("2018-12-04T05:13:00.807Z", datetime(2018, 12, 4, 5, 13, tzinfo=UTC)),
        ("2023-05-04T19:32:22+02:00", datetime(2023, 5, 4, 17, 32, 22, tzinfo=UTC)),
        ("Jun 15, 2026, 7:40:10 AM UTC", datetime(2026, 6, 15, 7, 40, 10, tzinfo=UTC)),
        ("Jun 15, 2026, 12:40:10 PM", datetime(2026, 6, 15, 12, 40, 10, tzinfo=UTC)),
        ("Jun 15, 2026, 12:00:10 AM", datetime(2026, 6, 15, 0, 0, 10, tzinfo=UTC)),
        ("2026-11-02 23:00:10", datetime(2026, 11, 2, 23, 0, 10, tzinfo=UTC)),
        ("1793000000", datetime(2026, 10, 26, 7, 33, 20, tzinfo=UTC)),
        ("1793000000000", datetime(2026, 10, 26, 7, 33, 20, tzinfo=UTC)),
        ("0", None),
        ("1970-01-01T00:00:00Z", None),
        ("2026-13-01 00:00:00", None),
        ("2026-10-01 06:59:59 CEST", None),
        ("15 juin 2026", None),
        ("", None),
    ],
)
def test_a_time_is_read_into_utc(text: str, expected: datetime | None) -> None:
    assert moment(text) == expected


@settings(deadline=None)
@given(st.text() | st.datetimes(timezones=st.just(UTC)).map(str) | st.integers().map(str))
def test_a_time_is_between_2000_and_2100_or_none(text: str) -> None:
    read = moment(text)
    assert read is None or 2000 <= read.year < 2100


@settings(deadline=None)
@given(st.integers(1_000_000_000, 4_000_000_000))
def test_the_unit_of_a_count_is_found(seconds: int) -> None:
    assert from_number(seconds) == from_number(seconds * 1000) == from_number(seconds * 1_000_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:85c1:b496:81e9:9e8e:a396:d027", "2001:db8:85c1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("203.0.113.9:443", "203.0.113.0/24"),
        ("[2001:db8::1]:443", "2001:db8::/48"),
        ("N/A", ""),
        ("", ""),
        ("1" * 500, ""),
    ],
)
def test_a_network_is_coarse(text: str, expected: str) -> None:
    assert network(text) == expected


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_no_network_tells_one_address_from_its_neighbours(address: object) -> None:
    assert network(str(address)).rpartition(".")[2] == "0/24"


@settings(deadline=None)
@given(st.emails() | st.text())
def test_a_hint_is_never_the_whole(text: str) -> None:
    shown = hint(text)
    assert not text.strip() or shown != text
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in shown)


def test_hints_are_enough_for_their_owner() -> None:
    assert hint("jane.example@gmail.com") == "ja…e@gmail.com"
    assert hint("al@example.org") == "a…@example.org"
    assert hint("+44 7700 900123") == "…123"
    assert hint("jane_example") == "j…"
    assert phones("+44 7700 900123 [GB], +447700900456") == ("+44 7700 900123", "+447700900456")
    assert is_email("a.b@example.co.uk")
    assert not is_email("see me @ noon")
    assert not is_phone("12")


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("App : GMAIL_APP. App Version : 6.0. Os : IOS_OS. Os Version : 26.3. Device Type : MOBILE.", ("iphone", "", "Gmail")),
        ("App : YOUTUBE_APP. App Version : 21. Os : IOS_OS. Device Type : TABLET.", ("ipad", "", "Youtube")),
        ("App : APPLE_NATIVE_APP. Os : MAC_OS.", ("mac", "", "Apple native")),
        ("Instagram 275.0.0.27.98 Android (33/13; 420dpi; 1080x2260; Google/google; Pixel 6; oriole; oriole; en_US; 4)", ("android", "Pixel 6", "Instagram")),
        ("Instagram 300.0 (iPhone14,5; iOS 17_1; en_GB; en; scale=3.00; 1170x2532; 5)", ("iphone", "iPhone14,5", "Instagram")),
        ("Mozilla/5.0 (Linux; Android 13; Pixel 6 Build/TQ3A; wv) AppleWebKit/537.36 Chrome/120 Mobile [FBAN/FB4A;FBAV/4;FBDV/Pixel 6;FBSV/13]", ("android", "Pixel 6", "Facebook")),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", ("android", "", "Chrome")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile/15E Safari/604.1", ("iphone", "", "Safari")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Firefox/126.0", ("mac", "", "Firefox")),
        ("Mozilla/5.0 (X11; CrOS x86_64 15633) Chrome/126.0 Safari/537.36", ("chromebook", "", "Chrome")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko Firefox/126.0", ("linux", "", "Firefox")),
        ("Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) Version/6.0 TV Safari/537.36", ("tv", "", "Safari")),
        ("Android", ("android", "", "")),
        ("", ("not-told", "", "")),
    ],
)  # fmt: skip
def test_what_a_program_says_of_itself_is_read(agent: str, expected: tuple[str, str, str]) -> None:
    seen = machine(agent)
    assert (seen.type.value, seen.model, seen.program) == expected


def test_the_kind_of_a_device_is_found_in_a_service_s_words() -> None:
    assert device_type("MacBook Pro") is DeviceType.MAC
    assert device_type("Windows PC") is DeviceType.WINDOWS
    assert device_type("OLD-PC") is DeviceType.COMPUTER
    assert device_type("PHONE", "Google", "Pixel 6") is DeviceType.PHONE


@settings(deadline=None)
@given(st.text())
def test_spoilt_letters_are_repaired(text: str) -> None:
    spoilt = text.encode("utf-8", "replace").decode("latin-1")
    assert repaired(spoilt) == text.encode("utf-8", "replace").decode()


def test_letters_that_were_not_spoilt_stay() -> None:
    assert repaired("São Paulo, 서울") == "São Paulo, 서울"


@settings(deadline=None)
@given(
    st.text(alphabet=st.characters(codec="utf-8")),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.integers(1, 9),
)
def test_lines_come_whole_whatever_the_letters_and_pieces(text: str, letters: str, piece: int) -> None:
    data = text.encode(letters)
    assert "".join(lines(Stream(_Bytes(data, piece)), letters, 10**6)) == text


def test_the_letters_are_found_by_the_first_bytes() -> None:
    assert encoding("Café,Zeit\n".encode()) == "utf-8"
    assert encoding("Café,Zeit\n".encode("cp1252")) == "cp1252"
    assert encoding("Time,Product\n".encode("utf-16-le")) == "utf-16-le"
    assert encoding("Time,Product\n".encode("utf-16-be")) == "utf-16-be"
    assert encoding(("é" * 100).encode()[:-1]) == "utf-8"  # the beginning of a file may end in the middle of a letter
    assert encoding(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe") is None
    assert encoding(b"") == "utf-8"


def test_a_line_without_an_end_is_refused_and_not_kept() -> None:
    with pytest.raises(Refused):
        list(lines(Stream(_Bytes(b"x" * 3_000_000, 100_000)), "utf-8", 10**9))


def test_more_than_the_limit_is_not_read() -> None:
    stream = Stream(_Bytes(b"x" * 1000, 100))
    stream.limit = 500
    with pytest.raises(TooBig):
        stream.read()


def test_a_stream_gives_again_what_was_looked_at() -> None:
    stream = Stream(_Bytes(b"abcdefghij", 3))
    assert stream.head(4)[:4] == b"abcd"
    stream.limit = 100
    assert stream.read() == b"abcdefghij"
    assert stream.whole


def _log(header: str, *rows: str, name: str = "x") -> list[Use]:
    records = told("\n".join((header, *rows, "")).encode(), name)
    return [record for record in records if isinstance(record, Use)]


def test_columns_are_found_in_any_order() -> None:
    (use,) = _log(
        "Product Name,Activity City,User Agent String,Activity Timestamp,Activity Country,Something New",
        "Gmail,Leeds,App : GMAIL_APP. Os : IOS_OS.,2026-10-01 06:59:59 UTC,GB,x",
    )
    assert (use.device, use.place, use.program) == (DeviceType.IPHONE, "Leeds, GB", "Gmail")
    (use,) = _log(
        "Timestamp;Product Name;Device Type;Device Model;Country Code;City",
        "2026-10-01T06:59:59Z;Gmail;Android;Pixel 6;GB;Leeds",
    )
    assert (use.device, use.model, use.place) == (DeviceType.ANDROID, "Pixel 6", "Leeds, GB")


def test_a_line_without_a_time_is_a_problem_and_the_others_are_read() -> None:
    records = told(
        b"Activity Timestamp,Product Name,User Agent String\nyesterday,Gmail,Android\n2026-10-01 06:59:59 UTC,Gmail,Android\n"
    )
    assert [type(record) for record in records] == [Begin, Problem, Use]


def test_a_spreadsheet_of_something_else_is_left_alone() -> None:
    assert told(b"Date,Amount\n2026-10-01,5\n") == []
    assert told(b"Request Time\n2026-11-02 23:30:00\n", "server-log.csv") == []
    assert told(b"hello\nworld\n") == []


def test_letters_that_are_no_utf_8_do_not_hide_a_line() -> None:
    text = (
        b"Activity Timestamp,Product Name,User Agent String,Activity City\n"
        + b"2026-10-01 06:59:59 UTC,Gmail,Android,Leeds\n" * 3000
    )
    records = told(text + b"2026-10-02 06:59:59 UTC,Gmail,Android,S\xe3o Paulo\n")
    assert sum(isinstance(record, Use) for record in records) == 3001
    assert isinstance(records[-1], Problem)


def test_a_document_that_breaks_off_is_read_to_the_last_whole_entry() -> None:
    whole = json.dumps(
        {"active_sessions_v2": [{"created_timestamp": 1790000000 + n, "device": "Pixel 6"} for n in range(50)]}
    )
    cut = told(whole[: len(whole) // 2].encode())
    assert 20 < sum(isinstance(record, Use) for record in cut) < 30
    assert isinstance(cut[-1], Problem)
    listed = json.dumps([{"install": {"doc": {"title": f"App {n}"}}} for n in range(50)])
    cut = told(listed[: len(listed) // 2].encode())
    assert 20 < sum(isinstance(record, Installed) for record in cut) < 30


def test_a_key_inside_of_something_else_tells_nothing() -> None:
    assert told(json.dumps({"messages": [{"active_sessions_v2": [{"device": "Pixel 6"}]}]}).encode()) == []
    assert told(json.dumps({"messages": [{"content": '"Login History": ['}]}).encode()) == []


def test_one_strange_entry_hides_no_other() -> None:
    entries = [{"device": ["a", "list"]}, {"device": "Pixel 6", "created_timestamp": 1790000000}, "x", None]
    records = told(json.dumps({"active_sessions_v2": entries}).encode())
    assert [type(record) for record in records] == [Begin, Problem, Use, Problem, Problem]
    reporters = [
        {"reportingEnabled": {}},
        {"reportingEnabled": True, "devicePrettyName": "Pixel 6", "platformType": "ANDROID"},
    ]
    records = told(json.dumps({"timelineEnabled": True, "deviceSettings": reporters}).encode())
    assert [record.model for record in records if isinstance(record, Use)] == ["Pixel 6"]
    assert any(isinstance(record, Problem) for record in records)


def test_older_keys_without_a_number_are_known() -> None:
    for key in ("active_sessions", "active_sessions_v2", "recognized_devices", "account_accesses"):
        assert told(json.dumps({key: [{"timestamp": 1790000000, "ip_address": "192.0.2.1"}]}).encode())
    assert told(json.dumps({"devices": [{"type": "lamp"}]}).encode()) == []  # anyone's


@pytest.mark.parametrize(
    ("event", "extra", "kind"),
    [
        ("Password changed", {}, ChangeKind.PASSWORD),
        ("Passwort geändert", {}, ChangeKind.PASSWORD),
        ("비밀번호 변경", {}, ChangeKind.PASSWORD),
        ("Zwei-Faktor-Authentifizierung deaktiviert", {}, ChangeKind.SECOND_STEP),
        ("Something", {"new_email": "a@example.org"}, ChangeKind.EMAIL),
        ("Something", {"old_number": "+447700900456"}, ChangeKind.PHONE),
        ("Name changed", {"new_name": "Jane"}, ChangeKind.OTHER),
    ],
)
def test_a_change_is_known_by_what_it_carries_or_by_its_words(
    event: str, extra: dict[str, str], kind: ChangeKind
) -> None:
    (_, change) = told(json.dumps({"admin_records_v2": [{"event": event, "extra_info": extra}]}).encode())
    assert isinstance(change, Changed)
    assert change.kind is kind


def test_a_page_is_cut_into_lines_and_rows() -> None:
    read = page(
        "<ul><li><b>Recovery e-Mail</b>: a&#64;example.org<li>x</ul><style>a: b</style><table><tr><th>T<td>1</td></tr></table>"
    )
    assert read.lines == ("Recovery e-Mail: a@example.org", "x", "T", "1")
    assert read.rows == (("1",),)


def test_a_page_of_hostile_tags_takes_no_longer_than_its_length() -> None:
    for piece in ("<", "<a", "<!--", "<!", "</", '<a href="', "&", "<li>", "<script>", "<tr><td>"):
        page(piece * 100_000)


def test_addresses_under_labels_that_are_not_known_are_still_told() -> None:
    text = "<title>Google Account</title><table><tr><td>2026-10-20 06:59:59 Z</td><td>192.0.2.1</td></tr></table><li>Wiederherstellung: x.y@example.org</li>"
    records = told(f"<html>{text}</html>".encode())
    assert Reachable(ContactKind.EMAIL, "x.y@example.org") in records
    assert isinstance(records[0], Begin)
    assert records[0].doubt == "doubt-subscriber-labels"
    without = text.partition("<table>")[0]
    assert told(f"<html>{without}<table></table><li>a: x.y@example.org</li></html>".encode()) == []
