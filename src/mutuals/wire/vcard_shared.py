"""Which addresses and numbers of an address book belong to nobody alone: a family's landline, an office's mail box.

Within one book a person has one card, or cards under names that fit; an identifier on cards of different people
tells them apart no more, so it joins nobody. What two books say of one number is not judged here: there people go
by other names ("Mum").
"""

import re
from collections.abc import Iterable

from mutuals.text.folding import clean

MAX_NOTED = 500_000
"""Identifiers noted for one book; of those beyond it nothing is known."""
_WORD = re.compile(r"\w+")
Names = dict[str, frozenset[str]]


class Book:
    """The cards of one address book, as far as seen."""

    def __init__(self) -> None:
        self._names: Names = {}
        self.shared: set[str] = set()

    def note(self, identifiers: Iterable[str], name: str) -> None:
        """Takes the identifiers of a card with the name on it."""
        words = frozenset(_WORD.findall(clean(name).casefold()))
        for one in identifiers:
            known = self._names.get(one)
            if known is None:
                if len(self._names) < MAX_NOTED:
                    self._names[one] = words
            elif known <= words or words <= known:
                self._names[one] = known | words
            else:
                self.shared.add(one)
