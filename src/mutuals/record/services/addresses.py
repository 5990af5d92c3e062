"""Finds whom the posts of a batch address, and mends what was found before once more is known.

The law: the interactions of a post are what it says of its addressees, and the authors of what it answers and quotes,
each pair once by the stronger form; whenever one of these becomes known the rows become what they would have been.
"""

from collections.abc import Iterable

from mutuals.as2 import Object
from mutuals.record.acts import act_told
from mutuals.record.addressing import (
    CALLED,
    NOTE,
    ONLY_PUBLIC,
    STRENGTH,
    addressed,
    answered,
    quoted,
    together,
)
from mutuals.record.keys import key64
from mutuals.record.kinds import Audience, Basis, Medium
from mutuals.record.services.batch import DAY_MS, GRAINS, PRIVATE, UNKNOWN, Batch, Sent, row_of
from mutuals.record.services.bulk import rows_in
from mutuals.record.services.interactions import COLUMNS, interactions_drop
from mutuals.record.services.posts import Held, Written

SAID = int(Basis.SAID)


def addresses_find(batch: Batch, out: Written) -> None:
    """Adds to the batch the interactions of its new, better and newly seen posts."""
    _narrow(batch, out)
    if out.gone:
        interactions_drop(batch, "post", out.gone, forgive=lambda post: out.gone[post] not in batch.mine)
    again = [(held.id, _scope(batch, held)) for _, held, old in out.derive if old]
    for scope in {scope for _, scope in again}:
        interactions_drop(batch, "post", [post for post, one in again if one == scope], scope=scope)
    for sent, held, _ in out.derive:
        medium, post = sent.medium, sent.post
        if post.type == "Event":
            _meet(batch, post, held, online=medium is CALLED)
        elif held.author is not None and (
            medium is not NOTE or post.tag or post.in_reply_to or post.quote_url or post.to != ONLY_PUBLIC
        ):
            _derive(batch, sent, held, held.author, out)


def addresses_late(batch: Batch, out: Written) -> None:
    """Addresses the authors of posts that became known now, in the answers and quotes that were there before them."""
    if not out.news:
        return
    done = {held.id for _, held, _ in out.derive}
    late = [
        (
            post,
            author,
            at,
            grain,
            Audience(audience),
            form(Medium(medium), Audience(audience)),
            out.news[about],
        )
        for column, form in (("reply_to", answered), ("quote", lambda medium, _: quoted(medium)))
        for post, author, at, grain, audience, medium, about in rows_in(
            _SPEAKS.format(column, column, "{}"), out.news
        )
        if author != out.news[about]
    ]
    late = [row for row in late if row[5] is not None]
    private = {row[0] for row in late if row[4] in PRIVATE}
    scopes = sightings(private)
    have = _stored({row[0] for row in late})
    stale: list[int] = []
    for post, author, at, grain, audience, kind, other in late:
        for scope in scopes.get(post, ()) if audience in PRIVATE else (0,):
            if post in done and scope in (0, batch.account):
                continue
            was = have.get((post, author, other, scope))
            if was is not None and STRENGTH[was[1]] >= STRENGTH[kind or 0]:
                continue
            if was is not None:
                stale.append(was[0])
            have[(post, author, other, scope)] = (0, kind or 0)
            batch.rows.append(row_of(author, other, kind or 0, (at, grain), post=post, scope=scope))
    interactions_drop(batch, "id", [one for one in stale if one])


_SPEAKS = (
    "SELECT id, author, at, grain, audience, medium, {} FROM record_post "
    "WHERE {} IN ({}) AND state = 2 AND author IS NOT NULL"
)


def sightings(posts: set[int]) -> dict[int, list[int]]:
    """The accounts that saw each of these posts."""
    found: dict[int, list[int]] = {}
    for post, account in rows_in("SELECT post, account FROM record_sighting WHERE post IN ({})", posts):
        found.setdefault(post, []).append(account)
    return found


def _derive(batch: Batch, sent: Sent, me: Held, author: int, out: Written) -> None:
    """Adds the interactions of a post with whom it addresses, in which form and to what share."""
    post, medium, ids = sent.post, sent.medium, batch.ids
    found: dict[int, tuple[int, int, int, int]] = {}
    if (told := act_told(post.id)) is not None:
        batch.told_posts[me.id] = told
    for actor, kind, share in addressed(post, medium):
        other = ids.get(actor)
        if other is not None and other not in found and other != author:
            found[other] = (author, other, kind, share)
    if post.in_reply_to:
        _stronger(found, author, out.held[key64(post.in_reply_to)].author, answered(medium, me.audience))
    if post.quote_url:
        _stronger(found, author, out.held[key64(post.quote_url)].author, quoted(medium))
    _add(batch, post, me, found.values())
    if medium is CALLED:
        # Talking has two sides.
        _add(batch, post, me, [(b, a, kind, share) for a, b, kind, share in found.values()])


def _meet(batch: Batch, post: Object, me: Held, *, online: bool) -> None:
    """A meeting is one thing that each two of those who came share; online it is a call."""
    named = (batch.ids.get(one) for one in (post.attributed_to, *post.to, *post.cc))
    kind, pairs = together(list(dict.fromkeys(one for one in named if one is not None)), online=online)
    _add(batch, post, me, [(a, b, int(kind), 100) for a, b in pairs])


def _add(batch: Batch, post: Object, me: Held, pairs: Iterable[tuple[int, int, int, int]]) -> None:
    """Adds interactions (from, to, form, share) of one post, as those may know of them who may know of the post."""
    at, grain, _ = post.published
    exact, seconds, scope = GRAINS[grain], post.duration, _scope(batch, me)
    day = None if at is None or exact == UNKNOWN else at // DAY_MS
    for a, b, kind, share in pairs:
        batch.rows.append((a, b, kind, at, exact, seconds, share, SAID, me.id, None, scope, day))


def _stronger(
    found: dict[int, tuple[int, int, int, int]], author: int, other: int | None, kind: int | None
) -> None:
    if other is None or kind is None or other == author:
        return
    if other not in found or STRENGTH[found[other][2]] < STRENGTH[kind]:
        found[other] = (author, other, kind, 100)


def _scope(batch: Batch, held: Held) -> int:
    return batch.account if held.audience in PRIVATE else 0


def _stored(posts: set[int]) -> dict[tuple[int, int, int, int], tuple[int, int]]:
    """What was found of these posts before: (post, a, b, scope) -> (id, kind)."""
    sql = (
        f"SELECT id, post, a, b, scope, kind FROM record_interaction WHERE basis = {SAID} AND post IN ({{}})"  # noqa: S608
    )
    return {(post, a, b, scope): (number, kind) for number, post, a, b, scope, kind in rows_in(sql, posts)}


def _narrow(batch: Batch, out: Written) -> None:
    """What was public and is private now: its interactions belong to each account that saw it, no longer to all."""
    if not out.narrowed:
        return
    accounts = sightings(out.narrowed)
    sql = f"SELECT {', '.join(COLUMNS)} FROM record_interaction WHERE scope = 0 AND post IN ({{}})"  # noqa: S608
    for row in rows_in(sql, out.narrowed):
        others = [one for one in accounts.get(row[8], ()) if one != batch.account]
        batch.rows += [(*row[:10], account, row[11]) for account in others]
    interactions_drop(batch, "post", out.narrowed, scope=0)
