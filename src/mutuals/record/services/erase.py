"""Erases people from the record: in short steps that may be stopped at any moment and done again to the end.

What they said and what was said to them alone goes whole; what others said stays, without their addresses. Each step
holds the turn of bulk writers, so that no import writes about them in between; what comes afterwards is kept out by
`erased`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction

from mutuals.record.kinds import STABLE_SCHEMES, Audience, Medium
from mutuals.record.models import Own
from mutuals.record.services.actors import actors_join
from mutuals.record.services.batch import Batch
from mutuals.record.services.bulk import rows_execute, rows_in, vendor
from mutuals.record.services.erased import erased_add
from mutuals.record.services.interactions import interactions_drop
from mutuals.record.services.turns import Turns
from mutuals.record.services.words import words_purge

STEP = 1_000
# Ids in one look through a table that no index helps with.
STRIDE = 200_000
# With more interactions than this, a page does not count what no index leads to.
LARGE = 50_000
CROWDED = f"({int(Medium.ROOM)}, {int(Medium.LIST_MAIL)})"
# Tables in which a row about one of the actors goes whole.
PLACES = (
    ("tieday", "a"), ("tieday", "b"), ("deed", "a"), ("deed", "b"), ("fact", "actor"), ("same", "a"), ("same", "b"),
    ("actorsighting", "actor"), ("collectionitem", "actor"), ("collectionitem", "owner"), ("chatmember", "actor"),
    ("own", "actor"), ("dirty", "a"), ("dirty", "b"), ("identifier", "actor"),
)  # fmt: skip


def rooms_alone(*, actors: Iterable[int]) -> list[int]:
    """The actors of chats in which there are only these people and ourselves: a talk of two goes whole with them."""
    mine, ours = set(actors), set(Own.objects.exclude(confirmed=False).values_list("actor", flat=True))
    chats = {row[0] for row in rows_in("SELECT chat FROM record_chatmember WHERE actor IN ({})", mine)}
    others = rows_in("SELECT chat, actor FROM record_chatmember WHERE chat IN ({})", chats)
    alone = chats - {chat for chat, actor in others if actor not in mine and actor not in ours}
    sql = (
        "SELECT i.actor FROM record_chat c JOIN record_identifier i ON i.key = c.key AND i.value = c.uri "
        "WHERE c.key IN ({})"
    )
    return sorted({row[0] for row in rows_in(sql, alone)} - ours)


def identifiers_of(*, actors: Iterable[int]) -> tuple[list[str], list[str]]:
    """All identifiers of actors as an import would bring them, and as they stand in the texts of others."""
    actors = list(actors)
    rows = rows_in("SELECT scheme, value FROM record_identifier WHERE actor IN ({})", actors)
    rows += [
        ("uri", uri)
        for pair in rows_in("SELECT uri, url FROM record_actor WHERE id IN ({})", actors)
        for uri in pair
    ]
    rows += [
        ("uri", value)
        for (value,) in rows_in("SELECT value FROM record_same WHERE a IN ({0}) OR b IN ({0})", actors)
    ]
    ids, needles = set(), set()
    for scheme, value in rows:
        if scheme in STABLE_SCHEMES or scheme == "acct":
            ids.add(value)
            needles.add(value)
            needles.add(value.removeprefix("mailto:").removeprefix("tel:").removeprefix("acct:"))
        elif "@" in value.lstrip("@"):
            ids.add(f"acct:{value.lstrip('@').lower()}")
            needles.add(value.lstrip("@"))
    return sorted(ids - {""}), sorted(needles - {""})


def record_erase(
    *, actors: list[int], now_ms: int, turns: Turns, redact: Callable[[], None] = lambda: None
) -> None:
    """Takes everything of these actors out of the record but the texts of others; `redact` mends those before the
    actors themselves go. To do it again is harmless."""
    write, chats = _Writing(turns), _chats(actors)
    either = {pair: _either(*pair, actors) for pair in (("a", "b"), ("actor", "target"))}
    for ids in _found("record_interaction", "post", f"post IS NOT NULL AND {either['a', 'b']}"):
        write.each(_letters(ids, actors), lambda some: _posts_drop(some, now_ms))
    for ids in _found("record_post", "id", *_theirs(actors, chats)):
        write.each(ids, lambda some: _posts_drop(some, now_ms))
    for ids in _found("record_activity", "id", either["actor", "target"]):
        write.each(ids, _activities_drop)
    for ids in _found("record_interaction", "id", either["a", "b"]):
        write.each(ids, lambda some: interactions_drop(_batch(), "id", some))
    redact()
    with turns.turn():
        _actors_drop(actors, chats)


def _either(one: str, other: str, numbers: list[int]) -> str:
    return f"({one} IN ({_listed(numbers)}) OR {other} IN ({_listed(numbers)}))"


def _theirs(actors: list[int], chats: list[int]) -> tuple[str, list[Any]]:
    """What finds their own posts, those of talks with them alone, and those known by nothing but an id under theirs."""
    sql = rows_in("SELECT uri, url FROM record_actor WHERE id IN ({})", actors)
    below = [f"{uri.rstrip('/')}/" for pair in sql for uri in pair if uri.startswith(("https://", "http://"))]
    alike = "".join(" OR substr(uri, 1, %s) = %s" for _ in below)
    where = f"(author IN ({_listed(actors)}) OR context IN ({_listed(chats)}){alike})"
    return where, [value for one in below for value in (len(one), one)]


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in numbers) or "-1"


def _letters(posts: list[int], actors: list[int]) -> list[int]:
    """Of these posts the letters and talks that went to nobody else."""
    mine = _listed(actors)
    sql = (
        f"SELECT p.id FROM record_post p WHERE p.id IN ({{}}) AND p.audience = {int(Audience.DIRECT)} "  # noqa: S608
        f"AND p.medium NOT IN {CROWDED} AND NOT EXISTS (SELECT 1 FROM record_interaction i "
        f"WHERE i.post = p.id AND i.a NOT IN ({mine}) AND i.b NOT IN ({mine}))"
    )
    return sorted({row[0] for row in rows_in(sql, posts)})


def _found(table: str, column: str, where: str, values: Sequence[Any] = ()) -> Iterator[list[int]]:
    """What a condition finds, a stretch of the table at a time: no index helps here, and nobody is held up for long."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")  # noqa: S608  our own names
        last = cursor.fetchone()[0]
    sql = f"SELECT DISTINCT {column} FROM {table} WHERE id >= %s AND id < %s AND {where}"  # noqa: S608
    for low in range(0, last + 1, STRIDE):
        with connection.cursor() as cursor:
            cursor.execute(sql, [low, low + STRIDE, *values])
            yield sorted(row[0] for row in cursor.fetchall())


