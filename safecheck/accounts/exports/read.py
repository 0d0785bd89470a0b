"""Read everything that the person gave into one value for each service; what could not be seen is a gap."""

from collections.abc import Callable, Sequence
from pathlib import Path

from safecheck.accounts.exports.forms import Known, form_of, wanted
from safecheck.accounts.exports.gather import Gathered
from safecheck.accounts.exports.records import Begin, Problem, Record
from safecheck.accounts.exports.sources import BROKEN, Member, gap, members, size_of
from safecheck.accounts.exports.stream import Stream, TooBig
from safecheck.clean import clean
from safecheck.errors import SafecheckError
from safecheck.model import Export, Frozen, Gap, GapReason, Provider
from safecheck.parsed import Refused

Progress = Callable[[str, int, int], None]  # the file at hand; bytes so far and in all, as they lie on the disk

_FEW = 4 * 1024 * 1024  # bytes between two words of progress


class ExportsRead(Frozen, frozen=True):
    """What downloads tell, and what of them could not be seen."""

    exports: tuple[Export, ...]
    gaps: tuple[Gap, ...]
    files: tuple[str, ...]  # the files that were read, for people


def check_there(paths: Sequence[Path]) -> None:
    """Raise SafecheckError for a path that is not there."""
    for path in paths:
        if not path.exists():
            raise SafecheckError("export-not-there", file=clean(str(path), 300))


def read_exports(paths: Sequence[Path], progress: Progress = lambda *_: None) -> ExportsRead:
    """Read files, folders and zips; raise SafecheckError for a path that is not there."""
    check_there(paths)
    reading = _Reading()
    before, total = 0, sum(map(size_of, paths))
    for path in paths:
        known = len(reading.files)
        said = len(reading.gaps)
        for found in members(path):
            if isinstance(found, Gap):
                reading.gaps.append(found)
                continue
            found.stream.tick = _ticker(found, before, total, progress)
            progress(found.name, min(before + found.at, total), total)
            reading.take(found)
        if known == len(reading.files) and said == len(reading.gaps):
            reading.gaps.append(gap(GapReason.FILE_UNKNOWN, path.name))
        before += size_of(path)
    return reading.result()


def _ticker(member: Member, before: int, total: int, progress: Progress) -> Callable[[int], None]:
    """Make what tells of progress inside of one file, now and then."""
    told = 0

    def tick(count: int) -> None:
        nonlocal told
        if count - told >= _FEW:
            told = count
            done = before + member.at + min(member.packed, member.packed * count // max(1, member.size))
            progress(member.name, min(done, total), total)

    return tick


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.gaps: list[Gap] = []
        self.files: list[str] = []
        self._services: dict[Provider, Gathered] = {}
        self._digests: set[bytes] = set()

    def take(self, member: Member) -> None:
        """Read one file, if its form is known; whatever happens in it, the others are read."""
        try:
            known = form_of(member.stream.head(), member.name)
        except BROKEN:
            self.gaps.append(gap(GapReason.FILE_UNREADABLE, member.name))
            return
        if known is None:
            return
        of_file = _OfFile()
        trouble = of_file.read(known, member.stream)
        if trouble:
            self.gaps += (gap(trouble, member.name, fact) for fact in known.facts)
        if member.stream.whole:
            if member.stream.digest in self._digests:
                return  # the same file once more: two copies must not count twice
            self._digests.add(member.stream.digest)
        if of_file.services:
            self.files.append(member.name)
        for service, gathered in of_file.services.items():
            self._services.setdefault(service, Gathered(service)).merge(gathered)

    def result(self) -> ExportsRead:
        """Give the values, and say what each service's downloads should tell and do not."""
        exports = tuple(self._services[service].export() for service in sorted(self._services))
        missing = (
            gap(GapReason.FILE_MISSING, export.service.capitalize(), fact)
            for export in exports
            for fact in wanted(export.service)
            if fact not in export.spans
        )
        return ExportsRead(
            exports=exports,
            gaps=tuple(dict.fromkeys((*self.gaps, *missing))),
            files=tuple(dict.fromkeys(self.files)),
        )


class _OfFile:
    """What one file tells, by service."""

    def __init__(self) -> None:
        self.services: dict[Provider, Gathered] = {}
        self.problems = 0
        self._begin: Begin | None = None
        self._into: Gathered | None = None  # where the entries of the list that began go

    def read(self, known: Known, stream: Stream) -> GapReason | None:
        """Read as far as it goes; say why that was not all, None if it was."""
        if known.read is None:
            return GapReason.FILE_FORM
        try:
            for record in known.read(stream):
                self._add(record)
        except Refused:
            return GapReason.FILE_UNREADABLE
        except TooBig:
            return GapReason.FILE_TOO_BIG
        except BROKEN:
            return GapReason.FILE_CUT
        if any(gathered.too_many for gathered in self.services.values()):
            return GapReason.FILE_TOO_BIG
        return GapReason.FILE_UNREADABLE if self.problems else None

    def _add(self, record: Record) -> None:
        """Keep one entry; a list that begins belongs to the service that it names."""
        if isinstance(record, Begin):
            self._begin, self._into = record, None
            if record.sure:
                self._gathered(record).begin(record.fact)
        elif isinstance(record, Problem):
            self.problems += 1
        elif self._begin:
            (self._into or self._gathered(self._begin)).add(record, self._begin)

    def _gathered(self, begin: Begin) -> Gathered:
        self._into = self.services.setdefault(begin.service, Gathered(begin.service))
        return self._into
