"""Promises both ways: with one person, those open for the viewer, and what their words may promise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from mutuals.people.models import Contact, Promise
from mutuals.people.said import promise_in
from mutuals.people.selectors.actors import families_of, kept_of
from mutuals.people.selectors.spoken import Spoken
from mutuals.team.models import User

DAY_MS = 86_400_000
# How long what was said is proposed, and what was kept or let go still shown.
PROPOSED_DAYS = 60
SHOWN_DAYS = 180
CLOSED_MOST = 8
MOST = 2


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise with the contact that is kept; days are UTC day numbers."""

    promise: Promise
    contact: Contact

    def late_on(self, today: int) -> bool:
        """Whether its day has passed."""
        return self.promise.due is not None and self.promise.due < today


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody's words may promise or strive for: the sentence, its post (16 digits) and whose words they are."""

    text: str
    post: str
    ours: bool
    at: int | None
    private: bool


def promises_of(
    viewer: User, contact: Contact, *, today: int, family: Iterable[int] | None = None
) -> list[Promise]:
    """The viewer's promises with a contact and those shared with them: the open first, by day, then what was kept or
    let go in the last half year, the latest first. `family` is that of the contact where the page knows it."""
    seen = (Q(author=viewer) | Q(shared=True)) & ~Q(text="")
    since = (today - SHOWN_DAYS) * DAY_MS
    lasts = Q(kept_at=None, dropped_at=None) | Q(kept_at__gte=since) | Q(dropped_at__gte=since)
    rows = Promise.objects.filter(
        seen & lasts, contact__in=families_of([contact.pk]) if family is None else family
    )
    found = list(rows.select_related("author").order_by(F("due").asc(nulls_last=True), "at", "pk"))
    closed = [one for one in found if one.kept_at or one.dropped_at]
    closed.sort(key=lambda one: -(one.kept_at or one.dropped_at or 0))
    return [*(one for one in found if one not in closed), *closed[:CLOSED_MOST]]


def promises_due(viewer: User, today: int) -> list[PromiseRow]:
    """The viewer's own open promises, ours and theirs: those with a day first, the earliest first, then the others.

    `today` (UTC day) says which of the same day is late; nothing is left out by it. Of people put away none shows.
    """
    rows = list(
        Promise.objects.filter(author=viewer, kept_at=None, dropped_at=None)
        .exclude(text="")
        .order_by(F("due").asc(nulls_last=True), "at", "pk")
    )
    kept = kept_of({row.contact_id for row in rows})
    people = Contact.objects.filter(deleted_at=None).in_bulk(set(kept.values()))
    found = [PromiseRow(row, people[kept[row.contact_id]]) for row in rows if kept[row.contact_id] in people]
    return sorted(found, key=lambda one: not one.late_on(today))


def promises_proposed(
    viewer: User, spoken: Sequence[Spoken], shown: Mapping[str, float], *, today: int, most: int = MOST
) -> list[Proposed]:
    """What was said lately that may be a promise, ours or theirs, neither taken up nor refused by the viewer; the
    newest first. `shown` are the thresholds of the readings (`record.selectors.corrections.thresholds_of`)."""
    since = (today - PROPOSED_DAYS) * DAY_MS
    fresh = [one for one in spoken if one.at is not None and one.at >= since]
    found = []
    for one in fresh:
        if one.view is not None and "promise" in one.view.said and one.view.said["promise"].says == "no":
            continue
        sure = one.view.reading.labels.get("promise", 0.0) if one.view else 0.0
        if text := promise_in(one.text, read=sure >= shown.get("promise", 1.0)):
            found.append(Proposed(text, one.key, one.ours, one.at, one.private))
    keys = [one.post for one in found]
    if not keys:
        return []
    decided = set(Promise.objects.filter(author=viewer, post__in=keys).values_list("post", flat=True))
    return [one for one in found if one.post not in decided][:most]
