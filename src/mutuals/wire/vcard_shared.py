"""What only all cards of an address book tell: which addresses and numbers belong to nobody alone, who is in a group.

Within one book a person has one card, or cards under names that fit; an identifier on cards of different people
tells them apart no more, so it joins nobody. What two books say of one number is not judged here: there people go
by other names ("Mum").
"""

import re
from collections.abc import Iterable, Iterator

from mutuals.as2 import Actor, Collection
from mutuals.text.folding import clean
from mutuals.text.phones import e164
from mutuals.wire.mail_people import address_of
from mutuals.wire.vcard import Card, members_of, uid_key

MAX_NOTED = 500_000
"""Identifiers noted for one book; of those beyond it nothing is known."""
_WORD = re.compile(r"\w+")


class Book:
    """The cards of one address book, as far as seen."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self.shared: set[str] = set()

    def note(self, identifiers: Iterable[str], name: str) -> None:
        """Takes the identifiers of a card with the name on it."""
        for one in identifiers:
            known = self._names.get(one)
            if known is None:
                if len(self._names) < MAX_NOTED:
                    self._names[one] = name
            elif known != name:
                have, words = _words(known), _words(name)
                if have < words:
                    self._names[one] = name
                elif not words <= have:
                    self.shared.add(one)


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(clean(name).casefold()))


class Groups:
    """The groups of the cards brought together: first learned whose cards to look out for, then who they are."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        self._groups: dict[str, tuple[Card, Actor]] = {}

    def look_for(self, card: Card) -> None:
        """Notes of whom a group card speaks."""
        if card.kind == "Group" and len(self._found) < MAX_NOTED:
            self._found.update((one, "") for one in card.members if one not in self._found)

    def met(self, card: Card, actor: Actor) -> None:
        """Notes the actor of a card that a group speaks of, and the groups themselves."""
        if self._found and card.uid and (uid := uid_key(card.uid)) in self._found:
            self._found[uid] = actor.id
        if card.kind == "Group" and card.members:
            self._groups[actor.id] = (card, actor)

    def members(self) -> Iterator[Collection]:
        """Who is in which group."""
        for card, actor in self._groups.values():
            yield members_of(card, actor.id, self._found, actor.updated)


def told_in(me: Iterable[str], region: str | None) -> set[str]:
    """What the person said of themselves (addresses, numbers, names), as ids and names in small letters."""
    found = set()
    for one in me:
        said = one.strip().lower()
        address, number = address_of(said), e164(one, region=region)
        found |= {said, f"mailto:{address}" if address else said, f"tel:{number}" if number else said}
    return found - {""}
