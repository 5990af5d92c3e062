"""Writes interactions and takes them out, and keeps the tie days and dirty pairs in step with them."""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Literal

from mutuals.record.kinds import GIVING_FORMS
from mutuals.record.models import Act, Dirty, Interaction, TieDay
from mutuals.record.services.acts import COLUMNS as ACT_COLUMNS
from mutuals.record.services.acts import acts_dirty, acts_tell
from mutuals.record.services.batch import Batch, Row
from mutuals.record.services.bulk import rows_add, rows_execute, rows_in, rows_insert, rows_merge
from mutuals.record.services.unread import unread_if_read

_GIVING = frozenset(map(int, GIVING_FORMS))
_SAID = (
    "SELECT i.a, i.b, i.post, i.activity, i.scope, x.act, x.confidence, x.decided_by, x.at FROM record_act x "
    "JOIN record_interaction i ON i.id = x.interaction WHERE x.decided_by LIKE 'user:%' AND x.interaction IN ({})"
)
COLUMNS = ["a", "b", "kind", "at", "grain", "seconds", "share", "basis", "post", "activity", "scope", "day"]
_pair = itemgetter(0, 1)
STORED = "SELECT id, a, b, day, kind, scope, {0} FROM record_interaction WHERE {0} IN ({2}){1}"


def interactions_write(batch: Batch) -> None:
    """Writes the batch's interactions, their tie days and the pairs that changed."""
    rows = batch.rows
    if not rows:
        return
    # In the order of the index on pairs, which then is entered at fewer places.
    rows.sort(key=_pair)
    rows_insert(Interaction, COLUMNS, rows)
    _acts_keep(batch)
    # What is told of a post that was read before has acts too: it is read once more.
    unread_if_read({row[8] for row in rows if row[8] is not None and row[9] is None})
    if not batch.days:
        return
    _tie_days_add(rows)
    pairs_dirty((row[0], row[1]) for row in rows)


def pairs_dirty(pairs: Iterable[tuple[int, int]]) -> None:
    """Marks pairs whose ties must be reckoned again; with somebody who is another's now go their acts."""
    found = sorted({(a, b) if a < b else (b, a) for a, b in pairs})
    rows_add(Dirty, ["a", "b"], found)
    acts_dirty(pair for pair in found if pair[0] == pair[1])


def interactions_drop(
    batch: Batch, where: Literal["id", "post", "activity"], ids: Iterable[int], *, scope: int | None = None,
    forgive: Callable[[int], bool] | None = None,
) -> None:  # fmt: skip
    """Takes out the interactions of these posts, activities or of this id, of one scope or of all, and mends their tie
    days; those that `forgive` are not taken off the counts, since this run did not bring what they came from."""
    only = "" if scope is None else f" AND scope = {int(scope)}"
    found = rows_in(STORED.format(where, only, "{}"), ids)
    if not found:
        return
    batch.dropped += sum(1 for row in found if forgive is None or not forgive(row[6]))
    _acts_take(batch, [row[0] for row in found])
    rows_execute("DELETE FROM record_act WHERE interaction = %s", [(row[0],) for row in found])
    rows_execute("DELETE FROM record_interaction WHERE id = %s", [(row[0],) for row in found])
    tie_days_mend((a, b, day, kind, scope) for _, a, b, day, kind, scope, _ in found if day is not None)
    pairs_dirty((row[1], row[2]) for row in found)
    acts_dirty((row[1], row[2]) for row in found)


def _acts_keep(batch: Batch) -> None:
    """Keeps what the sources tell of the rows that were just written, and what people said of them before."""
    acts_dirty((row[0], row[1]) for row in batch.rows if row[2] in _GIVING)
    if batch.told_acts or batch.told_posts:
        acts_tell(batch.told_acts, batch.told_posts, now_ms=batch.now_ms)
    if batch.said:
        _acts_return(batch)


def _acts_take(batch: Batch, ids: list[int]) -> None:
    """Puts aside what people said of rows that go: a better version of a post has other rows, and means the same."""
    for a, b, post, activity, scope, *said in rows_in(_SAID, ids):
        batch.said.setdefault((a, b, post, activity, scope), []).append((said[0], said[1], said[2], said[3]))


def _acts_return(batch: Batch) -> None:
    """Gives back what people said to the rows that took the place of those it was said of."""
    rows = []
    for column, place in (("post", 2), ("activity", 3)):
        wanted = {key[place] for key in batch.said if key[place] is not None}
        sql = f"SELECT id, a, b, post, activity, scope FROM record_interaction WHERE {column} IN ({{}})"  # noqa: S608
        for number, *key in rows_in(sql, [one for one in wanted if one is not None]):
            for act, confidence, decided_by, at in batch.said.get(tuple(key), ()):
                rows.append((number, act, key[0], key[1], confidence, decided_by, at))
    do = "confidence = new.confidence, decided_by = new.decided_by, at = new.at"
    rows_merge(Act, ACT_COLUMNS, rows, on="interaction, act, by", do=do)


def interactions_count(*, posts: Iterable[int], activities: Iterable[int], scope: int) -> int:
    """How many interactions the record holds of these posts (by id) and activities (by key) for one account."""
    mine = f"scope IN (0, {int(scope)})"
    by_post = f"SELECT count(*) FROM record_interaction WHERE {mine} AND post IN ({{}})"  # noqa: S608
    by_activity = (
        "SELECT count(*) FROM record_interaction i JOIN record_activity t ON t.id = i.activity "  # noqa: S608
        f"WHERE i.{mine} AND t.key IN ({{}})"
    )
    return sum(row[0] for row in (*rows_in(by_post, posts), *rows_in(by_activity, activities)))


def tie_days_mend(keys: Iterable[tuple[int, int, int, int, int]]) -> None:
    """Reckons these tie days anew from the interactions that are left."""
    keys = sorted(set(keys))
    rows_execute(
        "DELETE FROM record_tieday WHERE a = %s AND b = %s AND day = %s AND kind = %s AND scope = %s", keys
    )
    rows_execute(
        "INSERT INTO record_tieday (a, b, day, kind, scope, n, seconds, share) "
        "SELECT a, b, day, kind, scope, count(*), sum(seconds), max(share) FROM record_interaction "
        "WHERE a = %s AND b = %s AND day = %s AND kind = %s AND scope = %s GROUP BY a, b, day, kind, scope",
        keys,
    )


def _tie_days_add(rows: Sequence[Row]) -> None:
    sums: dict[tuple[int, int, int, int, int], list[int]] = {}
    for a, b, kind, _, _, seconds, share, _, _, _, scope, day in rows:
        if day is None:
            continue
        key = (a, b, day, kind, scope)
        one = sums.get(key)
        if one is None:
            sums[key] = [1, seconds, share]
        else:
            one[0] += 1
            one[1] += seconds
            one[2] = max(one[2], share)
    columns = ["a", "b", "day", "kind", "scope", "n", "seconds", "share"]
    do = (
        "n = mine.n + new.n, seconds = mine.seconds + new.seconds, "
        "share = CASE WHEN new.share > mine.share THEN new.share ELSE mine.share END"
    )
    new = [(*key, *sums[key]) for key in sorted(sums)]
    rows_merge(TieDay, columns, new, on="a, b, day, kind, scope", do=do)
