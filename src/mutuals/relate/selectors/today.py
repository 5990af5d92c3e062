"""Today's one card: the next of the people a person does not want to lose, or who drifts away."""

from dataclasses import dataclass

from mutuals.people.models import Contact
from mutuals.people.services.named import candidates
from mutuals.relate.selectors.ties import TieRow, ties_ours
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


def card_today(viewer: User, *, skip: int = 0) -> Card | None:
    """The card to show after passing over `skip` of them; None when there is nothing to say."""
    cards = cards_all(viewer)
    return cards[skip % len(cards)] if cards else None


def cards_all(viewer: User) -> list[Card]:
    """All cards in order: first those about named people we know nothing of, then who has been silent longest."""
    ties = {row.pk: row for row in ties_ours(viewer)}
    named = Contact.objects.filter(holder=viewer, named__isnull=False, merged_into=None, deleted_at=None)
    cards = [_named(one, ties.get(one.pk)) for one in named.order_by("named")]
    order = {"which": 0, "ask": 1, "last": 2}
    cards.sort(
        key=lambda card: (order[card.kind], -(card.tie.silence if card.tie else 0), card.contact.named or 9)
    )
    if cards:
        return cards
    drifting = [row for row in ties.values() if row.drifting and row.circle != "new"]
    people = Contact.objects.in_bulk([row.pk for row in drifting[:7]])
    return [Card("drifting", people[row.pk], tie=row) for row in drifting[:7] if row.pk in people]


def _named(contact: Contact, tie: TieRow | None) -> Card:
    place = ORDINALS[(contact.named or 1) - 1]
    if tie is not None:
        return Card("last", contact, place, tie)
    found = tuple(candidates(contact))
    return Card("which" if len(found) > 1 else "ask", contact, place, choices=found)
