"""What people are trying to do: of one person, open for the viewer, and what their words may say of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from mutuals.people.models import Aim, Contact
from mutuals.people.said import wish_in
from mutuals.people.selectors.actors import families_of, kept_of
from mutuals.people.selectors.promises import Proposed
from mutuals.people.selectors.spoken import Spoken
from mutuals.team.models import User

DAY_MS = 86_400_000
PROPOSED_DAYS = 180
SHOWN_DAYS = 365
MOST = 2
OPEN_MOST = 200


@dataclass(frozen=True, slots=True)
class AimRow:
    """An open aim with the contact that is kept."""

    aim: Aim
    contact: Contact


def aims_of(viewer: User, contact: Contact, *, today: int, family: Iterable[int] | None = None) -> list[Aim]:
    """What a contact is trying to do, noted by the viewer or shared with them: the open ones, then what came true in
    the last year. `family` is that of the contact where the page knows it."""
    seen = (Q(author=viewer) | Q(shared=True)) & Q(refused_at=None, dropped_at=None)
    lasts = Q(true_at=None) | Q(true_at__gte=(today - SHOWN_DAYS) * DAY_MS)
    rows = Aim.objects.filter(
        seen & lasts, contact__in=families_of([contact.pk]) if family is None else family
    )
    found = rows.select_related("author").order_by("-at", "-pk")
    return sorted(found, key=lambda one: (one.true_at is not None, -(one.true_at or 0)))


def aims_open(viewer: User, *, limit: int = OPEN_MOST) -> list[AimRow]:
    """What the viewer noted that people are trying to do and that is still open, the latest first; of people put away
    none shows."""
    rows = Aim.objects.filter(author=viewer, true_at=None, dropped_at=None, refused_at=None)
    latest = list(rows.order_by("-at", "-pk")[:limit])
    kept = kept_of({row.contact_id for row in latest})
    people = Contact.objects.filter(deleted_at=None).in_bulk(set(kept.values()))
    return [AimRow(row, people[kept[row.contact_id]]) for row in latest if kept[row.contact_id] in people]


def aims_proposed(
    viewer: User, spoken: Sequence[Spoken], shown: Mapping[str, float], *, today: int, most: int = MOST
) -> list[Proposed]:
    """What a contact's own words say that they are trying to do, neither taken up nor refused by the viewer; the newest
    first, each sentence once."""
    since = (today - PROPOSED_DAYS) * DAY_MS
    found: dict[str, Proposed] = {}
    for one in spoken:
        if one.ours or one.at is None or one.at < since:
            continue
        labels = one.view.reading.labels if one.view else {}
        if text := wish_in(one.text, read=labels.get("need", 0.0) >= shown.get("need", 1.0)):
            found.setdefault(text.casefold(), Proposed(text, one.key, False, one.at, one.private))
    keys = [one.post for one in found.values()]
    if not keys:
        return []
    decided = set(Aim.objects.filter(author=viewer, post__in=keys).values_list("post", flat=True))
    return [one for one in found.values() if one.post not in decided][:most]
