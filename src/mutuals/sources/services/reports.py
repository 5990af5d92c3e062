"""Keeps the honest report of an import: every file, what was rejected, what is asked, who is taken for whom."""

from collections import Counter
from typing import Any

from django.db.models import F

from mutuals.record.models import Account
from mutuals.record.services.accounts import own_add
from mutuals.record.services.actors import handles_noted
from mutuals.record.services.border import scrubbed
from mutuals.record.services.erased import erased_among, text_forgotten
from mutuals.record.services.hand import interactions_noted
from mutuals.sources.models import Import, ImportFile, ImportQuestion, ImportReject
from mutuals.sources.models import Kept as KeptRow
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Claim, FileReport, Handle, Kept, Mine, Noted, Question, Rejected, Report

KEPT_REJECTS = 1_000
# A file that waits for an answer is "reading" while it is read with it.
UNREAD = ("waiting", "reading", "asks")


class Reports:
    """The reports of one import; `ask` says whether a person is there to be asked."""

    def __init__(self, run: Import, *, ask: bool) -> None:
        self.run, self.ask = run, ask
        found = ImportFile.objects.filter(run=run, rejected__gt=0).values_list("name", "rejected")
        self.rejected = Counter(dict(found))

    def begin(self, claims: list[Claim], unknown: list[tuple[str, str]], parcel: OpenedParcel) -> None:
        """Lists every file with what is known of it before reading."""
        rows = [(name, claim.format, "waiting", claim.title) for claim in claims for name in claim.files]
        rows += [
            (name, claim.format, "left alone", why) for claim in claims for name, why in claim.left_alone
        ]
        rows += [(name, "", "unknown", why) for name, why in unknown]
        rows += [(name, "", "broken", why) for name, why in parcel.problems]
        files = [ImportFile(run=self.run, name=a, format=b, status=c, note=d) for a, b, c, d in rows]
        ImportFile.objects.bulk_create(files, ignore_conflicts=True, batch_size=500)
        Import.objects.filter(pk=self.run.pk).update(bytes_total=parcel.total)

    def write(self, account: Account, claim: Claim, reports: list[Report]) -> None:
        """Takes the reports of one batch, in its transaction; of a stranger's reader too they may hold what no database
        takes."""
        reports = [scrubbed(one) for one in reports]
        for report in reports:
            if isinstance(report, FileReport):
                self._file(claim, report)
            elif isinstance(report, Mine):
                own_add(account=account, uri=report.actor, sure=report.sure, evidence=report.evidence)
            elif isinstance(report, Question):
                self._question(report)
        self._rejects([one for one in reports if isinstance(one, Rejected)])
        noted = [one for one in reports if isinstance(one, Noted)]
        interactions_noted(
            account=account,
            rows=[(one.a, one.b, one.kind, one.published, one.seconds, one.share) for one in noted],
        )
        called = [one for one in reports if isinstance(one, Handle)]
        handles_noted(account=account, rows=[(one.actor, one.value, one.since, one.until) for one in called])
        kept = [one for one in reports if isinstance(one, Kept)]
        rows = [KeptRow(user=self.run.user, kind=one.kind, document=one.document) for one in kept]
        KeptRow.objects.bulk_create(rows, batch_size=500)

    def broken(self, claim: Claim, why: str) -> None:
        """Marks the files of a claim that were not read to their end."""
        files = ImportFile.objects.filter(run=self.run, name__in=claim.files, status__in=UNREAD)
        files.update(status="broken", note=why[:2_000])

    def ended(self, claim: Claim) -> None:
        """What a claim read to its end without a word on it was read as part of the rest."""
        ImportFile.objects.filter(run=self.run, name__in=claim.files, status="waiting").update(
            status="understood"
        )

    def _file(self, claim: Claim, report: FileReport) -> None:
        # Without a person to ask, what could be read two ways was read as its note says.
        status = "understood" if report.status == "asks" and not self.ask else report.status
        values: dict[str, Any] = {"status": status, "items": report.items, "format": claim.format}
        if report.note or status != "reading":
            values["note"] = report.note or claim.title
        ImportFile.objects.update_or_create(run=self.run, name=report.name, defaults=values)

    def _rejects(self, rejects: list[Rejected]) -> None:
        rows, sums = [], Counter[str]()
        for one in rejects:
            sums[one.file] += 1
            if self.rejected[one.file] + sums[one.file] <= KEPT_REJECTS:
                row = ImportReject(
                    run=self.run,
                    file=one.file,
                    line=one.line,
                    reason=text_forgotten(one.reason),
                    excerpt=text_forgotten(one.excerpt[:200]),
                )
                rows.append(row)
        ImportReject.objects.bulk_create(rows, batch_size=500)
        for name, count in sums.items():
            ImportFile.objects.filter(run=self.run, name=name).update(rejected=F("rejected") + count)
        self.rejected.update(sums)

    def _question(self, question: Question) -> None:
        if question.kind == "columns" and not self.ask:
            # Nobody is there to be asked: the file was read by the guess, or not at all, as its note says.
            return
        gone = erased_among(uri for uri, _ in question.choices) if question.kind == "me" else set()
        choices = [list(one) for one in question.choices if one[0] not in gone]
        defaults = {"choices": choices, "default": question.default}
        ImportQuestion.objects.update_or_create(
            run=self.run, kind=question.kind, about=question.about, defaults=defaults
        )
        if question.kind in ("dates", "columns") and self.ask:
            ImportFile.objects.filter(run=self.run, name=question.about).update(status="asks")
