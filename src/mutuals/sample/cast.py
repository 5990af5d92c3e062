"""Who is who by their addresses: the ids that the archives of each network give, under names nobody can have.

Mail and Mastodon lie under `.example` (RFC 2606), numbers are those that regulators keep free for films and books
(Bundesnetzagentur, Ofcom, ARCEP), and names on WhatsApp and Instagram are local ids, which lead nowhere.
"""

from functools import cache
from typing import Literal
from urllib.parse import quote

from mutuals.as2 import Actor, PropertyValue
from mutuals.sample.reading import people
from mutuals.sample.shapes import ME, Person

BASE = "tag:sample.mutuals.invalid,2026:"
NAME = "Mara Lenz"
BAKERY = "laib-und-lenz.example"
MINE = {
    "wa": f"{BASE}whatsapp/name/{quote(NAME)}",
    "mail": f"mailto:mara@{BAKERY}",
    "ma": "https://bread.example/users/mara",
    "ig": f"{BASE}instagram/name/{quote(NAME)}",
    "tel": "tel:+491713920010",
}
_NUMBERS = {
    "d": "+49176040690{:02}",
    "l": "+493023125{:03}",
    "f": "+336399800{:02}",
    "i": "+447700900{:03}",
    "ua": "+447700900{:03}",
}
_KINDS: dict[str, Literal["Person", "Service", "Group"]] = {"newsletter": "Service", "list": "Group"}


def uri(slug: str, net: str) -> str:
    """The id of somebody on a network (wa, mail, ma, ig, tel, hand); raises KeyError where they are not."""
    return MINE[net] if slug == ME else uris(slug)[net]


def anywhere(slug: str) -> str:
    """The id by which a calendar would name them: an address, else what there is."""
    known = MINE if slug == ME else uris(slug)
    return next(known[net] for net in ("mail", "wa", "ma", "ig", "hand") if net in known)


def by_phone(slug: str) -> str:
    """The id of whom one calls."""
    known = uris(slug)
    return known.get("tel") or known.get("hand") or anywhere(slug)


@cache
def uris(slug: str) -> dict[str, str]:
    """All ids of somebody by network."""
    one = people()[slug]
    return {net: _uri(one, net, value) for net, value in one.handles.items() if net != "also"}


def _uri(one: Person, net: str, value: str) -> str:
    if net == "wa":
        shown = value or one.name
        return f"tel:{shown}" if shown.startswith("+") else f"{BASE}whatsapp/name/{quote(shown, safe='')}"
    if net == "mail":
        return f"mailto:{value}"
    if net == "ma":
        user, _, host = value.partition("@")
        return f"https://{host}/users/{user}"
    if net == "ig":
        return f"{BASE}instagram/name/{quote(value, safe='')}"
    return f"{BASE}hand/{one.slug}" if net == "hand" else f"tel:{_number(one.slug, value)}"


def _number(slug: str, kind: str) -> str:
    """The next free number of its kind, in the order of the people."""
    shape = _NUMBERS[kind]
    same = [one.slug for one in people().values() if _NUMBERS.get(one.handles.get("tel", "")) == shape]
    return shape.format(11 + same.index(slug))


def actor(slug: str, net: str) -> Actor:
    """Somebody as a network's archive tells of them."""
    if slug == ME:
        return _me(net)
    one = people()[slug]
    value = one.handles[net]
    name = "" if uris(slug)[net].startswith("tel:") else one.name
    shown = {"wa": value or one.name, "ig": value}.get(net, name)
    also = (uris(slug)["mail"],) if net == "ma" and one.handles.get("also") else ()
    return Actor(
        id=uris(slug)[net],
        type=_KINDS.get(one.tags[0] if one.tags else "", "Person"),
        name="" if shown.startswith("+") else shown,
        preferred_username=value if net == "ma" else "",
        summary=one.about if net == "ma" else "",
        also_known_as=also,
    )


def _me(net: str) -> Actor:
    handle = f"mara@{MINE['ma'].split('/')[2]}" if net == "ma" else ""
    about = "Bäckerin in Lindenfurt. Roggen, Regen, Geduld. I answer slowly." if net == "ma" else ""
    name = "" if net == "tel" else NAME
    return Actor(id=MINE[net], name=name, preferred_username=handle, summary=about)


def card(one: Person) -> Actor | None:
    """Somebody's card in Mara's address book, which ties number and mail together; None for who has none."""
    stable = [uris(one.slug)[net] for net in ("mail", "tel") if net in one.handles]
    if not stable or ("close" not in one.tags and len(stable) < 2):
        return None
    born = next((tag.removeprefix("bday=") for tag in one.tags if tag.startswith("bday=")), "")
    facts = (PropertyValue("birthday", f"--{born}"),) if born else ()
    return Actor(id=stable[0], name=one.name, also_known_as=tuple(stable[1:]), attachment=facts)
