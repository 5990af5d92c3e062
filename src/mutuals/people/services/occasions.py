"""Days of the year that matter to somebody: noted and taken out again."""

from django.db import transaction

from mutuals.people.dates import is_day_of_year
from mutuals.people.models import Contact, Occasion
from mutuals.team.models import User
from mutuals.team.permissions import NotAllowed, require
from mutuals.team.services.log import log_append

RIGHT = "notes_write"


def occasion_add(
    *,
    actor: User,
    contact: Contact,
    title: str,
    month: int,
    day: int,
    now_ms: int,
    year: int | None = None,
    shared: bool = False,
) -> Occasion:
    """Notes a day of the year that matters to somebody; private to its writer unless shared on purpose.

    Raises ValueError without a title and for a day that no year has.
    """
    require(actor, RIGHT)
    title = " ".join(title.split())[:200]
    if not title or not is_day_of_year(month, day):
        raise ValueError("It needs a name and a day of the year.")
    with transaction.atomic():
        made = Occasion.objects.create(
            contact=contact, author=actor, title=title, month=month, day=day, year=year, shared=shared, at=now_ms
        )  # fmt: skip
        log_append(
            actor=actor, verb="occasion_add", subject=str(made.public_id), details={"shared": shared},
            person=str(contact.public_id),
        )  # fmt: skip
    return made


def occasion_remove(*, actor: User, occasion: Occasion) -> None:
    """Takes out one's own occasion; raises NotAllowed for somebody else's."""
    require(actor, RIGHT)
    if occasion.author_id != actor.pk:
        raise NotAllowed(RIGHT)
    with transaction.atomic():
        Occasion.objects.filter(pk=occasion.pk).delete()
        log_append(
            actor=actor, verb="occasion_remove", subject=str(occasion.public_id), details={},
            person=str(occasion.contact.public_id),
        )  # fmt: skip
