"""Rows of a table of people, in columns that were told apart, as Actors with facts. Pure.

What identifies and what is only a fact is what cards say (`wire.vcard`); who has neither address nor number is known
by the name inside the scope.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from mutuals.as2 import Actor
from mutuals.text.names import display
from mutuals.wire.csv_columns import Mapping
from mutuals.wire.csv_dates import day_in
from mutuals.wire.mail_people import good_name
from mutuals.wire.repeats import base
from mutuals.wire.vcard import Card, actor, name_of, read
from mutuals.wire.vcard_lines import Property, RawCard

_NAMES = ("name", "first", "middle", "last")
NOBODY = "It names nobody."
_BETWEEN_LABELS = re.compile(r"\s*(?:;|,|\||\n| ::: )\s*")
_BETWEEN = re.compile(r"\s*(?:;|\||\n| ::: |,(?=\s*[^,]*@)|,(?=\s*\+))\s*")
_PLAIN = {"nickname": "NICKNAME", "org": "ORG", "title": "TITLE", "url": "URL", "note": "NOTE"}
_PLACEHOLDER = re.compile(r"[0\s./-]+")
_ESCAPED = re.compile(r"([\\,;])")
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
    """Reads the rows of one table: its columns, what they hold, and how its dates and numbers are read."""

    def __init__(
        self, names: Sequence[str], mapping: Mapping, *, scope: str, region: str | None, this_year: int
    ) -> None:
        self._names, self._mapping, self._scope = names, mapping, scope
        self._region, self._year = region, this_year
        self._used = [(at, role) for at, role in enumerate(mapping.roles) if role not in ("", *_NAMES)]
        self._telling = [(at, role) for at, role in self._used if role in ("email", "phone", "org")]

    def card(self, line: int, cells: list[str], *, brief: bool = False) -> tuple[RawCard, Card]:
        """A row as a card; a `brief` one holds only names, addresses and numbers."""
        raw = RawCard(line, list(self._properties(cells, self._telling if brief else self._used)), ended=True)
        return raw, read(raw, region=self._region)

    def actor(self, line: int, cells: list[str], shared: set[str]) -> Actor:
        """A row as an actor; what is `shared` with rows of other people is only a fact. Raises ValueError for a row
        that names nobody."""
        raw, card = self.card(line, cells)
        name = name_of(card)
        if not name and not card.mails and not card.phones and not card.lines:
            raise ValueError(NOBODY)
        found = actor(card, raw, scope=self._scope, shared=shared)
        if found is None:
            raise ValueError(NOBODY)
        if found.id.startswith(("mailto:", "tel:")) or not name:
            return found
        return Actor(id=local_id(self._scope, name), type=found.type, name=name, attachment=found.attachment)

    def _properties(self, cells: list[str], used: list[tuple[int, str]]) -> Iterator[Property]:
        name = name_in(self._mapping, cells)
        if name:
            yield _property("FN", name)
        streets = []
        company = False
        for at, role in used:
            value = cells[at] if at < len(cells) else ""
            if not value:
                continue
            if role == "address":
                streets.append(value.replace("\n", ", "))
                continue
            company = company or role == "org"
            yield from self._column(role, self._names[at], value)
        if streets:
            yield _property("ADR", ", ".join(streets))
        if company and not name:
            yield Property("", "X-ABSHOWAS", {}, "COMPANY")

    def _column(self, role: str, heading: str, value: str) -> Iterator[Property]:
        if role in _PLAIN:
            yield _property(_PLAIN[role], value)
        elif role == "email":
            yield from (_property("EMAIL", one) for one in split(value))
        elif role == "phone":
            yield from (_property("TEL", one, _phone_kind(heading)) for one in split(value))
        elif role == "birthday":
            day = day_in(value, self._mapping.dates, this_year=self._year)
            if day or not _PLACEHOLDER.fullmatch(value):
                yield _property("BDAY", day or value)
        elif role == "groups":
            names = [_SYSTEM.sub("", one) for one in _BETWEEN_LABELS.split(value) if one][:100]
            yield Property("", "CATEGORIES", {}, ",".join(_property("", one).value for one in names))
        elif role == "fact":
            # A labelled fact of a card: its name is the heading.
            yield Property(
                "", "X-SOCIALPROFILE", {"TYPE": [display(heading)[:80]]}, _property("", value).value
            )


def name_in(mapping: Mapping, cells: Sequence[str]) -> str:
    """The name in a row: as a whole, or of its parts; `Doe, Jane` is turned round."""
    whole = " ".join(cells[at] for at in mapping.at("name")[:1] if at < len(cells))
    parts = [cells[at] for role in ("first", "middle", "last") for at in mapping.at(role) if at < len(cells)]
    text = whole or " ".join(one for one in parts if one)
    return display(good_name(" ".join(text.split()))) if whole else display(" ".join(text.split()))


def split(value: str) -> list[str]:
    """The addresses or numbers in one cell."""
    return [one for one in _BETWEEN.split(value) if one][:50]


def local_id(scope: str, name: str) -> str:
    """The id of somebody of whom a table tells nothing but a name."""
    return f"{base(scope, 'csv')}name/{quote(display(name), safe='')}"


def _phone_kind(heading: str) -> str:
    found = _PHONE_WORDS.search(heading)
    return _CALLED.get(found[1].lower(), found[1].lower()) if found else ""


def _property(name: str, value: str, kind: str = "") -> Property:
    """A property whose value is escaped as vCard has it."""
    written = _ESCAPED.sub(r"\\\1", value) if _ESCAPED.search(value) else value
    written = written.replace("\n", "\\n") if "\n" in written else written
    return Property("", name, {"TYPE": [kind]} if kind else {}, written)
