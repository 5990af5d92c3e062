"""Makes ActivityStreams of what was said, each thing in the shape and with the id that its network's archive gives."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Link, Object, Time
from mutuals.sample.cast import BASE, MINE

_TAG = re.compile(r"#(\w+)")


class Marks:
    """Digests of what makes a thing itself, and its number among equal ones, as `wire/repeats.py` makes them."""

    def __init__(self) -> None:
        self._times = Counter[str]()

    def next(self, *parts: object) -> str:
        """32 hexadecimal digits, never the same twice."""
        key = "\n".join(map(str, parts))
        self._times[key] += 1
        return hashlib.sha256(f"{key}\n{self._times[key] - 1}".encode()).hexdigest()[:32]


def created(thing: Object) -> Activity:
    """The Create of a thing."""
    return Activity(
        id=f"{thing.id}#create",
        actor=thing.attributed_to,
        object=thing,
        published=thing.published,
        to=thing.to,
        cc=thing.cc,
    )


def message(
    marks: Marks, net: str, key: str, author: str, to: str, text: str, when: Time, *, room: bool
) -> Object:
    """A chat message on WhatsApp or Instagram; `to` is the other, or the room."""
    mark = marks.next(net, key, when.ms, author, text)
    context = to if room else f"{BASE}{net}/{'chat' if net == 'whatsapp' else 'thread'}/{key}"
    return Object(
        id=f"{BASE}{net}/{key}/{mark}" if net == "whatsapp" else f"{context}/{mark}",
        type="ChatMessage",
        attributed_to=author,
        content=text,
        context=context,
        to=(to,),
        audience=(to,) if room else (),
        published=when,
    )


def call(marks: Marks, author: str, to: str, seconds: int, when: Time) -> Object:
    """A telephone call."""
    mark = marks.next("call", author, to, when.ms)
    return Object(
        id=f"{BASE}phone/call/{mark}",
        type="ChatMessage",
        attributed_to=author,
        to=(to,),
        context=f"{BASE}phone/line/{hashlib.sha256(''.join(sorted((author, to))).encode()).hexdigest()[:16]}",
        published=when,
        duration=seconds,
    )


def event(marks: Marks, name: str, people: Iterable[str], seconds: int, when: Time) -> Object:
    """A meeting, Mara's as a calendar has it."""
    to = tuple(dict.fromkeys(people))
    return Object(
        id=f"{BASE}ical/{marks.next('event', when.ms, name, *to)}",
        type="Event",
        attributed_to=MINE["mail"],
        name=name,
        to=to,
        published=when,
        duration=seconds,
    )


def note(
    marks: Marks,
    author: str,
    text: str,
    when: Time,
    *,
    parent: Object | None,
    language: str,
    direct: str = "",
) -> Object:
    """A post on Mastodon, public, or to one person (`direct`)."""
    host_part = marks.next("note", author, when.ms, text)
    number = int(host_part[:12], 16) % 10**9
    uri = f"{author}/statuses/{(when.ms or 0) << 16 | number % 65536}"
    named = tuple(
        dict.fromkeys(
            one for one in ((parent.attributed_to if parent else ""), direct) if one and one != author
        )
    )
    tags = tuple(
        Link(f"https://{author.split('/')[2]}/tags/{one.lower()}", "Hashtag", f"#{one}")
        for one in _TAG.findall(text)
    )
    mentions = tuple(Link(one, "Mention", "@" + handle(one)) for one in named)
    return Object(
        id=uri,
        attributed_to=author,
        content=text,
        url=uri,
        language=language,
        in_reply_to=parent.id if parent else "",
        context=(parent.context or parent.id) if parent else "",
        to=named if direct else (PUBLIC,),
        cc=() if direct else (f"{author}/followers", *named),
        tag=(*mentions, *tags),
        published=when,
    )


def handle(uri: str) -> str:
    """`user@host` of an actor on Mastodon."""
    host, _, user = uri.removeprefix("https://").partition("/users/")
    return f"{user}@{host}"


def acted(kind: str, actor: str, thing: Object, when: Time) -> Activity:
    """A Like or Announce of a post on Mastodon."""
    mark = hashlib.sha256(thing.id.encode()).hexdigest()[:32]
    about = Object(id=thing.id, attributed_to=thing.attributed_to)
    if kind == "Like":
        return Activity(
            id=f"{actor}#likes/{mark}", type="Like", actor=actor, object=about, published=when, to=(PUBLIC,)
        )
    return Activity(
        id=f"{actor}/statuses/{mark}/activity",
        type="Announce",
        actor=actor,
        object=Object(id=thing.id, attributed_to=thing.attributed_to, to=(PUBLIC,)),
        published=when,
        to=(PUBLIC,),
        cc=(f"{actor}/followers", thing.attributed_to),
    )


def followed(actor: str, other: str, when: Time) -> Activity:
    """A Follow."""
    mark = hashlib.sha256(other.encode()).hexdigest()[:32]
    return Activity(
        id=f"{actor}#follows/{mark}", type="Follow", actor=actor, object=other, published=when, to=(PUBLIC,)
    )


def letter(
    marks: Marks,
    author: str,
    to: str,
    subject: str,
    text: str,
    when: Time,
    *,
    parent: Object | None,
    many: bool = False,
) -> Object:
    """A mail; `many` goes to a list."""
    host = author.partition("@")[2]
    own = f"mid:{marks.next('mail', author, when.ms, subject)[:20]}@{host}"
    return Object(
        id=own,
        attributed_to=author,
        content=text,
        name=f"Re: {subject.removeprefix('Re: ')}" if parent else subject,
        in_reply_to=parent.id if parent else "",
        context=(parent.context or parent.id) if parent else own,
        to=(to,),
        audience=(to,) if many else (),
        published=when,
    )


def group(uri: str, name: str) -> Actor:
    """A room or a mailing list."""
    return Actor(id=uri, type="Group", name=name)


def members(uri: str, people: Iterable[str], when: Time) -> Collection:
    """Who was seen in a room; never complete."""
    return Collection(
        id=f"{uri}#members",
        name="members",
        attributed_to=uri,
        items=tuple(people),
        complete=False,
        published=when,
    )
