"""Rows of a table of people, in columns that were told apart, as Actors with facts. Pure.

What identifies and what is only a fact is what cards say (`wire.vcard`); who has neither address nor number is known
by the name inside the scope.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from urllib.parse import quote

from mutuals.as2 import Actor, PropertyValue
from mutuals.text.names import display
from mutuals.wire.csv_columns import Mapping
from mutuals.wire.csv_dates import day_in
from mutuals.wire.mail_people import good_name
from mutuals.wire.repeats import base
from mutuals.wire.vcard import (
    Card,
    actor,
    add_fact,
    add_label,
    add_mail,
    add_phone,
    day_of,
    name_of,
)  # fmt: skip
from mutuals.wire.vcard_lines import RawCard

Reader = Callable[[Card, str], None]
REMEMBERED = 2_048
"""Different cells of a column."""
_NO_CARD = RawCard(0, [])
_NAMES = ("name", "first", "middle", "last")
NOBODY = "It names nobody."
_BETWEEN_LABELS = re.compile(r"\s*(?:;|,|\||\n| ::: )\s*")
_BETWEEN = re.compile(r"\s*(?:;|\||\n| ::: |,(?=\s*[^,]*@)|,(?=\s*\+))\s*")
_SEVERAL = re.compile(r"[;|\n,]| ::: ")
_PLACEHOLDER = re.compile(r"[0\s./-]+")
_SYSTEM = re.compile(r"^\* ?")
_PHONE_WORDS = re.compile(
    r"\b(mobile|cell|handy|gsm|movil|home|work|business|office|fax|main|company|privat)", re.IGNORECASE
)
_CALLED = {
    "handy": "cell",
    "gsm": "cell",
    "movil": "cell",
    "mobile": "cell",
    "business": "work",
    "privat": "home",
}


class People:
    """Reads the rows of one table: its columns, what they hold, and how its dates and numbers are read. What a column
    holds is settled once, not in every row."""

    def __init__(
        self, names: Sequence[str], mapping: Mapping, *, scope: str, region: str | None, this_year: int
    ) -> None:
        self._mapping, self._scope, self._region, self._year = mapping, scope, region, this_year
        used = [(at, role) for at, role in enumerate(mapping.roles) if role in (*_READERS, *_ASKING)]
        self._columns = [(at, self._reader(role, names[at])) for at, role in used]
        telling = {at for at, role in used if role in ("email", "phone", "org")}
        self._telling = [(at, read) for at, read in self._columns if at in telling]
        self._streets, self._companies = mapping.at("address"), mapping.at("org")
        named = (at for role in _NAMES for at in mapping.at(role))
        self.telling = tuple(sorted({*telling, *named}))
        """The columns that a brief card needs."""

    def card(self, cells: Sequence[str], *, brief: bool = False) -> Card:
        """A row as a card; a `brief` one holds only names, addresses and numbers."""
        card = Card()
        name = name_in(self._mapping, cells)
        if name:
            card.names["FN"] = name
        elif any(cells[at] for at in self._companies):
            card.kind = "Organization"
        for at, read in self._telling if brief else self._columns:
            if cells[at]:
                read(card, cells[at])
        streets = [cells[at].replace("\n", ", ") for at in self._streets if cells[at]]
        if streets and not brief:
            add_fact(card, "address", ", ".join(streets))
        return card

    def actor(self, cells: Sequence[str], shared: set[str]) -> Actor:
        """A row as an actor; what is `shared` with rows of other people is only a fact. Raises ValueError for a row
        that names nobody."""
        card = self.card(cells)
        name = name_of(card)
        found = actor(card, _NO_CARD, scope=self._scope, shared=shared) if name else None
        if found is None:
            raise ValueError(NOBODY)
        if found.id.startswith(("mailto:", "tel:")):
            return found
        return Actor(id=local_id(self._scope, name), type=found.type, name=name, attachment=found.attachment)

    def _reader(self, role: str, heading: str) -> Reader:
        """What puts a cell of a column on a card."""
        if role == "phone":
            called = frozenset([_phone_kind(heading)]) - {""}
            return lambda card, value: self._phones(card, value, called)
        if role == "birthday":
            return _remembered(self._birthday)
        if role == "fact":
            name = display(heading)[:80].lower()
            name = "account" if name in ("", "pref", "home", "work") else name
            return lambda card, value: add_fact(card, name, value)
        return _remembered(_READERS[role]) if role in _REPEATED else _READERS[role]

    def _phones(self, card: Card, value: str, called: frozenset[str]) -> None:
        for one in split(value):
            add_phone(card, one.strip(), called, self._region)

    def _birthday(self, card: Card, value: str) -> None:
        day = day_in(value, self._mapping.dates, this_year=self._year)
        if day or not _PLACEHOLDER.fullmatch(value):
            add_fact(card, "birthday", day or day_of(value) or value)


def _remembered(read: Reader) -> Reader:
    """The same for a column whose cells come again and again: what they say is read once. Only for facts."""

    @lru_cache(REMEMBERED)
    def facts(value: str) -> tuple[PropertyValue, ...]:
        card = Card()
        read(card, value)
        return tuple(card.facts)

    return lambda card, value: card.facts.extend(facts(value))


def _mails(card: Card, value: str) -> None:
    for one in split(value):
        add_mail(card, one.strip())


def _nickname(card: Card, value: str) -> None:
    card.names.setdefault("NICKNAME", value)
    add_fact(card, "nickname", value)


def _organisation(card: Card, value: str) -> None:
    card.names.setdefault("ORG", value)
    add_fact(card, "org", value)


def _groups(card: Card, value: str) -> None:
    for one in [one for one in _BETWEEN_LABELS.split(value) if one][:100]:
        add_label(card, _SYSTEM.sub("", one).strip())


_REPEATED = ("title", "groups")
_ASKING = ("phone", "birthday", "fact")
"""Roles whose reader depends on the table."""
_READERS: dict[str, Reader] = {
    "email": _mails, "nickname": _nickname, "org": _organisation, "groups": _groups,
    "title": lambda card, value: add_fact(card, "title", value),
    "url": lambda card, value: add_fact(card, "url", value),
    "note": lambda card, value: add_fact(card, "note", value),
}  # fmt: skip


def name_in(mapping: Mapping, cells: Sequence[str]) -> str:
    """The name in a row: as a whole, or of its parts; `Doe, Jane` is turned round."""
    whole = next((cells[at] for at in mapping.at("name")[:1] if at < len(cells)), "")
    if whole:
        # Words alone hold nothing that would have to be put right.
        return display(whole if whole.replace(" ", "").isalnum() else good_name(" ".join(whole.split())))
    parts = [cells[at] for role in ("first", "middle", "last") for at in mapping.at(role) if at < len(cells)]
    return display(" ".join(" ".join(one for one in parts if one).split()))


def split(value: str) -> list[str]:
    """The addresses or numbers in one cell."""
    if not _SEVERAL.search(value):
        return [value] if value else []
    return [one for one in _BETWEEN.split(value) if one][:50]


def local_id(scope: str, name: str) -> str:
    """The id of somebody of whom a table tells nothing but a name."""
    return f"{base(scope, 'csv')}name/{quote(display(name), safe='')}"


def _phone_kind(heading: str) -> str:
    found = _PHONE_WORDS.search(heading)
    return _CALLED.get(found[1].lower(), found[1].lower()) if found else ""
