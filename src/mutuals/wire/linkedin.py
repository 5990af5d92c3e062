"""Translates the tables of a LinkedIn export, other than messages, into ActivityStreams. Pure.

A connection is no follow: the owner's list of contacts holds it, and its day is a fact of the person. An endorsement
is a Like of a skill, which is its owner's; a recommendation a Note to the person, public once it is shown.
"""

from collections.abc import Callable, Container, Iterable
from urllib.parse import quote

from mutuals.as2 import PUBLIC, Activity, Actor, Link, Object, PropertyValue
from mutuals.text.html import plain
from mutuals.text.phones import e164
from mutuals.wire.days import day_text
from mutuals.wire.linkedin_people import Cast, known
from mutuals.wire.linkedin_values import profile_uri, thing_uri, time_of
from mutuals.wire.mail_people import address_of, mailto
from mutuals.wire.repeats import Repeats, digest

Items = list[Activity | Actor]
Cells = dict[str, str]
_FACE = {
    "LIKE": "👍",
    "PRAISE": "👏",
    "EMPATHY": "❤️",
    "INTEREST": "💡",
    "APPRECIATION": "🫶",
    "ENTERTAINMENT": "😄",
    "MAYBE": "🤔",
}
_ENDED = ("un", "inactive", "removed", "blocked", "deleted", "stopped")
LONGEST_FACT = 2_000


def connection(cells: Cells, cast: Cast) -> Actor | None:
    """One connection with what the table knows of it; None for an account that was closed, of which only the day
    is left."""
    name, uri = full_name(cells), profile_uri(cells.get("url", ""))
    address = address_of(cells.get("email address", ""))
    if not name and not uri and not address:
        return None
    facts = (
        ("org", cells.get("company", "")),
        ("title", cells.get("position", "")),
        ("connected on", day_text(time_of(cells.get("connected on", "")))),
    )
    mail = mailto(address) if address else ""
    actor = cast.person(name, uri) if name or uri else Actor(id=mail)
    also = (mail,) if mail and mail != actor.id else ()
    return known(actor.id, actor.name, _facts(facts), also)


def invited(cells: Cells, cast: Cast) -> tuple[str, str, str] | None:
    """(sender, whom, words) of an invitation with words; None for one without, or that names nobody."""
    text = plain(cells.get("message", ""))
    try:
        people = _invited(cells, cast) if text else ()
    except ValueError:
        return None
    return (people[0].id, people[1].id, text) if people else None


def invitation(
    cells: Cells, cast: Cast, repeats: Repeats, told: Container[tuple[str, str, str]] = ()
) -> Items:
    """Who asked whom to connect: a fact of the other, and a message where words came with it that are not among those
    `told` in messages already."""
    sender, asked = _invited(cells, cast)
    out = sender.id == cast.me
    other, time = asked if out else sender, time_of(cells["sent at"])
    facts = _facts((("you invited on" if out else "invited you on", day_text(time)),))
    items: Items = [sender, asked, known(other.id, other.name, facts)]
    text = plain(cells.get("message", ""))
    if not text or (sender.id, asked.id, text) in told:
        return items
    mark = repeats.digest(time.ms, sender.id, asked.id, text)
    thing = Object(
        id=f"https://www.linkedin.com/invitation/{mark}",
        type="ChatMessage",
        attributed_to=sender.id,
        content=text,
        context=_pair_of(sender.id, asked.id),
        to=(asked.id,),
        published=time,
    )
    return [*items, _create(thing)]


def endorsement(cells: Cells, cast: Cast, *, given: bool) -> Items:
    """One skill of somebody that somebody vouches for; raises ValueError when it names none."""
    side, skill = "endorsee" if given else "endorser", cells.get("skill name", "")
    if not skill:
        raise ValueError("It names no skill.")
    name = f"{cells.get(f'{side} first name', '')} {cells.get(f'{side} last name', '')}"
    other = cast.person(name, profile_uri(cells.get(f"{side} public url", "")))
    by, whose = (cast.me, other.id) if given else (other.id, cast.me)
    mark = quote(skill, safe="")
    thing = Object(id=f"{whose}#skill/{mark}", attributed_to=whose, name=skill)
    act = Activity(
        id=f"{whose}#endorsement/{mark}/{quote(by, safe='')}",
        type="Like",
        actor=by,
        object=thing,
        published=time_of(cells.get("endorsement date", "")),
        to=(whose,),
        summary="endorsed",
    )
    return [other, act]


