"""Writes whole lists: followers and followed with who is new, back and gone; members of chat rooms."""

from mutuals.as2 import Collection
from mutuals.record.keys import key64
from mutuals.record.kinds import Kind
from mutuals.record.models import Chat, ChatMember, CollectionItem
from mutuals.record.services.batch import UNKNOWN, Batch, row_of
from mutuals.record.services.bulk import rows_add, rows_execute
from mutuals.record.services.interactions import pairs_dirty
from mutuals.record.services.posts import Written


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
    for actor in fresh:
        a, b = (actor, owner) if collection.name == "followers" else (owner, actor)
        batch.rows.append(row_of(a, b, int(Kind.FOLLOW), (None, UNKNOWN)))
    back = [actor for actor in listed if have.get(actor) is not None]
    gone = (
        [actor for actor in have if actor not in listed and have[actor] is None]
        if collection.complete
        else []
    )
    sql = "UPDATE record_collectionitem SET gone_at = %s WHERE owner = %s AND name = %s AND actor = %s"
    rows_execute(sql, [(None, owner, collection.name, actor) for actor in back])
    rows_execute(sql, [(batch.now_ms, owner, collection.name, actor) for actor in gone])
    batch.counts.interactions += len(listed) - len(fresh)
    pairs_dirty({(owner, actor) for actor in (*back, *gone)})


def _members(batch: Batch, out: Written, collection: Collection) -> None:
    chat = key64(collection.attributed_to)
    rows_add(Chat, ["key", "uri", "name", "members"], [(chat, collection.attributed_to, "", 0)])
    rows_add(
        ChatMember, ["chat", "actor"], sorted({(chat, batch.ids[uri]) for uri in collection.items if uri})
    )
    out.joined.add(chat)