class _Writing:
    """Short transactions, each in its turn."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    def each(self, ids: list[int], do: Callable[[list[int]], object]) -> None:
        for start in range(0, len(ids), STEP):
            with self._turns.turn():
                do(ids[start : start + STEP])


def _batch() -> Batch:
    return Batch(account=0, now_ms=0)


def _posts_drop(ids: list[int], now_ms: int) -> None:
    """Posts go with all that hangs on them; their ids are remembered, so that no answer or like brings them back."""
    interactions_drop(_batch(), "post", ids)
    words_purge(ids)
    rows = [(one,) for one in ids]
    erased_add(
        (uri for (uri,) in rows_in("SELECT uri FROM record_post WHERE id IN ({})", ids)), now_ms=now_ms
    )
    _activities_drop([row[0] for row in rows_in("SELECT id FROM record_activity WHERE post IN ({})", ids)])
    rows_execute("DELETE FROM record_sighting WHERE post = %s", rows)
    rows_execute("UPDATE record_post SET reply_to = NULL WHERE reply_to = %s", rows)
    rows_execute("UPDATE record_post SET quote = NULL WHERE quote = %s", rows)
    rows_execute("DELETE FROM record_post WHERE id = %s", rows)


def _activities_drop(ids: list[int]) -> None:
    interactions_drop(_batch(), "activity", ids)
    rows_execute("DELETE FROM record_activity WHERE id = %s", [(one,) for one in ids])


def _chats(actors: list[int]) -> list[int]:
    sql = (
        "SELECT c.key FROM record_chat c JOIN record_identifier i ON i.key = c.key AND i.value = c.uri "
        "WHERE i.actor IN ({})"
    )
    return [row[0] for row in rows_in(sql, actors)]


def _actors_drop(actors: list[int], chats: list[int]) -> None:
    near = rows_in("SELECT a, b FROM record_same WHERE a IN ({0}) OR b IN ({0})", actors)
    left = {one for pair in near for one in pair} - set(actors)
    rows = [(one,) for one in actors]
    for table, column in PLACES:
        rows_execute(f"DELETE FROM record_{table} WHERE {column} = %s", rows)  # noqa: S608  our own names
    for table in ("chatmember", "chatspan"):
        rows_execute(f"DELETE FROM record_{table} WHERE chat = %s", [(one,) for one in chats])  # noqa: S608
    rows_execute("DELETE FROM record_chat WHERE key = %s", [(one,) for one in chats])
    rows_execute("DELETE FROM record_act WHERE by = %s", rows)
    rows_execute("UPDATE record_account SET actor_id = NULL WHERE actor_id = %s", rows)
    rows_execute("DELETE FROM record_actor WHERE id = %s", rows)
    if left:
        actors_join(left)


def is_large() -> bool:
    """Whether to count exactly what goes with somebody would take a page too long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) FROM record_interaction")
        return bool(cursor.fetchone()[0] > LARGE)


