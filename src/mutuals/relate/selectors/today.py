"""Today's one card: the next of the people a person does not want to lose, or who drifts away."""

from dataclasses import dataclass

from mutuals.people.models import Contact
from mutuals.people.services.named import candidates
from mutuals.relate.selectors.ties import TieRow, ties_drifting, ties_of
from mutuals.team.models import User

ORDINALS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, slots=True)
class Card:
    """One card: whom it is about, why, and what there is to say. `kind`: ask, which, last, drifting."""

    kind: str
    contact: Contact
    place: str = ""
    tie: TieRow | None = None
    choices: tuple[Contact, ...] = ()


def cards_all(viewer: User) -> list[Card]:
    """All cards in order: first those about named people we know nothing of, then who has been silent longest."""
    named = list(
        Contact.objects.filter(
            holder=viewer, named__isnull=False, merged_into=None, deleted_at=None
        ).order_by("named")
    )
    ties = ties_of(viewer, [one.pk for one in named]) if named else {}
    cards = [_named(one, ties.get(one.pk)) for one in named]
    order = {"which": 0, "ask": 1, "last": 2}
    cards.sort(
        key=lambda card: (order[card.kind], -(card.tie.silence if card.tie else 0), card.contact.named or 9)
    )
    if cards:
        return cards
    drifting = ties_drifting(viewer, limit=7)
    people = Contact.objects.in_bulk([row.pk for row in drifting])
    return [Card("drifting", people[row.pk], tie=row) for row in drifting if row.pk in people]


def _named(contact: Contact, tie: TieRow | None) -> Card:
    place = ORDINALS[(contact.named or 1) - 1]
    if tie is not None:
        return Card("last", contact, place, tie)
    found = tuple(candidates(contact))
    return Card("which" if len(found) > 1 else "ask", contact, place, choices=found)
