"""Writes what was done other than posting: shares, likes, follows, joins; whole follower lists; undoing and deleting."""

from mutuals.as2 import Activity, Collection, Object
from mutuals.record.keys import key64
from mutuals.record.kinds import Grain, Kind, State
from mutuals.record.models import Activity as ActivityRow
from mutuals.record.models import Chat, ChatMember, CollectionItem
from mutuals.record.services.batch import GRAINS, Batch, Row
from mutuals.record.services.bulk import ids_take, rows_add, rows_execute, rows_in, rows_insert
from mutuals.record.services.interactions import interactions_drop, pairs_dirty
from mutuals.record.services.posts import PRIVATE, Written
from mutuals.record.services.search import search_drop

FORMS = {"Like": Kind.LIKE, "Announce": Kind.SHARE, "Follow": Kind.FOLLOW}


def activities_write(batch: Batch, out: Written) -> set[int]:
    """Writes the batch's activities and their interactions; gives the keys of those that were there before."""
    acts = {key64(act.id): act for act in batch.acts}
    undone = {key for key, _ in batch.undone}
    sql = "SELECT key, state FROM record_activity WHERE key IN ({})"
    held = dict(rows_in(sql, {*acts, *undone}))
    fresh = [key for key in acts if key not in held]
    ids = dict(zip(fresh, ids_take(ActivityRow, len(fresh)), strict=True)) if fresh else {}
    columns = ["id", "key", "uri", "type", "actor", "post", "target", "at", "grain", "zone", "scope", "state"]
    rows = []
    for key, number in ids.items():
        act = acts[key]
        post, target, scope = _about(batch, out, act)
        at = act.published
        row = (batch.ids.get(act.actor), post, target, at.ms, int(GRAINS[at.grain]), at.zone, scope, 2)
        rows.append((number, key, act.id, act.type, *row))
        _interact(batch, act, number, row)
    rows_insert(ActivityRow, columns, rows)
    _undo(batch, {**held, **{key: 2 for key in ids}})
    return {key for key, state in held.items() if state == State.PRESENT}


def collections_write(batch: Batch) -> None:
    """Writes lists of followers, followed and members: who is new, who is back, who is gone."""
    for collection in batch.collections:
        if collection.name == "members":
            _members(batch, collection)
        elif collection.name in ("followers", "following"):
            _follows(batch, collection)


def deletions_write(batch: Batch, out: Written) -> None:
    """Honours deletion: words, search row and interactions go, a tombstone stays, whatever comes later."""
    posts = [out.held[key].id for key, _ in batch.deleted if out.held[key].state != State.TOMBSTONE]
    if not posts:
        return
    interactions_drop("post", posts)
    rows_execute("UPDATE record_post SET state = 3 WHERE id = %s", [(post,) for post in posts])
    rows_execute("DELETE FROM record_posttext WHERE post = %s", [(post,) for post in posts])
    search_drop(posts)


def _about(batch: Batch, out: Written, act: Activity) -> tuple[int | None, int | None, int]:
    """The post an activity is about, the actor it is about, and who may know of it."""
    uri = act.object.id if isinstance(act.object, Object) else act.object
    held = out.held.get(key64(uri)) if act.type in ("Like", "Announce") else None
    if held is None:
        return None, batch.ids.get(uri), 0
    return held.id, held.author, batch.account if held.audience in PRIVATE else 0


def _interact(batch: Batch, act: Activity, number: int, row: tuple[int | None, ...]) -> None:
    actor, post, target, at, grain, _, scope, _ = row
    form = FORMS.get(act.type)
    if form and actor and target and actor != target:
        batch.rows.append(Row(actor, target, int(form), at, grain or Grain.UNKNOWN, 0, 100, 0, None, number, scope or 0))


def activities_of_posts(batch: Batch, out: Written) -> None:
    """Likes and shares that came before their post had an author find their interaction now."""
    news = {out.held[sent.key].id: out.held[sent.key].author for sent in batch.posts.values()}
    known = {post: author for post, author in news.items() if author is not None}
    sql = (
        "SELECT id, type, actor, post, at, grain, scope FROM record_activity "
        "WHERE post IN ({}) AND target IS NULL AND actor IS NOT NULL AND state = 2"
    )
    late = rows_in(sql, known) if known else []
    rows_execute(
        "UPDATE record_activity SET target = %s WHERE id = %s", [(known[row[3]], row[0]) for row in late]
    )
    for number, type_, actor, post, at, grain, scope in late:
        if type_ in FORMS and actor != known[post]:
            row = Row(actor, known[post], int(FORMS[type_]), at, grain, 0, 100, 0, None, number, scope)
            batch.rows.append(row)
            batch.counts.interactions += 1


def _undo(batch: Batch, held: dict[int, int]) -> None:
    """Undoes activities; one that is not known yet gets a tombstone, so that it does nothing when it comes."""
    for key, uri in batch.undone:
        if key not in held:
            (number,) = ids_take(ActivityRow, 1)
            columns = ["id", "key", "uri", "type", "grain", "scope", "state"]
            rows_insert(ActivityRow, columns, [(number, key, uri, "", 5, 0, int(State.TOMBSTONE))])
            held[key] = State.TOMBSTONE
    known = [row[0] for row in rows_in("SELECT id FROM record_activity WHERE key IN ({})", [k for k, _ in batch.undone])]
    gone = set(known)
    mine = [row for row in batch.rows if row.activity in gone]
    batch.rows = [row for row in batch.rows if row.activity not in gone]
    batch.counts.interactions -= len(mine)
    interactions_drop("activity", known)
    rows_execute("UPDATE record_activity SET state = 3 WHERE id = %s", [(one,) for one in known])


def _follows(batch: Batch, collection: Collection) -> None:
    owner = batch.ids[collection.attributed_to]
    have = dict(
        CollectionItem.objects.filter(owner=owner, name=collection.name).values_list("actor", "gone_at")
    )
    listed = {batch.ids[uri] for uri in collection.items if uri} - {owner}
    fresh = sorted(listed - set(have))
    columns = ["owner", "name", "actor", "seen_at", "scope"]
    rows = [(owner, collection.name, actor, batch.now_ms, 0) for actor in fresh]
    rows_add(CollectionItem, columns, rows)
    for actor in fresh:
        a, b = (actor, owner) if collection.name == "followers" else (owner, actor)
        batch.rows.append(Row(a, b, int(Kind.FOLLOW), None, int(Grain.UNKNOWN), 0, 100, 0, None, None, 0))
    back = [actor for actor in listed if have.get(actor) is not None]
    gone = [actor for actor in have if actor not in listed and have[actor] is None] if collection.complete else []
    sql = "UPDATE record_collectionitem SET gone_at = %s WHERE owner = %s AND name = %s AND actor = %s"
    rows_execute(sql, [(None, owner, collection.name, actor) for actor in back])
    rows_execute(sql, [(batch.now_ms, owner, collection.name, actor) for actor in gone])
    batch.counts.interactions += len(listed) - len(fresh)
    pairs_dirty({(owner, actor) for actor in (*back, *gone)})


def _members(batch: Batch, collection: Collection) -> None:
    chat = key64(collection.attributed_to)
    rows_add(Chat, ["key", "uri", "name", "members"], [(chat, collection.attributed_to, "", 0)])
    rows_add(ChatMember, ["chat", "actor"], sorted({(chat, batch.ids[uri]) for uri in collection.items if uri}))
