"""Today's one card: the next of the people a person does not want to lose, or who drifts away."""

from dataclasses import dataclass

from mutuals.people.models import Contact
from mutuals.people.selectors.contacts import Identity, identities
from mutuals.people.services.named import choices
from mutuals.relate.selectors.person import days_count
from mutuals.relate.selectors.ties import Standing, TieRow, standing_of, ties_drifting, ties_of
from mutuals.team.models import User
from mutuals.team.services.common import now_ms

DAY_MS = 86_400_000
CHOICES = 6
ORDINALS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody whom a named person may be: told apart by where they are heard and when they last were."""

    contact: Contact
    identity: Identity | None
    tie: TieRow | None


@dataclass(frozen=True, slots=True)
class Card:
    """One card: whom it is about, why, and what there is to say. `kind`: ask, which, last, drifting."""

    kind: str
    contact: Contact
    place: str = ""
    tie: TieRow | None = None
    choices: tuple[Choice, ...] = ()


def cards_all(viewer: User, *, standing: Standing | None = None) -> list[Card]:
    """All cards in order: first those about named people we know nothing of, then who has been silent longest."""
    here = standing or standing_of(viewer)
    named = list(
        Contact.objects.filter(
            holder=viewer, named__isnull=False, merged_into=None, deleted_at=None
        ).order_by("named")
    )
    ties = ties_of(viewer, [one.pk for one in named], here) if named else {}
    found = (_named(viewer, here, one, ties.get(one.pk)) for one in named)
    cards = [card for card in found if card is not None]
    order = {"which": 0, "ask": 1, "last": 2}
    cards.sort(
        key=lambda card: (order[card.kind], -(card.tie.silence if card.tie else 0), card.contact.named or 9)
    )
    if cards:
        return cards
    drifting = ties_drifting(viewer, limit=7, standing=here)
    people = Contact.objects.in_bulk([row.pk for row in drifting])
    return [Card("drifting", people[row.pk], tie=row) for row in drifting if row.pk in people]


def _named(viewer: User, here: Standing, contact: Contact, tie: TieRow | None) -> Card | None:
    place = ORDINALS[(contact.named or 1) - 1]
    which = _choices(viewer, here, contact)
    if which:
        return Card("which", contact, place, tie, which)
    if tie is not None:
        return Card("last", contact, place, tie)
    # What was noted a moment ago is not asked again while its tie is being reckoned.
    if days_count(viewer, contact, at_day=now_ms() // DAY_MS):
        return None
    return Card("ask", contact, place)


def _choices(viewer: User, here: Standing, contact: Contact) -> tuple[Choice, ...]:
    found = choices(contact)
    ties = ties_of(viewer, [one.pk for one in found], here) if found else {}
    found.sort(key=lambda one: -(ties[one.pk].depth if one.pk in ties else 0.0))
    return tuple(
        Choice(one, next(iter(identities(viewer, one)), None), ties.get(one.pk)) for one in found[:CHOICES]
    )
