"""Derives interactions from posts and activities, and keeps the tie days and dirty pairs in step with them."""

from collections.abc import Iterable

from mutuals.record.addressing import addressed, answer_kind
from mutuals.record.keys import key64
from mutuals.record.kinds import Basis, Grain, Medium
from mutuals.record.models import Dirty, Interaction, TieDay
from mutuals.record.services.batch import DAY_MS, GRAINS, Batch, Row, Sent
from mutuals.record.services.bulk import ids_take, rows_add, rows_execute, rows_in, rows_insert, rows_merge
from mutuals.record.services.posts import PRIVATE, Written

COLUMNS = ["id", "a", "b", "kind", "at", "grain", "seconds", "share", "basis", "post", "activity", "scope", "day"]


def interactions_of_posts(batch: Batch, out: Written) -> None:
    """Adds to the batch the interactions of its new, edited and newly seen posts."""
    authors = {key: f"#{held.author}" for key, held in out.held.items() if held.author is not None}
    for sent in (*out.fresh, *out.edited, *out.again):
        parent = authors.get(key64(sent.post.in_reply_to), "") if sent.post.in_reply_to else ""
        quoted = authors.get(key64(sent.post.quote_url), "") if sent.post.quote_url else ""
        _derive(batch, sent, out.held[sent.key].id, parent, quoted)


def interactions_of_answers(batch: Batch, out: Written) -> None:
    """Addresses the authors of posts that became known now, in the answers that were there before them."""
    news = {out.held[sent.key].id: out.held[sent.key].author for sent in out.fresh if out.held[sent.key].author}
    if not news:
        return
    mine = {out.held[sent.key].id for sent in (*out.fresh, *out.edited)}
    sql = (
        "SELECT id, author, at, grain, audience, medium, reply_to FROM record_post "
        "WHERE reply_to IN ({}) AND state = 2 AND author IS NOT NULL"
    )
    late = [row for row in rows_in(sql, news) if row[0] not in mine]
    scopes = _scopes([row[0] for row in late if row[4] in PRIVATE])
    _mentions_drop({(row[0], row[1], news[row[6]]) for row in late})
    for post, author, at, grain, audience, medium, parent in late:
        kind = answer_kind(Medium(medium))
        if kind is None or news[parent] == author:
            continue
        for scope in scopes.get(post, [0]) if audience in PRIVATE else [0]:
            row = Row(author, news[parent], int(kind), at, grain, 0, 100, int(Basis.SAID), post, None, scope)
            batch.rows.append(row)
            batch.counts.interactions += 1


def interactions_write(batch: Batch) -> None:
    """Writes the batch's interactions, their tie days and the pairs that changed."""
    rows = batch.rows
    if not rows:
        return
    ids = ids_take(Interaction, len(rows))
    days = [None if row.at is None or row.grain == Grain.UNKNOWN else row.at // DAY_MS for row in rows]
    rows_insert(Interaction, COLUMNS, [(i, *row, day) for i, row, day in zip(ids, rows, days, strict=True)])
    sums: dict[tuple[int, int, int, int, int], list[int]] = {}
    for row, day in zip(rows, days, strict=True):
        if day is None:
            continue
        key = (row.a, row.b, day, row.kind, row.scope)
        one = sums.get(key)
        if one is None:
            sums[key] = [1, row.seconds, row.share]
        else:
            one[0] += 1
            one[1] += row.seconds
            one[2] = max(one[2], row.share)
    _tie_days_add(sums)
    pairs_dirty({(row.a, row.b) for row in rows})


def pairs_dirty(pairs: Iterable[tuple[int, int]]) -> None:
    """Marks pairs whose ties must be reckoned again."""
    rows_add(Dirty, ["a", "b"], sorted({(min(pair), max(pair)) for pair in pairs}))


def interactions_drop(where: str, ids: Iterable[int]) -> None:
    """Takes out the interactions of these posts or activities (`where` names the column) and mends their tie days."""
    sql = f"SELECT id, a, b, day, kind, scope FROM record_interaction WHERE {where} IN ({{}})"  # noqa: S608
    _drop(rows_in(sql, ids))


def interactions_drop_rows(ids: Iterable[int]) -> None:
    """Takes out interactions by their own ids and mends their tie days."""
    _drop(rows_in("SELECT id, a, b, day, kind, scope FROM record_interaction WHERE id IN ({})", ids))


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


def _drop(found: list[tuple[int, int, int, int | None, int, int]]) -> None:
    rows_execute("DELETE FROM record_act WHERE interaction = %s", [(row[0],) for row in found])
    rows_execute("DELETE FROM record_interaction WHERE id = %s", [(row[0],) for row in found])
    tie_days_mend((a, b, day, kind, scope) for _, a, b, day, kind, scope in found if day is not None)
    pairs_dirty((row[1], row[2]) for row in found)


def _tie_days_add(sums: dict[tuple[int, int, int, int, int], list[int]]) -> None:
    rows = [(*key, *value) for key, value in sorted(sums.items())]
    columns = ["a", "b", "day", "kind", "scope", "n", "seconds", "share"]
    do = (
        "n = mine.n + new.n, seconds = mine.seconds + new.seconds, "
        "share = CASE WHEN new.share > mine.share THEN new.share ELSE mine.share END"
    )
    rows_merge(TieDay, columns, rows, on="a, b, day, kind, scope", do=do)


def _derive(batch: Batch, sent: Sent, post_id: int, parent: str, quoted: str) -> None:
    post, ids = sent.post, batch.ids
    author = ids.get(post.attributed_to)
    if author is None:
        return
    scope = batch.account if sent.audience in PRIVATE else 0
    at, grain = post.published.ms, int(GRAINS[post.published.grain])
    met = {author}
    for actor, kind, share in addressed(post, medium=sent.medium, parent_author=parent, quoted_author=quoted):
        # "#12" is an author known by its row, whose URI need not be at hand.
        other = int(actor[1:]) if actor[0] == "#" else ids.get(actor)
        if other is not None and other not in met:
            met.add(other)
            batch.rows.append(Row(author, other, int(kind), at, grain, 0, share, 0, post_id, None, scope))


def _scopes(posts: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for post, account in rows_in("SELECT post, account FROM record_sighting WHERE post IN ({})", posts):
        found.setdefault(post, []).append(account)
    return found


def _mentions_drop(answers: set[tuple[int, int, int]]) -> None:
    """A mention of the one who turns out to be answered is that answer: it is not counted twice."""
    rows = rows_in("SELECT id, post, a, b FROM record_interaction WHERE post IN ({})", {post for post, _, _ in answers})
    interactions_drop_rows([row[0] for row in rows if (row[1], row[2], row[3]) in answers])
