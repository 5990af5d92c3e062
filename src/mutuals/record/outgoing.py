"""How a post was addressed, told again from the interactions that came of it: what an export says, so that whoever
reads it finds the same interactions. Pure.

The record keeps whom a post reached, not its headers. This is `addressing` turned round: for each medium the
recipients that would make it find just these interactions again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from mutuals.as2 import PUBLIC, GrainName
from mutuals.record.kinds import Audience, Basis, Grain, Kind, Medium

CC_SHARE = 50
ONLINE = "VirtualLocation"
GRAINS: dict[int, GrainName] = {
    Grain.MS: "ms",
    Grain.SECOND: "s",
    Grain.MINUTE: "min",
    Grain.DAY: "day",
    Grain.UNKNOWN: "unknown",
}
ObjectType = Literal["Note", "Article", "Question", "ChatMessage", "Event"]


class Reached(NamedTuple):
    """One interaction that a post made: from whom to whom (URIs), in which form, to what share (percent), for how long
    (seconds), and why (`kinds.Basis`)."""

    a: str
    b: str
    kind: int
    share: int
    seconds: int
    basis: int


class Headers(NamedTuple):
    """How a post is told: its type, its recipients, its rooms, its length in seconds."""

    type: ObjectType
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    duration: int = 0


def headers(
    *, medium: Medium, audience: Audience, author: str, parent: str, context: str, online: bool,
    reached: Sequence[Reached],
) -> Headers:  # fmt: skip
    """The headers of a post by `author` in answer to something of `parent` (URIs, "" where unknown)."""
    said = [one for one in reached if one.basis == Basis.SAID]
    seconds = max((one.seconds for one in reached), default=0)
    if medium in (Medium.MEETING, Medium.CALL) and (online or medium is Medium.MEETING):
        people = [one for one in in_order(said) if one != author]
        found = Headers("Event", tuple(people), duration=seconds)
    elif medium in (Medium.CHAT, Medium.CALL):
        # A call without a length could not be told from a message.
        length = max(seconds, 1) if medium is Medium.CALL else 0
        found = Headers("ChatMessage", _others(said, author, (Kind.MESSAGE, Kind.CALL)), duration=length)
    elif medium is Medium.ROOM:
        room = (context,) if context else ()
        found = Headers("ChatMessage", room, audience=room)
    elif medium is Medium.MAIL:
        carbon = [one for one in said if one.share == CC_SHARE]
        found = Headers(
            "Note",
            _others([one for one in said if one.share != CC_SHARE], author, (Kind.EMAIL,)),
            _others(carbon, author, (Kind.EMAIL,)),
        )
    elif medium is Medium.LIST_MAIL:
        found = Headers("Note")
    else:
        found = Headers("Note", _note(said, audience, author, parent))
    return _to_whom(found, audience, author)


def in_order(reached: Iterable[Reached]) -> list[str]:
    """Those who met, the organiser first: of each pair the earlier one stands first (`addressing.together`)."""
    before: Counter[str] = Counter()
    for one in reached:
        before[one.a] += 1
        before[one.b] += 0
    return sorted(before, key=lambda uri: (-before[uri], uri))


def _others(reached: Iterable[Reached], author: str, kinds: Sequence[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.b for one in reached if one.a == author and one.kind in kinds))


def _note(said: Sequence[Reached], audience: Audience, author: str, parent: str) -> tuple[str, ...]:
    """A private note names all whom it is for; of a public one only whom it answers stands beside the public."""
    if audience is Audience.DIRECT:
        return _others(said, author, (Kind.MESSAGE,))
    answered = _others(said, author, (Kind.REPLY,))
    named = [one for one in answered if one != parent] or list(answered)
    return tuple(named[:1])


def _to_whom(found: Headers, audience: Audience, author: str) -> Headers:
    if audience is Audience.PUBLIC:
        return found._replace(to=(PUBLIC, *found.to))
    if audience is Audience.UNLISTED:
        return found._replace(cc=(PUBLIC, *found.cc))
    if audience is Audience.FOLLOWERS:
        return found._replace(to=(f"{author or 'urn:mutuals:nobody'}/followers", *found.to))
    return found


class Noted(NamedTuple):
    """An interaction that no post and no activity made: noted by hand, or read from a list of who follows whom
    (`derived`, since the list tells it)."""

    a: str
    b: str
    kind: str
    at: int | None
    grain: GrainName
    seconds: int
    share: int
    derived: bool


def noted_of(row: tuple[Any, ...], uris: dict[int, str]) -> Noted | None:
    """What a row of `interactions_out` tells, where nothing but this row does; `uris` names the actors."""
    _, a, b, kind, at, grain, _, seconds, share, post, activity, scope = row
    if post is not None or activity is not None or a not in uris or b not in uris:
        return None
    derived = kind == Kind.FOLLOW and scope == 0
    return Noted(uris[a], uris[b], Kind(kind).name.lower(), at, GRAINS[grain], seconds, share, derived)
