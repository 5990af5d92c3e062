"""Rows of a log (when, with whom, what, how long) as meetings, calls and messages of its keeper. Pure.

A moment is known by its row, or by the number it has in the table, so that reading the columns in another way mends
it: of two readings the later said (`Mapping.turn`) is kept.
"""

import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Literal

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Object, Time
from mutuals.text.names import display, key
from mutuals.text.phones import e164
from mutuals.wire.csv_columns import Mapping
from mutuals.wire.csv_dates import seconds_in, time_in
from mutuals.wire.csv_people import NOBODY, local_id, name_in, split
from mutuals.wire.csv_words import kind_of, way_of
from mutuals.wire.mail_people import address_of, good_name, mailto
from mutuals.wire.repeats import Repeats, base, digest

MAX_PEOPLE = 200
MAX_TEXT = 20_000
CALL_S = 450
"""Seconds that a call counts for whose length nobody noted: half a quarter of an hour, as elsewhere."""
_SEPARATED = re.compile(r"\s*(?:;|\||\n)\s*")
_LISTED = re.compile(r"\s*(?:,| & | and | und | et | en | y | e | og | och | ja | i )\s*")
_ADDRESSED = re.compile(r"<[^<>]*>|\([^()]*@[^()]*\)")
_TYPES: dict[str, Literal["Event", "ChatMessage", "Note"]] = {
    "meeting": "Event", "call": "ChatMessage", "message": "ChatMessage", "mail": "Note",
}  # fmt: skip
Items = list[Activity | Actor]


class LeftOut(ValueError):
    """A row that is no moment with anybody: a task, a reminder."""


class Moments:
    """Reads the rows of one log."""

    def __init__(
        self, table: str, mapping: Mapping, *, scope: str, region: str | None, zone: tzinfo, this_year: int,
        unit: float, me: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self._mapping, self._scope, self._region = mapping, scope, region
        self._zone, self._year, self._unit, self._mine = zone, this_year, unit, me
        self._base = f"{base(scope, 'csv')}moment/"
        self._table, self._repeats = table, Repeats()
        self.me = f"{base(scope, 'csv')}me"

    def items(self, cells: list[str]) -> Items:
        """A row as its people and what they did. Raises LeftOut for what is no moment, ValueError for a row that names
        nobody or no day."""
        own = self._own(cells)
        kind, way = self._kind(cells), way_of(self._cell("direction", cells))
        if kind == "task":
            raise LeftOut
        people = [one for one in self._people(cells) if one.id != self.me][:MAX_PEOPLE]
        if not people:
            raise ValueError(NOBODY)
        at = time_in(
            self._cell("date", cells), self._mapping.dates, zone=self._zone, this_year=self._year + 5,
            clock=self._cell("time", cells),
        )  # fmt: skip
        if at.ms is None:
            raise ValueError("It does not say when it was, in a way that I can read.")
        return [*people, self._create(own, kind, way, at, people, cells)]

    def _create(
        self, own: str, kind: str, way: str, at: Time, people: list[Actor], cells: list[str]
    ) -> Activity:
        them = tuple(one.id for one in people)
        from_them = way == "in" and len(them) == 1
        by, to = (them[0], (self.me,)) if from_them else (self.me, them)
        seconds = self._seconds(at, cells)
        if kind == "call" and not seconds:
            seconds = CALL_S
        thing = Object(
            id=own,
            type=_TYPES[kind],
            attributed_to=by,
            to=to,
            name=self._cell("subject", cells)[:500],
            content=self._cell("text", cells)[:MAX_TEXT],
            published=at,
            updated=Time(self._mapping.turn) if self._mapping.turn else UNKNOWN_TIME,
            duration=seconds if kind in ("call", "meeting") else 0,
        )
        return Activity(id=f"{own}#create", actor=by, object=thing, published=at, to=to)

    def _own(self, cells: list[str]) -> str:
        """The id of a row: its number in the table where there is one, else what stands in it."""
        number = self._cell("id", cells)
        if number:
            return f"{self._base}{digest(self._table, number)}"
        return f"{self._base}{self._repeats.digest(*(one for one in cells if one))}"

    def _cell(self, role: str, cells: Sequence[str]) -> str:
        return next((cells[at] for at in self._mapping.at(role) if at < len(cells) and cells[at]), "")

    def _kind(self, cells: Sequence[str]) -> str:
        """What a moment was: as its cell says, else as its subject does, else by which columns there are."""
        said = self._cell("kind", cells)
        found = kind_of(said) or ("" if said else kind_of(self._cell("subject", cells)))
        if found:
            return found
        return "message" if way_of(self._cell("direction", cells)) else "meeting"

    def _seconds(self, at: Time, cells: Sequence[str]) -> int:
        said = self._cell("duration", cells)
        if said:
            return seconds_in(said, self._unit) or 0
        until = self._cell("end", cells)
        if not until or at.grain == "day" or at.ms is None:
            return 0
        day = self._cell("date", cells)
        end = time_in(until, self._mapping.dates, zone=self._zone, this_year=self._year + 5)
        if end.ms is None:
            bare = day.split("T")[0].split(" ")[0]
            end = time_in(bare, self._mapping.dates, zone=self._zone, this_year=self._year + 5, clock=until)
        seconds = (end.ms - at.ms) // 1000 if end.ms is not None and end.grain != "day" else 0
        return seconds if 0 < seconds <= 86_400 else 0

    def _people(self, cells: list[str]) -> list[Actor]:
        """Who took part: by addresses where there are any, else by numbers, else by names."""
        text = self._cell("email", cells)
        boxes = [address_of(one) for one in split(text)] if text else []
        mails = [mailto(one) for one in boxes if one]
        phones = [e164(one, region=self._region) for one in split(self._cell("phone", cells))]
        uris = mails or [f"tel:{one}" for one in phones if one]
        names = self._names(cells)
        if not uris:
            found = [self._named(one) for one in names]
        elif len(names) == len(uris):
            found = [Actor(id=uri, name=name) for uri, name in zip(uris, names, strict=True)]
        else:
            found = [Actor(id=uri) for uri in uris]
        kept = {one.id: one for one in found if not self._is_me(one)}
        return list(kept.values())

    def _named(self, text: str) -> Actor:
        """A name, or an address that stands in its place, or both."""
        address = address_of(text)
        if address:
            return Actor(id=mailto(address), name=display(good_name(_ADDRESSED.sub("", text), address)))
        number = e164(text, region=self._region)
        return (
            Actor(id=f"tel:{number}") if number else Actor(id=local_id(self._scope, text), name=display(text))
        )

    def _names(self, cells: list[str]) -> list[str]:
        at = self._mapping.at("name")
        raw = cells[at[0]] if at and at[0] < len(cells) else ""
        if not raw:
            one = name_in(self._mapping, cells)
            return [one] if one else []
        parts = _SEPARATED.split(raw)
        if len(parts) > 1:
            return [
                one
                for one in (display(good_name(part)) if "@" not in part else part for part in parts)
                if one
            ]
        return [one for one in map(display, _LISTED.split(raw)) if one]

    def _is_me(self, one: Actor) -> bool:
        return bool(self._mine & {one.id.lower(), key(one.name)} - {""})
