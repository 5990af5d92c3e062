"""Who of us knows somebody best: days in touch of each of our own contacts, as far as the viewer may see them."""

from dataclasses import dataclass

from django.db import connection

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_behind, contacts_ours, families_of
from mutuals.relate.selectors.person import Sides, sides_of
from mutuals.team.models import User


@dataclass(frozen=True, slots=True)
class Knowing:
    """One of us and on how many days they were in touch with somebody, the latest UTC day; `you` is the viewer."""

    contact: Contact
    days: int
    last_day: int
    you: bool


def knowing(viewer: User, contact: Contact, *, sides: Sides | None = None) -> list[Knowing]:
    """Who of us is known to have been in touch with a contact, on how many days, the most first; nobody where it is the
    viewer alone.

    Of what others have in private only what they share counts, so that this may be less than what they know.
    """
    ours = Contact.objects.in_bulk(contacts_ours())
    between = sides or sides_of(viewer, contact)
    if len(ours) < 2 or not between.theirs:
        return []
    mine = actors_behind(families_of(ours))
    found: list[Knowing] = []
    # The viewer's own thousands of days are counted last, and only where there is somebody to stand beside.
    for own in sorted(ours.values(), key=lambda one: one.holder_id == viewer.pk):
        you = own.holder_id == viewer.pk
        days, last = (
            (0, 0) if you and not found else _days([one for one in mine if mine[one] == own.pk], between)
        )
        if days:
            found.append(Knowing(own, days, last, you))
    return sorted(found, key=lambda one: (-one.days, not one.you, one.contact.name))


_DAYS = (
    "SELECT count(DISTINCT day), max(day) FROM record_tieday WHERE scope IN ({scopes}) AND "
    "((a IN ({ours}) AND b IN ({theirs})) OR (a IN ({theirs}) AND b IN ({ours})))"
)


def _days(ours: list[int], between: Sides) -> tuple[int, int]:
    if not ours:
        return 0, 0
    listed = {
        name: ",".join(map(str, sorted(rows)))
        for name, rows in (("ours", ours), ("theirs", between.theirs), ("scopes", between.scopes))
    }
    with connection.cursor() as cursor:
        cursor.execute(_DAYS.format(**listed))
        days, last = cursor.fetchone()
    return days or 0, last or 0
