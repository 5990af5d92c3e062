"""Reads what was brought into the record: batch by batch, the cursor and the report in the same transaction.

A kill at any moment loses and doubles nothing: reading goes on at the cursor, and the record passes over what it has.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import F

from mutuals.as2 import Checkpoint, Item
from mutuals.record.models import Account
from mutuals.record.seen import SeenKeys
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.batch import Counts
from mutuals.record.services.ingest import Ingest
from mutuals.sources.discover import archives, sort_out
from mutuals.sources.models import Import, ImportFile, ImportQuestion, ImportReject
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Claim, FileReport, Mine, Question, Reads, Rejected, Report
from mutuals.team.services.jobs import lease_release, lease_take

LEASE = "bulk"
LEASE_S = 60
# A write holds the lock for about this long; then others have at least REST_S to take it.
WRITE_S, REST_S = 0.15, 0.05
KEPT_REJECTS = 1_000


class Busy(Exception):
    """Another import is being read right now; wait until it is done."""


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
    holder: str
    clock: Callable[[], int]
    tell: Tell | None = None
    ask: bool = False
    seen: SeenKeys = field(default_factory=SeenKeys)
    counts: Counts = field(default_factory=Counts)
    rejected: dict[str, int] = field(default_factory=dict)
    size: int = 1_000
    free_at: float = 0.0

    def read(self) -> None:
        """Reads all claims from where the import stands."""
        readers = {one.info.name: one for one in archives()}
        claims, unknown = sort_out(self.parcel, readers.values())
        self.parcel.done = 0
        self._files(claims, unknown)
        self.counts = Counts(**{name: getattr(self.run, name) for name in asdict(Counts())})
        at, skip = self.run.claim, self.run.consumed
        for number, claim in enumerate(claims):
            if number < at:
                self._recall(readers[claim.format], claim, None)
            else:
                self._claim(number, readers[claim.format], claim, skip if number == at else 0)

    def _claim(self, number: int, reader: Reads, claim: Claim, skip: int) -> None:
        account = account_for(network=claim.format, holder=self.run.user)
        ingest = Ingest(account=account, now_ms=self.clock(), seen=self.seen)
        stream = reader.read(self.parcel, claim, self.answers)
        done = self._recall_stream(stream, skip, ingest)
        while chunk := list(islice(stream, self.size)):
            if self.ask and (question := self._asks(chunk)):
                self._question_save(question)
                break
            done += len(chunk)
            self._write(ingest, account, claim, chunk, number, done)
        Import.objects.filter(pk=self.run.pk).update(claim=number + 1, consumed=0)

    def _asks(self, chunk: list[Item | Report]) -> Question | None:
        """A question about dates must be answered before anything of the file is kept."""
        return next((one for one in chunk if isinstance(one, Question) and one.kind == "dates"), None)

    def _write(
        self,
        ingest: Ingest,
        account: Account,
        claim: Claim,
        chunk: list[Item | Report],
        number: int,
        done: int,
    ) -> None:
        time.sleep(max(0.0, self.free_at + REST_S - time.monotonic()))
        if not lease_take(name=LEASE, holder=self.holder, now_ms=self.clock(), seconds=LEASE_S):
            raise Busy(str(Busy.__doc__))
        items = [one for one in chunk if not isinstance(one, Report | Checkpoint)]
        reports = [one for one in chunk if isinstance(one, Report)]
        before = time.monotonic()
        counts = ingest.write(items, commit=lambda: self._save(account, claim, reports, number, done))
        self.counts.add(counts)
        Import.objects.filter(pk=self.run.pk).update(**asdict(self.counts))
        took = time.monotonic() - before
        self.free_at = time.monotonic()
        self.size = max(200, min(5_000, int(self.size * min(2.0, WRITE_S / max(took, 0.001)))))
        if self.tell:
            self.tell(Progress(claim.title, self.parcel.done, self.parcel.total, self.counts))

    def _save(self, account: Account, claim: Claim, reports: list[Report], number: int, done: int) -> None:
        for report in reports:
            if isinstance(report, FileReport):
                self._file(claim, report)
            elif isinstance(report, Mine):
                own_add(account=account, uri=report.actor, sure=report.sure, evidence=report.evidence)
            elif isinstance(report, Question):
                self._question_save(report)
        self._rejects([one for one in reports if isinstance(one, Rejected)])
        Import.objects.filter(pk=self.run.pk).update(
            claim=number, consumed=done, bytes_done=min(self.parcel.done, self.parcel.total)
        )

    def _recall(self, reader: Reads, claim: Claim, count: int | None) -> None:
        account = account_for(network=claim.format, holder=self.run.user)
        stream = reader.read(self.parcel, claim, self.answers)
        self._recall_stream(stream, count, Ingest(account=account, now_ms=self.clock(), seen=self.seen))

    def _recall_stream(self, stream: Iterator[Item | Report], count: int | None, ingest: Ingest) -> int:
        """Walks over what an interrupted reading wrote, remembering it so that it is not counted twice."""
        done = 0
        while chunk := list(islice(stream, 5_000 if count is None else min(5_000, count - done))):
            ingest.recall(one for one in chunk if not isinstance(one, Report | Checkpoint))
            done += len(chunk)
        return done

    def _files(self, claims: list[Claim], unknown: list[tuple[str, str]]) -> None:
        """Lists every file with what is known of it before reading."""
        rows = [(name, claim.format, "waiting", claim.title) for claim in claims for name in claim.files]
        rows += [
            (name, claim.format, "left alone", why) for claim in claims for name, why in claim.left_alone
        ]
        rows += [(name, "", "unknown", why) for name, why in unknown]
        rows += [(name, "", "broken", why) for name, why in self.parcel.problems]
        files = [ImportFile(run=self.run, name=a, format=b, status=c, note=d) for a, b, c, d in rows]
        ImportFile.objects.bulk_create(files, ignore_conflicts=True, batch_size=500)
        Import.objects.filter(pk=self.run.pk).update(bytes_total=self.parcel.total)
        found = ImportReject.objects.filter(run=self.run).values_list("file", flat=True)
        for name in found:
            self.rejected[name] = self.rejected.get(name, 0) + 1

    def _file(self, claim: Claim, report: FileReport) -> None:
        # Without a person to ask, what could be read two ways was read as its note says.
        status = "understood" if report.status == "asks" and not self.ask else report.status
        values: dict[str, Any] = {"status": status, "items": report.items, "format": claim.format}
        if report.note:
            values["note"] = report.note
        ImportFile.objects.update_or_create(run=self.run, name=report.name, defaults=values)

    def _rejects(self, rejects: list[Rejected]) -> None:
        rows, sums = [], dict[str, int]()
        for one in rejects:
            sums[one.file] = sums.get(one.file, 0) + 1
            self.rejected[one.file] = self.rejected.get(one.file, 0) + 1
            if self.rejected[one.file] <= KEPT_REJECTS:
                rows.append(
                    ImportReject(
                        run=self.run,
                        file=one.file,
                        line=one.line,
                        reason=one.reason,
                        excerpt=one.excerpt[:200],
                    )
                )
        ImportReject.objects.bulk_create(rows, batch_size=500)
        for name, count in sums.items():
            ImportFile.objects.filter(run=self.run, name=name).update(rejected=F("rejected") + count)

    def _question_save(self, question: Question) -> None:
        defaults = {"choices": [list(one) for one in question.choices], "default": question.default}
        ImportQuestion.objects.update_or_create(
            run=self.run, kind=question.kind, about=question.about, defaults=defaults
        )
        if question.kind == "dates" and self.ask:
            ImportFile.objects.filter(run=self.run, name=question.about).update(status="asks")


def parcel_open(run: Import, *, spool: Path) -> OpenedParcel:
    """Opens what the import names; nested containers are spooled below `spool`."""
    return OpenedParcel(Path(run.path), spool=spool)


def lease_end(holder: str) -> None:
    """Lets others write in bulk again."""
    lease_release(name=LEASE, holder=holder)
