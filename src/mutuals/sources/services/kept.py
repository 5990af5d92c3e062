"""Hands the documents of an export of ours to whoever takes them up, and those of the record to the record.

They wait in `sources.Kept`; the record lies below and is handed plain documents.
"""

import json
from collections.abc import Callable, Collection
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import transaction

from mutuals.record.services.answers import answers_due
from mutuals.record.services.brought import ACT, CORRECTION, acts_bring, corrections_bring
from mutuals.sources.models import Kept
from mutuals.sources.selectors.imports import import_running
from mutuals.team.models import User
from mutuals.team.services.log import log_append

CHUNK = 500
# Takes up documents of a user and gives the places of those that must wait, where any must.
Put = Callable[[User, list[dict[str, Any]]], Collection[int] | None]


def documents_take(*, kind: str, put: Put) -> int:
    """Hands out the documents of a kind, some hundreds in a transaction, and forgets them with it; gives how many."""
    done, last = 0, 0
    while True:
        with transaction.atomic():
            rows = Kept.objects.filter(kind=kind, pk__gt=last).order_by("pk").select_related("user")[:CHUNK]
            some = next((list(mine) for _, mine in groupby(rows, key=attrgetter("user"))), [])
            if not some:
                return done
            last = some[-1].pk
            done += _take(kind, some, put)


def _take(kind: str, rows: list[Kept], put: Put) -> int:
    """Hands out these documents of one user; gives how many of them do not wait."""
    user = rows[0].user
    told = [(row.pk, found) for row in rows if (found := _document(row.document)) is not None]
    wait = {told[place][0] for place in put(user, [found for _, found in told]) or ()}
    gone = [row.pk for row in rows if row.pk not in wait]
    Kept.objects.filter(pk__in=gone).delete()
    if gone:
        log_append(
            actor=user, verb="kept_take", subject=str(user.public_id), details={"kind": kind, "documents": len(gone)}
        )  # fmt: skip
    return len(gone)


def _document(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def record_waits() -> bool:
    """Whether documents of the record wait that could be taken up now."""
    return Kept.objects.filter(kind__in=(CORRECTION, ACT)).exists() and not import_running()


def record_take(*, now_ms: int) -> int:
    """Has the record take up what is its own; gives how many documents that were.

    What finds nothing that it is about waits while files are read; what interactions meant also until chats are read
    for who answers whom, since that makes interactions. Then nothing of it is here, and it is forgotten.
    """
    reading = import_running()
    chats = reading or answers_due()

    def corrections(user: User, found: list[dict[str, Any]]) -> set[int]:
        lost = corrections_bring(user=user, documents=found, now_ms=now_ms)
        return lost if reading else set()

    def acts(user: User, found: list[dict[str, Any]]) -> set[int]:
        lost = acts_bring(user=user, documents=found, now_ms=now_ms)
        return lost if chats else set()

    return documents_take(kind=CORRECTION, put=corrections) + documents_take(kind=ACT, put=acts)
