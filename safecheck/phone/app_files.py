"""Read what the files of added apps tell, in a few rounds for all apps together: never a whole file.

The first round fetches the end of each file; what is needed next is known from what came before it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from safecheck.apps import OUTSIDE, Story, came_with_phone, is_anywhere, story
from safecheck.clean import clean
from safecheck.model import Answer, Device, End, Gap, GapReason, Package, Phone, Question, Snapshot
from safecheck.phone.apk import archive, label, signers
from safecheck.phone.apk.fetching import PAGE, pages
from safecheck.phone.apk.ranges import Ranges, Wanted
from safecheck.phone.classify import classify
from safecheck.phone.parsers.parsed import Parsed, Refused
from safecheck.phone.probes import APP_END, APP_HASH, APP_NAME, APP_PART, FILE_PROBES
from safecheck.phone.trips import Trips

Progress = Callable[[int, int], None]  # answers so far, answers expected

# Where Android puts the files of apps, and nothing that a shell could read otherwise.
# Source: AOSP PackageManagerServiceUtils.getNextCodePath; /mnt/expand is a memory card used as storage.
_NAME = r"(?!\.{1,2}(?:/|\Z))[A-Za-z0-9_.~=+-]+"
_PLACE = re.compile(rf"(?:/data|/mnt/expand/[0-9a-f-]{{36}})/app/{_NAME}(?:/{_NAME})?")
_HASH = re.compile(rb"([0-9a-f]{64})\s")
_SIZE = re.compile(rb"(\d{1,12})\n")
_PARTS = {probe.fact: probe for probe in (APP_PART, APP_NAME)}
_MOST_ROUNDS = 8
_PATIENCE = 3  # files that may take too long before no more are asked for
_MOST_HASHED = 2_000_000_000  # bytes: a phone takes some twenty seconds for them
_AT_ONCE = 2  # trips that share the first round, which is the longest


class _File:
    """The file of one app, as far as it was read. That its name was not read is no gap: no check needs it."""

    def __init__(self, app: Package, path: str, sdk: int | None, *, named: bool) -> None:
        self.app = app.name
        self.path = path
        self.ranges: Ranges | None = None
        self.tasks: dict[str, Callable[[Ranges], Parsed[Any]]] = {
            APP_END.fact: lambda file: signers.read(file, sdk),
        }
        if named:
            self.tasks[APP_NAME.fact] = label.read
        self.values: dict[str, Any] = {}
        self.gaps: list[tuple[str, GapReason, str]] = []  # fact, reason, detail

    @property
    def size(self) -> int:
        """Its bytes; 0 where that is not known."""
        return self.ranges.size if self.ranges else 0

    def lost(self, reason: GapReason, detail: str, fact: str = "") -> None:
        """Give up one task, or every task that is left."""
        given_up = {fact} if fact else {*self.tasks}
        if APP_END.fact in given_up & self.tasks.keys():
            self.gaps.append((APP_END.fact, reason, detail))
        for each in given_up:
            self.tasks.pop(each, None)

    def take_end(self, answer: Answer) -> None:
        """Read the file's size and its last bytes."""
        size = _SIZE.match(answer.output)
        end = answer.output[size.end() :] if size else b""
        if size is None or len(end) != min(int(size.group(1)), archive.FIRST):
            self.lost(GapReason.UNREADABLE, "the end of its file did not come whole")
            return
        self.ranges = Ranges(int(size.group(1)))
        self.ranges.add(self.ranges.size - len(end), end)

    def take_part(self, answer: Answer) -> None:
        """Read one part that was asked for."""
        if self.ranges is None or answer.question.part is None:
            return
        offset, length = answer.question.part
        if len(answer.output) != min(length, self.ranges.size - offset):
            self.lost(GapReason.UNREADABLE, "a part of its file did not come whole", answer.question.fact)
        else:
            self.ranges.add(offset, answer.output)

    def work(self) -> Iterator[Question]:
        """Do what can be done with what is here, and ask for what is missing."""
        asked: set[tuple[int, int]] = set()
        for fact, task in tuple(self.tasks.items()):
            if self.ranges is None:
                return
            try:
                value, problems = task(self.ranges)
            except Wanted as wanted:
                parts = {pages(*part) for part in wanted.parts} - asked
                asked |= parts
                yield from (self._question(fact, *part) for part in sorted(parts))
                continue
            except Refused as refusal:
                if fact != APP_NAME.fact:
                    self.gaps.append((fact, GapReason.UNREADABLE, str(refusal)))
            else:
                self.values[fact] = value
                self.gaps += ((fact, GapReason.CONTRADICTION, problem) for problem in problems)
            del self.tasks[fact]

    def _question(self, fact: str, first: int, count: int) -> Question:
        """Ask for `count` pages from the page `first` on."""
        part = first * PAGE, count * PAGE
        return _PARTS[fact].question(self.app, self.path, part=part, page=first, pages=count)


