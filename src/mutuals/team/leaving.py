"""What the record of who did what says of a person, and how that is erased."""

from collections.abc import Iterator
from typing import Any

from mutuals.team.leavers import Erasing, Part, Person
from mutuals.team.models import LogDetail, LogEntry, User
from mutuals.team.permissions import may
from mutuals.team.selectors.log import log_entries_about
from mutuals.team.services.log import log_erase
from mutuals.team.verbs import said

MOST = 10_000


def person_export(*, viewer: User, person: Person, everything: bool, quick: bool) -> Iterator[Part]:
    """Who did what about them and when, for those who may read the record."""
    if not may(viewer, "log_read"):
        return
    rows = log_entries_about(viewer=viewer, persons=person.public_ids, limit=MOST)
    yield Part("log", "Who did what about them", len(rows), (_told(one) for one in rows))


def _told(entry: Any) -> dict[str, Any]:
    return {
        "time": entry.at,
        "by": str(entry.actor or "Mutuals"),
        "what": said(entry.verb),
        "details": entry.details,
    }


def person_count(*, person: Person, quick: bool) -> dict[str, int]:
    """How many entries speak of them."""
    return {
        "log": LogDetail.objects.filter(person__in=person.public_ids).count()
        or LogEntry.objects.filter(subject__in=person.public_ids).count()
    }


def person_erase(*, erasing: Erasing, now_ms: int) -> None:
    """Destroys the keys of what the record says of them; the chain stays whole."""
    for one in erasing.public_ids:
        log_erase(actor=None, person=one)
