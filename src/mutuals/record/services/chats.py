"""Addresses the messages of chat rooms without reply ids: the previous other speaker, in rooms of up to eight.

What a message addresses depends on its neighbours, so after each batch the stretch of every room that the batch
touched is reckoned again: the order in which exports come does not matter.
"""

from mutuals.record.addressing import PAUSE_MS, ROOM_SIZE, Spoken, previous_speakers
from mutuals.record.keys import key64
from mutuals.record.kinds import Basis, Grain, Kind, Medium
from mutuals.record.models import Chat, ChatMember
from mutuals.record.services.batch import Batch, Row
from mutuals.record.services.bulk import rows_add, rows_execute, rows_in
from mutuals.record.services.interactions import interactions_drop_rows
from mutuals.record.services.posts import Written


def chats_address(batch: Batch, out: Written) -> None:
    """Reckons again whom the messages of the touched rooms address."""
    touched = _touched(batch, out)
    joined = {key64(one.attributed_to) for one in batch.collections if one.name == "members"}
    if not touched and not joined:
        return
    sizes = _sizes({*touched, *joined})
    crowded = {chat for chat, (before, now) in sizes.items() if before <= ROOM_SIZE < now}
    _empty(batch, crowded)
    for chat, (low, high) in touched.items():
        if sizes[chat][1] <= ROOM_SIZE:
            _window(batch, chat, low - PAUSE_MS, low, high + PAUSE_MS)


def _touched(batch: Batch, out: Written) -> dict[int, tuple[int, int]]:
    """The rooms of a batch with the first and last moment touched; notes who spoke in them."""
    spans: dict[int, tuple[int, int]] = {}
    names: dict[int, str] = {}
    speakers = set()
    for sent in (*out.fresh, *out.edited, *out.again):
        at = sent.post.published.ms
        if sent.medium is not Medium.ROOM or at is None:
            continue
        chat = key64(sent.post.context)
        low, high = spans.get(chat, (at, at))
        spans[chat] = (min(low, at), max(high, at))
        names[chat] = sent.post.context
        if out.held[sent.key].author is not None:
            speakers.add((chat, out.held[sent.key].author))
    rows_add(Chat, ["key", "uri", "name", "members"], [(chat, uri, "", 0) for chat, uri in names.items()])
    rows_add(ChatMember, ["chat", "actor"], sorted(speakers))
    return spans


def _sizes(chats: set[int]) -> dict[int, tuple[int, int]]:
    """How many members each room had when it was last reckoned, and has now."""
    before = dict(rows_in("SELECT key, members FROM record_chat WHERE key IN ({})", chats))
    now = dict(rows_in("SELECT chat, count(*) FROM record_chatmember WHERE chat IN ({}) GROUP BY chat", chats))
    rows_execute("UPDATE record_chat SET members = %s WHERE key = %s", [(n, chat) for chat, n in now.items()])
    return {chat: (before.get(chat, 0), now.get(chat, 0)) for chat in chats}


def _empty(batch: Batch, chats: set[int]) -> None:
    """A room that grew past eight: following somebody no longer means addressing them."""
    sql = (
        "SELECT i.id FROM record_interaction i JOIN record_post p ON p.id = i.post "
        f"WHERE i.basis = {int(Basis.NEIGHBOUR)} AND p.context IN ({{}})"
    )
    if chats:
        interactions_drop_rows([row[0] for row in rows_in(sql, chats)])


def _window(batch: Batch, chat: int, start: int, low: int, high: int) -> None:
    sql = (
        "SELECT p.id, p.author, p.at, p.grain, p.key FROM record_post p "
        f"JOIN record_sighting s ON s.post = p.id AND s.account = {int(batch.account)} "
        f"WHERE p.context IN ({{}}) AND p.at BETWEEN {int(start)} AND {int(high)} AND p.medium = {int(Medium.ROOM)} "
        "AND p.state = 2 AND p.author IS NOT NULL ORDER BY p.at, p.key"
    )
    messages = rows_in(sql, [chat])
    grains = {row[0]: row[3] for row in messages}
    spoken = [Spoken(row[0], row[1], row[2]) for row in messages]
    said, was = _stored(batch, grains)
    speaker = {one.post: (one.author, one.at) for one in spoken}
    wanted = {
        (post, other)
        for post, other in previous_speakers(spoken)
        if post not in said and speaker[post][1] >= low
    }
    have = {pair: number for pair, number in was.items() if speaker[pair[0]][1] >= low}
    stale = [number for pair, number in have.items() if pair not in wanted]
    interactions_drop_rows(stale)
    batch.counts.interactions -= len(stale)
    for post, other in sorted(wanted - have.keys()):
        author, at = speaker[post]
        grain = grains.get(post, Grain.SECOND)
        row = Row(author, other, int(Kind.MESSAGE), at, grain, 0, 100, int(Basis.NEIGHBOUR), post, None, batch.account)
        batch.rows.append(row)


def _stored(batch: Batch, posts: dict[int, int]) -> tuple[set[int], dict[tuple[int, int], int]]:
    """Posts whose source says whom they address, and what was derived from neighbours before."""
    sql = f"SELECT id, post, b, basis FROM record_interaction WHERE scope = {int(batch.account)} AND post IN ({{}})"  # noqa: S608
    said = {row.post for row in batch.rows if row.post in posts and row.basis == Basis.SAID and row.post is not None}
    was = {}
    for number, post, other, basis in rows_in(sql, posts):
        if basis == Basis.SAID:
            said.add(post)
        else:
            was[(post, other)] = number
    return said, was