def read_app_files(device: Device, snapshot: Snapshot, *, deep: bool, progress: Progress) -> Snapshot:
    """Give the snapshot with what the files of added apps tell; with `deep`, hash the files of all of them."""
    phone = snapshot.phone
    if phone is None:
        return snapshot
    reading = _Reading(phone, deep=deep)
    if gone := _gone(snapshot.answers):
        reading.give_up(gone)
    else:
        reading.ask(device, len(snapshot.answers), progress)
    return msgspec.structs.replace(
        snapshot,
        phone=msgspec.structs.replace(phone, packages=dict(reading.packages(phone.packages))),
        gaps=(*snapshot.gaps, *reading.gaps()),
        answers=(*snapshot.answers, *sorted(reading.answers, key=_place)),
    )


def _gone(answers: Iterable[Answer]) -> GapReason | None:
    """Say if the phone is gone, or the person stopped the scan: then nothing is asked again."""
    ends = {answer.end for answer in answers}
    if End.STOPPED in ends:
        return GapReason.STOPPED
    cut = End.CUT in ends or (End.NOT_ASKED in ends and End.TIMEOUT not in ends)
    return GapReason.CUT if cut else None


def file_of(app: Package) -> str | None:
    """Give the path of an app's file; None where the phone names no place for it that we would ask about."""
    if not _PLACE.fullmatch(app.code_path):
        return None
    return app.code_path if app.code_path.endswith(".apk") else f"{app.code_path}/base.apk"


