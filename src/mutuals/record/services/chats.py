"""Addresses the messages of chat rooms without reply ids: the previous other speaker, in rooms of up to eight.

What a message addresses depends on its neighbours, so after each batch the stretch of every room that the batch
touched is reckoned again, for every account that saw it: the order in which exports come does not matter. The stretch
is also noted (`ChatSpan`), since `answers` finds in the background whom a message answers better than that; what it
found stays until it looks again.
"""

from mutuals.record.addressing import PAUSE_MS, ROOM_SIZE, Spoken, previous_speakers
from mutuals.record.kinds import Basis, Kind, Medium
from mutuals.record.models import Chat, ChatMember, ChatSpan
from mutuals.record.services.batch import Batch, row_of
from mutuals.record.services.bulk import rows_add, rows_execute, rows_in, rows_insert
from mutuals.record.services.interactions import interactions_drop
from mutuals.record.services.posts import Written

SAID, NEIGHBOUR, FOUND = int(Basis.SAID), int(Basis.NEIGHBOUR), int(Basis.FOUND)
ROOM, MESSAGE = int(Medium.ROOM), int(Kind.MESSAGE)
EVER = 1 << 62


def chats_address(batch: Batch, out: Written) -> None:
    """Reckons again whom the messages of the touched rooms address."""
    named = _renamed(batch)
    if not out.spans and not out.joined and not named:
        return
    _speakers(batch, out)
    sizes = _sizes({*out.spans, *out.joined})
    _empty(batch, {chat for chat, (before, now) in sizes.items() if before <= ROOM_SIZE < now})
    grown = {chat for chat, (before, now) in sizes.items() if before != now}
    changed = [(chat, 0, -EVER, EVER) for chat in sorted(grown | named)]
    for chat, (low, high) in out.spans.items():
        if sizes[chat][1] <= ROOM_SIZE:
            for account in sorted(_accounts(batch, out, chat, low, high)):
                _window(batch, account, chat, low, high)
                changed += [(chat, account, low, high)] if chat not in grown | named else []
    rows_insert(ChatSpan, ["chat", "account", "low", "high"], changed)


def _renamed(batch: Batch) -> set[int]:
    """The rooms that were read by other names than their members now have."""
    sql = (
        "SELECT m.chat FROM record_chatmember m JOIN record_actor a ON a.id = m.actor "
        "WHERE m.called IS NOT NULL AND m.called <> a.name AND m.actor IN ({})"
    )
    return {row[0] for row in rows_in(sql, {batch.ids[actor.id] for actor in batch.actors})}


def _speakers(batch: Batch, out: Written) -> None:
    """Notes the rooms of the batch's messages, and who spoke in them."""
    names, speakers = {}, set()
    for key, sent in batch.posts.items():
        held = out.held[key]
        if sent.medium is Medium.ROOM and sent.whole and held.context is not None:
            names[held.context] = sent.post.context
            if held.author is not None:
                speakers.add((held.context, held.author))
    rows_add(
        Chat, ["key", "uri", "name", "members"], [(chat, uri, "", 0) for chat, uri in names.items() if uri]
    )
    rows_add(ChatMember, ["chat", "actor"], sorted(speakers))


def _sizes(chats: set[int]) -> dict[int, tuple[int, int]]:
    """How many members each room had when it was last reckoned, and has now."""
    before = dict(rows_in("SELECT key, members FROM record_chat WHERE key IN ({})", chats))
    now = dict(
        rows_in("SELECT chat, count(*) FROM record_chatmember WHERE chat IN ({}) GROUP BY chat", chats)
    )
    rows_execute("UPDATE record_chat SET members = %s WHERE key = %s", [(n, chat) for chat, n in now.items()])
    return {chat: (before.get(chat, 0), now.get(chat, 0)) for chat in chats}


def _empty(batch: Batch, chats: set[int]) -> None:
    """A room that grew past eight: following somebody no longer means addressing them."""
    sql = (
        "SELECT i.id FROM record_post p JOIN record_interaction i ON i.post = p.id "  # noqa: S608  our own integers
        f"WHERE i.basis <> {SAID} AND p.medium = {ROOM} AND p.context IN ({{}})"
    )
    if chats:
        interactions_drop(batch, "id", [row[0] for row in rows_in(sql, chats)])


def _accounts(batch: Batch, out: Written, chat: int, low: int, high: int) -> set[int]:
    """The accounts that saw a stretch of a room; what others see changes only where a message changed or went."""
    old = out.renewed.union(out.gone, out.news)
    if not old:
        return {batch.account}
    sql = "SELECT DISTINCT account FROM record_sighting WHERE post IN ({})"
    return {batch.account, *(row[0] for row in rows_in(sql, old))}


def _window(batch: Batch, account: int, chat: int, low: int, high: int) -> None:
    sql = (
        "SELECT p.id, p.author, p.at, p.grain, p.reply_to FROM record_post p "  # noqa: S608  our own integers
        f"JOIN record_sighting s ON s.post = p.id AND s.account = {int(account)} "
        f"WHERE p.context IN ({{}}) AND p.at BETWEEN {int(low) - PAUSE_MS} AND {int(high) + PAUSE_MS} "
        f"AND p.medium = {ROOM} AND p.state = 2 AND p.author IS NOT NULL ORDER BY p.at, p.key"
    )
    messages = rows_in(sql, [chat])
    said, found, have = _stored(batch, account, [row[0] for row in messages if row[2] >= low])
    at = {row[0]: (row[1], row[2], row[3]) for row in messages}
    open_ = {row[0] for row in messages if row[2] >= low and row[4] is None and row[0] not in said}
    spoken = [Spoken(row[0], row[1], row[2]) for row in messages]
    better = {post for post, _ in found} & open_
    open_ -= better
    wanted = {pair for pair in previous_speakers(spoken) if pair[0] in open_}
    interactions_drop(batch, "id", [number for pair, number in have.items() if pair not in wanted])
    interactions_drop(batch, "id", [number for pair, number in found.items() if pair[0] not in better])
    for post, other in sorted(wanted - have.keys()):
        author, moment, grain = at[post]
        row = row_of(author, other, MESSAGE, (moment, grain), basis=NEIGHBOUR, post=post, scope=account)
        batch.rows.append(row)


def _stored(
    batch: Batch, account: int, posts: list[int]
) -> tuple[set[int], dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """Posts whose source says whom they address, and what was derived before: by `answers`, and from neighbours."""
    sql = f"SELECT id, post, b, basis FROM record_interaction WHERE scope = {int(account)} AND post IN ({{}})"  # noqa: S608
    said = {row[8] for row in batch.rows if row[8] is not None and row[7] == SAID and row[10] == account}
    found, was = {}, {}
    for number, post, other, basis in rows_in(sql, posts):
        if basis == SAID:
            said.add(post)
        else:
            (found if basis == FOUND else was)[(post, other)] = number
    return said, found, was