def counts_of(*, actors: list[int], quick: bool = False) -> dict[str, int]:
    """How many things an erasure of these actors takes out of the record, by what they are; `quick` counts only what
    an index leads to, and so at least what there is."""
    found = _reached(actors) if quick else _counted(actors)
    tables = [
        ("tie_days", "tieday", _either("a", "b", actors)),
        ("facts", "fact", f"actor IN ({_listed(actors)})"),
    ]
    if not quick:
        tables += [
            ("interactions", "interaction", _either("a", "b", actors)),
            ("activities", "activity", _either("actor", "target", actors)),
            ("deeds", "deed", _either("a", "b", actors)),
            ("lists", "collectionitem", _either("actor", "owner", actors)),
        ]
    for name, table, where in tables:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM record_{table} WHERE {where}")  # noqa: S608  our own names
            found[name] = cursor.fetchone()[0]
    return {"addresses": len(actors)} | found


def _counted(actors: list[int]) -> dict[str, int]:
    """Their posts, and letters to nobody else: looked for in all that there is."""
    posts: set[int] = set()
    letters: set[int] = set()
    for ids in _found("record_post", "id", *_theirs(actors, _chats(actors))):
        posts.update(ids)
    for ids in _found("record_interaction", "post", f"post IS NOT NULL AND {_either('a', 'b', actors)}"):
        letters.update(_letters(ids, actors))
    return {"posts": len(posts), "letters": len(letters - posts)}


def _reached(actors: list[int]) -> dict[str, int]:
    """The same and their interactions, by way of the pairs that they are part of."""
    sql = "SELECT id, post, activity FROM record_interaction WHERE a IN ({})"
    rows = set(rows_in(sql, actors))
    others = {row[0] for row in rows_in("SELECT DISTINCT a FROM record_tieday WHERE b IN ({})", actors)}
    rows.update(rows_in(f"{sql} AND b IN ({_listed(actors)})", others))
    posts = {row[1] for row in rows} - {None}
    mine = f"SELECT id FROM record_post WHERE author IN ({_listed(actors)}) AND id IN ({{}})"  # noqa: S608
    own = {row[0] for row in rows_in(mine, posts)}
    return {
        "posts": len(own), "letters": len(_letters(sorted(posts - own), actors)), "interactions": len(rows),
        "activities": len({row[2] for row in rows} - {None}),
    }  # fmt: skip


def search_scrub() -> None:
    """Merges the search index until nothing is left in it of what was taken out (SQLite marks it first and drops it
    when parts are merged: https://www.sqlite.org/fts5.html#the_merge_command)."""
    if vendor() != "sqlite":
        return
    sql = "INSERT INTO record_search (record_search, rank) VALUES ('merge', %s)"
    pages = -500
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            before = _changes(cursor)
            cursor.execute(sql, [pages])
            if _changes(cursor) - before < 2:
                return
        pages = 500


def _changes(cursor: Any) -> int:
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])
