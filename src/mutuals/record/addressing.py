"""Whom a post addresses (docs/why/009): replied-to, mentioned, direct recipients; never everybody in a room. Pure.

What a post says of itself (`addressed`) and what follows from the authors of what it answers and quotes (`answered`,
`quoted`) are found apart, since those authors may become known later; of two forms for one pair the stronger stays.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from mutuals.as2 import PUBLIC, Object, audience_of
from mutuals.record.kinds import Audience, Kind, Medium

CROWD = 10
GATHERING = 12
ROOM_SIZE = 8
PAUSE_MS = 30 * 60_000

ONLY_PUBLIC = (PUBLIC,)

# One addressed actor: its id, the form, the share in percent (a Cc is half an address).
Address = tuple[str, int, int]

REPLY, MENTION, MESSAGE, EMAIL = int(Kind.REPLY), int(Kind.MENTION), int(Kind.MESSAGE), int(Kind.EMAIL)
CALL, QUOTE = int(Kind.CALL), int(Kind.QUOTE)
# Members by names of their own: Python 3.11 finds one in its class at ten times the cost.
NOTE, MAIL, LIST_MAIL, MEETING = Medium.NOTE, Medium.MAIL, Medium.LIST_MAIL, Medium.MEETING
CHAT, ROOM, CALLED, DIRECT = Medium.CHAT, Medium.ROOM, Medium.CALL, Audience.DIRECT
# The stronger form first; forms that are not named here never meet for one pair of a post.
STRENGTH = {
    REPLY: 3,
    MESSAGE: 3,
    EMAIL: 3,
    QUOTE: 2,
    MENTION: 1,
}


def medium_of(post: Object) -> Medium:
    """How a post reaches people: mail by its `mid:` id (RFC 2392), chat and meetings by their type, a call by its
    duration, a meeting held online as a call, else a note."""
    if post.type == "ChatMessage":
        if post.audience:
            return ROOM
        return CALLED if post.duration else CHAT
    if post.type == "Event":
        return CALLED if any(link.type == "VirtualLocation" for link in post.attachment) else MEETING
    if post.id.startswith("mid:"):
        crowded = post.audience or len(_people(post)) > CROWD
        return LIST_MAIL if crowded else MAIL
    return NOTE


def addressed(post: Object, medium: Medium) -> list[Address]:
    """The actors that a post itself says it addresses, the strongest form first; one may come twice."""
    if medium is CHAT:
        return [(one, MESSAGE, 100) for one in post.to]
    if medium is CALLED:
        return [(one, CALL, 100) for one in post.to]
    if medium is MAIL:
        return [(one, EMAIL, 100) for one in post.to] + [(one, EMAIL, 50) for one in post.cc]
    if medium is LIST_MAIL or medium is MEETING:
        return []
    mentions = [link.href for link in post.tag if link.type == "Mention" and link.href]
    if medium is ROOM:
        return [(one, MESSAGE, 100) for one in mentions]
    return _note(post, mentions)


def together(people: Sequence[int], *, online: bool = False) -> tuple[Kind, list[tuple[int, int]]]:
    """Who met whom, each pair once, the organiser first in `people`: everybody everybody in a meeting of up to twelve;
    a larger one is an event, at which the organiser met each, and of the others nobody knows.

    Online it is a call, in which each of up to twelve speaks to each; in a larger one the organiser speaks to all."""
    if online:
        return Kind.CALL, list(permutations(people, 2)) if len(people) <= GATHERING else [
            (people[0], one) for one in people[1:]
        ]
    if len(people) <= GATHERING:
        return Kind.MEETING, list(combinations(people, 2))
    return Kind.EVENT, [(people[0], one) for one in people[1:]]


def answered(medium: Medium, audience: Audience) -> int | None:
    """The form of addressing the author of the parent; None where the recipients say it all."""
    if medium is NOTE:
        return MESSAGE if audience is DIRECT else REPLY
    return _ANSWERED.get(medium)


def quoted(medium: Medium) -> int | None:
    """The form of addressing the author of what a post quotes: notes alone quote."""
    return QUOTE if medium is NOTE else None


_ANSWERED = {LIST_MAIL: EMAIL, ROOM: MESSAGE}


class Spoken(NamedTuple):
    """One message in a chat room: its id, who spoke, when (ms), what."""

    post: int
    author: int
    at: int
    text: str = ""


def previous_speakers(messages: Sequence[Spoken]) -> Iterator[tuple[int, int]]:
    """For messages of one small room in order of time: (post, author answered), the last *other* speaker within 30
    minutes; nothing where there is none."""
    last: Spoken | None = None
    other: Spoken | None = None  # the last who is not the author of `last`
    for one in messages:
        if last is not None and last.author != one.author:
            other = last
        if other is not None and one.at - other.at <= PAUSE_MS:
            yield one.post, other.author
        last = one


def _note(post: Object, mentions: list[str]) -> list[Address]:
    parent = _parent_author(post, mentions) if post.in_reply_to else ()
    if post.to != ONLY_PUBLIC and audience_of(post) == "direct":
        return [(one, MESSAGE, 100) for one in (*parent, *mentions, *_people(post))]
    named = [(one, MENTION, 100) for one in mentions]
    return [(*parent, REPLY, 100), *named] if parent else named


def _parent_author(post: Object, mentions: list[str]) -> tuple[()] | tuple[str]:
    """The author of the parent as the post itself tells: the mentioned actor whose id the parent's URI begins with
    (Mastodon), or the only actor in `to` (X)."""
    for one in mentions:
        if post.in_reply_to.startswith(one + "/"):
            return (one,)
    named = [one for one in post.to if one != PUBLIC and not one.endswith("/followers")]
    return (named[0],) if len(named) == 1 else ()


def _people(post: Object) -> list[str]:
    rooms = (PUBLIC, *post.audience)
    return [one for one in (*post.to, *post.cc) if one not in rooms and not one.endswith("/followers")]
