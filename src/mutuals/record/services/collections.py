"""Writes whole lists: followers and followed with who is new, back and gone; members of chat rooms.

The law: that somebody follows somebody is one interaction, that of the act where there is one, since it may know its
day; else that of the lists that say so, however many do.
"""

from mutuals.as2 import Collection
from mutuals.record.keys import key64
from mutuals.record.kinds import Kind
from mutuals.record.models import Chat, ChatMember, CollectionItem
from mutuals.record.services.batch import UNKNOWN, Batch, row_of
from mutuals.record.services.bulk import rows_add, rows_execute, rows_in_pairs
from mutuals.record.services.interactions import interactions_drop, pairs_dirty
from mutuals.record.services.posts import Written

FOLLOW = int(Kind.FOLLOW)
# The 7 in it is FOLLOW.
HELD = (
    "SELECT i.id, i.a, i.b, i.activity, i.scope FROM (VALUES {}) AS wanted CROSS JOIN record_interaction i "
    "WHERE i.a = wanted.column1 AND i.b = wanted.column2 AND i.post IS NULL AND i.kind = 7"
)
LISTED = (
    "SELECT column1, column2 FROM (VALUES {}) AS wanted WHERE EXISTS (SELECT 1 FROM record_collectionitem c WHERE "
    "c.owner = column2 AND c.name = 'followers' AND c.actor = column1) OR EXISTS (SELECT 1 FROM "
    "record_collectionitem c WHERE c.owner = column1 AND c.name = 'following' AND c.actor = column2)"
)


def collections_write(batch: Batch, out: Written) -> None:
    """Writes lists of followers, followed and members: who is new, who is back, who is gone."""
    for collection in batch.collections:
        if collection.name == "members":
            _members(batch, out, collection)
        elif collection.name in ("followers", "following"):
            _follows(batch, collection)


def _follows(batch: Batch, collection: Collection) -> None:
    owner = batch.ids[collection.attributed_to]
    rows = CollectionItem.objects.filter(owner=owner, name=collection.name)
    have = dict(rows.values_list("actor", "gone_at"))
    listed = {batch.ids[uri] for uri in collection.items if uri} - {owner}
    fresh = sorted(listed - set(have))
    columns = ["owner", "name", "actor", "seen_at", "scope"]
    rows_add(CollectionItem, columns, [(owner, collection.name, actor, batch.now_ms, 0) for actor in fresh])
    batch.listed.update(
        (actor, owner) if collection.name == "followers" else (owner, actor) for actor in listed
    )
    back = [actor for actor in listed if have.get(actor) is not None]
    gone = (
        [actor for actor in have if actor not in listed and have[actor] is None]
        if collection.complete
        else []
    )
    sql = "UPDATE record_collectionitem SET gone_at = %s WHERE owner = %s AND name = %s AND actor = %s"
    rows_execute(sql, [(None, owner, collection.name, actor) for actor in back])
    rows_execute(sql, [(batch.now_ms, owner, collection.name, actor) for actor in gone])
    pairs_dirty({(owner, actor) for actor in (*back, *gone)})


def follows_settle(batch: Batch) -> None:
    """Makes what lists say of who follows whom what it should be, beside the acts: one interaction or none."""
    pairs = batch.follows | batch.listed
    if not pairs:
        return
    acts = {(a, b) for a, b, kind, *_, act, scope, _ in batch.rows if kind == FOLLOW and act and not scope}
    told: dict[tuple[int, int], list[int]] = {}
    for number, a, b, act, scope in rows_in_pairs(HELD, sorted(pairs)):
        if act is None:
            told.setdefault((a, b), []).append(number)
        elif not scope:
            acts.add((a, b))
    listed = set(rows_in_pairs(LISTED, sorted(pairs - acts)))
    stale = [one for pair, some in told.items() for one in some if pair not in listed]
    # What a list brought before is not taken off what this run brings.
    interactions_drop(batch, "id", stale, forgive=lambda _: True)
    batch.counts.interactions += len(batch.listed & listed & told.keys())
    batch.rows += [row_of(a, b, FOLLOW, (None, UNKNOWN)) for a, b in sorted(listed - told.keys())]


def _members(batch: Batch, out: Written, collection: Collection) -> None:
    chat = key64(collection.attributed_to)
    rows_add(Chat, ["key", "uri", "name", "members"], [(chat, collection.attributed_to, "", 0)])
    rows_add(
        ChatMember, ["chat", "actor"], sorted({(chat, batch.ids[uri]) for uri in collection.items if uri})
    )
    out.joined.add(chat)