def recommendation(cells: Cells, cast: Cast, *, given: bool) -> Items:
    """A recommendation by the owner (`given`) or of the owner; raises ValueError when it says nothing."""
    text = plain(cells.get("text", ""))
    if not text:
        raise ValueError("It has no text.")
    other, time = cast.person(full_name(cells)), time_of(cells.get("creation date", ""))
    by, whose = (cast.me, other.id) if given else (other.id, cast.me)
    shown = cells.get("status", "").upper() == "VISIBLE"
    thing = Object(
        id=f"{whose}#recommendation/{digest(by, time.ms if time.ms is not None else text)}",
        attributed_to=by,
        name="Recommendation",
        content=text,
        to=(PUBLIC, whose) if shown else (whose,),
        tag=(Link(whose, "Mention"),),
        published=time,
    )
    facts = _facts((("org", cells.get("company", "")), ("title", cells.get("job title", ""))))
    return [known(other.id, other.name, facts), _create(thing)]


def note(cells: Cells, cast: Cast) -> Items:
    """What the owner noted of a connection on LinkedIn, as a private fact."""
    name = f"{cells.get('connection first name', '')} {cells.get('connection last name', '')}"
    actor = cast.person(name, profile_uri(cells.get("connection profile url", "")))
    text = plain(cells.get("note", ""))
    if not text:
        raise ValueError("It has no text.")
    return [known(actor.id, actor.name, _facts((("note", text),)))]


def share(cells: Cells, cast: Cast, repeats: Repeats) -> Items:
    """A post of the owner; who may read it is taken narrowly, unless the table says that everybody may."""
    link, time = thing_uri(cells.get("sharelink", "")), time_of(cells.get("date", ""))
    text = _unquoted(cells.get("sharecommentary", ""))
    if not link and not text:
        raise ValueError("It has no link and no text.")
    public = cells.get("visibility", "").upper() in ("PUBLIC", "ANYONE")
    addresses = (cells.get("sharedurl", ""), "Link"), (cells.get("mediaurl", ""), "Image")
    thing = Object(
        id=link or f"{cast.base}share/{repeats.digest(time.ms, text)}",
        attributed_to=cast.me,
        content=text,
        url=link,
        to=(PUBLIC,) if public else (f"{cast.me}/followers",),
        attachment=tuple(Link(url, kind) for url, kind in addresses if url.startswith("http")),
        published=time,
    )
    return [_create(thing)]


def comment(cells: Cells, cast: Cast, repeats: Repeats) -> Items:
    """A comment of the owner on a post, by its own link where the table has one."""
    link, text = thing_uri(cells.get("link", "")), _unquoted(cells.get("message", ""))
    if not link:
        raise ValueError("It does not say what it is about.")
    post, _, own = link.partition("?commentUrn=")
    time = time_of(cells.get("date", ""))
    thing = Object(
        id=link if own else f"{post}#comment/{repeats.digest(post, time.ms, text)}",
        attributed_to=cast.me,
        content=text,
        in_reply_to=post,
        to=(f"{cast.me}/followers",),
        published=time,
    )
    return [_create(thing)]


def reaction(cells: Cells, cast: Cast) -> Items:
    """What the owner liked, with the face that was chosen."""
    link, face = thing_uri(cells.get("link", "")), cells.get("type", "").upper()
    if not link:
        raise ValueError("It does not say what it is about.")
    return [
        Activity(
            id=f"{link}#reaction/{quote(cast.me, safe='')}",
            type="Like",
            actor=cast.me,
            object=link,
            published=time_of(cells.get("date", "")),
            summary=_FACE.get(face, face.lower()),
        )
    ]


