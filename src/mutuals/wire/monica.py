"""Translates what Monica (2 to 4) knows into ActivityStreams: contacts with facts, activities, calls, conversations.

Rows are flat: a line of the SQL export, or an entry of the JSON export with its `properties` laid open, which are
named alike. Read off Monica's source (https://github.com/monicahq/monica, tag v4.0.0: app/ExportResources and
app/Services/Account/Settings/SqlExportAccount.php; for 1.8 app/Jobs/ExportAccountAsSQL.php). Pure.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Object, PropertyValue, Time
from mutuals.text.folding import clean
from mutuals.text.phones import e164
from mutuals.wire.json_values import iso_time
from mutuals.wire.mail_people import address_of, mailto
from mutuals.wire.monica_book import Book, day_in, flag, text
from mutuals.wire.vcard_phones import personal

Row = Mapping[str, Any]
MAX_FACT = 5_000
CALL_S = 450
"""Seconds that a call counts for, whose length Monica does not note: half a quarter of an hour, as where a call's
length is unknown (`relate.ties`)."""
_DAY_MS = 86_400_000
_HALF_MS = _DAY_MS // 2
_ADDRESS = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")
_GIFTS = {"offered": "gift given", "received": "gift received", "idea": "gift idea"}


class Nobody(ValueError):
    """Something about people who are not in the file."""


def owner(row: Row) -> Actor | None:
    """The person behind a login; None without an address."""
    address = address_of(text(row, "email"))
    name = " ".join(one for one in (text(row, "first_name"), text(row, "last_name")) if one)
    return Actor(id=mailto(address), name=name) if address else None


def contact(row: Row, book: Book, fields: list[Row]) -> Actor:
    """A contact with its facts; `fields` are its addresses and numbers where they stand in it. Raises ValueError
    without a name or a number of its own."""
    key = book.key(row)
    name = book.name_of(row)
    if not key or not name:
        raise ValueError("This contact has no name." if key else "This contact has no number.")
    facts = [
        *_plain(row),
        *_days(row, book),
        *_met(row, book),
        *(_fact("label", one) for one in _tags(row)),
    ]
    known, more = identified(fields, book)
    also = tuple(dict.fromkeys(known))
    return Actor(
        id=book.uri(key),
        name=name,
        also_known_as=also,
        attachment=tuple(one for one in (*facts, *more) if one.value),
        updated=_seconds(row.get("updated_at")),
    )


def _fact(name: str, value: str) -> PropertyValue:
    return PropertyValue(name, value.strip()[:MAX_FACT])


def _plain(row: Row) -> Iterator[PropertyValue]:
    named = (("nickname", "nickname"), ("job", "title"), ("company", "org"), ("description", "note"),
             ("food_preferences", "food"))  # fmt: skip
    yield from (_fact(name, text(row, column)) for column, name in named)


def _days(row: Row, book: Book) -> Iterator[PropertyValue]:
    yield _fact("birthday", book.special_day(row, "birthdate", "birthday_special_date_id"))
    died = book.special_day(row, "deceased_date", "deceased_special_date_id")
    yield _fact("died", died or ("yes" if flag(row, "is_dead") else ""))


def _met(row: Row, book: Book) -> Iterator[PropertyValue]:
    """How the two met."""
    yield _fact("met on", book.special_day(row, "first_met_date", "first_met_special_date_id"))
    yield _fact("met at", text(row, "first_met_where"))
    yield _fact("how we met", text(row, "first_met_additional_info"))
    through = text(row, "first_met_through") or book.of_number(text(row, "first_met_through_contact_id"))
    yield _fact("met through", book.names.get(through, ""))


def _tags(row: Row) -> list[str]:
    tags = row.get("tags")
    return [clean(one) for one in tags[:100] if isinstance(one, str)] if isinstance(tags, list) else []


def identified(fields: list[Row], book: Book) -> tuple[list[str], list[PropertyValue]]:
    """The identifiers that fields of a contact give, and what else they say. An address or number that stands with
    several people is nobody's alone, a landline never is."""
    known, facts = [], []
    for row in fields:
        uri, fact = field(row, book)
        if uri and uri not in book.shared:
            known.append(uri)
        else:
            facts.append(fact)
    return known, facts


def field(row: Row, book: Book) -> tuple[str, PropertyValue]:
    """One address, number or account of a contact: its URI where it is one ("" else), and the fact that it is."""
    data = text(row, "data")
    name, kind = book.types.get(text(row, "type") or text(row, "contact_field_type_id"), ("", ""))
    address = address_of(data) if kind == "email" or (not kind and _ADDRESS.fullmatch(data)) else ""
    number = e164(data, region=book.region) if kind == "phone" or not kind else None
    if address:
        return mailto(address), _fact("email", address)
    if number:
        called = frozenset(name.lower().split())
        return f"tel:{number}" if personal(number, called) else "", _fact("phone", number)
    return "", _fact(name.lower() or kind or "contact", data)


def note(row: Row) -> PropertyValue:
    """A note about a contact."""
    return _fact("note", text(row, "body"))


def gift(row: Row) -> PropertyValue:
    """A gift: given, received or only thought of (older ones say so in columns of their own)."""
    status = text(row, "status")
    if not status:
        given, got = flag(row, "has_been_offered"), flag(row, "has_been_received")
        status = "offered" if given else "received" if got else "idea"
    day = day_in(row.get("date") or row.get("offered_at") or row.get("received_at"))
    parts = [text(row, "name"), text(row, "comment"), day if status != "idea" else ""]
    return _fact(_GIFTS.get(status, "gift idea"), "; ".join(one for one in parts if one))


