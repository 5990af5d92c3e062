"""The words that travel: ActivityStreams 2.0 as frozen dataclasses, fields in snake_case, nothing renamed.

Standard library only. A reader (`sources/archives`, `sources/networks`) translates a foreign shape into these by
`wire/`; `record.ingest` is the only thing that takes them in. Specification:
https://www.w3.org/TR/activitystreams-vocabulary/ (`ChatMessage` is LitePub's: https://litepub.social/litepub/).

Ids are absolute canonical URIs made by `wire/` (docs/words.md lists them). Times are `Time`: integer milliseconds UTC
with the grain that the source really had. Content is plain text, cleaned at this border (`text.tokens.clean`).
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"

GrainName = Literal["ms", "s", "min", "day", "unknown"]


class Time(NamedTuple):
    """A moment: `ms` since 1970 UTC (None when unknown), how exactly it is known, the zone in minutes or None."""

    ms: int | None
    grain: GrainName = "ms"
    zone: int | None = None


UNKNOWN_TIME = Time(None, "unknown", None)


@dataclass(frozen=True, slots=True)
class Link:
    """A Mention, Hashtag, Image, Video, Document or plain Link in `tag` or `attachment`."""

    href: str = ""
    type: str = "Link"
    name: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """One fact about an actor (schema.org PropertyValue, as Mastodon sends profile fields); private unless it was
    published by the actor on a public profile."""

    name: str
    value: str
    private: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A Person, Group, Organization, Service or Application that acts.

    `also_known_as` holds further *stable* identifiers as URIs (`mailto:`, `tel:+`, `did:`, `https://x.com/i/user/ID`):
    actors that share one are one actor. `preferred_username` is a handle, a dated claim: never joined by the record.
    """

    id: str
    type: Literal["Person", "Group", "Organization", "Service", "Application"] = "Person"
    name: str = ""
    preferred_username: str = ""
    summary: str = ""
    url: str = ""
    icon: str = ""
    also_known_as: tuple[str, ...] = ()
    attachment: tuple[PropertyValue, ...] = ()
    published: Time = UNKNOWN_TIME
    updated: Time = UNKNOWN_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """A post, mail, chat message or meeting: Note, Article, Question, ChatMessage or Event.

    `to` and `cc` hold actor ids (and `PUBLIC`, or a followers collection); `audience` holds the Group actors (mailing
    list, chat room) it was sent through; `context` is the conversation. Mail is a Note whose id is `mid:` (RFC 2392).
    An Event begins at `published`, lasts `duration` seconds (0: unknown), is its organiser's, and `to` are those who
    came; with a Link of type VirtualLocation in `attachment` it was held online. A ChatMessage with a duration is a
    call.
    Of two versions the later `updated` is kept; where a source knows no edits, small numbers in it rank its readings
    (docs/why/027-chat-ids.md), so that only what lies after 1970 is the time of an edit.
    """

    id: str
    type: Literal["Note", "Article", "Question", "ChatMessage", "Event"] = "Note"
    attributed_to: str = ""
    content: str = ""
    name: str = ""
    summary: str = ""
    url: str = ""
    language: str = ""
    in_reply_to: str = ""
    quote_url: str = ""
    context: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    tag: tuple[Link, ...] = ()
    attachment: tuple[Link, ...] = ()
    published: Time = UNKNOWN_TIME
    updated: Time = UNKNOWN_TIME
    duration: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Somebody did something: Create, Update, Delete, Announce, Like, Follow, Undo, Join, Leave.

    `object` is an `Object`, or the id of an object, actor or activity that is known by its id alone. Undo names the
    undone activity's id.
    """

    id: str
    type: Literal["Create", "Update", "Delete", "Announce", "Like", "Follow", "Undo", "Join", "Leave"] = (
        "Create"
    )
    actor: str = ""
    object: Object | str = ""
    published: Time = UNKNOWN_TIME
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A whole list that belongs to an actor: `followers`, `following`, `likes`, `members`, `contacts`.

    `items` are ids. `complete` says that what is missing is no longer in it, so ingest may derive unfollows.
    """

    id: str
    name: Literal["followers", "following", "members", "contacts"]
    attributed_to: str
    items: tuple[str, ...] = ()
    complete: bool = True
    published: Time = UNKNOWN_TIME


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A place in a source from which reading can go on: everything yielded before it is safe once it is committed."""

    cursor: str


Item = Activity | Actor | Collection | Checkpoint


def audience_of(thing: Object | Activity) -> Literal["public", "unlisted", "followers", "direct"]:
    """Says to whom a thing was addressed, as Mastodon does (https://docs.joinmastodon.org/spec/activitypub/#status):
    Public in `to` is public, in `cc` unlisted; a followers collection makes it followers-only; else direct."""
    if PUBLIC in thing.to:
        return "public"
    if PUBLIC in thing.cc:
        return "unlisted"
    if any(one.endswith("/followers") for one in (*thing.to, *thing.cc)):
        return "followers"
    return "direct"