class _Reading:
    """All files, the answers about them, and what was not read."""

    def __init__(self, phone: Phone, *, deep: bool) -> None:
        self.answers: list[Answer] = []
        self._files: dict[str, _File] = {}
        self._lost: list[tuple[str, str, GapReason, str]] = []  # app, fact, reason, detail
        self._hashes: dict[str, str] = {}
        self._hashed: list[_File] = []
        self._deep = deep
        for app in phone.packages.values():
            if came_with_phone(app) or not is_anywhere(app):
                continue
            path = file_of(app)
            if path is None:
                detail = "the phone names no place of its file"
                self._lost.append((app.name, APP_END.fact, GapReason.UNREADABLE, detail))
                continue
            outside = story(phone, app.name) in {*OUTSIDE, Story.NOT_KNOWN}
            file = self._files[app.name] = _File(app, path, phone.identity.sdk, named=outside)
            if deep or outside:
                self._hashed.append(file)

    def give_up(self, reason: GapReason) -> None:
        """Ask nothing more."""
        for file in self._files.values():
            file.lost(reason, "")
        self._lost += ((file.app, APP_HASH.fact, reason, "") for file in self._hashed)
        self._hashed = []

    def ask(self, device: Device, before: int, progress: Progress) -> None:
        """Ask in rounds until nothing is wanted any more; hashing runs beside them."""
        trips = Trips(device)
        files = list(self._files.values())
        for part in range(_AT_ONCE):
            if share := files[part::_AT_ONCE]:
                trips.start([APP_END.question(file.app, file.path) for file in share], _PATIENCE)
        left, rounds = len(files), 1
        for answer in trips:
            if answer.question.fact == APP_HASH.fact:
                self._take_hash(answer)
                continue
            self.answers.append(answer)
            self._take(self._files[answer.question.app], answer)
            left -= 1
            if not left:
                left, rounds = self._next_round(trips, rounds), rounds + 1
                done = sum(not file.tasks for file in files)
                progress(before + done, before + len(files))

    def _next_round(self, trips: Trips, rounds: int) -> int:
        """Ask for what is missing after so many rounds; say how many questions that are."""
        questions = [question for file in self._files.values() for question in file.work()]
        if gone := _gone(self.answers):
            self.give_up(gone)
            return 0
        if hashed := self._worth_hashing():
            trips.start([APP_HASH.question(file.app, file.path) for file in hashed], _PATIENCE)
        self._hashed = []
        if rounds == _MOST_ROUNDS:
            for file in self._files.values():
                file.lost(GapReason.TOO_BIG, "its file would have to be read in too many parts")
            return 0
        if questions:
            trips.start(questions, _PATIENCE)
        return len(questions)

    def _worth_hashing(self) -> list[_File]:
        """Choose the files to be hashed: without `deep` the smallest ones, so that nobody waits for minutes."""
        if self._deep:
            return self._hashed
        room, chosen = _MOST_HASHED, []
        for file in sorted(self._hashed, key=lambda file: (file.size, file.app)):
            room -= file.size
            if room >= 0:
                chosen.append(file)
        return chosen

    def _take(self, file: _File, answer: Answer) -> None:
        """Read one answer about a part of a file."""
        if trouble := self._trouble(answer):
            about_all = answer.question.part is None
            file.lost(trouble.reason, trouble.detail, "" if about_all else answer.question.fact)
        elif answer.question.part is None:
            file.take_end(answer)
        else:
            file.take_part(answer)

    def _take_hash(self, answer: Answer) -> None:
        """Read one hash; the name that stands behind it is not kept."""
        trouble, match = self._trouble(answer), _HASH.match(answer.output)
        self.answers.append(msgspec.structs.replace(answer, output=match.group() if match else answer.output))
        if trouble is None and match:
            self._hashes[answer.question.app] = match.group(1).decode().upper()
        else:
            reason, detail = (trouble.reason, trouble.detail) if trouble else (GapReason.UNREADABLE, "it is no hash")
            self._lost.append((answer.question.app, APP_HASH.fact, reason, detail))

    def _trouble(self, answer: Answer) -> Gap | None:
        """Say why an answer is not all of the truth; what the bytes of a file are is not looked at."""
        if answer.end is End.WHOLE and answer.exit == 0:
            return None
        found = classify(answer)
        if found and answer.end is End.WHOLE and b"Permission denied" in answer.output[:400]:
            return msgspec.structs.replace(found, reason=GapReason.DENIED)
        late = answer.end is End.NOT_ASKED and any(earlier.end is End.TIMEOUT for earlier in self.answers)
        return msgspec.structs.replace(found, reason=GapReason.TIMEOUT) if found and late else found

    def packages(self, packages: Mapping[str, Package]) -> Iterator[tuple[str, Package]]:
        """Give every app by name, with what its file told."""
        for name, app in packages.items():
            file = self._files.get(name)
            if file is None:
                yield name, app
            else:
                yield (
                    name,
                    msgspec.structs.replace(
                        app,
                        signers=file.values.get(APP_END.fact),
                        label=file.values.get(APP_NAME.fact),
                        apk_sha256=self._hashes.get(name),
                    ),
                )

    def gaps(self) -> Iterable[Gap]:
        """Give one gap for each fact and reason, with all apps that it is about."""
        lost = [*self._lost, *((file.app, *gap) for file in self._files.values() for gap in file.gaps)]
        gathered: dict[tuple[int, str, GapReason], list[tuple[str, str]]] = defaultdict(list)
        for app, fact, reason, detail in lost:
            gathered[_ORDER[fact], fact, reason].append((app, detail))
        for (_, fact, reason), apps in sorted(gathered.items()):
            named = sorted(dict(apps))
            detail = next((f"{app}: {detail}" for app, detail in sorted(apps) if detail), "")
            yield Gap(fact=fact, reason=reason, apps=tuple(named), detail=clean(detail))


_ORDER = {probe.fact: place for place, probe in enumerate(FILE_PROBES)}


def _place(answer: Answer) -> tuple[int, str, tuple[int, int]]:
    """Sort by fact, app and part: the order of arrival is chance."""
    question = answer.question
    return _ORDER[question.fact], question.app, question.part or (-1, 0)
