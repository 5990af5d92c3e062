"""Cards to write by hand: to whom, at which address, and what from the shared record to write about."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from mutuals.people.models import Contact, Occasion
from mutuals.people.selectors.actors import actors_behind, actors_of, families_of
from mutuals.people.selectors.contacts import facts_of
from mutuals.record.kinds import Kind
from mutuals.record.models import Fact
from mutuals.record.selectors.corrections import thresholds_of
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.relate.card_words import Worth, worth_writing
from mutuals.relate.selectors.person import happenings
from mutuals.relate.selectors.ties import Standing, TieRow, standing_of, ties_ours
from mutuals.relate.services.pairs import pair_days
from mutuals.team.models import User

# Cards are for the closest: so many of them are looked at, and so far ahead for their days (a card takes time).
CLOSEST, AHEAD = 20, 30
YEAR = 366
READ = 200
_DAY = re.compile(r"(?:\d{4}|-)-(\d\d)-(\d\d)$")
_BIRTHDAYS = ("bday", "birthday")


@dataclass(frozen=True, slots=True)
class CardTo:
    """Somebody to whom a card could go: whether an address is known, the day that is near (UTC) and what it is, and the
    UTC day of the last card to them, if there was one in the last year."""

    contact: Contact
    tie: TieRow
    address: bool
    day: int | None
    title: str
    last_card: int | None


def cards_to(viewer: User, *, today: int, standing: Standing | None = None) -> list[CardTo]:
    """The closest people, those with a day to remember soon first, then those without a card for longest."""
    here = standing or standing_of(viewer)
    ties = ties_ours(viewer, limit=CLOSEST, circled=True, standing=here)
    people = Contact.objects.in_bulk([row.pk for row in ties])
    families = families_of(people)
    theirs = actors_behind(families)
    addresses, days = _known(viewer, theirs)
    for contact, month, day, title in _occasions(viewer, families):
        days[contact].append((month, day, title))
    cards = _cards(here, theirs, today)
    found = []
    for row in ties:
        if row.kind != "person" or row.pk not in people:
            continue
        coming = [one for each in days[row.pk] if (one := _next(*each, today)) and one[0] - today <= AHEAD]
        day, title = min(coming, default=(None, ""))
        card = CardTo(people[row.pk], row, row.pk in addresses, day, title, cards.get(row.pk))
        found.append(card)
    return sorted(found, key=lambda one: (one.day is None, one.day or 0, one.last_card or 0))


def addresses_of(viewer: User, contact: Contact) -> list[str]:
    """The postal addresses of a contact that the viewer may read, line by line, each once."""
    told = [one.value for one in facts_of(viewer, contact) if one.name == "address"]
    return list(
        dict.fromkeys(
            "\n".join(part.strip() for part in re.split(r"[\n,]", one) if part.strip()) for one in told
        )
    )


def worth_of(viewer: User, contact: Contact, *, standing: Standing | None = None) -> list[Worth]:
    """Three things to write about, from the latest that passed between the viewer and a contact."""
    return worth_writing(happenings(viewer, contact, limit=READ), thresholds_of(viewer))


def last_card(viewer: User, contact: Contact, *, today: int, standing: Standing | None = None) -> int | None:
    """The UTC day of the viewer's last card to a contact within a year."""
    theirs = actors_behind(families_of([contact.pk]))
    return _cards(standing or standing_of(viewer), theirs, today).get(contact.pk)


def _known(
    viewer: User, theirs: dict[int, int]
) -> tuple[set[int], defaultdict[int, list[tuple[int, int, str]]]]:
    """Of whom an address is known, and whose birthday is when, by facts that the viewer may read."""
    seen = Q(private=False) | Q(account__in=accounts_readable(viewer))
    rows = Fact.objects.filter(seen, actor__in=theirs, name__in=("address", *_BIRTHDAYS))
    addresses: set[int] = set()
    days: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for actor, name, value in rows.values_list("actor", "name", "value"):
        told = _DAY.match(value)
        if name == "address":
            addresses.add(theirs[actor])
        elif told:
            days[theirs[actor]].append((int(told.group(1)), int(told.group(2)), "birthday"))
    return addresses, days


def _occasions(viewer: User, families: dict[int, int]) -> Iterable[tuple[int, int, int, str]]:
    seen = Q(author=viewer) | Q(shared=True)
    rows = Occasion.objects.filter(seen, contact__in=families)
    for contact, month, day, title in rows.values_list("contact", "month", "day", "title"):
        yield families[contact], month, day, title


def _cards(here: Standing, theirs: dict[int, int], today: int) -> dict[int, int]:
    """The UTC day of the latest card to or from each contact within a year."""
    mine: Collection[int] = actors_of(here.own)
    rows = pair_days(here.eyes.scopes, mine, theirs, since=today - YEAR, until=today, kinds=(Kind.CARD,))
    found: dict[int, int] = {}
    for actor, day, *_ in rows:
        found[theirs[actor]] = max(day, found.get(theirs[actor], day))
    return found


def _next(month: int, day: int, title: str, today: int) -> tuple[int, str] | None:
    """The next time of a day of the year, as a UTC day number; the 29th of February comes on the 28th."""
    now = dt.date(1970, 1, 1) + dt.timedelta(days=today)
    for year in (now.year, now.year + 1):
        try:
            when = dt.date(year, month, day)
        except ValueError:
            if (month, day) != (2, 29):
                return None
            when = dt.date(year, 2, 28)
        if when >= now:
            return (when - dt.date(1970, 1, 1)).days, title
    return None