def life_event(row: Row) -> PropertyValue:
    """Something that happened in a contact's life."""
    parts = [day_in(row.get("happened_at")), text(row, "name"), text(row, "note")]
    said = [one for one in parts[1:] if one]
    return _fact("life event", ": ".join((parts[0], "; ".join(said))) if said else "")


def pet(row: Row) -> PropertyValue:
    """A pet by its name and kind."""
    name, kind = text(row, "name"), text(row, "category")
    return _fact("pet", f"{name} ({kind})" if name and kind else name or kind)


def address(row: Row) -> PropertyValue:
    """A postal address on one line."""
    columns = ("street", "postal_code", "city", "province", "country")
    return _fact("address", ", ".join(one for one in (text(row, column) for column in columns) if one))


def relationship(row: Row, book: Book) -> Actor:
    """Who somebody is to a contact, as its fact: the type says what `of_contact` is to `contact_is`. Raises Nobody."""
    one, other = book.person(row, "contact_is"), book.person(row, "of_contact")
    kind = text(row, "type") or book.kinds.get(text(row, "relationship_type_id"), "")
    if one not in book.names or other not in book.names:
        raise Nobody
    born = book.born_of(other)
    value = f"{book.names[other]} ({born})" if born else book.names[other]
    return Actor(id=book.uri(one), attachment=(_fact(kind or "related", value),))


def activity(row: Row, book: Book) -> list[Activity | Actor]:
    """Something done together, as an Event of its day with all who took part. Raises Nobody where it names none,
    ValueError without a day."""
    people = [one for one in book.took_part(row) if one != book.mine and one in book.names]
    if not people:
        raise Nobody
    at = _day(row.get("happened_at") or row.get("date_it_happened"))
    if at.ms is None:
        raise ValueError("It does not say when it was.")
    to = tuple(book.uri(one) for one in people)
    thing = Object(
        id=book.thing("activity", row, at.ms, text(row, "summary")),
        type="Event",
        attributed_to=book.me,
        name=text(row, "summary")[:500],
        content=text(row, "description"),
        to=to,
        published=at,
        updated=_seconds(row.get("updated_at")),
    )
    actors = [Actor(id=book.uri(one), name=book.names.get(one, "")) for one in people]
    return [*actors, Activity(id=f"{thing.id}#create", actor=book.me, object=thing, published=at, to=to)]


def call(row: Row, book: Book, person: str = "") -> list[Activity | Actor]:
    """A call with one contact; what was noted of it is not what was said. Raises Nobody, ValueError."""
    at = _moment(row.get("called_at"))
    if at.ms is None:
        raise ValueError("It does not say when it was.")
    return _between(row, book, person, at, by_me=not flag(row, "contact_called"), kind="call")


def message(row: Row, book: Book, person: str = "") -> list[Activity | Actor]:
    """A message of a conversation that was written down. Raises Nobody, ValueError."""
    at = _moment(row.get("written_at"))
    if at.ms is None:
        raise ValueError("It does not say when it was.")
    return _between(row, book, person, at, by_me=flag(row, "written_by_me"), kind="message")


def _between(
    row: Row, book: Book, person: str, at: Time, *, by_me: bool, kind: Literal["call", "message"]
) -> list[Activity | Actor]:
    key = person or book.person(row, "contact_id")
    if key not in book.names:
        raise Nobody
    other, said = book.uri(key), text(row, "content")
    author, to = (book.me, (other,)) if by_me else (other, (book.me,))
    thing = Object(
        id=book.thing(kind, row, key, at.ms if kind == "message" else "", said if kind == "message" else ""),
        type="ChatMessage",
        attributed_to=author,
        content=said if kind == "message" else "",
        summary=said if kind == "call" else "",
        context=book.uri(key, "conversation") if kind == "message" else "",
        to=to,
        published=at,
        updated=_seconds(row.get("updated_at")),
        duration=CALL_S if kind == "call" else 0,
    )
    actor = Actor(id=other, name=book.names[key])
    return [actor, Activity(id=f"{thing.id}#create", actor=author, object=thing, published=at, to=to)]


def _seconds(value: object) -> Time:
    found = iso_time(value)
    return UNKNOWN_TIME if found.ms is None else Time(found.ms // 1000 * 1000, "s")


def _day(value: object) -> Time:
    """A day, written as a bare one or as its midnight, which in UTC may be some hours off."""
    bare = isinstance(value, str) and len(value.strip()) == 10
    found = iso_time(f"{value.strip()} 00:00:00" if bare and isinstance(value, str) else value)
    return UNKNOWN_TIME if found.ms is None else Time((found.ms + _HALF_MS) // _DAY_MS * _DAY_MS, "day")


def _moment(value: object) -> Time:
    """A moment; midnight means the day."""
    found = iso_time(value)
    if found.ms is None or found.ms % _DAY_MS == 0:
        return _day(value)
    return Time(found.ms // 1000 * 1000, "s")


def local_owner(scope: str, name: str) -> Actor:
    """Who made an export, where it does not give an address."""
    # The note that names them can be cut or damaged so that all that follows belongs to it.
    name = clean(name)[:300].strip()
    tail = f"name/{quote(name, safe='')}" if name else "me"
    return Actor(id=f"tag:{scope}.mutuals.invalid,2026:monica/{tail}", name=name)
