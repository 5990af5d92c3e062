"""Reading the event log, and finding out whether it is whole."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import Q

from mutuals.team import chain, keyring, permissions
from mutuals.team.models import LogDetail, LogEntry, LogKey, LogTip, User

_CHUNK = 1000
_FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log as people read it; `details` is None when they were erased with their person."""

    id: int
    at: int
    actor: User | None
    verb: str
    subject: str
    details: dict[str, Any] | None


@dataclass(slots=True)
class LogReport:
    """What a check of the whole log found; `erased` counts entries whose details were erased, which is no fault."""

    entries: int = 0
    erased: int = 0
    fault_count: int = 0
    faults: list[chain.Fault] = field(default_factory=list)
    ends_with: str = chain.GENESIS

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed or cut off."""
        return self.fault_count == 0

    def add(self, fault: chain.Fault) -> None:
        """Counts a fault and keeps the first few."""
        self.fault_count += 1
        if len(self.faults) < _FAULTS_SHOWN:
            self.faults.append(fault)


def log_entries(*, viewer: User | None, limit: int = 50, before: int | None = None) -> list[Entry]:
    """The newest entries, or those older than the entry numbered `before`; needs `log_read`."""
    _may_read(viewer)
    rows = LogEntry.objects.order_by("-id")
    return _entries(list((rows.filter(id__lt=before) if before else rows)[:limit]))


def log_entries_about(*, viewer: User | None, persons: Sequence[str], limit: int) -> list[Entry]:
    """The newest entries that concern these people (public ids); needs `log_read`."""
    _may_read(viewer)
    locked = LogDetail.objects.filter(person__in=persons).values("entry")
    rows = LogEntry.objects.filter(Q(subject__in=persons) | Q(id__in=locked)).order_by("-id")
    return _entries(list(rows[:limit]))


def _entries(found: list[LogEntry]) -> list[Entry]:
    details = _Details()
    details.load([row.id for row in found])
    names = {
        str(user.public_id): user
        for user in User.objects.filter(public_id__in={r.actor for r in found if r.actor})
    }
    return [Entry(r.id, r.at, names.get(r.actor), r.verb, r.subject, details.read(r)) for r in found]


def log_verify(*, viewer: User | None) -> LogReport:
    """Recomputes every hash of the log from its start, holding a thousand entries at a time; needs `log_read`.

    Finds a changed, removed or inserted entry, changed or removed details, and entries cut off at the end (the seal
    of the last is made with a key outside the database). What it cannot find: that the database *and* its keys were
    put back as they were at an earlier moment.
    """
    _may_read(viewer)
    report, details = LogReport(), _Details()
    for fault in chain.faults(_links(report, details)):
        report.add(fault)
    _tip_check(report)
    return report


def _may_read(viewer: User | None) -> None:
    if viewer is not None:
        permissions.require(viewer, "log_read")


def _links(report: LogReport, details: "_Details") -> Iterator[chain.Link]:
    last: int | None = None
    while rows := _chunk(last):
        details.load([row.id for row in rows])
        for row in rows:
            yield chain.Link(row.id, row.at, row.actor, row.verb, row.subject, row.digest, row.prev, row.hash)
            details.check(row, report)
            report.entries += 1
            report.ends_with = row.hash
        last = rows[-1].id


def _chunk(after: int | None) -> list[LogEntry]:
    rows = LogEntry.objects.order_by("id")
    return list((rows if after is None else rows.filter(id__gt=after))[:_CHUNK])


def _tip_check(report: LogReport) -> None:
    tip = LogTip.objects.filter(id=1).first()
    count, ends_with = (tip.count, tip.hash) if tip else (0, chain.GENESIS)
    if (count, ends_with) != (report.entries, report.ends_with):
        report.add(
            chain.Fault(report.entries, f"the log should hold {count} entries and holds {report.entries}")
        )
    elif tip and tip.seal != keyring.seal(settings.MUTUALS_HOME / "keys", f"{count}:{ends_with}"):
        report.add(
            chain.Fault(report.entries, "the seal of the last entry is not that of this installation's keys")
        )


class _Details:
    """The details of some entries, and the keys of the people they concern, each opened once."""

    def __init__(self) -> None:
        self.rows: dict[int, LogDetail] = {}
        self.keys: dict[str, LogKey | None] = {}

    def load(self, ids: list[int]) -> None:
        """Holds the details of these entries instead of those held before."""
        self.rows = LogDetail.objects.in_bulk(ids)
        if len(self.keys) > 10_000:
            self.keys.clear()
        unknown = {row.person for row in self.rows.values()} - set(self.keys)
        found = {key.person: key for key in LogKey.objects.filter(person__in=unknown)}
        self.keys.update({person: found.get(person) for person in unknown})

    def read(self, entry: LogEntry) -> dict[str, Any] | None:
        """The details of an entry, None when they cannot be read any more."""
        text = self._open(entry.id)
        return json.loads(text.split("\n", 1)[1]) if text else None

    def check(self, entry: LogEntry, report: LogReport) -> None:
        """Adds to the report what is wrong with the details of an entry."""
        row = self.rows.get(entry.id)
        key = self.keys.get(row.person) if row else None
        if row and key and key.erased_ms is not None and not row.sealed:
            report.erased += 1
        elif row is None or key is None or not row.sealed:
            report.add(chain.Fault(entry.id, "its details were removed without a trace of erasing"))
        elif (text := self._open(entry.id)) is None or chain.digest_of(*text.split("\n", 1)) != entry.digest:
            report.add(chain.Fault(entry.id, "its details were changed after they were written"))

    def _open(self, entry_id: int) -> str | None:
        row = self.rows.get(entry_id)
        key = self.keys.get(row.person) if row else None
        if row is None or key is None or not row.sealed or not key.key:
            return None
        try:
            return Fernet(key.key).decrypt(row.sealed.encode()).decode("utf-8", "surrogatepass")
        except (InvalidToken, ValueError):
            return None
