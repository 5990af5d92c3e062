"""Reads what was brought into the record: batch by batch, the cursor, counts and report in the same transaction.

A kill at any moment loses and doubles nothing: reading goes on at the cursor, and the record passes over what it has.
The cursor is `claim` (which claim; behind them all, number of claims + key of the question whose file is read again)
and `consumed` (how many things of its stream are safe).
"""

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path

from django.db.models import Q, QuerySet

from mutuals.as2 import Checkpoint, Item
from mutuals.record.models import Account
from mutuals.record.seen import SeenKeys
from mutuals.record.services.accounts import account_for
from mutuals.record.services.batch import Counts
from mutuals.record.services.ingest import Ingest
from mutuals.record.services.turns import Turns
from mutuals.sources.discover import archives, sort_out
from mutuals.sources.models import Import, ImportFile, ImportQuestion
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Claim, FileReport, Question, Reads, Report
from mutuals.sources.services.reports import UNREAD, Reports

NOTHING = "Nothing in it was recognised as something that can be read here; the list says what was looked at."
EMPTY = "There is nothing in it."
FAULT = "Reading stopped at a fault of the program ({}). What was read before is kept."
WAITS = "Waiting until another import is done"
ASKS_COLUMNS = "A table: what its columns hold is for you to say."
LEFT_OUT = "nothing"
"""The answer of somebody who does not want a table to be read."""
Stream = Iterator[Item | Report | None]


class Overtaken(Exception):
    """Another process reads this import and is ahead of this one; nothing of this batch was written."""


@dataclass(slots=True)
class Progress:
    """How far reading is, for a progress bar: bytes and counts."""

    title: str
    done: int
    total: int
    counts: Counts


Tell = Callable[[Progress], None]


