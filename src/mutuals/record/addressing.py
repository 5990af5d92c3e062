"""Whom a post addresses (docs/why/009): replied-to, mentioned, direct recipients; never everybody in a room. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mutuals.as2 import PUBLIC, Object, audience_of
from mutuals.record.kinds import Kind, Medium

CROWD = 10
ROOM_SIZE = 8
PAUSE_MS = 30 * 60_000


class Address(NamedTuple):
    """One addressed actor: its id, the form, the share in percent (a Cc is half an address)."""

    actor: str
    kind: Kind
    share: int


def medium_of(post: Object) -> Medium:
    """How a post reaches people: mail by its `mid:` id (RFC 2392), chat by its type, else a note."""
    if post.type == "ChatMessage":
        return Medium.ROOM if post.audience else Medium.CHAT
    if post.id.startswith("mid:"):
        crowded = post.audience or len(_people(post)) > CROWD
        return Medium.LIST_MAIL if crowded else Medium.MAIL
    return Medium.NOTE


def addressed(post: Object, *, medium: Medium, parent_author: str = "", quoted_author: str = "") -> list[Address]:
    """The actors a post addresses, each once, the strongest form first; the author never addresses itself.

    `parent_author` is the author of what it answers where known. What a chat room's message addresses without a reply
    id is found by `previous_speakers`, since it depends on its neighbours.
    """
    found: dict[str, Address] = {}
    for address in _candidates(post, medium, parent_author, quoted_author):
        if address.actor and address.actor != post.attributed_to and address.actor not in found:
            found[address.actor] = address
    return list(found.values())


def answer_kind(medium: Medium) -> Kind | None:
    """The form of addressing the author of the parent, once that parent is known; None where recipients say it all."""
    return {Medium.NOTE: Kind.REPLY, Medium.LIST_MAIL: Kind.EMAIL, Medium.ROOM: Kind.MESSAGE}.get(medium)


class Spoken(NamedTuple):
    """One message in a chat room: its id, who spoke, when (ms)."""

    post: int
    author: int
    at: int


def previous_speakers(messages: Sequence[Spoken]) -> Iterator[tuple[int, int]]:
    """For messages of one small room in order of time: (post, author answered), the last *other* speaker within 30
    minutes; nothing where there is none."""
    last: dict[int, int] = {}
    for post, author, at in messages:
        others = [(when, who) for who, when in last.items() if who != author and at - when <= PAUSE_MS]
        if others:
            yield post, max(others)[1]
        last[author] = at


def _candidates(post: Object, medium: Medium, parent: str, quoted: str) -> Iterable[Address]:
    if medium is Medium.LIST_MAIL:
        return (Address(parent, Kind.EMAIL, 100),)
    if medium is Medium.MAIL:
        to = (Address(one, Kind.EMAIL, 100) for one in post.to)
        return (*to, *(Address(one, Kind.EMAIL, 50) for one in post.cc))
    mentions = [link.href for link in post.tag if link.type == "Mention" and link.href]
    if medium is Medium.ROOM:
        return (Address(one, Kind.MESSAGE, 100) for one in (parent, *mentions))
    if medium is Medium.CHAT:
        return (Address(one, Kind.MESSAGE, 100) for one in post.to)
    return _note(post, parent or _answered(post, mentions), mentions, quoted)


def _note(post: Object, parent: str, mentions: list[str], quoted: str) -> list[Address]:
    direct = Kind.MESSAGE if audience_of(post) == "direct" else Kind.MENTION
    answer = Kind.MESSAGE if direct is Kind.MESSAGE else Kind.REPLY
    found = [Address(parent, answer, 100), Address(quoted, Kind.QUOTE, 100)]
    found += [Address(one, direct, 100) for one in mentions]
    if direct is Kind.MESSAGE:
        found += [Address(one, direct, 100) for one in _people(post)]
    return found


def _answered(post: Object, mentions: list[str]) -> str:
    """The replied-to actor when the parent itself is unknown: named in `to` (X), or the mentioned actor whose id the
    parent's URI begins with (Mastodon)."""
    if not post.in_reply_to:
        return ""
    named = [one for one in post.to if one != PUBLIC and not one.endswith("/followers")]
    if named and audience_of(post) != "direct":
        return named[0]
    return next((one for one in mentions if post.in_reply_to.startswith(one + "/")), "")


def _people(post: Object) -> list[str]:
    rooms = (PUBLIC, *post.audience)
    return [one for one in (*post.to, *post.cc) if one not in rooms and not one.endswith("/followers")]
