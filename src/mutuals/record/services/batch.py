"""What one batch of ingest carries from step to step, and what it counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Item, Object, audience_of
from mutuals.record.addressing import medium_of
from mutuals.record.keys import key64
from mutuals.record.kinds import Audience, Grain, Medium

GRAINS = {"ms": Grain.MS, "s": Grain.SECOND, "min": Grain.MINUTE, "day": Grain.DAY, "unknown": Grain.UNKNOWN}
AUDIENCES = {
    "public": Audience.PUBLIC,
    "unlisted": Audience.UNLISTED,
    "followers": Audience.FOLLOWERS,
    "direct": Audience.DIRECT,
}
DAY_MS = 86_400_000
# Ingest looks actors up again when it has met this many, so that memory stays flat.
CACHE = 300_000


@dataclass(slots=True)
class Counts:
    """What was brought, after translation, and what of it the record lacked (`new`) or had (`known`)."""

    actors: int = 0
    posts: int = 0
    activities: int = 0
    interactions: int = 0
    new: int = 0
    known: int = 0

    def add(self, other: "Counts") -> None:
        """Adds another batch's counts."""
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)


class Sent(NamedTuple):
    """One post of a batch: its key, the object, what carried it, and how it is addressed."""

    key: int
    post: Object
    medium: Medium
    audience: Audience
    whole: bool  # by Create or Update: everything is known; else it is only spoken of (liked, shared, answered)


class Row(NamedTuple):
    """One interaction to be written."""

    a: int
    b: int
    kind: int
    at: int | None
    grain: int
    seconds: int
    share: int
    basis: int
    post: int | None
    activity: int | None
    scope: int


@dataclass(slots=True)
class Batch:
    """The items of one transaction, sorted by what has to be done with them."""

    account: int
    now_ms: int
    actors: list[Actor] = field(default_factory=list)
    collections: list[Collection] = field(default_factory=list)
    posts: dict[int, Sent] = field(default_factory=dict)
    acts: list[Activity] = field(default_factory=list)
    deleted: list[tuple[int, str]] = field(default_factory=list)
    undone: list[tuple[int, str]] = field(default_factory=list)
    created: int = 0
    ids: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


def sort(items: Iterable[Item], *, account: int, now_ms: int) -> Batch:
    """Sorts items by what they are; within a batch the newest version of a post wins."""
    batch = Batch(account=account, now_ms=now_ms)
    for item in items:
        if isinstance(item, Activity):
            _sort_activity(batch, item)
        elif isinstance(item, Actor):
            batch.actors.append(item)
        elif isinstance(item, Collection):
            batch.collections.append(item)
    return batch


def _sort_activity(batch: Batch, item: Activity) -> None:
    thing = item.object
    if item.type in ("Create", "Update"):
        if isinstance(thing, Object):
            _put(batch, thing, whole=True)
    elif item.type == "Delete":
        uri = thing.id if isinstance(thing, Object) else thing
        batch.deleted.append((key64(uri), uri))
    elif item.type == "Undo":
        uri = thing.id if isinstance(thing, Object) else thing
        batch.undone.append((key64(uri), uri))
    else:
        batch.acts.append(item)
        if isinstance(thing, Object):
            _put(batch, thing, whole=False)


def _put(batch: Batch, post: Object, *, whole: bool) -> None:
    key = key64(post.id)
    old = batch.posts.get(key)
    if old is None or (whole, post.updated.ms or 0) >= (old.whole, old.post.updated.ms or 0):
        audience = AUDIENCES[audience_of(post)] if whole else Audience.PUBLIC
        batch.posts[key] = Sent(key, post, medium_of(post), audience, whole)


def actor_uris(batch: Batch) -> Iterator[str]:
    """Every actor that a batch names, in order, with repeats."""
    for actor in batch.actors:
        yield actor.id
    for collection in batch.collections:
        yield collection.attributed_to
        yield from collection.items
    for sent in batch.posts.values():
        yield from _named(sent.post)
    for act in batch.acts:
        yield act.actor
        if isinstance(act.object, str) and act.type == "Follow":
            yield act.object
        yield from (one for one in (*act.to, *act.cc) if not _crowd(one))


def _named(post: Object) -> Iterator[str]:
    yield post.attributed_to
    for one in (*post.to, *post.cc, *post.audience):
        if not _crowd(one):
            yield one
    for link in post.tag:
        if link.type == "Mention" and link.href:
            yield link.href


def _crowd(uri: str) -> bool:
    return uri == PUBLIC or uri.endswith("/followers")


def parents(batch: Batch) -> Sequence[str]:
    """The URIs of posts that a batch speaks of by their id alone: answered, quoted, liked, shared."""
    found = [sent.post.in_reply_to for sent in batch.posts.values()]
    found += [sent.post.quote_url for sent in batch.posts.values() if sent.post.quote_url]
    found += [act.object for act in batch.acts if isinstance(act.object, str) and act.type in ("Like", "Announce")]
    return [uri for uri in dict.fromkeys(found) if uri]
