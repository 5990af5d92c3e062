"""Days of the year that matter: birthdays from what files tell, and what was noted by hand."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from mutuals.people.dates import date_of, day_of_year, days_until
from mutuals.people.models import Contact, Occasion
from mutuals.people.selectors.actors import families_of, kept_of, roots_by_actor
from mutuals.people.selectors.contacts import facts_of
from mutuals.record.models import Fact
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.team.models import User

# Names of facts that hold a day of the year, and what it is called on the screen.
DATES = {"anniversary": "Anniversary", "birthday": "Birthday"}


@dataclass(frozen=True, slots=True)
class Coming:
    """A day that matters: whose, what, in how many days it comes next, which birthday or jubilee it is (0: unknown).

    `occasion` is the row noted by hand, None for what a file tells.
    """

    contact: Contact
    title: str
    month: int
    day: int
    year: int | None
    ahead: int
    turns: int
    occasion: Occasion | None

    @property
    def date(self) -> dt.date:
        """The day in a leap year, to be written without its year."""
        return dt.date(2000, self.month, self.day)


def occasions_of(
    viewer: User,
    contact: Contact,
    *,
    today: int,
    facts: Sequence[Fact] | None = None,
    family: Iterable[int] | None = None,
) -> list[Coming]:
    """The days that matter to a contact, the next first: what files tell, what the viewer noted, what others share.

    `facts` and `family` are those of the contact where the page knows them.
    """
    facts = facts_of(viewer, contact) if facts is None else facts
    family = families_of([contact.pk]) if family is None else family
    noted = Occasion.objects.filter(Q(author=viewer) | Q(shared=True), contact__in=family).select_related(
        "author"
    )
    found = [_noted(contact, one, today) for one in noted.order_by("pk")]
    told = (_told(contact, one.name, one.value, today) for one in facts if one.name in DATES)
    return _once([*found, *(one for one in told if one is not None)])


def occasions_near(viewer: User, today: int, days: int) -> list[Coming]:
    """Whose day comes within so many days of a UTC day, the next first: birthdays that files tell and the viewer may
    know, and the viewer's own occasions. Of people put away none shows."""
    noted = list(Occasion.objects.filter(author=viewer).order_by("pk"))
    near = [one for one in noted if days_until(one.month, one.day, today=date_of(today)) <= days]
    told = [row for row in _birthdays(viewer, today, days) if _ahead(row[2], today) <= days]
    roots, kept = roots_by_actor(row[0] for row in told), kept_of({one.contact_id for one in near})
    people = Contact.objects.filter(deleted_at=None, ours=False).in_bulk({*roots.values(), *kept.values()})
    found = [
        _noted(people[kept[one.contact_id]], one, today) for one in near if kept[one.contact_id] in people
    ]
    for actor, name, value in told:
        contact = people.get(roots.get(actor, 0))
        one = _told(contact, name, value, today) if contact else None
        found += [one] if one else []
    return _once(found)


def _birthdays(viewer: User, today: int, days: int) -> list[tuple[int, str, str]]:
    """(actor, name, value) of the dates that the viewer may know and that may come within so many days: those that end
    as one of these days is written (06-04), and those written otherwise; read from an index of dates alone."""
    ends = {f"{date_of(today + ahead):%m-%d}" for ahead in range(min(days, 366) + 1)}
    if "02-28" in ends:
        ends.add("02-29")
    listed = ", ".join(f"'{end}'" for end in sorted(ends))
    accounts = ",".join(map(str, accounts_readable(viewer))) or "0"
    names = ", ".join(f"'{name}'" for name in DATES)
    sql = (
        f"SELECT actor, name, value FROM record_fact WHERE name IN ({names}) "  # noqa: S608  our own words
        f"AND (NOT private OR account IN ({accounts})) "
        f"AND (substr(value, length(value) - 4) IN ({listed}) OR value NOT LIKE '%-__-__')"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _ahead(value: str, today: int) -> int:
    found = day_of_year(value)
    return days_until(found[0], found[1], today=date_of(today)) if found else 10_000


def _noted(contact: Contact, one: Occasion, today: int) -> Coming:
    return _coming(contact, one.title, (one.month, one.day, one.year), today, one)


def _told(contact: Contact, name: str, value: str, today: int) -> Coming | None:
    found = day_of_year(value)
    return _coming(contact, DATES[name], found, today, None) if found else None


def _coming(
    contact: Contact, title: str, when: tuple[int, int, int | None], today: int, row: Occasion | None
) -> Coming:
    month, day, year = when
    ahead = days_until(month, day, today=date_of(today))
    turns = date_of(today + ahead).year - year if year else 0
    return Coming(contact, title, month, day, year, ahead, max(turns, 0), row)


def _once(found: Iterable[Coming]) -> list[Coming]:
    """Each day of a person once: what was noted stands over a file's, what tells the year over what does not."""
    kept: dict[tuple[int, str, int, int], Coming] = {}
    for one in sorted(found, key=lambda one: (one.occasion is None, one.year is None)):
        kept.setdefault((one.contact.pk, one.title.casefold(), one.month, one.day), one)
    return sorted(kept.values(), key=lambda one: (one.ahead, one.contact.name, one.title))
