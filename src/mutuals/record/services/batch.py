"""What one batch of ingest carries from step to step, and what it counts."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Item, Object, audience_of
from mutuals.record.addressing import ONLY_PUBLIC, medium_of
from mutuals.record.keys import key64
from mutuals.record.kinds import ActName, Audience, Grain, Medium
from mutuals.record.services.border import act_scrubbed, scrubbed, told

GRAINS: dict[str, int] = {
    name: int(grain) for name, grain in zip(("ms", "s", "min", "day", "unknown"), Grain, strict=True)
}
UNKNOWN = int(Grain.UNKNOWN)
AUDIENCES = {
    "public": Audience.PUBLIC,
    "unlisted": Audience.UNLISTED,
    "followers": Audience.FOLLOWERS,
    "direct": Audience.DIRECT,
}
EVERYBODY = Audience.PUBLIC
PRIVATE = frozenset({Audience.FOLLOWERS, Audience.DIRECT})
CROWDS = ("/followers", "/following")
DAY_MS = 86_400_000
# Ingest looks actors up again when it has met this many, so that memory stays flat.
CACHE = 300_000
_WHOLE = 1 << 62
_LONGEST = (1 << 29) - 1


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
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


class Sent(NamedTuple):
    """One post of a batch: its key, the object, how it is addressed, which version it is, who it names."""

    key: int
    post: Object
    medium: Medium
    audience: Audience
    whole: (
        bool  # by Create or Update: everything is known; else it is only spoken of (liked, shared, answered)
    )
    edited_at: int
    version: int


# One interaction to be written, in the order of `interactions.COLUMNS`.
Row = tuple[int, int, int, int | None, int, int, int, int, int | None, int | None, int, int | None]
Undated = tuple[int | None, int]


@dataclass(slots=True)
class Batch:
    """The items of one transaction, sorted by what has to be done with them."""

    account: int
    now_ms: int
    actors: list[Actor] = field(default_factory=list)
    collections: list[Collection] = field(default_factory=list)
    posts: dict[int, Sent] = field(default_factory=dict)
    acts: dict[int, Activity] = field(default_factory=dict)
    deleted: dict[int, str] = field(default_factory=dict)
    undone: dict[int, str] = field(default_factory=dict)
    # Every actor named, in order: in public, and to this account alone.
    public: dict[str, None] = field(default_factory=dict)
    private: dict[str, None] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    # Activities and posts (by id) whose source tells what they mean.
    told_acts: dict[int, ActName] = field(default_factory=dict)
    told_posts: dict[int, ActName] = field(default_factory=dict)
    # What people said of interactions that were taken out, by what finds them again: (a, b, post, activity, scope).
    said: dict[tuple[int | None, ...], list[tuple[int, float, str, int]]] = field(default_factory=dict)
    # Who follows whom: as the lists say, and where an act of following came or went; each pair with its key by URIs, by
    # which a run remembers what its lists said (0 where it brought no more than an undoing).
    listed: dict[tuple[int, int], int] = field(default_factory=dict)
    follows: dict[tuple[int, int], int] = field(default_factory=dict)
    dropped: int = 0
    # The keys of posts and (turned over) activities that this run brought, in this batch or before.
    mine: Container[int] = ()
    # Both may be left out by whoever measures what they cost.
    index: bool = True
    days: bool = True
    counts: Counts = field(default_factory=Counts)


def row_of(
    a: int, b: int, kind: int, time: Undated, *, share: int = 100, basis: int = 0, post: int | None = None,
    activity: int | None = None, scope: int = 0, seconds: int = 0,
) -> Row:  # fmt: skip
    """One interaction; its day is null where the time is unknown."""
    at, grain = time
    day = None if at is None or grain == UNKNOWN else at // DAY_MS
    return (a, b, kind, at, grain, seconds, share, basis, post, activity, scope, day)


def sort(items: Iterable[Item], *, account: int, now_ms: int) -> Batch:
    """Sorts items by what they are; of two versions of a post in the batch the better stays (`rank`)."""
    batch = Batch(account=account, now_ms=now_ms)
    for item in items:
        if isinstance(item, Activity):
            _activity(batch, item)
        elif isinstance(item, Actor):
            actor = scrubbed(item)
            batch.actors.append(actor)
            batch.private[actor.id] = None
        elif isinstance(item, Collection):
            _collection(batch, scrubbed(item))
    batch.private.pop("", None)
    batch.public.pop("", None)
    return batch


def follow_key(a: str, b: str) -> int:
    """The key by which a run remembers that a list says that `a` follows `b`."""
    return key64(f"{a} follows {b}")


def follow_keys(collection: Collection) -> Iterator[tuple[str, int]]:
    """The items of a list of who follows whom, each with its key; nothing for other lists."""
    owner = collection.attributed_to
    if collection.name in ("followers", "following"):
        for one in collection.items:
            a, b = (one, owner) if collection.name == "followers" else (owner, one)
            yield one, follow_key(a, b)


def rank(edited_at: int, version: int) -> tuple[int, int, int]:
    """The place of a version among others: whole ones before those only spoken of, newer ones before older ones."""
    return (version >> 62, edited_at, version)


def is_told(version: int) -> bool:
    """Whether a version tells more of a post than its id: it is whole, or has words."""
    return version >> 32 > 0


def _activity(batch: Batch, item: Activity) -> None:
    thing, kind = item.object, item.type
    if kind in ("Create", "Update"):
        if isinstance(thing, Object):
            _put(batch, thing, whole=True)
        return
    item = act_scrubbed(item)
    thing = item.object
    uri = thing.id if isinstance(thing, Object) else thing
    if kind == "Delete":
        batch.deleted[key64(uri)] = uri
    elif kind == "Undo":
        batch.undone[key64(uri)] = uri
    else:
        _act(batch, item, uri)


def _act(batch: Batch, item: Activity, uri: str) -> None:
    key = key64(item.id)
    old = batch.acts.get(key)
    if old is None or act_rank(item) > act_rank(old):
        batch.acts[key] = item
    secret = act_private(item)
    if isinstance(item.object, Object):
        _put(batch, item.object, whole=False, secret=secret)
    named = batch.private if secret else batch.public
    named[item.actor] = None
    if item.type in ("Follow", "Join", "Leave") and isinstance(item.object, str):
        named[uri] = None
    if item.to or item.cc:
        _name(named, (*item.to, *item.cc))


def act_rank(act: Activity) -> tuple[bool, bool, int, int]:
    """Of two versions of an activity a public one stays, then the one that knows its time, and knows it better."""
    at = act.published
    return (not act_private(act), at.ms is not None, -GRAINS[at.grain], at.ms or 0)


def act_private(act: Activity) -> bool:
    """Whether only who brought it may know of an activity: what it says, else likes, which no network lists."""
    if act.to or act.cc:
        return AUDIENCES[audience_of(act)] in PRIVATE
    return act.type == "Like"


def _put(batch: Batch, post: Object, *, whole: bool, secret: bool = False) -> None:
    post, size, checksum = told(post)
    version = (_WHOLE if whole else 0) | (size if size < _LONGEST else _LONGEST) << 32 | checksum
    audience, to = EVERYBODY, post.to
    if to != ONLY_PUBLIC:
        # An id alone, of which nothing is told, is no secret.
        if whole or size or to or post.cc:
            audience = AUDIENCES[audience_of(post)]
        _name(batch.private if secret or audience in PRIVATE else batch.public, to)
    named = batch.private if secret or audience in PRIVATE else batch.public
    named[post.attributed_to] = None
    if post.cc or post.audience:
        _name(named, (*post.cc, *post.audience))
    if post.tag:
        _name(named, [link.href for link in post.tag if link.type == "Mention"])
    key = key64(post.id)
    sent = Sent(key, post, medium_of(post), audience, whole, post.updated[0] or 0, version)
    old = batch.posts.setdefault(key, sent)
    if old is not sent:
        batch.posts[key] = better(old, sent)


def better(old: Sent, new: Sent) -> Sent:
    """The version that stays; of two whole ones that differ in their audience the narrower is kept."""
    kept = new if rank(new.edited_at, new.version) > rank(old.edited_at, old.version) else old
    lost = old if kept is new else new
    if not kept.post.attributed_to or kept.post.published.ms is None:
        kept = kept._replace(post=_filled(kept.post, lost.post))
    if old.whole and new.whole and old.audience != new.audience:
        return kept._replace(audience=max(old.audience, new.audience))
    return kept


def _filled(post: Object, other: Object) -> Object:
    published = post.published if post.published.ms is not None else other.published
    return replace(post, attributed_to=post.attributed_to or other.attributed_to, published=published)


def _collection(batch: Batch, collection: Collection) -> None:
    batch.collections.append(collection)
    # Who follows whom is public on the networks that tell; who sits in a chat or an address book is not.
    named = batch.public if collection.name in ("followers", "following") else batch.private
    named[collection.attributed_to] = None
    named.update(dict.fromkeys(collection.items))


def _name(named: dict[str, None], uris: Iterable[str]) -> None:
    for one in uris:
        if one != PUBLIC and not one.endswith(CROWDS):
            named[one] = None


def posts_named(batch: Batch) -> dict[int, str]:
    """The URIs of the posts of a batch, and of those it speaks of by their id alone (answered, quoted, liked, shared,
    deleted), by key."""
    found: dict[int, str] = {}
    for key, post, *_ in batch.posts.values():
        found[key] = post.id
        if post.in_reply_to:
            found[key64(post.in_reply_to)] = post.in_reply_to
        if post.quote_url:
            found[key64(post.quote_url)] = post.quote_url
    for act in batch.acts.values():
        if isinstance(act.object, str) and act.object and act.type in ("Like", "Announce"):
            found[key64(act.object)] = act.object
    found.update(batch.deleted)
    return found
