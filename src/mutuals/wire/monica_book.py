"""What is known of a Monica export before it is read: who its people are called, who took part, what numbers mean.

Pure, bounded state over one going over.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mutuals.text.folding import clean
from mutuals.wire.json_values import iso_time
from mutuals.wire.repeats import Repeats, base
from mutuals.wire.vcard_shared import Book as Shared

Row = Mapping[str, Any]
MAX_KNOWN = 300_000
"""Contacts, activities and days remembered each; of those beyond it nothing is told."""
MAX_TEXT = 20_000
_PLAIN = re.compile(r"[\w.~-]+", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d)[:\d.]*Z?)?")


class Book:
    """The contacts of an export by their uuid (of older exports: their number), and all that rows refer to.

    `me` is the owner's actor id, `mine` the contact that the owner is, `shared` what stands with several people.
    """

    def __init__(self, scope: str, region: str | None = None) -> None:
        self.scope, self.region = scope, region
        self.me, self.mine = "", ""
        self._base = base(scope, "monica")
        self.names: dict[str, str] = {}
        self.partial: set[str] = set()
        self.types: dict[str, tuple[str, str]] = {}
        self.kinds: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.users: list[dict[str, Any]] = []
        self._keys: dict[str, str] = {}
        self._days: dict[str, str] = {}
        self._places: dict[str, dict[str, str]] = {}
        self._born: dict[str, str] = {}
        self._people: dict[str, list[str]] = {}
        self._shared = Shared()
        self._repeats = Repeats()

    @property
    def shared(self) -> set[str]:
        """Addresses and numbers of several people."""
        return self._shared.shared

    def start_over(self) -> None:
        """Before the second going over."""
        self._repeats = Repeats()

    # First going over

    def hear_contact(self, row: Row) -> None:
        """Takes in a contact."""
        key, name = self.key(row), self.name_of(row)
        if not key or not name or len(self.names) >= MAX_KNOWN:
            return
        self.names[key] = name
        number = text(row, "id")
        if number:
            self._keys[number] = key
        if flag(row, "is_partial"):
            self.partial.add(key)
            born = self.special_day(row, "birthdate", "")
            self._born[key] = born or f"#{text(row, 'birthday_special_date_id')}"

    def hear_identifier(self, uri: str, key: str) -> None:
        """Takes in whose an address or a number is."""
        self._shared.note([uri] if uri else [], self.names.get(key, key))

    def hear_part(self, activity: str, person: str) -> None:
        """Takes in that somebody took part in an activity."""
        if activity and person and (activity in self._people or len(self._people) < MAX_KNOWN):
            some = self._people.setdefault(activity, [])
            if len(some) < 500 and person not in some:
                some.append(person)

    def hear_type(self, row: Row) -> None:
        """Takes in what a kind of address is."""
        protocol, kind = text(row, "protocol").rstrip(":"), text(row, "type")
        name = text(row, "name")
        by_name = {"email": "email", "phone": "phone"}.get(name.lower(), "other")
        known = (
            kind if kind in ("email", "phone") else {"mailto": "email", "tel": "phone"}.get(protocol, by_name)
        )
        self._keep(self.types, row, (name, known))

    def hear_day(self, row: Row) -> None:
        """Takes in a special date."""
        if len(self._days) < MAX_KNOWN and (number := text(row, "id")):
            self._days[number] = special(row)

    def hear_place(self, row: Row) -> None:
        """Takes in a place, which addresses refer to."""
        columns = ("street", "postal_code", "city", "province", "country")
        if len(self._places) < MAX_KNOWN and (number := text(row, "id")):
            self._places[number] = {one: text(row, one)[:200] for one in columns}

    def hear_word(self, words: dict[str, str], row: Row) -> None:
        """Takes in the name of a tag or of a kind of relationship."""
        self._keep(words, row, text(row, "name"))

    def hear_user(self, row: Row) -> None:
        """Takes in a login."""
        if len(self.users) < 1_000:
            names = ("id", "uuid", "first_name", "last_name", "email", "me_contact", "me_contact_id")
            self.users.append({name: row.get(name) for name in names})

    def _keep(self, words: dict[str, Any], row: Row, value: Any) -> None:
        key = text(row, "uuid") or text(row, "id")
        if key and len(words) < MAX_KNOWN:
            words[key] = value

    # What was heard

    def key(self, row: Row) -> str:
        """A contact's uuid, or its number where it has none."""
        return text(row, "uuid")[:100] or (f"id{text(row, 'id')[:30]}" if text(row, "id") else "")

    def of_number(self, number: str) -> str:
        """The key of the contact with this number in the SQL export."""
        return self._keys.get(number, "")

    def person(self, row: Row, column: str) -> str:
        """The key of the contact that a column names, by number or uuid."""
        named = text(row, column)
        return self._keys.get(named, named)

    def uri(self, key: str, what: str = "contact") -> str:
        """The id of a contact."""
        plain = key if _PLAIN.fullmatch(key) else quote(key, safe="")
        return f"{self._base}{what}/{plain}"

    def place_of(self, row: Row) -> Row:
        """Where an address is; older exports say it there."""
        return self._places.get(text(row, "place_id"), row)

    def took_part(self, row: Row) -> list[str]:
        """Who took part in an activity."""
        some = self._people.get(text(row, "uuid")) or self._people.get(text(row, "id")) or []
        return [self._keys.get(one, one) for one in some]

    def name_of(self, row: Row) -> str:
        """A contact's name."""
        parts = (text(row, name) for name in ("first_name", "middle_name", "last_name"))
        return " ".join(one for one in parts if one)[:300]

    def special_day(self, row: Row, inside: str, column: str) -> str:
        """A special date of a contact: inside it (JSON), or by its number (SQL)."""
        found = row.get(inside)
        if isinstance(found, dict):
            return special(found)
        return self._days.get(text(row, column), "") if column else ""

    def born_of(self, key: str) -> str:
        """When somebody was born who is known only through others."""
        born = self._born.get(key, "")
        return self._days.get(born[1:], "") if born[:1] == "#" else born

    def thing(self, kind: str, row: Row, *parts: object) -> str:
        """The id of an activity, call or message: both exports know when it was noted, and only one its uuid. `parts`
        tell apart what was noted at once, or tell it where that is not known."""
        noted = iso_time(row.get("created_at"))
        key = noted.ms // 1000 if noted.ms is not None else ""
        kept = parts if kind == "message" or noted.ms is None else parts[:1] if kind == "call" else ()
        return f"{self._base}{kind}/{self._repeats.digest(kind, key, *kept)}"


def special(row: Row) -> str:
    """A special date as YYYY-MM-DD, --MM-DD where the year is unknown, YYYY where it was told by an age."""
    day = day_in(row.get("date"))
    if flag(row, "is_age_based"):
        return day[:4]
    return f"-{day[4:]}" if day and flag(row, "is_year_unknown") else day


def day_in(value: object) -> str:
    """The day of a date or moment as YYYY-MM-DD; ""."""
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    return f"{match[1]}-{match[2]}-{match[3]}" if match else ""


def text(row: Row, name: str) -> str:
    """A field as text, whatever its type; ""."""
    value = row.get(name)
    if isinstance(value, str):
        return clean(value).strip()[:MAX_TEXT]
    return str(value)[:100] if isinstance(value, int | float) and not isinstance(value, bool) else ""


def flag(row: Row, name: str) -> bool:
    """A field as yes or no, as either export writes it."""
    value = row.get(name)
    return (
        value is True
        or value == 1
        or (isinstance(value, str) and value.strip().lower() in ("1", "true", "yes"))
    )
