"""Writes whole lists: followers, followed and contacts with who is new, back and gone; members of chat rooms.

The law: that somebody follows somebody is one interaction, that of the act where there is one, since it may know its
day; else that of the lists that say so, however many do.
"""

from mutuals.as2 import Collection
from mutuals.record.keys import key64
from mutuals.record.kinds import Kind
from mutuals.record.models import Chat, ChatMember, CollectionItem
from mutuals.record.seen import SeenKeys
from mutuals.record.services.batch import UNKNOWN, Batch, follow_keys, row_of
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
    """Writes lists of followers, followed, contacts and members: who is new, who is back, who is gone."""
    for collection in batch.collections:
        if collection.name == "members":
            _members(batch, out, collection)
        elif collection.name == "contacts":
            _items(batch, collection, scope=batch.account)
        elif collection.name in ("followers", "following"):
            _follows(batch, collection)


def _follows(batch: Batch, collection: Collection) -> None:
    owner = batch.ids[collection.attributed_to]
    listed, changed = _items(batch, collection, scope=0)
    for uri, mark in follow_keys(collection):
        actor = batch.ids[uri] if uri else owner
        if actor in listed:
            batch.listed[(actor, owner) if collection.name == "followers" else (owner, actor)] = mark
    pairs_dirty({(owner, actor) for actor in changed})


def _items(batch: Batch, collection: Collection, *, scope: int) -> tuple[set[int], list[int]]:
    """Keeps who is in a list as the accounts of a scope know it; gives who is in it, and who is back or gone."""
    owner, name = batch.ids[collection.attributed_to], collection.name
    rows = CollectionItem.objects.filter(owner=owner, name=name, scope=scope)
    have = dict(rows.values_list("actor", "gone_at"))
    listed = {batch.ids[uri] for uri in collection.items if uri} - {owner}
    columns = ["owner", "name", "actor", "seen_at", "scope"]
    fresh = sorted(listed - set(have))
    rows_add(CollectionItem, columns, [(owner, name, actor, batch.now_ms, scope) for actor in fresh])
    back = [actor for actor in listed if have.get(actor) is not None]
    gone = (
        [actor for actor in have if actor not in listed and have[actor] is None]
        if collection.complete
        else []
    )
    sql = "UPDATE record_collectionitem SET gone_at = %s WHERE owner = %s AND name = %s AND actor = %s AND scope = %s"
    rows_execute(sql, [(None, owner, name, actor, scope) for actor in back])
    rows_execute(sql, [(batch.now_ms, owner, name, actor, scope) for actor in gone])
    return listed, [*back, *gone]


def follows_settle(batch: Batch, seen: SeenKeys) -> set[int]:
    """Makes what lists say of who follows whom what it should be, beside the acts: one interaction or none.

    `seen` remembers what the lists of this run said before; what they say now is given back, to be remembered.
    """
    pairs = {**batch.follows, **batch.listed}
    if not pairs:
        return set()
    acts = {(a, b) for a, b, kind, *_, act, scope, _ in batch.rows if kind == FOLLOW and act and not scope}
    told: dict[int, tuple[int, int]] = {}
    for number, a, b, act, scope in rows_in_pairs(HELD, sorted(pairs)):
        if act is None:
            told[number] = (a, b)
        elif not scope:
            acts.add((a, b))
    wanted = set(rows_in_pairs(LISTED, sorted(pairs.keys() - acts)))
    first = seen.news(set(pairs.values()))
    stale = [number for number, pair in told.items() if pair not in wanted]
    forgiven = {0, *first}
    # What only another run said is not taken off what this one brings.
    interactions_drop(batch, "id", stale, forgive=lambda number: pairs[told[number]] in forgiven)
    had = set(told.values())
    batch.counts.interactions += sum(
        1 for pair in had & wanted & batch.listed.keys() if batch.listed[pair] in first
    )
    batch.rows += [row_of(a, b, FOLLOW, (None, UNKNOWN)) for a, b in sorted(wanted - had)]
    return set(batch.listed.values()) & first


def _members(batch: Batch, out: Written, collection: Collection) -> None:
    chat = key64(collection.attributed_to)
    rows_add(Chat, ["key", "uri", "name", "members"], [(chat, collection.attributed_to, "", 0)])
    rows_add(
        ChatMember, ["chat", "actor"], sorted({(chat, batch.ids[uri]) for uri in collection.items if uri})
    )
    out.joined.add(chat)