def repost(cells: Cells, cast: Cast) -> Items:
    """A post that the owner passed on without a word."""
    link = thing_uri(cells.get("link", ""))
    if not link:
        raise ValueError("It does not say what was passed on.")
    return [
        Activity(
            id=f"{link}#repost/{quote(cast.me, safe='')}",
            type="Announce",
            actor=cast.me,
            object=link,
            published=time_of(cells.get("date", "")),
        )
    ]


def company(cells: Cells, cast: Cast) -> Items:
    """An organisation that the owner follows."""
    name = cells.get("organization", "")
    if not name:
        raise ValueError("It names no organisation.")
    actor = Actor(id=f"{cast.base}company/{quote(name, safe='')}", type="Organization", name=name)
    return [actor, _follow(cast, actor.id, cells.get("followed on", ""))]


def member(cells: Cells, cast: Cast) -> Items:
    """Somebody whom the owner follows without a connection; nothing for one who is followed no longer."""
    if cells.get("status", "").lower().startswith(_ENDED):
        return []
    actor = cast.person(cells.get("fullname", ""))
    return [actor, _follow(cast, actor.id, cells.get("date", ""))]


def own_facts(
    rows: Callable[[str], list[Cells]], region: str | None
) -> tuple[tuple[PropertyValue, ...], tuple[str, ...]]:
    """What the profile's tables say of the owner: (facts, further addresses that are surely the owner's)."""
    jobs = [one for one in rows("positions") if not one.get("finished on")][:20]
    facts = [
        *((name, one.get(cell, "")) for one in rows("profile")[:1] for name, cell in _OWN),
        *(
            (name, one.get(cell, ""))
            for one in jobs
            for name, cell in (("org", "company name"), ("title", "title"))
        ),
    ]
    mails = (address_of(one["email address"]) for one in rows("emails") if one["confirmed"].lower() != "no")
    phones = (
        e164(one.get("extension", "") + one["number"], region=region)
        for one in rows("phones")
        if one["type"].lower() in ("mobile", "cell", "iphone")
    )
    also = [mailto(one) for one in mails if one] + [f"tel:{one}" for one in phones if one]
    return _facts(facts), tuple(dict.fromkeys(also))


_OWN = (("birthday", "birth date"), ("address", "geo location"), ("note", "summary"))


def full_name(cells: Cells) -> str:
    """First and last name as one."""
    return " ".join(f"{cells.get('first name', '')} {cells.get('last name', '')}".split())


def _invited(cells: Cells, cast: Cast) -> tuple[Actor, Actor]:
    sender = cast.person(cells["from"], profile_uri(cells.get("inviterprofileurl", "")))
    return sender, cast.person(cells["to"], profile_uri(cells.get("inviteeprofileurl", "")))


def _follow(cast: Cast, whom: str, when: str) -> Activity:
    mark = f"{cast.me}#follows/{quote(whom, safe='')}"
    return Activity(id=mark, type="Follow", actor=cast.me, object=whom, published=time_of(when))


def _create(thing: Object) -> Activity:
    return Activity(
        id=f"{thing.id}#create",
        actor=thing.attributed_to,
        object=thing,
        published=thing.published,
        to=thing.to,
    )


def _facts(pairs: Iterable[tuple[str, str]]) -> tuple[PropertyValue, ...]:
    found = [(name, value[:LONGEST_FACT].strip()) for name, value in pairs]
    return tuple(PropertyValue(name, value) for name, value in dict.fromkeys(found) if value)


def _pair_of(one: str, other: str) -> str:
    return f"https://www.linkedin.com/invitation/{digest(*sorted((one, other)))}"


def _unquoted(text: str) -> str:
    """Posts and comments of some years stand with every line in quotes of its own."""
    lines = text.split('"\n"')
    return "\n".join(lines).strip() if len(lines) > 1 else text