@dataclass
class Reading:
    """One import while it is being read."""

    run: Import
    parcel: OpenedParcel
    answers: Answers
    turns: Turns
    clock: Callable[[], int]
    tell: Tell | None = None
    ask: bool = False
    seen: SeenKeys = field(default_factory=SeenKeys)
    counts: Counts = field(default_factory=Counts)
    fault: str = ""
    reports: Reports = field(init=False)
    cursor: tuple[int, int] = (0, 0)

    def read(self) -> None:
        """Reads all claims from where the import stands, then the files whose question was answered meanwhile."""
        self.turns.waits = self._waits
        self.turns.take()
        self.run.refresh_from_db()
        readers = {one.info.name: one for one in archives()}
        claims, unknown = sort_out(self.parcel, readers.values())
        self.parcel.done = 0
        self.reports = Reports(self.run, ask=self.ask)
        self.reports.begin(claims, unknown, self.parcel)
        self.counts = Counts(**{name: getattr(self.run, name) for name in asdict(Counts())})
        self.cursor = (self.run.claim, self.run.consumed)
        self._none(claims, unknown)
        for number, claim in enumerate(claims):
            self._claim(number, readers[claim.format], claim, self.answers)
        self._answered(readers, claims)

    def _answered(self, readers: dict[str, Reads], claims: list[Claim]) -> None:
        """Reads the files that wait with what was answered; walks over those that were read so before."""
        rows = answered(self.run).order_by("pk")
        files = ImportFile.objects.filter(run=self.run, status__in=UNREAD)
        waiting = set(files.values_list("name", flat=True))
        # Whoever does not ask read these files with the others.
        for question in sorted(rows, key=lambda row: (row.about in waiting, row.pk)) if self.ask else ():
            claim = next((one for one in claims if question.about in one.files), None)
            if claim is None:
                continue
            part = replace(claim, files=(question.about,), left_alone=())
            answers = _with(self.answers, question)
            if question.about in waiting:
                self._claim(len(claims) + question.pk, readers[claim.format], part, answers, end=len(claims))
            else:
                account = self._account(claim)
                stream = self._unasked(readers[claim.format].read(self.parcel, part, answers), answers)
                self._recall(stream, None, Ingest(account=account, now_ms=self.clock(), seen=self.seen))

    def _claim(
        self, number: int, reader: Reads, claim: Claim, answers: Answers, end: int | None = None
    ) -> None:
        ingest = Ingest(account=self._account(claim), now_ms=self.clock(), seen=self.seen)
        stream = self._unasked(reader.read(self.parcel, claim, answers), answers)
        at, done = self.cursor
        if number < at:
            self._recall(stream, None, ingest)
            return
        done = self._recall(stream, done, ingest) if number == at else 0
        self.fault = ""
        while chunk := self._chunk(stream, self.turns.size):
            done += len(chunk)
            self._write(ingest, claim, chunk, (number, done))
        if self.fault:
            self.reports.broken(claim, self.fault)
        self.reports.ended(claim)
        self._move((number + 1 if end is None else end, 0))

    def _account(self, claim: Claim) -> Account:
        """Where what is read belongs: the account that the files name, else the one of their format."""
        network, title = claim.account or (claim.format, "")
        return account_for(network=network[:24], holder=self.run.user, title=title[:200])

    def _unasked(self, stream: Iterator[Item | Report], answers: Answers) -> Stream:
        """The stream, with nothing of a file about which a person is asked first: of one whose dates are doubtful its
        things count as None, one whose columns are is not read."""
        about = ""
        for thing in stream:
            if isinstance(thing, Question) and thing.kind == "columns" and self.ask:
                yield from (thing, FileReport(name=thing.about, status="asks", note=ASKS_COLUMNS))
                return
            if isinstance(thing, Question) and thing.kind == "dates" and self.ask and answers.dates is None:
                about = thing.about
                yield thing
            elif about and isinstance(thing, FileReport) and thing.name == about:
                about = ""
                yield replace(thing, status="asks")
            else:
                yield None if about else thing

    def _chunk(self, stream: Stream, size: int) -> list[Item | Report | None]:
        """The next things; a fault of the reader ends its stream and is kept, so that other claims are still read."""
        chunk: list[Item | Report | None] = []
        # Items hold no circles of garbage, and to search thousands of them over and over costs an eighth of the time.
        was = gc.isenabled()
        gc.disable()
        try:
            # `islice` takes nothing for a size of 0, where a loop with a test at its end would take one and lose it.
            for thing in islice(stream, size):
                chunk.append(thing)  # noqa: PERF402  what came before a fault is kept
        except Exception as error:  # noqa: BLE001 - a reader may be a stranger's
            self.fault = FAULT.format(f"{type(error).__name__}: {error}")
        finally:
            if was:
                gc.enable()
        return chunk

    def _write(
        self, ingest: Ingest, claim: Claim, chunk: list[Item | Report | None], cursor: tuple[int, int]
    ) -> None:
        items = [one for one in chunk if one is not None and not isinstance(one, Report | Checkpoint)]
        reports = [one for one in chunk if isinstance(one, Report)]
        counts = Counts(**asdict(self.counts))

        def commit(brought: Counts) -> None:
            counts.add(brought)
            self._move(cursor, bytes_done=min(self.parcel.done, self.parcel.total), **asdict(counts))
            self.reports.write(ingest.account, claim, reports)

        self.turns.rest()
        self.turns.take()
        before, stood = time.monotonic(), self.cursor
        try:
            ingest.write(items, commit=commit)
        except BaseException:
            self.cursor = stood
            raise
        self.counts = counts
        self.turns.took(time.monotonic() - before)
        if self.tell:
            self.tell(Progress(claim.title, self.parcel.done, self.parcel.total, self.counts))

    def _move(self, cursor: tuple[int, int], **values: int) -> None:
        """Moves the cursor from where this reading left it; raises Overtaken when it is no longer there."""
        mine = Import.objects.filter(pk=self.run.pk, claim=self.cursor[0], consumed=self.cursor[1])
        if not mine.update(claim=cursor[0], consumed=cursor[1], **values):
            raise Overtaken(str(Overtaken.__doc__))
        self.cursor = cursor

    def _recall(self, stream: Stream, count: int | None, ingest: Ingest) -> int:
        """Walks over what an interrupted reading wrote, remembering it so that it is not counted twice."""
        done = 0
        while chunk := self._chunk(stream, 5_000 if count is None else min(5_000, count - done)):
            ingest.recall(
                one for one in chunk if one is not None and not isinstance(one, Report | Checkpoint)
            )
            done += len(chunk)
            self.turns.take()
            if count is not None and done >= count:
                break
        return done

    def _none(self, claims: list[Claim], unknown: list[tuple[str, str]]) -> None:
        """Says so when there is nothing to read."""
        if not claims:
            error = NOTHING if unknown or self.parcel.problems else EMPTY
            Import.objects.filter(pk=self.run.pk).update(error=error)

    def _waits(self) -> None:
        if self.tell:
            self.tell(Progress(WAITS, 0, max(1, self.run.bytes_total), self.counts))


def answered(run: Import) -> QuerySet[ImportQuestion]:
    """The questions of an import after whose answer a file is read again."""
    told = Q(kind="dates", answer__in=("dmy", "mdy")) | Q(kind="columns") & ~Q(answer__in=("", LEFT_OUT))
    return ImportQuestion.objects.filter(told, run=run)


def _with(answers: Answers, question: ImportQuestion) -> Answers:
    """The answers with what was said to a question."""
    if question.kind == "columns":
        return replace(answers, columns=question.answer)
    return replace(answers, dates="mdy" if question.answer == "mdy" else "dmy")


def parcel_open(run: Import, *, spool: Path) -> OpenedParcel:
    """Opens what the import names; nested containers are spooled below `spool`."""
    return OpenedParcel(Path(run.path), spool=spool)
