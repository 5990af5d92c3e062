"""Who is asked to a meeting and who comes: ORGANIZER and ATTENDEE (RFC 5545 sections 3.8.4.1 and 3.8.4.3). Pure.

An invitation is no meeting. Who said no, maybe, or nothing where others answered, is not taken to have come; where no
answer of anybody is noted the calendar keeps none, and then all who were asked are taken to have come.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from mutuals.as2 import Actor
from mutuals.text.folding import clean
from mutuals.text.phones import e164
from mutuals.wire.ical_lines import Properties, Property, first, params_of
from mutuals.wire.mail_lists import machine_address
from mutuals.wire.mail_people import Mailbox, actor_id, address_of, good_name
from mutuals.wire.repeats import base

MAX_GUESTS = 500
_YES = frozenset(("ACCEPTED", "COMPLETED", "IN-PROCESS", "CONFIRMED"))
_SILENT = frozenset(("NEEDS-ACTION", "NEEDS ACTION", "SENT"))
_NO_PERSON = frozenset(("ROOM", "RESOURCE", "GROUP"))
_CALENDAR = re.compile(r"@(?:[\w.-]+\.)?calendar\.google\.com$|^unknownorganizer@", re.IGNORECASE)


class Guest(NamedTuple):
    """One who is named: the id of the actor ("" for none), a name, the address, the answer, and whether a person."""

    id: str
    name: str
    address: str
    answer: str
    person: bool


class Company(NamedTuple):
    """Who came: the host, the others; or the word for why it is no meeting (`REASONS` of `ical`)."""

    host: Guest | None = None
    others: tuple[Guest, ...] = ()
    why: str = ""


@lru_cache(65_536)
def guest_of(one: Property, scope: str, region: str | None = None) -> Guest:
    """Reads one ORGANIZER or ATTENDEE. The id is `mailto:` and the address as in mail, a `tel:`, else a local name."""
    params = params_of(one.params)
    value = one.value.strip()
    address = address_of(params.get("EMAIL", "")) or (address_of(value) if "@" in value else "")
    name = clean(params.get("CN", ""))
    name = good_name(name, address if address and address in name.lower() else "")
    number = e164(value, region=region) if not address and value[:4].lower() == "tel:" else None
    name = name if number or name else _bare(value) if not address else ""
    answer = params.get("PARTSTAT", params.get("STATUS", "")).upper()
    kind, role = params.get("CUTYPE", "").upper(), params.get("ROLE", "").upper()
    person = kind not in _NO_PERSON and role != "NON-PARTICIPANT"
    person = person and not (address and (machine_address(address) or _CALENDAR.search(address)))
    return Guest(_uri(address, number, name, scope), name, address, answer, bool(person))


def _uri(address: str, number: str | None, name: str, scope: str) -> str:
    if address:
        return actor_id(Mailbox(name, address), scope)
    if number:
        return f"tel:{number}"
    return f"{base(scope, 'ical')}name/{quote(name, safe='')}" if name else ""


def _bare(value: str) -> str:
    """A name where an address should stand, as vCalendar 1.0 and hands write it."""
    return "" if not value or ":" in value or "=" in value else good_name(clean(value[:200]))


def owner_of(params: str, value: str) -> str:
    """The address in X-OWNER, by which servers say whose a calendar is; ""."""
    return address_of(params_of(params).get("EMAIL", "")) or address_of(value)


def speakers(found: Properties) -> tuple[str, str]:
    """The addresses of the organiser and of who sends for them (SENT-BY, RFC 5545 section 3.2.18); ""."""
    one = first(found, "ORGANIZER")
    params = params_of(one.params) if one else {}
    own = address_of(params.get("EMAIL", "")) or (address_of(one.value) if one else "")
    return own, address_of(params.get("SENT-BY", ""))


def actor_of(guest: Guest) -> Actor:
    """The actor of one who came."""
    return Actor(id=guest.id, name=guest.name)


def named(found: Properties, scope: str, region: str | None = None) -> tuple[Guest | None, list[Guest]]:
    """The organiser and those who are asked, each once, as far as they can be told from one another."""
    one = first(found, "ORGANIZER")
    host = guest_of(one, scope, region) if one else None
    guests: dict[str, Guest] = {}
    for row in found.get("ATTENDEE", ())[:MAX_GUESTS]:
        guest = guest_of(row, scope, region)
        if guest.id:
            guests.setdefault(guest.id, guest)
    return (host if host and host.id else None), list(guests.values())


def company(host: Guest | None, guests: list[Guest], me: frozenset[str], owner: Guest | None) -> Company:
    """Who came to a meeting. `me` are the ids that are surely the calendar's owner; `owner` is who stands in where no
    organiser is named."""
    mine = next((one for one in guests if one.id in me), None)
    # Who invites need not answer themselves.
    if mine and not _came(mine, alone=host is not None and host.id == mine.id):
        return Company(why=_why(mine.answer))
    host = host or (owner if guests and owner and mine is None else None)
    alone = not any(
        one.answer and one.answer not in _SILENT for one in guests if host is None or one.id != host.id
    )
    inviting = host.id if host else ""
    came = [one for one in guests if one.person and _came(one, alone=alone or one.id == inviting)]
    listed = {one.id for one in guests}
    if host and host.person and host.id not in listed:
        came.insert(0, host)
    led = next((one for one in came if host and one.id == host.id), None)
    led = led or next((one for one in came if one.id in me), None)
    if len(came) < 2:
        return Company(why="alone")
    if led is None and len(came) > 12:
        return Company(why="crowd")
    led = led or came[0]
    return Company(led, tuple(one for one in came if one.id != led.id))


def _came(guest: Guest, *, alone: bool) -> bool:
    return guest.answer in _YES or not guest.answer or (alone and guest.answer in _SILENT)


def _why(answer: str) -> str:
    if answer in ("DECLINED", "DELEGATED"):
        return "declined"
    return "maybe" if answer == "TENTATIVE" else "unanswered"
